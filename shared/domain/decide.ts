import type { Event } from '../contract/event.ts';
import { type CadenceSettings, nextPollAt, nextPollInOutage } from './cadence.ts';
import { diff } from './diff.ts';
import { changeEvents, type Occasion, recoveredEvent, stalledEvent, trackedEvent, unreachableEvent } from './events.ts';
import { isLongUnread } from './long-unread.ts';
import { observe } from './observe.ts';
import type { Observation, Snapshot } from './snapshot.ts';
import { type StallLimits, stallLimitSeconds } from './stall.ts';
import {
  type Failure,
  isGoneFor,
  isUnanswered,
  type TrackedSubmission,
  type UnreachableReason,
  unreachableReasons,
} from './tracked-submission.ts';

export interface Rules {
  readonly cadence: CadenceSettings;
  readonly stallLimits: StallLimits;
  /** Issue codes, in lower case, that are stored but not announced. */
  readonly mutedIssueCodes: ReadonlySet<string>;
  /** CloudEvents `source` of everything published. */
  readonly source: string;
}

/** What follows from one read: the row as it shall be, and the events to publish with it. */
export interface Decision {
  readonly next: TrackedSubmission;
  readonly events: readonly Event[];
}

/** @param jitter 0 to 1, see `nextPollAt`. */
export function decideOnRead(
  current: TrackedSubmission,
  read: Observation,
  now: Date,
  rules: Rules,
  jitter: number,
): Decision {
  const at = now.toISOString();
  const snapshot = observe(current.key.product.kind, current.snapshot, read);
  const events: Event[] = [];
  const occasion = () => occasionOf(current, snapshot, events.length, now, rules);

  if (current.unreachable !== undefined) events.push(recoveredEvent(occasion(), current.unreachable));
  events.push(...snapshotEvents(current, snapshot, occasion(), rules));
  // What waited for a person and moves by itself from now on has stood still since now, and not since it came into the state.
  const moved = current.snapshot?.state !== snapshot.state || current.snapshot.outcome !== snapshot.outcome;
  const limit = moved || current.stalledAt !== undefined ? undefined : stallLimitSeconds(snapshot, rules.stallLimits);
  const isStalled = limit !== undefined && now.getTime() - Date.parse(current.stateSince ?? at) > limit * 1000;
  if (isStalled) events.push(stalledEvent(occasion(), 1, limit));

  const { lastFailure: _, unreachable: __, withdrawn: ___, stalledAt, ...kept } = current;
  const next: TrackedSubmission = {
    ...kept,
    snapshot,
    failures: 0,
    lastCheckedAt: at,
    sequence: current.sequence + events.length,
    stateSince: moved ? at : (current.stateSince ?? at),
    ...(events.length > 0 ? { lastChangedAt: at } : {}),
    ...stalled(isStalled, moved, stalledAt, at),
  };
  return { next: { ...next, nextPollAt: nextPollAt(next, now, rules.cadence, jitter) }, events };
}

/**
 * A failed read is never an absence: the snapshot stays as it was, and the submission is asked for again, later and later.
 * A failure that says the submission itself is not to be had is announced once: 404 at the second time, others at the first, and
 * what only says that nothing could be read after an hour of it. In an outage of the host nothing is said of any submission.
 */
export function decideOnFailure(
  current: TrackedSubmission,
  failure: Failure,
  now: Date,
  rules: Rules,
  jitter: number,
): Decision {
  const at = now.toISOString();
  const { reason: lastReason, status } = failure;
  if (failure.isOfHost) {
    const next = { ...current, lastFailure: { reason: lastReason, at } };
    return { next: { ...next, nextPollAt: nextPollInOutage(next, now, rules.cadence, jitter) }, events: [] };
  }
  const reason = unreachableReason(current, failure, now);
  const lost = reason === undefined ? undefined : { reason, ...(status === undefined ? {} : { status }), since: at };
  const isNew = lost !== undefined && current.unreachable === undefined;
  const events = isNew ? [unreachableEvent(occasionOf(current, current.snapshot, 0, now, rules), lost)] : [];
  const next: TrackedSubmission = {
    ...current,
    failures: current.failures + 1,
    lastFailure: { reason: lastReason, at },
    sequence: current.sequence + events.length,
    ...(isNew ? { unreachable: lost, lastChangedAt: at } : goneMeanwhile(current.unreachable, lost)),
  };
  return { next: { ...next, nextPollAt: nextPollAt(next, now, rules.cadence, jitter) }, events };
}

type Unreachable = NonNullable<TrackedSubmission['unreachable']>;

/** What was refused or not to be read, and is deleted then: it retires, and nothing is told of it twice. */
function goneMeanwhile(told: Unreachable | undefined, lost: Unreachable | undefined) {
  if (told === undefined || lost === undefined || isGoneFor(told.reason) || !isGoneFor(lost.reason)) return {};
  return { unreachable: { ...lost, since: told.since } };
}

function snapshotEvents(current: TrackedSubmission, snapshot: Snapshot, occasion: Occasion, rules: Rules): Event[] {
  if (current.snapshot === undefined) return [trackedEvent(occasion, snapshot)];
  return changeEvents(diff(current.key.product.kind, current.snapshot, snapshot, rules.mutedIssueCodes), occasion);
}

function occasionOf(
  current: TrackedSubmission,
  snapshot: Snapshot | undefined,
  eventsBefore: number,
  now: Date,
  rules: Rules,
): Occasion {
  return {
    key: current.key,
    snapshot,
    now,
    sequence: current.sequence + eventsBefore,
    stateSince: current.stateSince ?? now.toISOString(),
    source: rules.source,
  };
}

function stalled(isStalled: boolean, moved: boolean, before: string | undefined, at: string): { stalledAt?: string } {
  if (isStalled) return { stalledAt: at };
  return before === undefined || moved ? {} : { stalledAt: before };
}

function unreachableReason(current: TrackedSubmission, failure: Failure, now: Date): UnreachableReason | undefined {
  // Credentials may end between two reads of a pass: a 401 of one submission alone is believed late.
  if (isUnanswered(failure.reason) || failure.reason === 'unauthorized') {
    const { failures, trackedAt, lastCheckedAt = trackedAt } = current;
    if (!isLongUnread(failures + 1, lastCheckedAt, now)) return undefined;
    return failure.reason === 'unauthorized' ? 'forbidden' : failure.reason;
  }
  if (failure.reason === 'not-found') {
    if (current.withdrawn === true) return 'withdrawn';
    // A read may miss once; a deleted draft stays missing.
    return current.lastFailure?.reason === 'not-found' ? 'not-found' : undefined;
  }
  return unreachableReasons.find((reason) => reason === failure.reason);
}
