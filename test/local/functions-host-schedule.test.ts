import { createManualClock, createRealClock } from '../../local/functions-host/clock.ts';
import { parseNcrontab } from '../../local/functions-host/timers/ncrontab.ts';
import { readRetryPolicy, runWithRetries } from '../../local/functions-host/timers/retry-policy.ts';
import { createTimerRunner, type TimerOptions } from '../../local/functions-host/timers/timer-runner.ts';
import {
  firstStatus,
  isMonitored,
  resumeStatus,
  type ScheduleStatus,
  statusAfterRun,
} from '../../local/functions-host/timers/timer-schedule.ts';

const at = (time: string): Date => new Date(`2026-03-${time}Z`);
const daily = parseNcrontab('0 0 3 * * *');

describe('a schedule', () => {
  it('is monitored unless it is switched off or occurs more than once a minute', () => {
    expect(isMonitored(daily, undefined)).toBe(true);
    expect(isMonitored(daily, false)).toBe(false);
    expect(isMonitored(parseNcrontab('*/30 * * * * *'), true)).toBe(false);
  });

  it('that has never run is not past due', () => {
    expect(firstStatus(daily, at('01T12:00:00'))).toEqual({ lastUpdated: at('01T12:00:00'), next: at('02T03:00:00') });
  });

  it('continues as it was where nothing was missed', () => {
    const stored = statusAfterRun(daily, at('02T03:00:00'));

    expect(resumeStatus(daily, stored, at('02T20:00:00'))).toEqual({ status: stored, isPastDue: false });
  });

  it('is past due, from the first occurrence missed, where some were', () => {
    const stored = statusAfterRun(daily, at('02T03:00:00'));

    const resumed = resumeStatus(daily, stored, at('07T12:00:00'));

    expect(resumed).toEqual({ status: stored, isPastDue: true });
    expect(resumed.status.next).toEqual(at('03T03:00:00'));
  });

  it('is past due before its first run as well', () => {
    const stored = firstStatus(daily, at('02T12:00:00'));

    expect(resumeStatus(daily, stored, at('03T03:00:01')).isPastDue).toBe(true);
  });

  it('that has changed is calculated anew and not past due', () => {
    const stored = statusAfterRun(daily, at('02T03:00:00'));
    const hourly = parseNcrontab('0 30 * * * *');

    expect(resumeStatus(hourly, stored, at('07T12:00:00'))).toEqual({
      status: { lastUpdated: at('07T12:00:00'), next: at('07T12:30:00') },
      isPastDue: false,
    });
    expect(resumeStatus(hourly, stored, at('02T03:10:00'))).toEqual({
      status: { lastUpdated: at('02T03:00:00'), next: at('02T03:30:00') },
      isPastDue: false,
    });
  });

  it('counts from the start of a run, so that what a long run misses is one occurrence', () => {
    expect(statusAfterRun(parseNcrontab('0 * * * * *'), at('01T12:00:00')).next).toEqual(at('01T12:01:00'));
  });
});

describe('a timer', () => {
  const turn = (): Promise<void> => new Promise(setImmediate);

  const startTimer = async (options: TimerOptions, saveStatus?: () => Promise<void>) => {
    const clock = createManualClock(at('01T12:00:00'));
    const runs: { status: ScheduleStatus | undefined; isPastDue: boolean }[] = [];
    const saved: ScheduleStatus[] = [];
    const logs: string[] = [];
    const timer = createTimerRunner(options, {
      clock,
      loadStatus: async () => undefined,
      saveStatus: saveStatus ?? (async (status) => void saved.push(status)),
      run: async (status, isPastDue) => {
        runs.push({ status, isPastDue });
        return true;
      },
      log: (level, message) => logs.push(`${level} ${message}`),
    });
    await timer.start();
    const moveTo = async (time: string): Promise<void> => {
      clock.set(at(time));
      await turn();
    };
    return { timer, runs, saved, logs, moveTo };
  };

  it('without monitoring is told no status and keeps none', async () => {
    const { runs, saved, moveTo } = await startTimer({ schedule: daily, useMonitor: false });

    await moveTo('02T03:00:00');

    expect(runs).toEqual([{ status: undefined, isPastDue: false }]);
    expect(saved).toEqual([]);
  });

  it('that is to run on startup does so, without being past due, and goes on from there', async () => {
    const { runs, moveTo } = await startTimer({ schedule: daily, runOnStartup: true });
    expect(runs).toHaveLength(1);
    expect(runs[0]?.isPastDue).toBe(false);
    await turn();

    await moveTo('02T03:00:00');

    expect(runs).toHaveLength(2);
    expect(runs[1]?.status).toMatchObject({ last: at('01T12:00:00'), next: at('02T03:00:00') });
  });

  it('goes on although its status cannot be kept, and says so', async () => {
    let writes = 0;
    const { runs, logs, moveTo } = await startTimer({ schedule: daily }, async () => {
      writes += 1;
      if (writes === 2) throw new Error('the disk is full');
    });

    await moveTo('02T03:00:00');
    await moveTo('03T03:00:00');

    expect(logs).toEqual([expect.stringContaining('the disk is full')]);
    expect(runs).toHaveLength(2);
  });

  it('whose schedule never occurs says so and does not run', async () => {
    const { runs, logs, moveTo } = await startTimer({ schedule: parseNcrontab('0 0 0 30 2 *') });

    await moveTo('31T00:00:00');

    expect(runs).toEqual([]);
    expect(logs).toEqual(['warning the schedule has no further occurrence']);
  });

  it('that is stopped fires no more', async () => {
    const { timer, runs, moveTo } = await startTimer({ schedule: daily });

    timer.stop();
    await moveTo('09T00:00:00');

    expect(runs).toEqual([]);
  });
});

