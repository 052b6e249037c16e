import type { AnyEvent } from './arrivals.ts';
import type { Violation } from './violation.ts';

/** What the watcher says of itself: ill and well in turns, and well whenever it is asked, because then nothing is wrong any more. */
export function wrongInTurn(events: readonly AnyEvent[]): Violation | undefined {
  const turns = ['submissionwatch.watcher.degraded.v1', 'submissionwatch.watcher.recovered.v1'];
  for (const [index, { type, id }] of events.entries()) {
    const expected = String(turns[index % turns.length]);
    if (type !== expected) return { kind: 'unexplained', about: 'watcher', expected, came: `${type} (${id})` };
  }
  if (events.length % turns.length === 0) return undefined;
  return { kind: 'lost', about: 'watcher', expected: String(turns[1]), came: 'nothing after it was degraded' };
}
