import { isSettled } from './outcome.ts';
import { isUnanswered, never, type TrackedSubmission } from './tracked-submission.ts';

export interface CadenceSettings {
  /** Between two reads of a submission in progress. The request budget may make it longer. */
  readonly activeSeconds: number;
  /** While it waits for a person or a date. */
  readonly waitingSeconds: number;
  readonly draftSeconds: number;
  /** Shortest interval once it has settled; it grows with the time since the last change. */
  readonly settledSeconds: number;
  /** A settled submission without a change for so long is not polled any more. */
  readonly retireAfterDays: number;
  /** Between two list calls of a watched product. */
  readonly productSeconds: number;
}

const day = 24 * 60 * 60;
const longestBackoffSeconds = 60 * 60;
/** Where nothing could be read: what was missed is to be seen soon after it can be. */
const longestUnansweredSeconds = 15 * 60;
const longestInOutageSeconds = 5 * 60;

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
  return after(now, isFailing ? retrySeconds(submission, settings, jitter) : regular);
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

function retrySeconds({ failures, lastFailure }: TrackedSubmission, settings: CadenceSettings, jitter: number): number {
  const seconds = backoffSeconds(failures, settings.activeSeconds, jitter);
  if (lastFailure === undefined || !isUnanswered(lastFailure.reason)) return seconds;
  return Math.min(seconds, Math.max(longestUnansweredSeconds, settings.activeSeconds) * (1 + jitter / 2));
}

function interval(submission: TrackedSubmission, now: Date, settings: CadenceSettings): number | undefined {
  const snapshot = submission.snapshot;
  if (snapshot === undefined) return settings.activeSeconds;
  if (isSettled(snapshot.outcome)) {
    if (isRollingOut(snapshot.rollout)) return settings.waitingSeconds;
    const { trackedAt, lastChangedAt = trackedAt } = submission;
    const quietSince = Math.max(Date.parse(lastChangedAt), Date.parse(trackedAt));
    const quietSeconds = Math.max(0, now.getTime() - quietSince) / 1000;
    if (quietSeconds > settings.retireAfterDays * day) return undefined;
    // An eighth of the quiet time: reports that come late are seen soon, old submissions cost about nothing.
    return Math.min(Math.max(settings.settledSeconds, quietSeconds / 8), day);
  }
  switch (snapshot.outcome) {
    case 'waiting':
      return settings.waitingSeconds;
    case 'draft':
      return settings.draftSeconds;
    default:
      return settings.activeSeconds;
  }
}

/** Doubles with each failure up to an hour, plus up to a half of jitter. */
export function backoffSeconds(failures: number, firstSeconds: number, jitter: number): number {
  const seconds = Math.min(
    firstSeconds * 2 ** Math.min(failures - 1, 20),
    Math.max(longestBackoffSeconds, firstSeconds),
  );
  return seconds * (1 + jitter / 2);
}

function isRollingOut(rollout: { readonly status: string } | null | undefined): boolean {
  return /inprogress$/i.test(rollout?.status ?? '');
}
