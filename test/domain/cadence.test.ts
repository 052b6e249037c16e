import { backoffSeconds, nextPollAt, nextPollInOutage } from '../../shared/domain/cadence.ts';
import type { Snapshot } from '../../shared/domain/snapshot.ts';
import { never, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anUnreadSubmission, aSubmission, noon, secondsAfterNoon } from '../support/a-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { someCadence } from '../support/some-rules.ts';

const longAgo = '2024-01-01T00:00:00.000Z';
const hour = 3_600;
const day = 24 * hour;
const secondsToNextPoll = (submission: TrackedSubmission, jitter = 0) =>
  (Date.parse(nextPollAt(submission, noon, someCadence, jitter)) - noon.getTime()) / 1000;
const inOutcome = (outcome: Snapshot['outcome'], snapshot: Partial<Snapshot> = {}) =>
  aSubmission({ snapshot: aSnapshot({ outcome, ...snapshot }), lastChangedAt: noon.toISOString() });

describe('the next read of a submission', () => {
  it.each([
    ['inProgress', someCadence.activeSeconds],
    ['unknown', someCadence.activeSeconds],
    ['waiting', someCadence.waitingSeconds],
    ['draft', someCadence.draftSeconds],
    ['succeeded', someCadence.settledSeconds],
    ['failed', someCadence.settledSeconds],
    ['canceled', someCadence.settledSeconds],
  ] as const)('that is %s comes after %d seconds', (outcome, seconds) => {
    expect(secondsToNextPoll(inOutcome(outcome))).toBe(seconds);
  });

  it('that was never read comes as soon as that of an active one', () => {
    expect(secondsToNextPoll(anUnreadSubmission())).toBe(someCadence.activeSeconds);
  });

  it.each([
    [0, 600],
    [hour, 600],
    [4 * hour, 1_800],
    [4 * day, 12 * hour],
    [60 * day, day],
    [90 * day, day],
  ])('that settled %d seconds ago comes after %d seconds', (quietSeconds, seconds) => {
    const lastChangedAt = secondsAfterNoon(-quietSeconds).toISOString();
    expect(secondsToNextPoll(aSubmission({ ...inOutcome('succeeded'), trackedAt: longAgo, lastChangedAt }))).toBe(
      seconds,
    );
  });

  it.each([
    ['addon', 'failed', hour],
    ['app', 'canceled', hour],
    ['flight', 'failed', hour],
    ['hardware', 'failed', 12 * hour],
    ['msi', 'failed', 12 * hour],
  ] as const)(
    'of an %s that has %s for days comes so soon that it is seen when it is handed in again under its id',
    (kind, outcome, seconds) => {
      const lastChangedAt = secondsAfterNoon(-4 * day).toISOString();
      const submission = { ...inOutcome(outcome), key: aSubmissionKey(kind), trackedAt: longAgo, lastChangedAt };
      expect(secondsToNextPoll(submission)).toBe(seconds);
    },
  );

  it('that settled too long ago never comes', () => {
    const lastChangedAt = secondsAfterNoon(-90 * day - 1).toISOString();
    expect(
      nextPollAt(aSubmission({ ...inOutcome('failed'), trackedAt: longAgo, lastChangedAt }), noon, someCadence, 0),
    ).toBe(never);
  });

  it('that was tracked again counts from then', () => {
    const trackedAt = secondsAfterNoon(-8 * hour).toISOString();
    const submission = aSubmission({ ...inOutcome('succeeded'), trackedAt, lastChangedAt: longAgo });
    expect(secondsToNextPoll(submission)).toBe(hour);
  });

  it('that settled too long ago never comes, also after a failed read', () => {
    const submission = aSubmission({ ...inOutcome('failed'), trackedAt: longAgo, lastChangedAt: longAgo, failures: 3 });
    expect(nextPollAt(submission, noon, someCadence, 0)).toBe(never);
  });

  it('without any change counts from when it was tracked', () => {
    const { lastChangedAt: _, ...unchanged } = inOutcome('canceled');
    const trackedAt = secondsAfterNoon(-8 * hour).toISOString();
    expect(secondsToNextPoll({ ...unchanged, trackedAt })).toBe(hour);
  });

  it('whose last change lies ahead of this clock comes as after a change now', () => {
    const lastChangedAt = secondsAfterNoon(5 * hour).toISOString();
    expect(secondsToNextPoll(aSubmission({ ...inOutcome('succeeded'), lastChangedAt }))).toBe(600);
  });

  it.each([
    ['PackageRolloutInProgress', someCadence.waitingSeconds],
    ['packageRolloutInProgress', someCadence.waitingSeconds],
    ['PackageRolloutComplete', someCadence.settledSeconds],
    ['PackageRolloutNotStarted', someCadence.settledSeconds],
  ])('that is published with %s comes after %d seconds', (status, seconds) => {
    expect(secondsToNextPoll(inOutcome('succeeded', { rollout: { percentage: 25, status } }))).toBe(seconds);
  });

  const rollout = { percentage: 25, status: 'PackageRolloutInProgress' };
  it.each([
    ['inProgress', {}, someCadence.activeSeconds],
    ['unknown', {}, someCadence.activeSeconds],
    ['waiting', {}, someCadence.waitingSeconds],
    ['draft', {}, someCadence.draftSeconds],
    ['succeeded', { rollout }, someCadence.waitingSeconds],
  ] as const)(
    'that could still move (%s) comes for good, and each hour once it has not for long',
    (outcome, snapshot, seconds) => {
      const quiet = (days: number) => {
        const lastChangedAt = secondsAfterNoon(-days * day).toISOString();
        return { ...inOutcome(outcome, snapshot), trackedAt: longAgo, lastChangedAt };
      };
      expect(secondsToNextPoll(quiet(90))).toBe(seconds);
      expect(secondsToNextPoll(quiet(91))).toBe(hour);
      expect(secondsToNextPoll(quiet(400))).toBe(hour);
    },
  );
});

