import type { Snapshot } from './snapshot.ts';

/** How long a submission may stay in a state that should move. */
export interface StallLimits {
  readonly defaultSeconds: number;
  /** By wire state in lower case (`certification`, `signing/started`), for hardware also by step alone (`signing`). */
  readonly byState: Readonly<Record<string, number>>;
}

/** @returns undefined where nothing is expected to move by itself: drafts, what waits for a person, what has settled. */
export function stallLimitSeconds(snapshot: Snapshot, limits: StallLimits): number | undefined {
  if (snapshot.outcome !== 'inProgress' && snapshot.outcome !== 'unknown') return undefined;
  const state = snapshot.state.toLowerCase();
  const named = [state, state.split('/')[0] ?? ''].find((name) => Object.hasOwn(limits.byState, name));
  return (named === undefined ? undefined : limits.byState[named]) ?? limits.defaultSeconds;
}
