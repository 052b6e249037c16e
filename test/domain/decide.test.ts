import { type Event, eventSchema } from '../../shared/contract/event.ts';
import { decideOnFailure, decideOnRead } from '../../shared/domain/decide.ts';
import { observe } from '../../shared/domain/observe.ts';
import type { FailureReason, TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anUnreadSubmission, aSubmission, noon, secondsAfterNoon } from '../support/a-submission.ts';
import { anError, anObservation, aWarning } from '../support/an-observation.ts';
import { someRules } from '../support/some-rules.ts';

const rules = someRules();
const names = (events: readonly Event[]) => events.map((event) => event.type.split('.')[2]);
const read = (current = aSubmission(), observation = anObservation(), now = noon, jitter = 0) =>
  decideOnRead(current, observation, now, rules, jitter);
const fail = (current = aSubmission(), reason: FailureReason = 'unavailable', status?: number, now = noon) =>
  decideOnFailure(current, { reason, ...(status === undefined ? {} : { status }) }, now, rules, 0);

function failOften(times: number, reason: FailureReason, submission: TrackedSubmission) {
  const events: Event[] = [];
  let next = submission;
  for (let time = 0; time < times; time += 1) {
    const decision = fail(next, reason);
    events.push(...decision.events);
    next = decision.next;
  }
  return { next, events };
}

describe('a read that finds nothing new', () => {
  it('makes no event, keeps the very same snapshot and moves the schedule', () => {
    const current = aSubmission();
    const { next, events } = read(current);
    expect(events).toEqual([]);
    expect(next.snapshot).toBe(current.snapshot);
    expect(next).toEqual({
      ...current,
      lastCheckedAt: noon.toISOString(),
      nextPollAt: secondsAfterNoon(rules.cadence.activeSeconds).toISOString(),
    });
  });

  it('ends a run of failures', () => {
    const lastFailure = { reason: 'timeout', at: '2025-06-01T11:00:00.000Z' } as const;
    const { next } = read(aSubmission({ failures: 4, lastFailure }), anObservation(), noon, 1);
    expect(next.failures).toBe(0);
    expect(next).not.toHaveProperty('lastFailure');
    expect(next.nextPollAt).toBe(secondsAfterNoon(rules.cadence.activeSeconds).toISOString());
  });
});

describe('a first read', () => {
  it('is announced once, with what is there, and not as news', () => {
    const { next, events } = read(
      anUnreadSubmission(),
      anObservation({ errors: [anError()], reports: [{ url: 'https://x.example/r' }] }),
    );
    expect(names(events)).toEqual(['tracked']);
    expect(events[0]).toMatchObject({ sequence: '0000000001', time: noon.toISOString() });
    expect(next).toMatchObject({
      sequence: 1,
      stateSince: noon.toISOString(),
      lastChangedAt: noon.toISOString(),
      lastCheckedAt: noon.toISOString(),
    });
  });

  it('goes on with the sequence of a discovery', () => {
    const { events, next } = read({ ...anUnreadSubmission(), sequence: 1 });
    expect(events.map((event) => event.sequence)).toEqual(['0000000002']);
    expect(next.sequence).toBe(2);
  });
});

describe('a read that finds changes', () => {
  const found = anObservation({
    state: 'CertificationFailed',
    errors: [anError()],
    reports: [{ url: 'https://x.example/r' }],
  });

  it('announces them in sequence after the last event', () => {
    const { next, events } = read(aSubmission({ sequence: 41 }), found);
    expect(names(events)).toEqual(['state-changed', 'errors-raised', 'report-added']);
    expect(events.map((event) => Number(event.sequence))).toEqual([42, 43, 44]);
    expect(next).toMatchObject({ sequence: 44, stateSince: noon.toISOString(), lastChangedAt: noon.toISOString() });
  });

  it('makes the same ids again when the commit was lost', () => {
    const [once, again] = [read(aSubmission(), found), read(aSubmission(), found, secondsAfterNoon(60))];
    expect(again.events.map((event) => event.id)).toEqual(once.events.map((event) => event.id));
  });

  it('tells how long the previous state lasted, and keeps its start while it lasts', () => {
    const stateSince = '2025-06-01T11:59:00.000Z';
    const moved = read(aSubmission({ stateSince }), found);
    expect(moved.events[0]?.data).toMatchObject({ secondsInPreviousState: 60 });
    expect(read(aSubmission({ stateSince }), anObservation({ errors: [anError()] })).next.stateSince).toBe(stateSince);
  });

  it('stores a muted issue without a word', () => {
    const muted = someRules({ mutedIssueCodes: new Set(['packagevalidationwarning']) });
    const { next, events } = decideOnRead(aSubmission(), anObservation({ warnings: [aWarning()] }), noon, muted, 0);
    expect(events).toEqual([]);
    expect(next.snapshot?.issues).toEqual([aWarning()]);
    expect(next.lastChangedAt).toBe(aSubmission().lastChangedAt);
  });
});

