import { watcherEventSchema } from '../../shared/contract/watcher-event.ts';
import type { HealthLimits } from '../../shared/domain/watcher-health.ts';
import { announceHealth } from '../../shared/use-cases/announce-health.ts';
import { aPassSummary } from '../support/a-pass-summary.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';

const limits = { passOverdueMinutes: 10, outboxStuckMinutes: 10, pollBehindMinutes: 60 };

async function passed(watcher: Watcher, summary = aPassSummary()): Promise<void> {
  const at = watcher.clock.now().toISOString();
  await watcher.table.passLog.record({ startedAt: at, endedAt: at, summary });
}

async function failed(watcher: Watcher): Promise<void> {
  const at = watcher.clock.now().toISOString();
  await watcher.table.passLog.record({ startedAt: at, endedAt: at });
}

/** A check each minute. */
async function checks(watcher: Watcher, count: number, checked: HealthLimits = limits): Promise<void> {
  for (let check = 0; check < count; check += 1) {
    watcher.clock.advance(60);
    await watcher.announceHealth(checked);
  }
}

/** What was told, counted from the first. */
const told = ({ publisher }: Watcher) => {
  const before = Number(publisher.watcherEvents[0]?.sequence) - 1;
  return publisher.watcherEvents.map(({ id, type }) => {
    const [, sequence] = id.split('/');
    return `watcher/${Number(sequence) - before} ${type.split('.')[2]}`;
  });
};

describe('the watcher', () => {
  it('says nothing while it is well', async () => {
    const watcher = createWatcher();
    await passed(watcher);

    await checks(watcher, 5);

    expect(watcher.publisher.tried).toEqual([]);
  });

  it('says once that it is degraded and why, and once that it has recovered, after how long', async () => {
    const watcher = createWatcher();
    await passed(watcher);
    await failed(watcher);
    await checks(watcher, 5);
    watcher.clock.advance(30);
    await passed(watcher);
    await checks(watcher, 5);

    const begin = Date.parse('2026-03-02T08:00:00.000Z');
    const time = (seconds: number) => new Date(begin + seconds * 1000).toISOString();
    // From the seconds since 1970 of the first check on.
    const [first, second] = [61, 62].map((seconds) => begin / 1000 + seconds);
    const reasons = ['pass-failed'];
    expect(watcher.publisher.watcherEvents).toMatchObject([
      {
        id: `watcher/${first}`,
        type: 'submissionwatch.watcher.degraded.v1',
        subject: 'watcher',
        source: '/submission-watch',
        sequence: String(first),
        time: time(60),
        data: { severity: 'error', reasons, message: 'Submission Watch is degraded: the last pass failed' },
      },
      {
        id: `watcher/${second}`,
        type: 'submissionwatch.watcher.recovered.v1',
        sequence: String(second),
        time: time(390),
        data: { severity: 'success', reasons, degradedSeconds: 330 },
      },
    ]);
    expect(watcher.publisher.tried).toEqual([`watcher/${first}`, `watcher/${second}`]);
    for (const event of watcher.publisher.watcherEvents) expect(watcherEventSchema.parse(event)).toEqual(event);
  });

  it('says it again when a further reason joins: what lasts for weeks must not hide an outage', async () => {
    const watcher = createWatcher();
    await passed(watcher);
    const expiring = { ...limits, credentialExpiresAt: '2026-03-10T00:00:00.000Z' };
    await checks(watcher, 2, expiring);
    await failed(watcher);
    await checks(watcher, 3, expiring);

    expect(told(watcher)).toEqual(['watcher/1 degraded', 'watcher/2 degraded']);
    expect(watcher.publisher.watcherEvents[1]?.data).toMatchObject({
      reasons: ['pass-failed', 'credential-expiring'],
      message: 'Submission Watch is degraded: the last pass failed; the credential ends soon',
    });

    await passed(watcher);
    await checks(watcher, 3, expiring);
    await failed(watcher);
    await checks(watcher, 3, expiring);

    expect(told(watcher)).toEqual(['watcher/1 degraded', 'watcher/2 degraded', 'watcher/3 degraded']);
  });

  it('says nothing of a reason that goes while another holds, and at the end that all are gone', async () => {
    const watcher = createWatcher();
    const expiring = { ...limits, credentialExpiresAt: '2026-03-10T00:00:00.000Z' };
    await failed(watcher);
    await checks(watcher, 1, expiring);
    await passed(watcher);
    await checks(watcher, 1, expiring);
    expect(told(watcher)).toEqual(['watcher/1 degraded']);

    await checks(watcher, 2);

    expect(told(watcher)).toEqual(['watcher/1 degraded', 'watcher/2 recovered']);
    expect(watcher.publisher.watcherEvents[1]?.data).toMatchObject({ degradedSeconds: 120 });
    expect((await watcher.table.watcherHealth.load())?.value?.reasons).toEqual([]);
  });

  it('gives no id twice, also where the table was lost between two illnesses: whoever knows the id would drop the second', async () => {
    const before = createWatcher();
    await failed(before);
    await checks(before, 3);
    const after = createWatcher(before.clock);
    await failed(after);
    await checks(after, 1);

    const ids = [before, after].flatMap(({ publisher }) => publisher.watcherEvents.map(({ id }) => id));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
  });

  it('counts on over many illnesses', async () => {
    const watcher = createWatcher();
    for (let round = 0; round < 3; round += 1) {
      await failed(watcher);
      await checks(watcher, 2);
      await passed(watcher);
      await checks(watcher, 2);
    }

    expect(told(watcher)).toEqual([1, 3, 5].flatMap((id) => [`watcher/${id} degraded`, `watcher/${id + 1} recovered`]));
  });

  it('has ten minutes for its first pass before it says that none has run', async () => {
    const watcher = createWatcher();
    await watcher.announceHealth();
    await checks(watcher, 9);
    watcher.clock.advance(59.999);
    const health = await watcher.announceHealth();
    expect(health.reasons).toEqual(['no-pass-yet']);
    expect(told(watcher)).toEqual([]);

    watcher.clock.advance(0.001);
    await watcher.announceHealth();

    expect(told(watcher)).toEqual(['watcher/1 degraded']);
    expect(watcher.publisher.watcherEvents[0]?.data).toMatchObject({ reasons: ['no-pass-yet'] });
  });

  it('is not given that time for anything else', async () => {
    const watcher = createWatcher();
    await failed(watcher);

    await watcher.announceHealth();

    expect(told(watcher)).toEqual(['watcher/1 degraded']);
  });
});

