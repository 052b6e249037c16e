import {
  afterPass,
  allowance,
  type Budget,
  freshBudget,
  type PassAtHost,
  refilled,
  refusalNow,
  unansweredSince,
} from '../../shared/domain/budget.ts';

const start = new Date('2026-03-02T08:00:00.000Z');
const configured = 20;
const fresh = freshBudget('devCenter', configured, start);

function secondsLater(seconds: number, from = start): Date {
  return new Date(from.getTime() + seconds * 1000);
}

function aPass(more: Partial<PassAtHost> = {}): PassAtHost {
  return { reserved: 0, requests: 0, unserved: 0, succeeded: 0, ...more };
}

/** So many passes in a row that met 429, a minute from one to the next. */
function throttledTimes(count: number, throttled: NonNullable<PassAtHost['throttled']> = {}): Budget {
  let budget = fresh;
  for (let pass = 0; pass < count; pass += 1) {
    const now = secondsLater(pass * 1);
    budget = afterPass(refilled(budget, configured, now), aPass({ throttled }), now);
  }
  return budget;
}

function waitOf(budget: Budget, from: Date): number {
  return (Date.parse(budget.setAsideUntil ?? '') - from.getTime()) / 1000;
}

describe('what a host asks to wait', () => {
  it.each([86_401, 1e12, 1e300, Number.POSITIVE_INFINITY])(
    'is a day at most, where it says %d seconds: one bad header must not blind the watcher for years',
    (retryAfterSeconds) => {
      expect(waitOf(throttledTimes(1, { retryAfterSeconds }), start)).toBe(86_400);
    },
  );
});

describe('the bucket', () => {
  it('is full at first, which is a minute of requests', () => {
    expect(allowance(fresh, start)).toBe(20);
  });

  it.each([
    [0, 0],
    [2.9, 0],
    [3, 1],
    [30, 10],
    [59.9, 19],
    [60, 20],
    [3_600, 20],
  ])('that is empty holds, %d seconds later, %i', (seconds, expected) => {
    const now = secondsLater(seconds);
    expect(allowance(refilled({ ...fresh, tokens: 0 }, configured, now), now)).toBe(expected);
  });

  it('loses nothing of a request when it is looked at often', () => {
    let budget: Budget = { ...fresh, tokens: 0 };
    for (let second = 1; second <= 60; second += 1) budget = refilled(budget, configured, secondsLater(second));

    expect(allowance(budget, secondsLater(60))).toBe(20);
  });

  it('gives nothing and owes when more was spent than it held, until that is paid back', () => {
    const overspent = afterPass({ ...fresh, tokens: 0 }, aPass({ reserved: 1, requests: 11, succeeded: 1 }), start);

    expect(overspent.tokens).toBe(-10);
    expect(allowance(overspent, start)).toBe(0);
    expect(allowance(refilled(overspent, configured, secondsLater(30)), secondsLater(30))).toBe(0);
    expect(allowance(refilled(overspent, configured, secondsLater(33)), secondsLater(33))).toBe(1);
  });

  it('gets back what a pass had reserved and did not use, and holds no more than it can', () => {
    const reserved = { ...fresh, tokens: 5 };
    expect(afterPass(reserved, aPass({ reserved: 15, requests: 4 }), start).tokens).toBe(16);

    const late = afterPass({ ...fresh, tokens: 20 }, aPass({ reserved: 15 }), start);
    expect(allowance(refilled(late, configured, start), start)).toBe(20);
  });

  it('is not filled by a clock that goes back', () => {
    expect(refilled({ ...fresh, tokens: 3 }, configured, secondsLater(-600)).tokens).toBe(3);
  });
});

describe('the configured rate', () => {
  it('holds from the next pass on where it was lowered or raised by a person', () => {
    expect(refilled(fresh, 5, start)).toMatchObject({ perMinute: 5, tokens: 5 });
    expect(refilled({ ...fresh, tokens: 0 }, 60, secondsLater(30))).toMatchObject({ perMinute: 60, tokens: 30 });
  });
});

describe('429', () => {
  it('sets the host aside for as long as it asks', () => {
    const budget = throttledTimes(1, { retryAfterSeconds: 22 });

    expect(budget.setAsideUntil).toBe(secondsLater(22).toISOString());
    expect(allowance(budget, secondsLater(21.999))).toBe(0);
    expect(allowance(budget, secondsLater(22))).toBe(20);
  });

  it.each([
    [1, 15],
    [2, 30],
    [3, 60],
    [4, 120],
    [5, 120],
    [50, 120],
  ])('for the %i. time in a row, without a word of how long, sets it aside for %i seconds', (times, seconds) => {
    const from = secondsLater(times - 1);
    expect(waitOf(throttledTimes(times), from)).toBe(seconds);
  });

  it('is believed at once where it asks for nothing', () => {
    const budget = throttledTimes(1, { retryAfterSeconds: 0 });

    expect(allowance(budget, start)).toBe(20);
  });

  it('does not shorten a longer wait that another instance was asked for', () => {
    const long = throttledTimes(1, { retryAfterSeconds: 300 });

    const later = afterPass(long, aPass({ throttled: { retryAfterSeconds: 5 } }), secondsLater(1));

    expect(later.setAsideUntil).toBe(secondsLater(300).toISOString());
  });

  it('once leaves the rate as it is, and repeated lowers it to 80 % each time, to no less than one', () => {
    expect([1, 2, 3, 4].map((times) => throttledTimes(times).perMinute)).toEqual([20, 16, 12, 9]);
    expect(throttledTimes(40).perMinute).toBe(1);
  });

  it('counts anew after a pass without one that read something', () => {
    const after = afterPass(throttledTimes(3), aPass({ requests: 1, succeeded: 1 }), secondsLater(60));
    expect(after.throttles).toBe(0);

    const again = afterPass(after, aPass({ throttled: {} }), secondsLater(120));
    expect(again).toMatchObject({ throttles: 1, perMinute: after.perMinute });
    expect(waitOf(again, secondsLater(120))).toBe(15);
  });

  it('is not forgotten for a pass that read nothing', () => {
    const set = throttledTimes(2, { retryAfterSeconds: 600 });

    expect(afterPass(set, aPass(), secondsLater(5))).toMatchObject({
      throttles: 2,
      setAsideUntil: set.setAsideUntil,
    });
  });
});

