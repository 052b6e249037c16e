import type { AnyEvent } from './arrivals.ts';
import type { Violation } from './violation.ts';

/** A message as a reader of the channel saw it. Times are ISO 8601. */
export interface ShownPost {
  readonly at: string;
  readonly body: string;
  /** Whether the app was given an answer. */
  readonly isAnswered: boolean;
}

/** What the app has recorded of an event and a channel. */
export interface ChannelRecord {
  readonly eventId: string;
  readonly state: string;
  /** Events of one message have one time. */
  readonly at: string;
}

/** A time in which a post may have gone without its record: the app was killed, cut off from its storage, or that was away. */
export interface Disturbance {
  readonly from: number;
  readonly to: number;
}

interface Told {
  readonly violations: readonly Violation[];
  readonly told: number;
  readonly messages: number;
  /** Posted again, each at a moment that explains it. */
  readonly repeats: number;
}

/**
 * Holds what a channel showed against what was to be told: every event that passes its filter in a message that names its
 * submission, in order, and no message again but where a post went without its record.
 * @param wanted events that pass the filter; those of a submission in order.
 */
export function checkTold(
  channel: string,
  wanted: readonly AnyEvent[],
  records: readonly ChannelRecord[],
  posts: readonly ShownPost[],
  disturbances: readonly Disturbance[],
): Told {
  const wrong = (kind: Violation['kind'], about: string, expected: string, came: string): Violation => ({
    kind,
    about,
    at: channel,
    expected,
    came,
  });
  const violations: Violation[] = [];
  const byId = new Map(wanted.map((event) => [event.id, event]));
  const recorded = new Map(records.map((record) => [record.eventId, record]));
  for (const { eventId } of records)
    if (!byId.has(eventId)) violations.push(wrong('unexplained', eventId, 'events that pass the filter', 'another'));
  for (const { id } of wanted) {
    const state = recorded.get(id)?.state ?? 'nothing';
    if (state !== 'told') violations.push(wrong('lost', id, 'told', state));
  }

  const { matched, unmatched } = matchPosts(messagesOf(records, byId), posts);
  for (const message of unmatched)
    violations.push(
      wrong('lost', message.ids.join(', '), 'a message that names its submission', 'none before its record'),
    );
  const repeats = posts.filter((post) => !matched.has(post));
  for (const post of repeats) {
    const next = posts[posts.indexOf(post) + 1];
    const until = next === undefined ? Number.POSITIVE_INFINITY : Date.parse(next.at);
    const from = Date.parse(post.at) - clockSlackMs;
    const isExplained = !post.isAnswered || disturbances.some((each) => each.to >= from && each.from <= until);
    if (!isExplained) violations.push(wrong('double', post.at, 'no message again', post.body.slice(0, 2_000)));
  }
  return { violations, told: wanted.length, messages: posts.length, repeats: repeats.length };
}

/** A kill is noted a moment after it fell. */
const clockSlackMs = 2_000;

interface Message {
  readonly at: number;
  readonly ids: readonly string[];
  /** What its post must hold. */
  readonly marks: readonly string[];
}

function messagesOf(records: readonly ChannelRecord[], byId: ReadonlyMap<string, AnyEvent>): readonly Message[] {
  const told = records.filter(({ state }) => state === 'told');
  return [...Map.groupBy(told, ({ at }) => at)]
    .map(([at, group]) => {
      const events = group.flatMap(({ eventId }) => byId.get(eventId) ?? []);
      return { at: Date.parse(at), ids: group.map(({ eventId }) => eventId), marks: [...new Set(events.map(markOf))] };
    })
    .sort((a, b) => a.at - b.at);
}

/** What a reader tells the submission by: the link to its page. The watcher names itself. */
function markOf({ data }: AnyEvent): string {
  return 'portalUrl' in data ? `${data.portalUrl}"` : 'Submission Watch';
}

/** The post of a message is the last one before its record that names all its submissions. */
function matchPosts(messages: readonly Message[], posts: readonly ShownPost[]) {
  const matched = new Set<ShownPost>();
  const unmatched = messages.filter(({ at, marks }) => {
    const found = posts.findLast(
      (post) => !matched.has(post) && Date.parse(post.at) <= at && marks.every((mark) => post.body.includes(mark)),
    );
    if (found !== undefined) matched.add(found);
    return found === undefined;
  });
  return { matched, unmatched };
}

const byDefault = ['errors-raised', 'report-added', 'stalled', 'unreachable', 'recovered'];
const outcomesByDefault = ['failed', 'waiting', 'succeeded', 'canceled'];

/** What the documentation says that a channel gets if nothing else is set. */
export function isToldByDefault({ type, data }: AnyEvent): boolean {
  if (type.startsWith('submissionwatch.watcher.')) return true;
  if (type === 'submissionwatch.submission.state-changed.v1')
    return 'outcome' in data && outcomesByDefault.includes(data.outcome);
  return byDefault.some((name) => type === `submissionwatch.submission.${name}.v1`);
}
