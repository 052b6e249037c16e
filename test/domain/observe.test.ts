import { observe } from '../../shared/domain/observe.ts';
import type { Observation, Snapshot } from '../../shared/domain/snapshot.ts';
import type { Kind } from '../../shared/domain/submission-key.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anError, anObservation, aWarning } from '../support/an-observation.ts';

const url = 'https://partner.microsoft.com/dashboard/reports/r-1';

describe('the first read', () => {
  it('becomes the snapshot, with an outcome and without what was not stated', () => {
    expect(observe('addon', undefined, anObservation())).toEqual(aSnapshot());
  });

  it('keeps everything that was stated', () => {
    const read = anObservation({
      name: 'Submission 4',
      publishMode: 'Manual',
      errors: [anError()],
      warnings: [aWarning()],
      reports: [{ url }],
      artifacts: ['signedPackage', 'SignedPackage', 'driverMetadata'],
      rollout: null,
    });
    expect(observe('app', undefined, read)).toEqual({
      name: 'Submission 4',
      state: 'Certification',
      outcome: 'inProgress',
      publishMode: 'Manual',
      issues: [anError(), aWarning()],
      reports: [{ url }],
      artifacts: ['signedPackage', 'driverMetadata'],
      rollout: null,
    });
  });
});

describe('a hardware read without the state of its step', () => {
  const before = aSnapshot({ state: 'signing/started', issues: [aWarning()] });

  it('says nothing new of that step', () => {
    expect(observe('hardware', before, { state: 'signing/unknown', warnings: [] })).toBe(before);
  });

  it('is a move when the step is another', () => {
    expect(observe('hardware', before, { state: 'finalizeIngestion/unknown' }).state).toBe('finalizeIngestion/unknown');
  });
});

describe('a read that says the same in other words', () => {
  const cases: [string, Kind, Observation, Observation][] = [
    ['the state in other casing', 'addon', anObservation(), anObservation({ state: 'CERTIFICATION' })],
    [
      'the publish mode in other casing',
      'app',
      anObservation({ publishMode: 'Manual' }),
      anObservation({ publishMode: 'manual' }),
    ],
    [
      'issues in another order',
      'addon',
      anObservation({ errors: [anError('a'), anError('b')] }),
      anObservation({ errors: [anError('b'), anError('a')] }),
    ],
    [
      'issues with other white space, casing and GUIDs',
      'addon',
      anObservation({ errors: [anError('Workflow 3f1d2a70-58c4-4a0e-9a6e-0c1b9f7de001 was\n cancelled')] }),
      anObservation({ errors: [anError('workflow AAAAAAAA-58C4-4A0E-9A6E-0C1B9F7DE002 was cancelled ')] }),
    ],
    [
      'report dates with fewer digits',
      'addon',
      anObservation({ reports: [{ date: '2025-05-22T14:03:11.517Z', url }] }),
      anObservation({ reports: [{ date: '2025-05-22T14:03:11.000Z', url }] }),
    ],
    [
      'a report link with another query and casing',
      'addon',
      anObservation({ reports: [{ url: `${url}?version=1` }] }),
      anObservation({ reports: [{ url: `${url.toUpperCase()}#top` }] }),
    ],
    [
      'a report without the date that it had',
      'addon',
      anObservation({ reports: [{ date: '2025-05-22T14:03:11.517Z', url }] }),
      anObservation({ reports: [{ url }] }),
    ],
    [
      'download types in another order and casing',
      'hardware',
      anObservation({ state: 'signing/started', artifacts: ['signedPackage', 'driverMetadata'] }),
      anObservation({ state: 'signing/started', artifacts: ['DriverMetadata', 'SIGNEDPACKAGE'] }),
    ],
    [
      'the rollout status in other casing',
      'app',
      anObservation({ rollout: { percentage: 25, status: 'PackageRolloutInProgress' } }),
      anObservation({ rollout: { percentage: 25.0, status: 'packageRolloutInProgress' } }),
    ],
    ['no rollout as null and as nothing', 'app', anObservation(), anObservation({ rollout: null })],
    [
      'nothing but the state',
      'app',
      anObservation({
        name: 'Submission 4',
        publishMode: 'Manual',
        errors: [anError()],
        warnings: [aWarning()],
        reports: [{ url }],
        rollout: { percentage: 25, status: 'PackageRolloutInProgress' },
      }),
      anObservation(),
    ],
    [
      'a committed submission without its workflow',
      'hardware',
      anObservation({ state: 'signing/started' }),
      anObservation({ state: 'commitComplete' }),
    ],
    [
      'a committed submission without its workflow, but with download messages',
      'hardware',
      anObservation({ state: 'validation/failed', errors: [anError('No driver found')], warnings: [] }),
      anObservation({ state: 'commitComplete', errors: [], warnings: [] }),
    ],
    [
      'a failure without whether it is final',
      'msi',
      anObservation({ state: 'FAILED', hasFailed: false }),
      anObservation({ state: 'FAILED' }),
    ],
  ];

  it.each(cases)('gives back the very same snapshot: %s', (_what, kind, first, second) => {
    const snapshot = observe(kind, undefined, first);
    expect(observe(kind, snapshot, second)).toBe(snapshot);
  });
});

