import { isSettled, type Outcome, type Snapshot } from './snapshot.ts';
import type { Kind } from './submission-key.ts';
import { isGoneFor, isUnanswered, never, type TrackedSubmission } from './tracked-submission.ts';

export interface CadenceSettings {
  /** Between two reads of a submission in progress. The request budget may make it longer. */
  readonly activeSeconds: number;
  /** While it waits for a person or a date. */
  readonly waitingSeconds: number;
  readonly draftSeconds: number;
  /** Shortest interval once it has settled; it grows with the time since the last change. */
  readonly settledSeconds: number;
  /** A submission that has settled or is gone, without a change for so long, is not polled any more. */
  readonly retireAfterDays: number;
  /** Between two list calls of a watched product. */
  readonly productSeconds: number;
}

const day = 24 * 60 * 60;
const longestBackoffSeconds = 60 * 60;
/** Also where an active one is to be read at each pass: nothing doubled would stay nothing. */
const firstBackoffSeconds = 0.1;
/** Longest interval of what a person may hand in again. */
const mendableSeconds = 60 * 60;
/** Of what could still move, and has not for as long as a settled one is kept: many such must not eat the budget for good. */
const forgottenSeconds = 60 * 60;
/** Where nothing could be read: what was missed is to be seen soon after it can be. */
const longestUnansweredSeconds = 15 * 60;
const longestInOutageSeconds = 5 * 60;

/** Of a schedule that ticks each minute: what is read early in a pass is to be due when the next one begins. */
const longestEarlySeconds = 15;

/**
 * Until when something has to be due for a pass to read it. A read comes a moment after the pass began and is due a whole
 * interval after that moment: a pass that took only what is due when it begins would miss it, and come every second time.
 */
export function dueBy(now: Date, { activeSeconds }: CadenceSettings): Date {
  return new Date(now.getTime() + Math.min(longestEarlySeconds, activeSeconds / 4) * 1000);
}

/**
 * When to read the submission next. Pure.
 * @param jitter 0 to 1; spreads the retries of many submissions that failed together.
 * @returns ISO 8601; `never` once it has retired.
 */
export function nextPollAt(
  submission: TrackedSubmission,
  now: Date,
  settings: CadenceSettings,
  jitter: number,
): string {
  const regular = interval(submission, now, settings);
  // A settled submission that fails retires when it would have retired anyway.
  const isFailing = submission.failures > 0 && regular !== undefined;
  return after(now, isFailing ? retrySeconds(submission, now, settings, jitter) : regular);
}

/**
 * The same while the host answers nobody: submissions are asked for as often as before, or a little more often, so that the end
 * of the outage is soon noticed and nobody waits long after it. What has retired stays so.
 */
export function nextPollInOutage(
  submission: TrackedSubmission,
  now: Date,
  settings: CadenceSettings,
  jitter: number,
): string {
  const regular = interval(submission, now, settings);
  if (regular === undefined) return never;
  return after(now, Math.min(regular, Math.max(longestInOutageSeconds, settings.activeSeconds)) * (1 + jitter / 2));
}

function after(now: Date, seconds: number | undefined): string {
  return seconds === undefined ? never : new Date(now.getTime() + Math.round(seconds * 1000)).toISOString();
}

function retrySeconds(submission: TrackedSubmission, now: Date, settings: CadenceSettings, jitter: number): number {
  const { failures, lastFailure } = submission;
  const seconds = backoffSeconds(failures, settings.activeSeconds, jitter);
  if (isGone(submission)) return Math.max(seconds, partOfQuiet(submission, now));
  if (lastFailure === undefined || !isUnanswered(lastFailure.reason)) return seconds;
  return Math.min(seconds, Math.max(longestUnansweredSeconds, settings.activeSeconds) * (1 + jitter / 2));
}

/** @returns undefined once it has retired. */
function interval(submission: TrackedSubmission, now: Date, settings: CadenceSettings): number | undefined {
  const { snapshot } = submission;
  const isRetiring = quietSeconds(submission, now) > settings.retireAfterDays * day;
  if (isRetiring && isGone(submission)) return undefined;
  if (snapshot !== undefined && isSettled(snapshot.outcome) && !isRollingOut(snapshot.rollout)) {
    const longestSeconds = isMendable(submission.key.product.kind, snapshot.outcome) ? mendableSeconds : day;
    const seconds = Math.min(longestSeconds, partOfQuiet(submission, now));
    return isRetiring ? undefined : Math.max(settings.settledSeconds, seconds);
  }
  const regular = unsettledSeconds(snapshot, settings);
  return isRetiring ? Math.max(regular, forgottenSeconds) : regular;
}

function unsettledSeconds(snapshot: Snapshot | undefined, settings: CadenceSettings): number {
  switch (snapshot?.outcome) {
    case 'draft':
      return settings.draftSeconds;
    case undefined:
    case 'inProgress':
    case 'unknown':
      return settings.activeSeconds;
    default:
      // It waits for a person, or is rolled out slowly after its end.
      return settings.waitingSeconds;
  }
}

/** A submission of the Store that failed is mended, often days later, and handed in again under the same id. */
function isMendable(kind: Kind, outcome: Outcome): boolean {
  return outcome !== 'succeeded' && (kind === 'addon' || kind === 'app' || kind === 'flight');
}

/** Partner Center does not know it, and that was announced. Drafts are deleted every day, and hardly one ever comes back. */
function isGone({ unreachable }: TrackedSubmission): boolean {
  return unreachable !== undefined && isGoneFor(unreachable.reason);
}

/** An eighth of the quiet time, up to a day: reports that come late are seen soon, old submissions cost about nothing. */
function partOfQuiet(submission: TrackedSubmission, now: Date): number {
  return Math.min(quietSeconds(submission, now) / 8, day);
}

/** Since the last change, or since it was tracked (again). */
function quietSeconds({ trackedAt, lastChangedAt = trackedAt }: TrackedSubmission, now: Date): number {
  const quietSince = Math.max(Date.parse(lastChangedAt), Date.parse(trackedAt));
  return Math.max(0, now.getTime() - quietSince) / 1000;
}

/** Doubles with each failure up to an hour, plus up to a half of jitter. */
export function backoffSeconds(failures: number, firstSeconds: number, jitter: number): number {
  const seconds = Math.min(
    Math.max(firstSeconds, firstBackoffSeconds) * 2 ** Math.min(failures - 1, 20),
    Math.max(longestBackoffSeconds, firstSeconds),
  );
  return seconds * (1 + jitter / 2);
}

function isRollingOut(rollout: { readonly status: string } | null | undefined): boolean {
  return /inprogress$/i.test(rollout?.status ?? '');
}
