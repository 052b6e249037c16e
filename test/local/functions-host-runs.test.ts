import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostProcess, startHost, stopHosts, temporaryFolder } from './functions-host-process.ts';

afterEach(stopHosts);

const morning = '2026-03-01T08:00:00Z';

const start = (settings: Record<string, string> = {}, stateDirectory = temporaryFolder(), clock = morning) =>
  startHost({ app: 'timers', settings: { SCHEDULE: '0 */5 * * * *', ...settings }, stateDirectory, clock });

const runByHand = async (
  host: HostProcess & { line: { url: string; keys: { master: string } } },
  name: string,
): Promise<number> => {
  const { status } = await fetch(`${host.line.url}/admin/functions/${name}`, {
    method: 'POST',
    headers: { 'x-functions-key': host.line.keys.master, 'content-type': 'application/json' },
    body: '{"input":"test"}',
  });
  return status;
};

/** What the timer function logged of the timer object it was given. */
const timerOf = async (host: HostProcess, run = 1): Promise<unknown> => {
  const line = await host.logged('[poll] ran ', run);
  return JSON.parse(line.slice(line.indexOf('{')));
};

describe('a clock moved by hand', () => {
  it('is moved many times at once, and each move is answered by itself', async () => {
    const host = await start();
    const listening = host.child.listenerCount('message');

    const times = Array.from({ length: 12 }, (_, second) => `2026-03-01T08:00:${String(second).padStart(2, '0')}Z`);
    const moves = times.map((time) => host.moveClock(time));

    expect(host.child.listenerCount('message')).toBe(listening);
    await Promise.all(moves);
  });
});

describe('a timer', () => {
  it('runs at its occurrences, with its status', async () => {
    const host = await start();

    await host.moveClock('2026-03-01T08:04:59Z');
    expect(host.lines.join()).not.toContain('[poll] ran');
    await host.moveClock('2026-03-01T08:05:00Z');
    await host.moveClock('2026-03-01T08:10:00.250Z');

    expect(await timerOf(host, 1)).toEqual({
      schedule: { adjustForDST: true },
      scheduleStatus: {
        last: '0001-01-01T00:00:00',
        next: '2026-03-01T08:05:00.000Z',
        lastUpdated: '2026-03-01T08:00:00.000Z',
      },
      isPastDue: false,
    });
    expect(await timerOf(host, 2)).toMatchObject({
      scheduleStatus: { last: '2026-03-01T08:05:00.000Z', next: '2026-03-01T08:10:00.000Z' },
    });
    expect(JSON.parse(readFileSync(`${host.stateDirectory}/timers.json`, 'utf8')).poll).toEqual({
      last: '2026-03-01T08:10:00.250Z',
      lastUpdated: '2026-03-01T08:10:00.250Z',
      next: '2026-03-01T08:15:00.000Z',
    });
  });

  it('makes up for all it missed while the host was away with one run, marked past due', async () => {
    const first = await start();
    await first.moveClock('2026-03-01T08:05:00Z');
    await first.stop();

    const second = await start({}, first.stateDirectory, '2026-03-01T09:02:00Z');

    expect(await timerOf(second)).toMatchObject({
      isPastDue: true,
      scheduleStatus: { last: '2026-03-01T08:05:00.000Z', next: '2026-03-01T08:10:00.000Z' },
    });
    await second.moveClock('2026-03-01T09:05:00Z');
    expect(await timerOf(second, 2)).toMatchObject({
      isPastDue: false,
      scheduleStatus: { last: '2026-03-01T09:02:00.000Z', next: '2026-03-01T09:05:00.000Z' },
    });
  });

  it('that is disabled does not run, except by hand', async () => {
    const host = await start({ 'AzureWebJobs.poll.Disabled': 'true' });
    await host.moveClock('2026-03-01T08:30:00Z');
    expect(host.lines.join()).not.toContain('[poll] ran');
    expect(host.line.functions).toContainEqual({ name: 'poll', trigger: 'timer', isDisabled: true });

    expect(await runByHand(host, 'poll')).toBe(202);

    expect(await timerOf(host)).toMatchObject({ isPastDue: false });
  });

  it('does not overlap with itself: what it misses meanwhile is one run', async () => {
    const host = await start();
    await host.moveClock('2026-03-02T02:59:59Z');
    host.child.send({ clock: '2026-03-02T03:00:00Z' });
    await host.logged('slow began');
    host.child.send({ clock: '2026-03-06T12:00:00Z' });
    host.child.send({ release: true });

    await host.logged('slow began', 2);

    expect(host.lines.filter((line) => line.includes('[slow] Executing'))).toHaveLength(2);
    expect(host.lines.findIndex((line) => line.includes('slow ended'))).toBeLessThan(
      host.lines.findLastIndex((line) => line.includes('slow began')),
    );
  });

  it('is run again after a failure as its retry policy says, and told so', async () => {
    const host = await start({ 'AzureWebJobs.slow.Disabled': 'true' });
    const failures = () =>
      host.lines.filter((line) => /Failed .*attempt/.test(line)).map((line) => /attempt \d of 2/.exec(line)?.[0]);

    await host.moveClock('2026-03-02T03:00:00Z');
    expect(failures()).toEqual(['attempt 0 of 2']);
    await host.moveClock('2026-03-02T03:00:09Z');
    expect(failures()).toHaveLength(1);
    await host.moveClock('2026-03-02T03:00:10Z');
    await host.moveClock('2026-03-02T03:00:20Z');
    await host.moveClock('2026-03-02T03:00:50Z');

    expect(failures()).toEqual(['attempt 0 of 2', 'attempt 1 of 2', 'attempt 2 of 2']);
  });
});

