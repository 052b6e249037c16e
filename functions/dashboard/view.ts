import type { AnswerStore } from './answer-store.ts';
import type { PageState } from './page-state.ts';
import type { ProductNames } from './submission-name.ts';

/** What every part of the page is drawn from. */
export interface View {
  readonly state: PageState;
  readonly answers: Pick<AnswerStore, 'of'>;
  readonly products: ProductNames;
  readonly now: Date;
}
