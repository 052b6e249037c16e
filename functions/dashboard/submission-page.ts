import { durationText } from '../../shared/domain/duration-text.ts';
import { plainText } from '../../shared/domain/plain-text.ts';
import { safeUrl } from '../../shared/domain/scrub.ts';
import type { ExpectedRest } from '../../shared/domain/statistics.ts';
import { addressOf, noFilter, start } from './address.ts';
import type { SubmissionDetail } from './answers.ts';
import { confirmButtons } from './confirm-buttons.ts';
import { html } from './element.ts';
import { outwardLink } from './event-entry.ts';
import { historySection } from './history-section.ts';
import { issueSection, reportSection } from './issue-section.ts';
import { outcomeBadge, timeAgo } from './marks.ts';
import { emptyNote, skeleton } from './notices.ts';
import { historyQuery, submissionQuery } from './queries.ts';
import { identityText, submissionName } from './submission-name.ts';
import { roughDuration, secondsBetween, sinceText } from './time-text.ts';
import { layOut } from './timeline.ts';
import { timelineDrawing } from './timeline-drawing.ts';
import { momentsOf } from './timeline-moments.ts';
import type { View } from './view.ts';

const longestText = 120;

/** One submission: how it stands, how it came there, and what Partner Center says of it. */
export function submissionPage(key: string, view: View): readonly HTMLElement[] {
  const { value: submission, failure, isLoading } = view.answers.of(submissionQuery(key));
  const isGone = failure?.status === 404 || failure?.status === 400;
  if (isGone) return notTracked(key, failure.message, view);
  if (submission === undefined) {
    return [
      html('h1', { tabindex: -1 }, 'Submission'),
      isLoading ? skeleton(8) : emptyNote('It cannot be shown for now.'),
    ];
  }
  return [
    pageHead(submission, view),
    timelineSection(submission, view),
    html(
      'div',
      { class: 'columns even' },
      issueSection(submission.issues ?? []),
      reportSection(submission.reports ?? [], submission.artifacts ?? [], view.now),
    ),
    historySection(submission.key, view),
  ];
}

function notTracked(key: string, reason: string, { state }: View): readonly HTMLElement[] {
  return [
    html('h1', { tabindex: -1 }, reason),
    html('p', { class: 'lead' }, html('code', {}, plainText(key, longestText))),
    html(
      'p',
      {},
      state.canWrite !== true
        ? undefined
        : html('button', { type: 'button', class: 'main', 'data-action': 'track', 'data-value': key }, 'Track it'),
      ' ',
      html('a', { href: addressOf(start) }, 'To all submissions'),
    ),
  ];
}

function pageHead(submission: SubmissionDetail, view: View): HTMLElement {
  const { key, outcome, productKey } = submission;
  const url = safeUrl(submission.portalUrl);
  return html(
    'header',
    { class: 'head' },
    html(
      'div',
      { class: 'head-name' },
      html('h1', { tabindex: -1 }, submissionName(submission, view.products)),
      outcomeBadge(outcome),
    ),
    html(
      'p',
      { class: 'quiet' },
      identityText(submission),
      ' · ',
      html(
        'a',
        { href: addressOf({ view: 'list', filter: { ...noFilter, product: productKey } }) },
        'All of this product',
      ),
    ),
    html('p', { class: 'lead' }, standing(submission, view.now)),
    html('p', { class: 'quiet' }, ...checks(submission, view.now)),
    html(
      'div',
      { class: 'head-actions' },
      url === undefined ? undefined : outwardLink('Open in Partner Center', url, 'button'),
      view.state.canWrite !== true
        ? undefined
        : confirmButtons(view, { key, action: 'untrack', ask: 'Stop tracking', note: 'Its history stays.' }),
    ),
  );
}

/** The present state with the time in it, and what is to be expected. */
function standing({ state, stateSince, expected, unreachable, stalledAt }: SubmissionDetail, now: Date): string {
  if (state === undefined) return 'It is read at the next pass.';
  const since = stateSince === undefined ? '' : ` for ${sinceText(stateSince, now)}`;
  const sight = unreachable === undefined ? '' : `. Out of sight for ${sinceText(unreachable.since, now)}`;
  const stall = stalledAt === undefined ? '' : '. No movement for longer than usual';
  const rest = expected === undefined || stateSince === undefined ? '' : `. ${restText(expected, stateSince, now)}`;
  return `${plainText(state, longestText)}${since}${sight}${stall}${rest}.`;
}

/** What remains is counted here: an answer that has not changed since is not sent again. */
function restText({ typicalSeconds, basedOn }: ExpectedRest, since: string, now: Date): string {
  const remaining = typicalSeconds - secondsBetween(since, now);
  const usual = `from this state to the end it usually takes ${durationText(typicalSeconds)} (${basedOn} submissions so far)`;
  return remaining > 0 ? `About ${roughDuration(remaining)} to go: ${usual}` : `Longer than usual: ${usual}`;
}

function checks(submission: SubmissionDetail, now: Date): readonly (Node | string)[] {
  const { lastCheckedAt, lastChangedAt, nextPollAt, rollout } = submission;
  const wait = (Date.parse(nextPollAt) - now.getTime()) / 1000;
  const nextRead = nextPollAt.startsWith('9999')
    ? 'not read any more'
    : wait <= 1
      ? 'next read is due'
      : `next read in ${roughDuration(wait)}`;
  return [
    ...(lastCheckedAt === undefined ? ['Not read yet'] : ['Read ', timeAgo(lastCheckedAt, now)]),
    ...(lastChangedAt === undefined ? [] : [', changed ', timeAgo(lastChangedAt, now)]),
    `, ${nextRead}`,
    ...(rollout === undefined || rollout === null
      ? []
      : [` · Rollout ${rollout.percentage} % (${plainText(rollout.status, longestText)})`]),
  ];
}

function timelineSection(submission: SubmissionDetail, view: View): HTMLElement {
  const history = view.answers.of(historyQuery(submission.key)).value?.value ?? [];
  const { expected, stateSince } = submission;
  const remaining =
    expected === undefined || stateSince === undefined
      ? 0
      : Math.max(0, expected.typicalSeconds - secondsBetween(stateSince, view.now));
  const timeline = layOut(submission.durations ?? [], momentsOf(history), view.now.getTime(), remaining);
  return html(
    'section',
    { 'aria-labelledby': 'timeline' },
    html('h2', { id: 'timeline' }, 'Timeline'),
    timeline === undefined ? emptyNote('It begins with the first read.') : timelineDrawing(timeline),
  );
}
