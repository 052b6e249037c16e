import { lacksWorkflow } from './hardware-state.ts';
import { outcomeOf } from './outcome.ts';
import { issuesBeyond } from './same-issue.ts';
import { reportsBeyond } from './same-report.ts';
import type { Issue, Observation, Rollout, Snapshot } from './snapshot.ts';
import type { Kind } from './submission-key.ts';

/**
 * The snapshot after a read. Where the read says the same in other words (casing, order, date precision, null for
 * absent), the previous value stays, so that an unchanged submission gives back the very snapshot that went in.
 */
export function observe(kind: Kind, previous: Snapshot | undefined, read: Observation): Snapshot {
  if (previous === undefined) return firstSnapshot(kind, read);

  const isPartial = kind === 'hardware' && lacksWorkflow(previous.state, read.state);
  const state = isPartial ? previous.state : keepIf(sameText, previous.state, read.state);
  const publishMode = keepIf(sameText, previous.publishMode, read.publishMode ?? previous.publishMode);
  const name = read.name ?? previous.name;
  // A `FAILED` that does not say whether it is final is as final as it was.
  const lacksFinality = kind === 'msi' && read.hasFailed === undefined && state === previous.state;
  const rollout = keepIf(sameRollout, previous.rollout, read.rollout === undefined ? previous.rollout : read.rollout);
  const next: Snapshot = {
    ...(name === undefined ? {} : { name }),
    state,
    outcome: lacksFinality
      ? previous.outcome
      : outcomeOf(kind, { ...read, state, ...(publishMode === undefined ? {} : { publishMode }) }),
    ...(publishMode === undefined ? {} : { publishMode }),
    // The messages are those of the workflow: where it is left out, so are they.
    issues: isPartial ? previous.issues : nextIssues(previous, read, state),
    reports: grown(previous.reports, reportsBeyond(read.reports ?? [], previous.reports)),
    artifacts: grown(previous.artifacts, artifactsBeyond(read.artifacts ?? [], previous.artifacts)),
    ...(rollout === undefined ? {} : { rollout }),
  };
  return sameSnapshot(previous, next) ? previous : next;
}

export function artifactsBeyond(current: readonly string[], seen: readonly string[]): string[] {
  const known = new Set(seen.map((type) => type.toLowerCase()));
  return current.filter((type) => !known.has(type.toLowerCase()) && known.add(type.toLowerCase()));
}

export function sameRollout(a: Rollout | null | undefined, b: Rollout | null | undefined): boolean {
  if (!a || !b) return !a && !b;
  return a.percentage === b.percentage && a.status.toLowerCase() === b.status.toLowerCase();
}

function firstSnapshot(kind: Kind, read: Observation): Snapshot {
  return {
    ...(read.name === undefined ? {} : { name: read.name }),
    state: read.state,
    outcome: outcomeOf(kind, read),
    ...(read.publishMode === undefined ? {} : { publishMode: read.publishMode }),
    issues: [...(read.errors ?? []), ...(read.warnings ?? [])],
    reports: read.reports ?? [],
    artifacts: artifactsBeyond(read.artifacts ?? [], []),
    ...(read.rollout === undefined ? {} : { rollout: read.rollout }),
  };
}

/** Details that a read leaves out are taken as unchanged while the state is, and as gone once it moved. */
function nextIssues(previous: Snapshot, read: Observation, state: string): Snapshot['issues'] {
  const kept = (severity: Issue['severity']) =>
    state === previous.state ? previous.issues.filter((issue) => issue.severity === severity) : [];
  const current = [...(read.errors ?? kept('error')), ...(read.warnings ?? kept('warning'))];
  const same =
    issuesBeyond(current, previous.issues).length === 0 && issuesBeyond(previous.issues, current).length === 0;
  return same ? previous.issues : current;
}

function keepIf<T>(same: (a: T, b: T) => boolean, previous: T, current: T): T {
  return same(previous, current) ? previous : current;
}

function sameText(a: string | undefined, b: string | undefined): boolean {
  return a?.toLowerCase() === b?.toLowerCase();
}

function grown<T>(list: readonly T[], added: readonly T[]): readonly T[] {
  return added.length === 0 ? list : [...list, ...added];
}

function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  return (
    a.name === b.name &&
    a.state === b.state &&
    a.outcome === b.outcome &&
    a.publishMode === b.publishMode &&
    a.issues === b.issues &&
    a.reports === b.reports &&
    a.artifacts === b.artifacts &&
    a.rollout === b.rollout
  );
}
