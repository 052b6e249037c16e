import type { Outcome } from './snapshot.ts';
import type { Kind, ProductKey } from './submission-key.ts';
import type { TrackedSubmission } from './tracked-submission.ts';

/** Which submissions somebody asks for; what is absent lets all pass. */
export interface SubmissionFilter {
  readonly kinds?: readonly Kind[];
  readonly product?: ProductKey;
  /** Submissions that were not read yet have none, and pass no filter of this. */
  readonly outcomes?: readonly Outcome[];
  /** Words; see `searchText`. */
  readonly text?: string;
}

const longestSearchText = 500;

/** What words of a search are looked for in: key, name and state, in lower case. */
export function searchText({ key, snapshot }: TrackedSubmission): string {
  return [key.text, snapshot?.state, snapshot?.name]
    .filter((part) => part !== undefined)
    .map(plain)
    .join(' ')
    .slice(0, longestSearchText)
    .toWellFormed();
}

/** Whether every word is somewhere in the text. */
export function hasWords(searched: string, words: string | undefined): boolean {
  return plain(words ?? '')
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

export function passesFilter(submission: TrackedSubmission, filter: SubmissionFilter): boolean {
  const { key, snapshot } = submission;
  const { kinds, product, outcomes, text } = filter;
  return (
    (kinds?.includes(key.product.kind) ?? true) &&
    (product === undefined || product.text === key.product.text) &&
    (outcomes === undefined || (snapshot !== undefined && outcomes.includes(snapshot.outcome))) &&
    hasWords(searchText(submission), text)
  );
}

/** Full-width letters and ligatures as their plain ones. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
