import type { Violation } from './violation.ts';

/** A submission in a list of the API. */
export interface Listed {
  readonly key: string;
  readonly trackedAt: string;
  readonly lastChangedAt?: string;
}

/** The list by key and the one by the last change come from different rows; they name the same submissions, each once. */
export function differenceOfLists(byKey: readonly Listed[], byChange: readonly Listed[]): Violation | undefined {
  const [keys, changed] = [byKey, byChange].map((list) => list.map(({ key }) => key).sort()) as [string[], string[]];
  const about = 'the list by last change';
  const again = changed.find((key, index) => changed[index - 1] === key);
  if (again !== undefined) return { kind: 'double', about, expected: 'each once', came: `${again} again` };
  const missing = keys.find((key) => !changed.includes(key));
  if (missing !== undefined) return { kind: 'lost', about, expected: missing, came: 'nothing' };
  const more = changed.find((key) => !keys.includes(key));
  if (more !== undefined) return { kind: 'unexplained', about, expected: 'submissions that are tracked', came: more };
  const movedAt = byChange.map(({ trackedAt, lastChangedAt = trackedAt }) => lastChangedAt);
  const wrong = movedAt.findIndex((at, index) => at > (movedAt[index - 1] ?? at));
  if (wrong < 0) return undefined;
  return { kind: 'unexplained', about, expected: 'newest first', came: `${byChange[wrong]?.key} of ${movedAt[wrong]}` };
}
