import { type HostTally, isAnswering, isRefusing, verdictOf } from '../../shared/domain/host-verdict.ts';
import { failureReasons } from '../../shared/domain/tracked-submission.ts';

const nothing: HostTally = { answered: 0, succeeded: 0, forbidden: 0, unanswered: 0 };

describe('a host', () => {
  it.each([
    ['that gave an answer is answering', { ...nothing, answered: 1, unanswered: 20 }, false, true],
    ['that gave three times none is not', { ...nothing, unanswered: 3 }, false, false],
    ['that gave none twice may be', { ...nothing, unanswered: 2 }, false, undefined],
    ['that was not asked may be', nothing, false, undefined],
    ['that answered 429 and nothing else is not', nothing, true, false],
    ['that answered 429 after an answer is answering', { ...nothing, answered: 1 }, true, true],
  ] as const)('%s', (_, tally, isThrottled, expected) => {
    expect(isAnswering(tally, isThrottled)).toBe(expected);
  });

  it('refuses with three 403s and no success', () => {
    expect(isRefusing({ ...nothing, answered: 3, forbidden: 3 })).toBe(true);
    expect(isRefusing({ ...nothing, answered: 2, forbidden: 2 })).toBe(false);
    expect(isRefusing({ ...nothing, answered: 4, forbidden: 3, succeeded: 1 })).toBe(false);
  });
});

describe('a failure', () => {
  const outage = { ...nothing, unanswered: 3 };
  const refusing = { ...nothing, answered: 3, forbidden: 3 };

  it.each(failureReasons)('%s is the submission’s own where the host answers others', (reason) => {
    expect(verdictOf(reason, { ...outage, answered: 1, succeeded: 1 }, false)).toBe('own');
  });

  it.each(['unavailable', 'timeout', 'invalid-body'] as const)('%s is of the host in an outage', (reason) => {
    expect(verdictOf(reason, outage, false)).toBe('of-host');
    expect(verdictOf(reason, nothing, true)).toBe('of-host');
  });

  it.each(['not-found', 'conflict', 'invalid-request'] as const)('%s is never of the host', (reason) => {
    expect(verdictOf(reason, outage, true)).toBe('own');
  });

  it('forbidden is left to a later pass where the host refuses everything', () => {
    expect(verdictOf('forbidden', refusing, false)).toBe('left');
    expect(verdictOf('forbidden', { ...refusing, forbidden: 2, answered: 2 }, false)).toBe('own');
  });
});