describe('after failed reads', () => {
  it.each([
    [1, 60],
    [2, 120],
    [3, 240],
    [6, 1_920],
    [7, hour],
    [1_000, hour],
  ])('%d in a row, the next comes after %d seconds', (failures, seconds) => {
    expect(secondsToNextPoll(aSubmission({ failures }))).toBe(seconds);
  });

  it('the wait grows also where an active one is read at each pass', () => {
    expect([1, 2, 3, 30].map((failures) => backoffSeconds(failures, 0, 0))).toEqual([0.1, 0.2, 0.4, hour]);
  });

  it('jitter adds up to a half', () => {
    expect(secondsToNextPoll(aSubmission({ failures: 2 }), 0.5)).toBe(150);
    expect(secondsToNextPoll(aSubmission({ failures: 2 }), 1)).toBe(180);
  });

  it('jitter changes nothing where the last read succeeded', () => {
    expect(secondsToNextPoll(aSubmission(), 1)).toBe(someCadence.activeSeconds);
  });

  it('the wait is never shorter than without a failure', () => {
    expect(backoffSeconds(1, 2 * hour, 0)).toBe(2 * hour);
    expect(backoffSeconds(9, 2 * hour, 0)).toBe(2 * hour);
  });
});

describe('a submission that is gone', () => {
  const gone = (goneSeconds: number, reason: 'not-found' | 'withdrawn' | 'forbidden' = 'not-found') => {
    const since = secondsAfterNoon(-goneSeconds).toISOString();
    return aSubmission({ failures: 1_000, unreachable: { reason, since }, lastChangedAt: since, trackedAt: longAgo });
  };

  it.each([
    [8 * hour, hour],
    [16 * hour, 2 * hour],
    [8 * day, day],
    [90 * day, day],
  ])('for %d seconds is asked for again after %d seconds', (goneSeconds, seconds) => {
    expect(secondsToNextPoll(gone(goneSeconds))).toBe(seconds);
    expect(secondsToNextPoll(gone(goneSeconds, 'withdrawn'))).toBe(seconds);
  });

  it('is asked for soon, where it was not there for the first times', () => {
    expect(secondsToNextPoll({ ...gone(60), failures: 2 })).toBe(120);
  });

  it('for too long is not asked for any more, though it never settled', () => {
    expect(nextPollAt(gone(90 * day + 1), noon, someCadence, 0)).toBe(never);
    const { snapshot: _, ...unread } = gone(90 * day + 1, 'withdrawn');
    expect(nextPollAt(unread, noon, someCadence, 0)).toBe(never);
  });

  it('and was tracked again counts from then', () => {
    const trackedAt = secondsAfterNoon(-16 * hour).toISOString();
    expect(secondsToNextPoll({ ...gone(200 * day), trackedAt })).toBe(2 * hour);
  });

  it('is not one that is only refused: that is asked for for good', () => {
    expect(secondsToNextPoll(gone(200 * day, 'forbidden'))).toBe(hour);
  });
});

describe('while nothing can be read', () => {
  const secondsInOutage = (submission: TrackedSubmission, jitter = 0) =>
    (Date.parse(nextPollInOutage(submission, noon, someCadence, jitter)) - noon.getTime()) / 1000;

  it('the wait of one submission grows to a quarter of an hour, so that what was missed is soon seen', () => {
    const lastFailure = { reason: 'timeout', at: noon.toISOString() } as const;
    expect(secondsToNextPoll(aSubmission({ failures: 4, lastFailure }))).toBe(480);
    expect(secondsToNextPoll(aSubmission({ failures: 50, lastFailure }))).toBe(900);
    expect(secondsToNextPoll(aSubmission({ failures: 50, lastFailure }), 1)).toBe(1_350);
  });

  it('of any at the host, active ones come as often as before, however often they failed', () => {
    expect(secondsInOutage(aSubmission({ failures: 9 }))).toBe(someCadence.activeSeconds);
    expect(secondsInOutage(aSubmission(), 1)).toBe(1.5 * someCadence.activeSeconds);
  });

  it('of any at the host, settled ones come within minutes', () => {
    expect(secondsInOutage(inOutcome('succeeded'))).toBe(300);
  });

  it('of any at the host, retired ones do not come', () => {
    const settled = aSubmission({
      snapshot: aSnapshot({ outcome: 'succeeded' }),
      lastChangedAt: longAgo,
      trackedAt: longAgo,
    });
    expect(nextPollInOutage(settled, noon, someCadence, 0)).toBe(never);
  });
});