describe('a submission that does not move', () => {
  const day = 86_400;
  const since = (seconds: number) => aSubmission({ stateSince: secondsAfterNoon(-seconds).toISOString() });

  it('is announced as stalled after its limit, and not at it', () => {
    expect(read(since(day)).events).toEqual([]);
    const { next, events } = read(since(day + 1));
    expect(events.map((event) => eventSchema.parse(event).data)).toMatchObject([
      { sinceSeconds: day + 1, limitSeconds: day, severity: 'warning' },
    ]);
    expect(names(events)).toEqual(['stalled']);
    expect(next).toMatchObject({ stalledAt: noon.toISOString(), sequence: 2 });
  });

  it('is announced once, until its state moves', () => {
    const stalled = { ...since(2 * day), stalledAt: secondsAfterNoon(-day).toISOString() };
    expect(read(stalled).events).toEqual([]);
    expect(read(stalled).next.stalledAt).toBe(stalled.stalledAt);
    const moved = read(stalled, anObservation({ state: 'Release' })).next;
    expect(moved).not.toHaveProperty('stalledAt');
    expect(names(read(moved, anObservation({ state: 'Release' }), secondsAfterNoon(day + 1)).events)).toEqual([
      'stalled',
    ]);
  });

  it('is announced as stalled after what else changed', () => {
    const { events } = read(since(2 * day), anObservation({ errors: [anError()] }));
    expect(names(events)).toEqual(['errors-raised', 'stalled']);
    expect(events.map((event) => Number(event.sequence))).toEqual([2, 3]);
  });

  it('is not announced when it waits for a person', () => {
    const snapshot = aSnapshot({ state: 'Release', outcome: 'waiting', publishMode: 'Manual' });
    expect(read({ ...since(9 * day), snapshot }, anObservation({ state: 'Release' })).events).toEqual([]);
  });

  it('is not announced when it waited for a person and moves by itself from now on, but a limit after that', () => {
    const snapshot = aSnapshot({ state: 'Release', outcome: 'waiting', publishMode: 'Manual' });
    const released = anObservation({ state: 'Release', publishMode: 'Immediate' });
    const { next, events } = read({ ...since(9 * day), snapshot }, released);
    expect(names(events)).toEqual(['state-changed']);
    expect(next.stateSince).toBe(noon.toISOString());
    expect(names(read(next, released, secondsAfterNoon(day + 1)).events)).toEqual(['stalled']);
  });
});