describe('a retry policy', () => {
  it('waits the same each time with fixedDelay', () => {
    const policy = readRetryPolicy({ retryStrategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 5 } });

    expect([1, 2, 3].map(policy.delay)).toEqual([5000, 5000, 5000]);
  });

  it('waits longer each time with exponentialBackoff, up to the maximum', () => {
    const options = {
      retryStrategy: 'exponentialBackoff',
      maxRetryCount: 5,
      minimumInterval: { seconds: 2 },
      maximumInterval: { seconds: 15 },
    };

    expect([1, 2, 3, 4, 5].map(readRetryPolicy(options, () => 0.5).delay)).toEqual([2000, 4000, 6000, 10_000, 15_000]);
    expect(readRetryPolicy(options, () => 0).delay(2)).toBe(3600);
  });

  it.each([
    ['a count', { retryStrategy: 'fixedDelay', delayInterval: { seconds: 5 } }],
    ['its interval', { retryStrategy: 'fixedDelay', maxRetryCount: 1 }],
    ['its maximum', { retryStrategy: 'exponentialBackoff', maxRetryCount: 1, minimumInterval: { seconds: 1 } }],
    ['a known strategy', { retryStrategy: 'linear', maxRetryCount: 1 }],
  ])('is refused without %s', (_what, options) => {
    expect(() => readRetryPolicy(options)).toThrow('retry');
  });
});

describe('retries', () => {
  const policy = readRetryPolicy({ retryStrategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { seconds: 10 } });
  const turn = (): Promise<void> => new Promise(setImmediate);

  it('tell each attempt its number, and from the second on the last failure', async () => {
    const clock = createManualClock(at('01T00:00:00'));
    const contexts: unknown[] = [];
    const attempt = async (context: unknown): Promise<void> => {
      contexts.push(context);
      throw new Error(`failure ${contexts.length}`);
    };

    const ended = runWithRetries(attempt, policy, clock, new AbortController().signal);
    await turn();
    clock.set(at('01T00:00:10'));
    await turn();
    clock.set(at('01T00:00:20'));

    expect(await ended).toBe(true);
    expect(contexts).toEqual([
      { retryCount: 0, maxRetryCount: 2 },
      { retryCount: 1, maxRetryCount: 2, exception: expect.objectContaining({ message: 'failure 1' }) },
      { retryCount: 2, maxRetryCount: 2, exception: expect.objectContaining({ message: 'failure 2' }) },
    ]);
  });

  it('are none without a policy, and there is then no context', async () => {
    const contexts: unknown[] = [];

    const ended = await runWithRetries(
      async (context) => {
        contexts.push(context);
        throw new Error('failure');
      },
      undefined,
      createManualClock(at('01T00:00:00')),
      new AbortController().signal,
    );

    expect(ended).toBe(true);
    expect(contexts).toEqual([undefined]);
  });

  it('without a limit go on until one succeeds', async () => {
    let attempts = 0;
    const endless = { maxRetryCount: -1, delay: () => 0 };

    const ended = await runWithRetries(
      async () => {
        attempts += 1;
        if (attempts < 50) throw new Error('failure');
      },
      endless,
      createManualClock(at('01T00:00:00')),
      new AbortController().signal,
    );

    expect([ended, attempts]).toEqual([true, 50]);
  });

  it('that are waited for are given up at a stop', async () => {
    const stopping = new AbortController();
    const ended = runWithRetries(
      async () => {
        throw new Error('failure');
      },
      policy,
      createManualClock(at('01T00:00:00')),
      stopping.signal,
    );
    await turn();

    stopping.abort();

    expect(await ended).toBe(false);
  });
});

describe('a clock', () => {
  it('moved by hand calls back what is due, the earliest first, unless it was cancelled', () => {
    const clock = createManualClock(at('01T00:00:00'));
    const called: string[] = [];
    clock.at(at('01T00:00:03'), () => called.push('third'));
    clock.at(at('01T00:00:01'), () => called.push('first'));
    clock.at(at('01T00:00:02'), () => called.push('second'))();
    clock.at(at('01T00:00:09'), () => called.push('later'));

    clock.set(at('01T00:00:05'));

    expect(called).toEqual(['first', 'third']);
    expect(clock.now()).toEqual(at('01T00:00:05'));
  });

  it('that is real calls back at the time, and at once where it has passed', async () => {
    const clock = createRealClock();
    const time = new Date(Date.now() + 20);

    const calledAt = await new Promise<number>((resolve) => clock.at(time, () => resolve(Date.now())));
    await new Promise<void>((resolve) => clock.at(new Date(0), resolve));

    expect(calledAt).toBeGreaterThanOrEqual(time.getTime());
  });
});
