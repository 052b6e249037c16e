import { areUnordered, hardwareOutcome, hardwareRank } from './hardware-state.ts';
import { msiOutcome, msiRank } from './msi-status.ts';
import type { Observation, Outcome } from './snapshot.ts';
import { storeOutcome, storeRank } from './store-status.ts';
import type { Kind } from './submission-key.ts';

export type Direction = 'forward' | 'backward' | 'unknown';

export function outcomeOf(kind: Kind, observation: Pick<Observation, 'state' | 'publishMode' | 'hasFailed'>): Outcome {
  switch (kind) {
    case 'hardware':
      return hardwareOutcome(observation.state);
    case 'addon':
    case 'app':
    case 'flight':
      return storeOutcome(observation.state, observation.publishMode);
    case 'msi':
      return msiOutcome(observation.state, observation.hasFailed);
  }
}

/** Steps may be skipped between two reads, so only the order of the two states counts; it is a hint, not a rule. */
export function directionOf(kind: Kind, from: string, to: string): Direction {
  if (kind === 'hardware' && areUnordered(from, to)) return 'unknown';
  const [before, after] = [rankOf(kind, from), rankOf(kind, to)];
  if (before === undefined || after === undefined || before === after) return 'unknown';
  return after > before ? 'forward' : 'backward';
}

/** Place of a state on the way of its kind; undefined for one that is not known. */
export function rankOf(kind: Kind, state: string): number | undefined {
  switch (kind) {
    case 'hardware':
      return hardwareRank(state);
    case 'addon':
    case 'app':
    case 'flight':
      return storeRank(state);
    case 'msi':
      return msiRank(state);
  }
}