describe('a failed read', () => {
  it('is no absence: the snapshot stays, nothing is announced, and it is asked for later', () => {
    const current = aSubmission();
    const { next, events } = fail(current);
    expect(events).toEqual([]);
    expect(next).toEqual({
      ...current,
      failures: 1,
      lastFailure: { reason: 'unavailable', at: noon.toISOString() },
      nextPollAt: secondsAfterNoon(rules.cadence.activeSeconds).toISOString(),
    });
  });

  it('counts up, and waits longer each time', () => {
    const second = fail(fail().next).next;
    expect(second.failures).toBe(2);
    expect(second.nextPollAt).toBe(secondsAfterNoon(2 * rules.cadence.activeSeconds).toISOString());
  });

  it('for throttled says nothing of the submission, however often', () => {
    const { next, events } = failOften(5, 'throttled', aSubmission());
    expect(events).toEqual([]);
    expect(next).not.toHaveProperty('unreachable');
  });

  it.each(['unavailable', 'timeout', 'invalid-body', 'unauthorized'] as const)(
    'for %s says nothing of the submission within an hour, however often',
    (reason) => {
      const lastCheckedAt = secondsAfterNoon(-3_599).toISOString();
      const { next, events } = failOften(5, reason, aSubmission({ lastCheckedAt }));
      expect(events).toEqual([]);
      expect(next).not.toHaveProperty('unreachable');
    },
  );

  it.each(['unavailable', 'timeout', 'invalid-body'] as const)(
    'for %s is announced once, when it was the fourth and nothing was read for an hour',
    (reason) => {
      const lastCheckedAt = secondsAfterNoon(-3_600).toISOString();
      const third = failOften(3, reason, aSubmission({ lastCheckedAt }));
      expect(third.events).toEqual([]);
      const { next, events } = failOften(5, reason, aSubmission({ lastCheckedAt }));
      expect(names(events)).toEqual(['unreachable']);
      expect(next.unreachable).toEqual({ reason, since: noon.toISOString() });
    },
  );

  it('for 401 of it alone is announced as forbidden, as late', () => {
    const lastCheckedAt = secondsAfterNoon(-3_600).toISOString();
    const { next, events } = failOften(5, 'unauthorized', aSubmission({ lastCheckedAt }));
    expect(names(events)).toEqual(['unreachable']);
    expect(next.unreachable).toMatchObject({ reason: 'forbidden' });
  });

  it('of a submission that was never read counts the hour from when it was tracked', () => {
    expect(names(failOften(4, 'timeout', anUnreadSubmission()).events)).toEqual(['unreachable']);
  });

  it('of a host that answers nobody is none of the submission', () => {
    const lastCheckedAt = secondsAfterNoon(-9 * 3_600).toISOString();
    const current = aSubmission({ lastCheckedAt, failures: 7 });
    const { next, events } = decideOnFailure(current, { reason: 'timeout', isOfHost: true }, noon, rules, 0);
    expect(events).toEqual([]);
    expect(next).toEqual({
      ...current,
      lastFailure: { reason: 'timeout', at: noon.toISOString() },
      nextPollAt: secondsAfterNoon(rules.cadence.activeSeconds).toISOString(),
    });
  });

  it.each([
    ['forbidden', 403],
    ['conflict', 409],
    ['invalid-request', 400],
  ] as const)('for %s is announced at the first time, and once', (reason, status) => {
    const first = fail(aSubmission(), reason, status);
    expect(names(first.events)).toEqual(['unreachable']);
    expect(eventSchema.parse(first.events[0]).data).toMatchObject({ reason, status, severity: 'error' });
    expect(first.next).toMatchObject({ sequence: 2, unreachable: { reason, status, since: noon.toISOString() } });
    expect(fail(first.next, reason, status).events).toEqual([]);
    expect(fail(first.next, reason, status).next.unreachable).toEqual(first.next.unreachable);
  });

  it('for 404 is announced at the second time in a row', () => {
    const first = fail(aSubmission(), 'not-found', 404);
    expect(first.events).toEqual([]);
    expect(names(fail(first.next, 'not-found', 404).events)).toEqual(['unreachable']);
  });

  it('for 404 counts anew after another failure or a read', () => {
    const missed = fail(aSubmission(), 'not-found', 404).next;
    expect(fail(fail(missed, 'timeout').next, 'not-found', 404).events).toEqual([]);
    expect(fail(read(missed).next, 'not-found', 404).events).toEqual([]);
  });

  it('for 404 after it was announced as refused is told no more, and known to be gone since', () => {
    const refused = fail(aSubmission(), 'forbidden', 403).next;
    const missed = fail(refused, 'not-found', 404).next;
    expect(missed.unreachable).toEqual(refused.unreachable);
    const { next, events } = fail(missed, 'not-found', 404);
    expect(events).toEqual([]);
    expect(next.unreachable).toEqual({ ...refused.unreachable, reason: 'not-found', status: 404 });
    expect(fail(next, 'forbidden', 403).next.unreachable).toEqual(next.unreachable);
  });

  it('for 404 of a draft that its product does not name any more is announced at once', () => {
    const { events } = fail({ ...aSubmission(), withdrawn: true }, 'not-found', 404);
    expect(events[0]?.data).toMatchObject({ reason: 'withdrawn' });
  });

  it('for a submission that was never read tells that nothing is known', () => {
    const { events, next } = fail(anUnreadSubmission(), 'forbidden', 403);
    expect(eventSchema.parse(events[0])).toMatchObject({ sequence: '0000000001', data: { state: 'unknown' } });
    expect(next).not.toHaveProperty('snapshot');
  });
});

describe('a read after a submission could not be reached', () => {
  const unreachable = { reason: 'forbidden', status: 403, since: '2025-06-01T11:00:00.000Z' } as const;

  it('announces the recovery before what changed meanwhile', () => {
    const lost = aSubmission({ sequence: 2, failures: 7, unreachable });
    const { next, events } = read(lost, anObservation({ state: 'Published' }));
    expect(names(events)).toEqual(['recovered', 'state-changed']);
    expect(events.map((event) => Number(event.sequence))).toEqual([3, 4]);
    expect(events[0]?.data).toMatchObject({ unreachableSeconds: 3_600, state: 'Published' });
    expect(next).not.toHaveProperty('unreachable');
  });

  it('announces a first sight after it', () => {
    const { events } = read({ ...anUnreadSubmission(), sequence: 1, unreachable });
    expect(names(events)).toEqual(['recovered', 'tracked']);
    expect(events.map((event) => Number(event.sequence))).toEqual([2, 3]);
  });

  it('forgets that a draft was taken for deleted', () => {
    expect(read({ ...aSubmission(), withdrawn: true }).next).not.toHaveProperty('withdrawn');
  });
});

describe('two reads', () => {
  it('of different states skipped nothing that they did not see', () => {
    const { events } = read(aSubmission(), anObservation({ state: 'Published' }));
    expect(events.map((event) => event.data)).toMatchObject([{ from: 'Certification', to: 'Published' }]);
  });

  it('of one snapshot agree with what was observed', () => {
    const observation = anObservation({ state: 'Release', publishMode: 'Manual' });
    expect(read(aSubmission(), observation).next.snapshot).toEqual(observe('addon', aSnapshot(), observation));
  });
});
