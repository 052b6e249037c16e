import { diff } from '../../shared/domain/diff.ts';
import type { Snapshot } from '../../shared/domain/snapshot.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anError, aWarning } from '../support/an-observation.ts';

const none: ReadonlySet<string> = new Set();
const changes = (before: Partial<Snapshot>, after: Partial<Snapshot>, muted = none) =>
  diff('app', aSnapshot(before), aSnapshot(after), muted);

describe('the difference of two snapshots', () => {
  it('is nothing for equal ones', () => {
    const same = { issues: [anError(), aWarning()], reports: [{ url: 'https://x.example/r' }], artifacts: ['a'] };
    expect(changes(same, { ...same })).toEqual([]);
  });

  it('is nothing where only name or publish mode differ', () => {
    expect(changes({ name: 'a', publishMode: 'Manual' }, { name: 'b', publishMode: 'Immediate' })).toEqual([]);
  });

  it('is a move of the state, with both outcomes, the direction, and the issues that went with it', () => {
    expect(changes({ issues: [anError()] }, { state: 'Published', outcome: 'succeeded' })).toEqual([
      {
        type: 'state-changed',
        from: 'Certification',
        to: 'Published',
        fromOutcome: 'inProgress',
        toOutcome: 'succeeded',
        direction: 'forward',
        resolvedIssues: [anError()],
      },
    ]);
  });

  it('is a move where the outcome alone moved', () => {
    const before = { state: 'Release', outcome: 'inProgress' } as const;
    expect(changes(before, { state: 'Release', outcome: 'waiting' })).toEqual([
      expect.objectContaining({ type: 'state-changed', from: 'Release', to: 'Release', toOutcome: 'waiting' }),
    ]);
  });

  it('groups issues by severity and says which went while the state stayed', () => {
    const before = { issues: [anError('gone'), aWarning('gone too')] };
    const after = { issues: [anError('1'), aWarning('2'), anError('3'), aWarning('4')] };
    expect(changes(before, after)).toEqual([
      { type: 'errors-raised', issues: [anError('1'), anError('3')] },
      { type: 'warnings-raised', issues: [aWarning('2'), aWarning('4')] },
      { type: 'issues-cleared', issues: [anError('gone'), aWarning('gone too')] },
    ]);
  });

  it.each([
    ['begins', undefined, { percentage: 10, status: 'PackageRolloutInProgress' }],
    ['begins after none', null, { percentage: 10, status: 'PackageRolloutInProgress' }],
    ['ends', { percentage: 10, status: 'PackageRolloutInProgress' }, null],
    ['grows', { percentage: 10, status: 'P' }, { percentage: 20, status: 'P' }],
  ])('is a rollout that %s', (_what, from, to) => {
    expect(changes(from === undefined ? {} : { rollout: from }, { rollout: to })).toEqual([
      { type: 'rollout-changed', from: from ?? null, to },
    ]);
  });

  it('announces in a fixed order, each type once', () => {
    const after: Partial<Snapshot> = {
      state: 'Published',
      outcome: 'succeeded',
      issues: [anError(), aWarning()],
      reports: [{ url: 'https://x.example/1' }, { url: 'https://x.example/2' }],
      artifacts: ['signedPackage', 'driverMetadata'],
      rollout: { percentage: 10, status: 'P' },
    };
    expect(changes({ issues: [aWarning('gone')] }, after).map((change) => change.type)).toEqual([
      'state-changed',
      'errors-raised',
      'warnings-raised',
      'report-added',
      'artifact-available',
      'rollout-changed',
    ]);
  });

  it('passes over muted codes, in any casing, when they come and when they go', () => {
    const muted = new Set(['salesunsupportedwarning']);
    const sales = aWarning('Sales are kept.', 'SalesUnsupportedWarning');
    expect(changes({}, { issues: [sales] }, muted)).toEqual([]);
    expect(changes({ issues: [sales] }, {}, muted)).toEqual([]);
    expect(changes({ issues: [sales] }, { state: 'Release' }, muted)).toEqual([
      expect.objectContaining({ type: 'state-changed', resolvedIssues: [] }),
    ]);
  });
});
