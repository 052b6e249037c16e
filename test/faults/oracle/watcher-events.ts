import type { AnyEvent } from './arrivals.ts';
import type { Violation } from './violation.ts';

const degraded = 'submissionwatch.watcher.degraded.v1';
const recovered = 'submissionwatch.watcher.recovered.v1';

/**
 * What the watcher says of itself: ill, perhaps worse, and well in turns, and well whenever it is asked, because then nothing is wrong
 * any more.
 */
export function wrongInTurn(events: readonly AnyEvent[]): Violation | undefined {
  let isIll = false;
  for (const { type, id } of events) {
    if (type !== degraded && !(isIll && type === recovered)) {
      const expected = isIll ? `${degraded} or ${recovered}` : degraded;
      return { kind: 'unexplained', about: 'watcher', expected, came: `${type} (${id})` };
    }
    isIll = type === degraded;
  }
  return isIll
    ? { kind: 'lost', about: 'watcher', expected: recovered, came: 'nothing after it was degraded' }
    : undefined;
}