describe('an invocation', () => {
  it('runs between the hooks, which may replace the handler and see its result', async () => {
    const host = await start();

    await runByHand(host, 'replaced');
    await runByHand(host, 'retried');

    await host.logged('hook postInvocation replaced from the hook');
    await host.logged('hook postInvocation retried ');
  });

  it('fails where its result cannot be serialised', async () => {
    const host = await start();

    await runByHand(host, 'unserialisable');

    expect(await host.logged('[unserialisable] Failed')).toContain('BigInt');
  });

  it('logs what the log hooks leave', async () => {
    const host = await start();

    await runByHand(host, 'talksOfSecrets');

    expect(await host.logged('[talksOfSecrets] a')).toMatch(/ information \[talksOfSecrets\] a \*\*\*$/);
  });
});

describe('a function in error', () => {
  it('is left out with its reason, and the others run', async () => {
    const host = await start();

    expect(host.line.functions.map(({ name }) => name)).toEqual([
      'poll',
      'retried',
      'replaced',
      'unserialisable',
      'talksOfSecrets',
      'slow',
    ]);
    expect(host.line.errors).toEqual([
      { name: 'badSchedule', message: expect.stringContaining("'7' is not a value of the field day of week") },
      { name: 'noSetting', message: expect.stringContaining("'%NOT_THERE%' does not resolve") },
      { name: 'badRetry', message: expect.stringContaining('delayInterval') },
      { name: 'unsupported', message: expect.stringContaining('queueTrigger') },
    ]);
  });
});

describe('stopping', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s lets what runs end, then runs the appTerminate hooks',
    async (signal) => {
      const host = await start();
      await runByHand(host, 'slow');
      await host.logged('slow began');

      const stopped = host.stop(signal);
      await expect(untilRefused(host.line.url)).resolves.toBe(true);
      host.child.send({ release: true });

      expect(await stopped).toBe(0);
      const order = ['hook appStart', 'slow began', 'slow ended', 'hook appTerminate'];
      expect(host.lines.flatMap((line) => order.find((text) => line.includes(text)) ?? [])).toEqual(order);
    },
  );

  it('does not wait for ever for what runs', async () => {
    const host = await start();
    await runByHand(host, 'slow');
    await host.logged('slow began');

    expect(await host.stop()).toBe(0);

    expect(host.lines.join()).not.toContain('slow ended');
    expect(host.lines.at(-1)).toContain('hook appTerminate');
  });

  it('happens when the process that forked it goes away', async () => {
    const host = await start();

    host.child.disconnect();

    expect(await host.exited()).toBe(0);
    expect(host.lines.at(-1)).toContain('hook appTerminate');
  });

  it('answers a request that is being worked on', async () => {
    const host = await startHost({ app: 'http' });
    const answer = fetch(`${host.line.url}/api/waits`);
    await host.logged('the request waits');

    const code = host.stop();
    await untilRefused(host.line.url);
    host.child.send({ release: true });

    expect(await (await answer).text()).toBe('done');
    expect(await code).toBe(0);
  });
});

it('keys stay the same from start to start', async () => {
  const first = await startHost({ app: 'http' });
  await first.stop();
  const second = await startHost({ app: 'http', stateDirectory: first.stateDirectory });

  expect(second.line.keys).toEqual(first.line.keys);
  const { functions } = JSON.parse(readFileSync(join(first.stateDirectory, 'keys.json'), 'utf8'));
  const call = (name: string): Promise<Response> => fetch(`${second.line.url}/api/${name}?code=${functions.withKey}`);
  expect((await call('withKey')).status).toBe(200);
  expect((await call('otherWithKey')).status).toBe(401);
});

async function untilRefused(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => untilRefused(url),
    () => true,
  );
}
