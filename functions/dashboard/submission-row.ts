import { plainText } from '../../shared/domain/plain-text.ts';
import { isSettled } from '../../shared/domain/snapshot.ts';
import { addressOf } from './address.ts';
import type { SubmissionView } from './answers.ts';
import { html } from './element.ts';
import { outcomeBadge, timeAgo } from './marks.ts';
import { identityText, submissionName } from './submission-name.ts';
import { sinceText } from './time-text.ts';
import type { View } from './view.ts';

const longestReason = 180;
const longestState = 80;

/** One submission in a list: what it is called, how it stands and for how long, and why where it went wrong. */
export function submissionRow(submission: SubmissionView, { products, now }: View): HTMLElement {
  const { key, outcome, lastChangedAt, trackedAt } = submission;
  const why = reasonOf(submission, now);
  return html(
    'li',
    { class: 'row', 'data-key': key },
    outcomeBadge(outcome),
    html(
      'div',
      { class: 'row-what' },
      html(
        'a',
        { class: 'row-name', href: addressOf({ view: 'submission', key }) },
        submissionName(submission, products),
      ),
      html('p', { class: 'quiet' }, identityText(submission)),
    ),
    html(
      'div',
      { class: 'row-how' },
      html('p', {}, stateText(submission, now)),
      why === undefined ? undefined : html('p', { class: `why ${why.tone}` }, why.text),
    ),
    html('p', { class: 'row-when quiet' }, timeAgo(lastChangedAt ?? trackedAt, now)),
  );
}

/** The state in Partner Center's own word, with the time in it while that is of interest. */
function stateText({ state, stateSince, outcome }: SubmissionView, now: Date): string {
  if (state === undefined) return 'Will be read at the next pass';
  const word = plainText(state, longestState);
  const isOver = outcome !== undefined && isSettled(outcome);
  return stateSince === undefined || isOver ? word : `${word} for ${sinceText(stateSince, now)}`;
}

interface Reason {
  readonly text: string;
  readonly tone: 'bad' | 'warn';
}

function reasonOf(submission: SubmissionView, now: Date): Reason | undefined {
  const { unreachable, stalledAt, issues = [], failures, lastFailure } = submission;
  if (unreachable !== undefined) {
    return { tone: 'bad', text: `Out of sight: ${words(unreachable.reason)}, ${sinceText(unreachable.since, now)}` };
  }
  const errors = issues.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first !== undefined) {
    const said = plainText([first.code, first.details].filter((part) => part !== '').join(': '), longestReason);
    return { tone: 'bad', text: errors.length === 1 ? said : `${said} (and ${errors.length - 1} more)` };
  }
  if (stalledAt !== undefined) return { tone: 'warn', text: 'No movement for longer than usual' };
  if (failures > 0 && lastFailure !== undefined) {
    return { tone: 'warn', text: `Last read failed: ${words(lastFailure.reason)}` };
  }
  return undefined;
}

function words(code: string): string {
  return plainText(code, longestState).replaceAll('-', ' ');
}
