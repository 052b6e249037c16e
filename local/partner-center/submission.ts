import type { ProductKey, SubmissionKey } from './submission-key.ts';
import type { ApiModel } from './submission-model.ts';

export type Submission = ApiModel & {
  readonly key: SubmissionKey;
  /** Milliseconds; kept when the submission is replaced. */
  readonly createdAt: number;
  /** Rank among all submissions by creation. */
  readonly order: number;
  /** Rank among all by publication; absent while it is not published. */
  readonly publishedOrder?: number;
};

export interface Product {
  readonly key: ProductKey;
  readonly name?: string;
}
