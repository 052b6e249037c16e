import type { Run } from './scenario-run.ts';
import type { Product, Submission } from './submission.ts';

/** What outlives a restart. All lists are in order of creation. */
export interface State {
  readonly products: readonly Product[];
  readonly submissions: readonly Submission[];
  readonly runs: readonly Run[];
}

export const emptyState: State = { products: [], submissions: [], runs: [] };
