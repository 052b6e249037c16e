import type { Event } from '../contract/event.ts';
import { fitEvent } from '../domain/fit-event.ts';
import type { SubmissionKey } from '../domain/submission-key.ts';
import type { EventPublisher } from '../ports/event-publisher.ts';
import type { SubmissionStore } from '../ports/submission-store.ts';

interface ReplayDependencies {
  readonly store: SubmissionStore;
  readonly publisher: EventPublisher;
}

interface ReplayRange {
  /** ISO 8601, inclusive. */
  readonly since: string;
  /** ISO 8601, exclusive. */
  readonly until: string;
}

/** Most events of one replay; a longer range is asked for in parts. */
export const longestReplay = 1_000;
const pageSize = 100;

interface Replayed {
  readonly published: number;
  /** There was more in the range than one replay sends. */
  readonly cut: boolean;
  /** Where it was cut: since when to ask for the rest, ISO 8601. What was observed in that very millisecond may come twice. */
  readonly next?: string;
}

/**
 * Publishes stored events once more, oldest first, with the ids they have and marked as replays, so that a subscriber that lost
 * its state can be repaired.
 * @param replayId makes the messages of this replay new to the topic's duplicate detection.
 * @throws DeliveryError at the first event that the broker does not take.
 */
export async function replaySubmission(
  { store, publisher }: ReplayDependencies,
  key: SubmissionKey,
  range: ReplayRange,
  replayId: string,
): Promise<Replayed> {
  const events: Event[] = [];
  let before: number | undefined;
  for (let more = true; more; ) {
    const page = await store.history(key, { size: pageSize, ...(before === undefined ? {} : { before }) });
    events.push(...page.items.filter(({ time }) => time >= range.since && time < range.until));
    before = Number(page.items.at(-1)?.sequence);
    more = page.more && (page.items.at(-1)?.time ?? '') >= range.since;
  }
  return publishAll(publisher, events.reverse(), replayId);
}

/** The same over all submissions, by the feed of changes. */
export async function replayRange(
  { store, publisher }: ReplayDependencies,
  range: ReplayRange,
  replayId: string,
): Promise<Replayed> {
  const events: Event[] = [];
  for await (const event of store.changes(range)) {
    events.push(event);
    if (events.length > longestReplay) break;
  }
  return publishAll(publisher, events, replayId);
}

async function publishAll(publisher: EventPublisher, events: readonly Event[], replayId: string): Promise<Replayed> {
  const sent = events.slice(0, longestReplay);
  for (const event of sent) await publisher.publish(fitEvent(event), replayId);
  const rest = events[sent.length];
  return { published: sent.length, cut: rest !== undefined, ...(rest === undefined ? {} : { next: rest.time }) };
}
