import type { Event, EventName, EventOf, Severity } from '../contract/event.ts';
import type { Change } from './diff.ts';
import type { Direction } from './outcome.ts';
import { portalUrl } from './portal-url.ts';
import { secondsBetween } from './seconds-between.ts';
import type { Outcome, Report, Snapshot } from './snapshot.ts';
import type { SubmissionKey } from './submission-key.ts';
import type { TrackedSubmission } from './tracked-submission.ts';

/** What the events of one observation have in common. */
export interface Occasion {
  readonly key: SubmissionKey;
  /** After the change; undefined where it was never read. */
  readonly snapshot: Snapshot | undefined;
  readonly now: Date;
  /** Sequence of the last event before this observation. */
  readonly sequence: number;
  /** When the state before this observation was first seen. */
  readonly stateSince: string;
  /** CloudEvents `source`. */
  readonly source: string;
}

export function trackedEvent(occasion: Occasion, snapshot: Snapshot): Event {
  const { issues, reports, artifacts, rollout } = snapshot;
  return {
    ...envelope(occasion, 1, 'submission.tracked'),
    data: {
      ...common(occasion, severityOf(snapshot.outcome)),
      snapshot: {
        issues: [...issues],
        reports: [...reports],
        artifacts: [...artifacts],
        ...(rollout === undefined ? {} : { rollout }),
      },
    },
  };
}

/** The event that a watched product's new submission is announced with, before its first read. */
export function discoveredEvent(occasion: Occasion): Event {
  return {
    ...envelope(occasion, 1, 'submission.discovered'),
    data: common(occasion, 'info'),
  };
}

export function stalledEvent(occasion: Occasion, step: number, limitSeconds: number): Event {
  return {
    ...envelope(occasion, step, 'submission.stalled'),
    data: {
      ...common(occasion, 'warning'),
      sinceSeconds: secondsBetween(occasion.stateSince, occasion.now.toISOString()),
      limitSeconds,
    },
  };
}

type Unreachable = NonNullable<TrackedSubmission['unreachable']>;

export function unreachableEvent(occasion: Occasion, { reason, status }: Unreachable): Event {
  return {
    ...envelope(occasion, 1, 'submission.unreachable'),
    data: { ...common(occasion, 'error'), reason, ...(status === undefined ? {} : { status }) },
  };
}

export function recoveredEvent(occasion: Occasion, { reason, status, since }: Unreachable): Event {
  return {
    ...envelope(occasion, 1, 'submission.recovered'),
    data: {
      ...common(occasion, 'success'),
      reason,
      ...(status === undefined ? {} : { status }),
      unreachableSeconds: secondsBetween(since, occasion.now.toISOString()),
    },
  };
}

/** One event per change, numbered in the order given. */
export function changeEvents(changes: readonly Change[], occasion: Occasion): Event[] {
  return changes.map((change, index) => changeEvent(change, occasion, index + 1));
}

/** Made of key and sequence alone, so that a lost commit makes the same id again and no two events share one. */
export function eventId(key: SubmissionKey, sequence: number): string {
  return `${key.text}/${sequence}`;
}

function changeEvent(change: Change, occasion: Occasion, step: number): Event {
  switch (change.type) {
    case 'state-changed': {
      const severity = severityOfMove(change.direction, change.toOutcome);
      const { type: _, resolvedIssues, ...moved } = change;
      return {
        ...envelope(occasion, step, 'submission.state-changed'),
        data: {
          ...common(occasion, severity),
          ...moved,
          secondsInPreviousState: secondsBetween(occasion.stateSince, occasion.now.toISOString()),
          resolvedIssues: [...resolvedIssues],
        },
      };
    }
    case 'errors-raised':
      return {
        ...envelope(occasion, step, 'submission.errors-raised'),
        data: { ...common(occasion, 'error'), issues: [...change.issues] },
      };
    case 'warnings-raised':
      return {
        ...envelope(occasion, step, 'submission.warnings-raised'),
        data: { ...common(occasion, 'warning'), issues: [...change.issues] },
      };
    case 'issues-cleared':
      return {
        ...envelope(occasion, step, 'submission.issues-cleared'),
        data: { ...common(occasion, 'success'), issues: [...change.issues] },
      };
    case 'report-added':
      return {
        ...envelope(occasion, step, 'submission.report-added'),
        data: { ...common(occasion, 'info'), reports: change.reports.map((report: Report) => ({ ...report })) },
      };
    case 'artifact-available':
      return {
        ...envelope(occasion, step, 'submission.artifact-available'),
        data: { ...common(occasion, 'success'), artifacts: [...change.artifacts] },
      };
    case 'rollout-changed':
      return {
        ...envelope(occasion, step, 'submission.rollout-changed'),
        data: { ...common(occasion, 'info'), from: change.from, to: change.to },
      };
  }
}

function envelope<Name extends EventName>(occasion: Occasion, step: number, name: Name) {
  const sequence = occasion.sequence + step;
  return {
    specversion: '1.0' as const,
    id: eventId(occasion.key, sequence),
    source: occasion.source,
    type: `submissionwatch.${name}.v1` as const,
    subject: occasion.key.text,
    time: occasion.now.toISOString(),
    datacontenttype: 'application/json' as const,
    dataschema: `urn:submissionwatch:${name}:v1` as const,
    sequence: String(sequence).padStart(10, '0'),
  };
}

function common(occasion: Occasion, severity: Severity): EventOf<'submission.discovered'>['data'] {
  const { key, snapshot } = occasion;
  return {
    key: key.text,
    productKey: key.product.text,
    kind: key.product.kind,
    productId: key.product.productId,
    ...(key.product.flightId === undefined ? {} : { flightId: key.product.flightId }),
    submissionId: key.submissionId,
    ...(snapshot?.name === undefined ? {} : { name: snapshot.name }),
    state: snapshot?.state ?? 'unknown',
    outcome: snapshot?.outcome ?? ('unknown' as const),
    severity,
    portalUrl: portalUrl(key),
  };
}

/** Back to an earlier stage is worth a warning; a failure stays an error, wherever it was reached from. */
function severityOfMove(direction: Direction, to: Outcome): Severity {
  const severity = severityOf(to);
  return direction === 'backward' && severity === 'info' ? 'warning' : severity;
}

function severityOf(outcome: Outcome): Severity {
  switch (outcome) {
    case 'failed':
      return 'error';
    case 'succeeded':
      return 'success';
    case 'waiting':
    case 'canceled':
      return 'warning';
    case 'draft':
    case 'inProgress':
    case 'unknown':
      return 'info';
  }
}
