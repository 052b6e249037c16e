import { isDeepStrictEqual } from 'node:util';
import type { Event } from '../../../shared/contract/event.ts';
import type { AnyEvent } from './arrivals.ts';
import type { Violation } from './violation.ts';

/** The first difference between what the history has of a submission and what a subscriber got of it. */
export function differenceOf(
  key: string,
  history: readonly Event[],
  arrived: readonly AnyEvent[],
): Violation | undefined {
  const length = Math.max(history.length, arrived.length);
  for (let index = 0; index < length; index += 1) {
    const [kept, came] = [history[index], arrived[index]];
    if (kept === undefined)
      return { kind: 'unexplained', about: key, expected: 'nothing that the history lacks', came: text(came) };
    if (came === undefined) return { kind: 'lost', about: key, expected: text(kept), came: 'nothing' };
    if (!isSame(kept, came)) return { kind: 'unexplained', about: key, expected: text(kept), came: text(came) };
  }
  return undefined;
}

/** What was too long for a message says how much was left out; the history has it all. */
function isSame(kept: Event, came: AnyEvent): boolean {
  if (!('omitted' in came.data)) return isDeepStrictEqual(kept, came);
  return isDeepStrictEqual({ ...kept, data: undefined }, { ...came, data: undefined });
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
