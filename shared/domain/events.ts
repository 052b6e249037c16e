import type { Event, Severity } from '../contract/event.ts';
import type { Change } from './diff.ts';
import { portalUrl } from './portal-url.ts';
import type { Issue, Outcome, Report, Snapshot } from './snapshot.ts';
import type { SubmissionKey } from './submission-key.ts';

/** What the events of one observation have in common. */
export interface Occasion {
  readonly key: SubmissionKey;
  /** After the change. */
  readonly snapshot: Snapshot;
  readonly now: Date;
  /** Sequence of the last event before this observation. */
  readonly sequence: number;
  /** When the state before this observation was first seen. */
  readonly stateSince: string;
  /** CloudEvents `source`. */
  readonly source: string;
}

export function trackedEvent(occasion: Occasion): Event {
  const { issues, reports, artifacts, rollout } = occasion.snapshot;
  return {
    ...envelope(occasion, 1),
    type: 'submissionwatch.submission.tracked.v1',
    data: {
      ...common(occasion, severityOf(occasion.snapshot.outcome)),
      snapshot: {
        issues: [...issues],
        reports: [...reports],
        artifacts: [...artifacts],
        ...(rollout === undefined ? {} : { rollout }),
      },
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
      const severity = change.direction === 'backward' ? 'warning' : severityOf(change.toOutcome);
      const seconds = (occasion.now.getTime() - Date.parse(occasion.stateSince)) / 1000;
      const { type: _, resolvedIssues, ...moved } = change;
      return {
        ...envelope(occasion, step),
        type: 'submissionwatch.submission.state-changed.v1',
        data: {
          ...common(occasion, severity),
          ...moved,
          secondsInPreviousState: Math.max(0, Math.floor(seconds)),
          resolvedIssues: [...resolvedIssues],
        },
      };
    }
    case 'errors-raised':
      return issuesEvent('errors-raised', occasion, step, 'error', change.issues);
    case 'warnings-raised':
      return issuesEvent('warnings-raised', occasion, step, 'warning', change.issues);
    case 'issues-cleared':
      return issuesEvent('issues-cleared', occasion, step, 'success', change.issues);
    case 'report-added':
      return {
        ...envelope(occasion, step),
        type: 'submissionwatch.submission.report-added.v1',
        data: { ...common(occasion, 'info'), reports: change.reports.map((report: Report) => ({ ...report })) },
      };
    case 'artifact-available':
      return {
        ...envelope(occasion, step),
        type: 'submissionwatch.submission.artifact-available.v1',
        data: { ...common(occasion, 'success'), artifacts: [...change.artifacts] },
      };
    case 'rollout-changed':
      return {
        ...envelope(occasion, step),
        type: 'submissionwatch.submission.rollout-changed.v1',
        data: { ...common(occasion, 'info'), from: change.from, to: change.to },
      };
  }
}

type IssuesEvent = 'errors-raised' | 'warnings-raised' | 'issues-cleared';

function issuesEvent(
  name: IssuesEvent,
  occasion: Occasion,
  step: number,
  severity: Severity,
  issues: readonly Issue[],
): Event {
  return {
    ...envelope(occasion, step),
    type: `submissionwatch.submission.${name}.v1`,
    data: { ...common(occasion, severity), issues: [...issues] },
  };
}

function envelope(occasion: Occasion, step: number) {
  const sequence = occasion.sequence + step;
  return {
    specversion: '1.0' as const,
    id: eventId(occasion.key, sequence),
    source: occasion.source,
    subject: occasion.key.text,
    time: occasion.now.toISOString(),
    datacontenttype: 'application/json' as const,
    sequence: String(sequence).padStart(10, '0'),
  };
}

function common(occasion: Occasion, severity: Severity) {
  const { key, snapshot } = occasion;
  return {
    key: key.text,
    productKey: key.product.text,
    kind: key.product.kind,
    productId: key.product.productId,
    ...(key.product.flightId === undefined ? {} : { flightId: key.product.flightId }),
    submissionId: key.submissionId,
    ...(snapshot.name === undefined ? {} : { name: snapshot.name }),
    state: snapshot.state,
    outcome: snapshot.outcome,
    severity,
    portalUrl: portalUrl(key),
  };
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
