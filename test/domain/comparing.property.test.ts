import fc from 'fast-check';
import { decideOnRead } from '../../shared/domain/decide.ts';
import { type Change, diff } from '../../shared/domain/diff.ts';
import { observe } from '../../shared/domain/observe.ts';
import { issueIdentity } from '../../shared/domain/same-issue.ts';
import type { Issue, Snapshot } from '../../shared/domain/snapshot.ts';
import type { TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { anUnreadSubmission, noon } from '../support/a-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { arbitraryKind, arbitraryObservation } from '../support/arbitrary-observation.ts';
import { restatementOf } from '../support/arbitrary-restatement.ts';
import { someRules } from '../support/some-rules.ts';

const none: ReadonlySet<string> = new Set();
const seriesOf = (minLength: number) =>
  arbitraryKind.chain((kind) =>
    fc.record({ kind: fc.constant(kind), reads: fc.array(arbitraryObservation(kind), { minLength, maxLength: 6 }) }),
  );

/** A series of reads, and the last of them in other words. */
const seriesAndRestatement = seriesOf(1).chain(({ kind, reads }) => {
  const last = reads.at(-1) ?? { state: '' };
  return fc.record({ kind: fc.constant(kind), reads: fc.constant(reads), again: restatementOf(last) });
});

/** What the changes make of the snapshot before them: written from the contract, not from the code under test. */
function applied(changes: readonly Change[], before: Snapshot) {
  const issues = before.issues.map(issueIdentity);
  const remove = (gone: readonly Issue[]) => {
    for (const identity of gone.map(issueIdentity)) {
      expect(issues).toContain(identity);
      issues.splice(issues.indexOf(identity), 1);
    }
  };
  const after = {
    state: before.state,
    outcome: before.outcome,
    issues,
    reports: [...before.reports],
    artifacts: [...before.artifacts],
    rollout: before.rollout ?? null,
  };
  for (const change of changes) {
    switch (change.type) {
      case 'state-changed':
        expect([change.from, change.fromOutcome]).toEqual([before.state, before.outcome]);
        after.state = change.to;
        after.outcome = change.toOutcome;
        remove(change.resolvedIssues);
        break;
      case 'errors-raised':
      case 'warnings-raised':
        issues.push(...change.issues.map(issueIdentity));
        break;
      case 'issues-cleared':
        remove(change.issues);
        break;
      case 'report-added':
        after.reports.push(...change.reports);
        break;
      case 'artifact-available':
        after.artifacts.push(...change.artifacts);
        break;
      case 'rollout-changed':
        expect(change.from).toEqual(before.rollout ?? null);
        after.rollout = change.to;
        break;
    }
  }
  return { ...after, issues: issues.sort() };
}

function essence({ state, outcome, issues, reports, artifacts, rollout }: Snapshot) {
  const identities = issues.map(issueIdentity).sort();
  return {
    state,
    outcome,
    issues: identities,
    reports: [...reports],
    artifacts: [...artifacts],
    rollout: rollout ?? null,
  };
}

describe('comparing', () => {
  it('a read in other words gives the very snapshot that was there, after any series of reads', () => {
    fc.assert(
      fc.property(seriesAndRestatement, ({ kind, reads, again }) => {
        let snapshot: Snapshot | undefined;
        for (const read of reads) snapshot = observe(kind, snapshot, read);
        expect(observe(kind, snapshot, again)).toBe(snapshot);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a read in other words makes no event', () => {
    fc.assert(
      fc.property(seriesAndRestatement, ({ kind, reads, again }) => {
        const rules = someRules();
        let current: TrackedSubmission = anUnreadSubmission(aSubmissionKey(kind));
        for (const read of [...reads, again]) {
          const { next, events } = decideOnRead(current, read, noon, rules, 0);
          if (read === again) expect(events).toEqual([]);
          current = next;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a snapshot with itself finds nothing', () => {
    fc.assert(
      fc.property(seriesOf(1), ({ kind, reads }) => {
        let snapshot: Snapshot | undefined;
        for (const read of reads) {
          snapshot = observe(kind, snapshot, read);
          expect(diff(kind, snapshot, structuredClone(snapshot), none)).toEqual([]);
        }
      }),
    );
  });

  it('finds exactly what makes the new snapshot out of the old one', () => {
    fc.assert(
      fc.property(seriesOf(2), ({ kind, reads: [first = { state: '' }, ...later] }) => {
        let before = observe(kind, undefined, first);
        for (const read of later) {
          const after = observe(kind, before, read);
          expect(applied(diff(kind, before, after, none), before)).toEqual(essence(after));
          before = after;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('announces no type twice and nothing that is empty', () => {
    fc.assert(
      fc.property(seriesOf(2), ({ kind, reads: [first = { state: '' }, second = first] }) => {
        const before = observe(kind, undefined, first);
        const changes = diff(kind, before, observe(kind, before, second), none);
        expect(new Set(changes.map((change) => change.type)).size).toBe(changes.length);
        for (const change of changes) {
          if ('issues' in change) expect(change.issues).not.toHaveLength(0);
          if ('reports' in change) expect(change.reports).not.toHaveLength(0);
          if ('artifacts' in change) expect(change.artifacts).not.toHaveLength(0);
        }
      }),
    );
  });
});
