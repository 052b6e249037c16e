import { stallLimitSeconds } from '../../shared/domain/stall.ts';
import { aSnapshot } from '../support/a-snapshot.ts';

const limits = {
  defaultSeconds: 1_000,
  byState: { certification: 100, 'signing/started': 10, signing: 20, release: 30 },
};

describe('the time that a submission may stay in a state', () => {
  it.each([
    ['Certification', 100],
    ['CERTIFICATION', 100],
    ['CommitStarted', 1_000],
    ['signing/started', 10],
    ['Signing/Completed', 20],
    ['scanning/started', 1_000],
    ['constructor', 1_000],
    ['toString/started', 1_000],
  ])('%s is %d seconds', (state, seconds) => {
    expect(stallLimitSeconds(aSnapshot({ state }), limits)).toBe(seconds);
  });

  it('has a limit where nobody knows what the state means', () => {
    expect(stallLimitSeconds(aSnapshot({ outcome: 'unknown' }), limits)).toBe(100);
  });

  it.each(['draft', 'waiting', 'succeeded', 'failed', 'canceled'] as const)('has no limit once %s', (outcome) => {
    expect(stallLimitSeconds(aSnapshot({ outcome, state: 'Release' }), limits)).toBeUndefined();
  });
});
