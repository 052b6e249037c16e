import { artifactsBeyond, sameRollout } from './observe.ts';
import { type Direction, directionOf } from './outcome.ts';
import { issuesBeyond } from './same-issue.ts';
import { reportsBeyond } from './same-report.ts';
import type { Issue, Outcome, Report, Rollout, Snapshot } from './snapshot.ts';
import type { Kind } from './submission-key.ts';

/** One difference between two snapshots of a submission. Lists are grouped: at most one change of each type. */
export type Change =
  | {
      readonly type: 'state-changed';
      readonly from: string;
      readonly to: string;
      readonly fromOutcome: Outcome;
      readonly toOutcome: Outcome;
      readonly direction: Direction;
      readonly resolvedIssues: readonly Issue[];
    }
  | { readonly type: 'errors-raised'; readonly issues: readonly Issue[] }
  | { readonly type: 'warnings-raised'; readonly issues: readonly Issue[] }
  | { readonly type: 'issues-cleared'; readonly issues: readonly Issue[] }
  | { readonly type: 'report-added'; readonly reports: readonly Report[] }
  | { readonly type: 'artifact-available'; readonly artifacts: readonly string[] }
  | { readonly type: 'rollout-changed'; readonly from: Rollout | null; readonly to: Rollout | null };

/**
 * What changed, in the order in which it is announced.
 * @param muted issue codes in lower case that are stored but never announced.
 */
export function diff(kind: Kind, previous: Snapshot, current: Snapshot, muted: ReadonlySet<string>): Change[] {
  const audible = (issues: readonly Issue[]) => issues.filter((issue) => !muted.has(issue.code.toLowerCase()));
  const raised = audible(issuesBeyond(current.issues, previous.issues));
  const gone = audible(issuesBeyond(previous.issues, current.issues));
  const errors = raised.filter((issue) => issue.severity === 'error');
  const warnings = raised.filter((issue) => issue.severity === 'warning');
  const reports = reportsBeyond(current.reports, previous.reports);
  const artifacts = artifactsBeyond(current.artifacts, previous.artifacts);
  const moved = previous.state !== current.state || previous.outcome !== current.outcome;

  const changes: Change[] = [];
  if (moved) {
    changes.push({
      type: 'state-changed',
      from: previous.state,
      to: current.state,
      fromOutcome: previous.outcome,
      toOutcome: current.outcome,
      direction: directionOf(kind, previous.state, current.state),
      resolvedIssues: gone,
    });
  }
  if (errors.length > 0) changes.push({ type: 'errors-raised', issues: errors });
  if (warnings.length > 0) changes.push({ type: 'warnings-raised', issues: warnings });
  if (gone.length > 0 && !moved) changes.push({ type: 'issues-cleared', issues: gone });
  if (reports.length > 0) changes.push({ type: 'report-added', reports });
  if (artifacts.length > 0) changes.push({ type: 'artifact-available', artifacts });
  if (!sameRollout(previous.rollout, current.rollout)) {
    changes.push({ type: 'rollout-changed', from: previous.rollout ?? null, to: current.rollout ?? null });
  }
  return changes;
}