describe('quiet', () => {
  const lowered = throttledTimes(5);
  const quietSince = new Date(lowered.adaptedAt ?? '');

  it('raises the rate by a tenth of the configured one a minute, never above it', () => {
    expect(lowered.perMinute).toBe(7);
    const rates = [59, 60, 119, 120, 360, 420, 3_600].map(
      (seconds) => refilled(lowered, configured, secondsLater(seconds, quietSince)).perMinute,
    );
    expect(rates).toEqual([7, 9, 9, 11, 19, 20, 20]);
  });

  it('raises it as much when it is looked at each minute', () => {
    let budget = lowered;
    const rates: number[] = [];
    for (let minute = 1; minute <= 8; minute += 1) {
      budget = refilled(budget, configured, secondsLater(minute * 60, quietSince));
      rates.push(budget.perMinute);
    }

    expect(rates).toEqual([9, 11, 13, 15, 17, 19, 20, 20]);
  });

  it('raises a small rate by one at least', () => {
    const slow = { ...freshBudget('store', 3, start), perMinute: 1, adaptedAt: start.toISOString() };

    expect(refilled(slow, 3, secondsLater(60)).perMinute).toBe(2);
  });
});

describe('a refusal of everything', () => {
  const refused = { reason: 'unauthorized' as const, message: 'AADSTS7000222' };

  it('is remembered with the time of the first, and the latest message', () => {
    const first = afterPass(fresh, aPass({ refused }), start);
    const second = afterPass(first, aPass({ refused: { ...refused, message: 'AADSTS700016' } }), secondsLater(60));

    const [since, at] = [start.toISOString(), secondsLater(60).toISOString()];
    expect(first.refusal).toEqual({ ...refused, since, at: since });
    expect(second.refusal).toEqual({ ...refused, message: 'AADSTS700016', since, at });
  });

  it('stays through a pass that read nothing, and ends with the first read', () => {
    const set = afterPass(fresh, aPass({ refused }), start);

    expect(afterPass(set, aPass({ requests: 3 }), secondsLater(60)).refusal).toEqual(set.refusal);
    expect(afterPass(set, aPass({ requests: 3, succeeded: 1 }), secondsLater(60))).not.toHaveProperty('refusal');
  });

  it('is forgotten where nobody asks any more; one that an earlier release wrote is not', () => {
    const set = afterPass(fresh, aPass({ refused }), start);
    const before = { ...refused, since: start.toISOString() };

    expect(refusalNow(set, secondsLater(1_799))).toEqual(set.refusal);
    expect(refusalNow(set, secondsLater(1_800))).toBeUndefined();
    expect(refusalNow({ ...set, refusal: before }, secondsLater(1_800))).toEqual(before);
  });

  it('is none where something was read in the same pass', () => {
    expect(afterPass(fresh, aPass({ requests: 3, succeeded: 1, refused }), start)).not.toHaveProperty('refusal');
  });
});

describe('a host that answers nobody', () => {
  const silent = afterPass(fresh, aPass({ requests: 3, isAnswering: false }), start);

  it('is known since the first pass that found it so', () => {
    const second = afterPass(silent, aPass({ requests: 3, isAnswering: false }), secondsLater(600));
    expect(unansweredSince(second, secondsLater(601))).toBe(start.toISOString());
  });

  it('is the same after a pass that could not tell', () => {
    expect(unansweredSince(afterPass(silent, aPass(), secondsLater(60)), secondsLater(60))).toBe(start.toISOString());
  });

  it('is over with the first answer', () => {
    const answering = afterPass(silent, aPass({ requests: 3, isAnswering: true }), secondsLater(60));
    expect(unansweredSince(answering, secondsLater(60))).toBeUndefined();
  });

  it('is not held to be so once nobody asks any more', () => {
    expect(unansweredSince(silent, secondsLater(1_799))).toBe(start.toISOString());
    expect(unansweredSince(silent, secondsLater(1_800))).toBeUndefined();
    expect(unansweredSince(silent, secondsLater(1_800), 90)).toBe(start.toISOString());
  });

  it('is held to be so while it asked to be left alone', () => {
    const pass = aPass({ requests: 1, isAnswering: false, throttled: { retryAfterSeconds: 7_200 } });
    expect(unansweredSince(afterPass(fresh, pass, start), secondsLater(7_100))).toBe(start.toISOString());
  });
});

describe('a budget that a clock that ran ahead wrote', () => {
  it('begins anew: it would not fill, nor the host be asked, until the right clocks have come as far', () => {
    const then = secondsLater(8 * 3_600);
    const spent = { ...freshBudget('devCenter', configured, then), tokens: 0 };
    const asked = afterPass(spent, aPass({ throttled: { retryAfterSeconds: 60 } }), then);
    for (const budget of [spent, asked]) expect(allowance(refilled(budget, configured, start), start)).toBe(configured);
  });

  it('is taken as it is where clocks differ by minutes only', () => {
    const spent = { ...freshBudget('devCenter', configured, secondsLater(500)), tokens: 0 };
    expect(allowance(refilled(spent, configured, start), start)).toBe(0);
  });
});
