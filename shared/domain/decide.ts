import type { Event } from '../contract/event.ts';
import { type CadenceSettings, nextPollAt } from './cadence.ts';
import { diff } from './diff.ts';
import { changeEvents, trackedEvent } from './events.ts';
import { observe } from './observe.ts';
import type { Observation } from './snapshot.ts';
import type { FailureReason, TrackedSubmission } from './tracked-submission.ts';

export interface Rules {
  readonly cadence: CadenceSettings;
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
  const { lastFailure: _, ...healthy } = { ...current, failures: 0, lastCheckedAt: at };
  const snapshot = observe(current.key.product.kind, current.snapshot, read);
  const stateSince = current.stateSince ?? at;
  const occasion = { key: current.key, snapshot, now, sequence: current.sequence, stateSince, source: rules.source };
  const events =
    current.snapshot === undefined
      ? [trackedEvent(occasion)]
      : changeEvents(diff(current.key.product.kind, current.snapshot, snapshot, rules.mutedIssueCodes), occasion);

  const next: TrackedSubmission = {
    ...healthy,
    snapshot,
    sequence: current.sequence + events.length,
    stateSince: current.snapshot !== undefined && current.snapshot.state !== snapshot.state ? at : stateSince,
    ...(events.length > 0 ? { lastChangedAt: at } : {}),
  };
  return { next: { ...next, nextPollAt: nextPollAt(next, now, rules.cadence, jitter) }, events };
}

/** A failed read is never an absence: the snapshot stays as it was, and the submission is asked for again later. */
export function decideOnFailure(
  current: TrackedSubmission,
  reason: FailureReason,
  now: Date,
  rules: Rules,
  jitter: number,
): Decision {
  const next = { ...current, failures: current.failures + 1, lastFailure: { reason, at: now.toISOString() } };
  return { next: { ...next, nextPollAt: nextPollAt(next, now, rules.cadence, jitter) }, events: [] };
}
