import type { KnownEvent, ReceivedEvent } from '../contract/received-event.ts';
import { subjectOf } from './event-subject.ts';
import { weightOf } from './notification.ts';

/** An event that is to be told, and whether it comes a second time because somebody asked for it. */
export interface ToldEvent {
  readonly received: ReceivedEvent;
  readonly isReplay: boolean;
}

/** The events of one submission, in the order they happened. */
export type Told = readonly [ToldEvent, ...ToldEvent[]];

/** What is so since the last event that turned things, and what was before it. */
export interface Present {
  readonly events: Told;
  readonly earlier: readonly ToldEvent[];
  /** The event that the present is best headed by. */
  readonly lead: ReceivedEvent;
}

/** After these, what was told before is past. */
const turning = ['.state-changed.', '.unreachable.', '.recovered.', '.degraded.'];

/** Of events that weigh the same, the one that says most leads. */
const tellingFirst = [
  ...turning,
  '.stalled.',
  '.errors-raised.',
  '.warnings-raised.',
  '.report-added.',
  '.artifact-available.',
];

/** Splits where a channel comes late and several passes come together: a failure must not hide behind a later report. */
export function presentOf(events: Told): Present {
  const turn = events.findLast(({ received }) => turning.some((name) => received.event.type.includes(name)));
  const since = (turn ?? events[0]).received.event.time;
  // What a pass brought has one time.
  const start = events.findIndex(({ received }) => received.event.time === since);
  const [first = events[0], ...others] = events.slice(start);
  const present: Told = [first, ...others];
  const lead = present.reduce((best, told) => (leads(told.received, best) ? told.received : best), first.received);
  return { events: present, earlier: events.slice(0, start), lead };
}

function leads(a: ReceivedEvent, b: ReceivedEvent): boolean {
  const difference = weightOf(subjectOf(a).severity) - weightOf(subjectOf(b).severity);
  return difference === 0 ? tellingRank(a) < tellingRank(b) : difference > 0;
}

function tellingRank({ event }: ReceivedEvent): number {
  const rank = tellingFirst.findIndex((name) => event.type.includes(name));
  return rank < 0 ? tellingFirst.length : rank;
}

const lists = ['issues', 'reports', 'artifacts'];

/** Events of one type that list things, as one with all of them: two passes that brought a report each brought two. */
export function merged(events: readonly ToldEvent[]): readonly ReceivedEvent[] {
  const byType = new Map<string, ReceivedEvent>();
  for (const { received } of events) {
    const { type } = received.event;
    const known = byType.get(type);
    const both = known === undefined ? undefined : withLists(known, received);
    byType.set(both === undefined && known !== undefined ? `${type} ${received.event.id}` : type, both ?? received);
  }
  return [...byType.values()];
}

type Data = Readonly<Record<string, unknown>>;

/** @returns undefined where they list nothing. */
function withLists(a: ReceivedEvent, b: ReceivedEvent): ReceivedEvent | undefined {
  if (!a.known || !b.known) return undefined;
  const before: Data = a.event.data;
  const after: Data = b.event.data;
  for (const name of lists) {
    const [earlier, later] = [before[name], after[name]];
    if (!Array.isArray(earlier) || !Array.isArray(later)) continue;
    const left = (omittedOf(before)[name] ?? 0) + (omittedOf(after)[name] ?? 0);
    const omitted = left === 0 ? {} : { omitted: { ...omittedOf(after), [name]: left } };
    const data = { ...after, [name]: [...earlier, ...later], ...omitted };
    return { known: true, event: { ...b.event, data } as KnownEvent };
  }
  return undefined;
}

function omittedOf(data: Data): Readonly<Record<string, number>> {
  return (data['omitted'] ?? {}) as Readonly<Record<string, number>>;
}