describe('a read that says something else', () => {
  const before: Snapshot = aSnapshot({
    issues: [anError(), aWarning()],
    reports: [{ url }],
    artifacts: ['signedPackage'],
    rollout: { percentage: 10, status: 'PackageRolloutInProgress' },
  });

  it('takes over a new state and its outcome', () => {
    const next = observe('app', before, anObservation({ state: 'Published' }));
    expect(next).toMatchObject({ state: 'Published', outcome: 'succeeded' });
  });

  it('drops issues that it does not state once the state has moved', () => {
    expect(observe('app', before, anObservation({ state: 'Release' })).issues).toEqual([]);
  });

  it('keeps the issues of one severity where it states only the other', () => {
    expect(observe('app', before, anObservation({ errors: [] })).issues).toEqual([aWarning()]);
    expect(observe('app', before, anObservation({ warnings: [] })).issues).toEqual([anError()]);
  });

  it('counts equal issues: two of them after one is a change', () => {
    const next = observe('app', before, anObservation({ errors: [anError(), anError()] }));
    expect(next.issues).toEqual([anError(), anError(), aWarning()]);
  });

  it('adds reports and download types to those ever seen, and forgets none', () => {
    const next = observe(
      'app',
      before,
      anObservation({ reports: [{ url: `${url}2` }], artifacts: ['driverMetadata'] }),
    );
    expect(next.reports).toEqual([{ url }, { url: `${url}2` }]);
    expect(next.artifacts).toEqual(['signedPackage', 'driverMetadata']);
  });

  it.each([
    ['a percentage', { percentage: 50, status: 'PackageRolloutInProgress' }],
    ['a status', { percentage: 10, status: 'PackageRolloutComplete' }],
    ['its end', null],
  ])('takes over %s of the rollout', (_what, rollout) => {
    expect(observe('app', before, anObservation({ rollout })).rollout).toEqual(rollout);
  });

  it('takes over another name and publish mode without touching the rest', () => {
    const next = observe('app', before, anObservation({ name: 'Submission 5', publishMode: 'Immediate' }));
    expect(next).toEqual({ ...before, name: 'Submission 5', publishMode: 'Immediate' });
    expect(next.issues).toBe(before.issues);
  });

  it('waits in Release with the publish mode that an earlier, fuller read had', () => {
    const known = observe('app', undefined, anObservation({ publishMode: 'Manual' }));
    expect(observe('app', known, anObservation({ state: 'Release' })).outcome).toBe('waiting');
  });

  it('goes from a workflow to a commit that failed', () => {
    const step = observe('hardware', undefined, anObservation({ state: 'preparation/started' }));
    expect(observe('hardware', step, anObservation({ state: 'commitFailed' }))).toMatchObject({
      state: 'commitFailed',
      outcome: 'failed',
    });
  });

  it('takes a Store state called CommitComplete for what it is', () => {
    const step = observe('addon', undefined, anObservation({ state: 'a/b' }));
    expect(observe('addon', step, anObservation({ state: 'CommitComplete' })).state).toBe('CommitComplete');
  });

  it('says that a failure became final', () => {
    const retried = observe('msi', undefined, anObservation({ state: 'FAILED', hasFailed: false }));
    expect(observe('msi', retried, anObservation({ state: 'FAILED', hasFailed: true })).outcome).toBe('failed');
  });

  it('takes a failure for final that nothing was ever said of', () => {
    const running = observe('msi', undefined, anObservation({ state: 'INPROGRESS', hasFailed: false }));
    expect(observe('msi', running, anObservation({ state: 'FAILED' })).outcome).toBe('failed');
  });
});