describe('while the broker is down', () => {
  it('the watcher keeps what it has to say, and says it later in order', async () => {
    const watcher = createWatcher();
    watcher.publisher.refuse(() => ({ retryable: true }));
    await failed(watcher);
    await checks(watcher, 2);
    await passed(watcher);
    await checks(watcher, 2);
    await failed(watcher);
    await checks(watcher, 2);
    expect(told(watcher)).toEqual([]);
    const [first] = watcher.publisher.tried;
    expect(watcher.log.lines).toContain(`warn: health: ${first} was not sent (refused); it is told later`);
    // Out of order would be a recovery that nobody knows the illness of.
    expect(new Set(watcher.publisher.tried)).toEqual(new Set([first]));

    watcher.publisher.refuse(undefined);
    await checks(watcher, 1);

    expect(told(watcher)).toEqual(['watcher/1 degraded', 'watcher/2 recovered', 'watcher/3 degraded']);
    expect((await watcher.table.watcherHealth.load())?.value?.pending).toEqual([]);
    await checks(watcher, 2);
    expect(told(watcher)).toHaveLength(3);
  });
});

describe('two checks at once', () => {
  it('tell the same events, so that a subscriber hears them once', async () => {
    const watcher = createWatcher();
    await failed(watcher);
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([1, 2, 3].map(() => watcher.announceHealth()));
      watcher.clock.advance(60);
    }
    await passed(watcher);
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([1, 2, 3].map(() => watcher.announceHealth()));
      watcher.clock.advance(60);
    }

    expect(told(watcher)).toEqual(['watcher/1 degraded', 'watcher/2 recovered']);
    expect((await watcher.table.watcherHealth.load())?.value).toMatchObject({ pending: [], reasons: [] });
  });
});

describe('a check that another one forestalled', () => {
  it('tells nothing: what is to be told is in the other one', async () => {
    const watcher = createWatcher();
    await failed(watcher);
    const { dependencies, table } = watcher;
    const watcherHealth = { ...table.watcherHealth, save: async () => 'conflict' as const };

    const health = await announceHealth({
      ...dependencies,
      ...table,
      channels: [],
      watcherHealth,
      limits,
      source: '/submission-watch',
    });

    expect(health.reasons).toEqual(['pass-failed']);
    expect(watcher.publisher.tried).toEqual([]);
  });
});

describe('a check that is killed', () => {
  it.each(['before', 'after'] as const)('right %s it told leaves the event to the next one', async (when) => {
    const watcher = createWatcher();
    await failed(watcher);
    const { dependencies, table, publisher } = watcher;
    const killed = announceHealth({
      ...dependencies,
      ...table,
      channels: [],
      limits,
      source: '/submission-watch',
      publisher: {
        async publish(event) {
          if (when === 'after') await publisher.publish(event);
          throw new Error('the process was killed');
        },
      },
    });
    await expect(killed).rejects.toThrow('killed');

    await checks(watcher, 2);

    expect(told(watcher)).toEqual(['watcher/1 degraded']);
    expect((await watcher.table.watcherHealth.load())?.value?.pending).toEqual([]);
  });
});
