import type { Budget } from '../../shared/domain/budget.ts';
import { CorruptRowError, StorageError } from '../../shared/errors.ts';
import { checkHealth, type HealthDependencies } from '../../shared/use-cases/check-health.ts';
import { watchProduct } from '../../shared/use-cases/watch-product.ts';
import { aPassSummary } from '../support/a-pass-summary.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { exampleEvent } from '../support/example-events.ts';
import { keysOfProducts } from '../support/key-of.ts';

const summary = aPassSummary();
const limits = { passOverdueMinutes: 10, outboxStuckMinutes: 10, pollBehindMinutes: 60 };

function healthOf({ table, clock }: Watcher): HealthDependencies {
  return { ...table, channels: ['teams', 'slack'], limits, now: clock.now };
}

async function reasonsOf(
  watcher: Watcher,
  more: Partial<HealthDependencies['limits']> = {},
): Promise<readonly string[]> {
  const { reasons } = await checkHealth({ ...healthOf(watcher), limits: { ...limits, ...more } });
  return reasons;
}

async function passed(watcher: Watcher, outcome: object = { summary }): Promise<void> {
  const at = watcher.clock.now().toISOString();
  await watcher.table.passLog.record({ startedAt: at, endedAt: at, ...outcome });
}

async function withUnsent(watcher: Watcher, count: number): Promise<void> {
  watcher.publisher.refuse(() => ({ retryable: true }));
  for (const key of keysOfProducts(count)) await watcher.track(key);
  await watcher.pass({ inlineLimit: count });
}

describe('health', () => {
  it('is good after a pass with nothing unsent', async () => {
    const watcher = createWatcher();
    await passed(watcher);

    expect(await checkHealth(healthOf(watcher))).toEqual({
      reasons: [],
      lastPass: { startedAt: '2026-03-02T08:00:00.000Z', endedAt: '2026-03-02T08:00:00.000Z', summary },
      budgets: [],
      setAside: [],
      channels: [
        { channel: 'teams', isLate: false, isRefusing: false, failures: [] },
        { channel: 'slack', isLate: false, isRefusing: false, failures: [] },
      ],
      unlisted: [],
    });
  });

  it('is not good before the first pass', async () => {
    expect(await reasonsOf(createWatcher())).toEqual(['no-pass-yet']);
  });

  it('is not good once the last pass is more than ten minutes ago', async () => {
    const watcher = createWatcher();
    await passed(watcher);

    watcher.clock.advance(600);
    expect(await reasonsOf(watcher)).toEqual([]);
    watcher.clock.advance(1);
    expect(await reasonsOf(watcher)).toEqual(['pass-overdue']);
    expect(await reasonsOf(watcher, { passOverdueMinutes: 11 })).toEqual([]);
  });

  it('is not good after a pass that threw, until one does not', async () => {
    const watcher = createWatcher();
    await passed(watcher, {});
    expect(await reasonsOf(watcher)).toEqual(['pass-failed']);

    await passed(watcher);
    expect(await reasonsOf(watcher)).toEqual([]);
  });

  it('is not good while the record of the last pass cannot be read, and everything else is looked at', async () => {
    const watcher = createWatcher();
    await withUnsent(watcher, 1);
    watcher.clock.advance(601);
    const last = () => Promise.reject(new CorruptRowError('The row of a pass is not readable'));
    const health = { ...healthOf(watcher), passLog: { ...watcher.table.passLog, last } };

    const { reasons, lastPass } = await checkHealth(health);

    expect(reasons).toEqual(['pass-unreadable', 'outbox-stuck']);
    expect(lastPass).toBeUndefined();
  });

  it('is not good after a pass that began with something due for more than an hour', async () => {
    const watcher = createWatcher();
    await passed(watcher, { summary: aPassSummary({ oldestDueSeconds: 3_600 }) });
    expect(await reasonsOf(watcher)).toEqual([]);

    await passed(watcher, { summary: aPassSummary({ oldestDueSeconds: 3_601 }) });
    expect(await reasonsOf(watcher)).toEqual(['poll-behind']);
  });

  it('is not good once an event waits for more than ten minutes', async () => {
    const watcher = createWatcher();
    await withUnsent(watcher, 3);
    const since = watcher.clock.now().toISOString();

    watcher.clock.advance(600);
    await passed(watcher);
    expect(await checkHealth(healthOf(watcher))).toMatchObject({ reasons: [], oldestUnsent: since });
    watcher.clock.advance(1);
    expect(await checkHealth(healthOf(watcher))).toMatchObject({ reasons: ['outbox-stuck'], oldestUnsent: since });
  });

  it('is not good while something is set aside', async () => {
    const watcher = createWatcher();
    const [key] = keysOfProducts(1);
    if (key === undefined) throw new Error('there is one');
    await watcher.track(key);
    watcher.table.spoil(key.text);
    await watcher.pass();
    await passed(watcher);

    expect(await checkHealth(healthOf(watcher))).toMatchObject({
      reasons: ['set-aside'],
      setAside: [{ what: 'submission', key: key.text }],
    });
  });

  it.each([
    ['unauthorized', 'credentials-failing'],
    ['forbidden', 'host-refusing'],
  ] as const)('is not good while a host refuses everything as %s, whichever host it is', async (reason, expected) => {
    for (const host of ['devCenter', 'store'] as const) {
      const watcher = createWatcher();
      await passed(watcher);
      const at = watcher.clock.now().toISOString();
      const budget: Budget = { host, perMinute: 20, tokens: 20, updatedAt: at, throttles: 0 };
      const refused = { ...budget, refusal: { reason, since: at, message: 'No' } };
      await watcher.table.budgets[host].save(refused, undefined);

      expect(await checkHealth(healthOf(watcher))).toMatchObject({ reasons: [expected], budgets: [refused] });
    }
  });

  it('is not good two weeks before the credential ends, where that is known', async () => {
    const watcher = createWatcher();
    await passed(watcher);

    expect(await reasonsOf(watcher, { credentialExpiresAt: '2026-03-16T08:00:00.000Z' })).toEqual([]);
    expect(await reasonsOf(watcher, { credentialExpiresAt: '2026-03-16T07:59:59.999Z' })).toEqual([
      'credential-expiring',
    ]);
    expect(await reasonsOf(watcher, { credentialExpiresAt: '2026-03-01T00:00:00.000Z' })).toEqual([
      'credential-expiring',
    ]);
  });

  describe('of the channels', () => {
    const delivery = {
      eventId: 'addon:9NSAMPLE0ADN:1/2',
      received: exampleEvent('submission.state-changed'),
      receivedAt: '2026-03-02T08:00:00.000Z',
      attempts: 0,
      isRefused: false,
      isReplay: false,
    };

    it('is not good once a channel has not taken something for a quarter of an hour', async () => {
      const watcher = createWatcher();
      await watcher.table.deliveries.receive('teams', delivery);

      watcher.clock.advance(15 * 60);
      await passed(watcher);
      expect(await reasonsOf(watcher)).toEqual([]);
      watcher.clock.advance(1);
      expect(await reasonsOf(watcher)).toEqual(['channel-late']);

      await watcher.table.deliveries.told('teams', [delivery], watcher.clock.now());
      expect(await reasonsOf(watcher)).toEqual([]);
    });

    it('is not good after a channel refused something for good, until that is replayed or a day is over', async () => {
      const watcher = createWatcher();
      const { deliveries } = watcher.table;
      const refused = async () => {
        await deliveries.failed('slack', [delivery], 'HTTP 410', watcher.clock.now());
        await passed(watcher);
      };
      await deliveries.receive('slack', delivery);
      await refused();
      expect(await checkHealth(healthOf(watcher))).toMatchObject({
        reasons: ['channel-refusing'],
        channels: [{ failures: [] }, { channel: 'slack', failures: [{ reason: 'HTTP 410' }] }],
      });

      await deliveries.receive('slack', { ...delivery, isReplay: true });
      expect(await reasonsOf(watcher)).toEqual([]);

      await refused();
      expect(await reasonsOf(watcher)).toEqual(['channel-refusing']);
      watcher.clock.advance(24 * 60 * 60 + 1);
      await passed(watcher);
      expect(await reasonsOf(watcher)).toEqual([]);
    });

    it('says nothing of one that is there no more', async () => {
      const watcher = createWatcher();
      await passed(watcher);
      await watcher.table.deliveries.receive('drivers', delivery);
      await watcher.table.deliveries.failed('drivers', [delivery], 'HTTP 410', watcher.clock.now());

      expect(await reasonsOf(watcher)).toEqual([]);
    });
  });

  it('names every reason', async () => {
    const watcher = createWatcher();
    await withUnsent(watcher, 1);
    await passed(watcher, {});
    watcher.clock.advance(601);

    expect(await reasonsOf(watcher)).toEqual(['pass-overdue', 'pass-failed', 'outbox-stuck']);
  });

  it('does not read a whole outbox, however much is stuck', async () => {
    const watcher = createWatcher();
    await withUnsent(watcher, 400);
    let looked = 0;
    const { outbox } = watcher.table;

    await checkHealth({
      ...healthOf(watcher),
      outbox: {
        ...outbox,
        async *pending() {
          for await (const entry of outbox.pending()) {
            looked += 1;
            yield entry;
          }
        },
      },
    });

    expect(looked).toBe(200);
  });

  it('is not known where the storage cannot be read', async () => {
    const watcher = createWatcher();
    const failure = new StorageError('Table Storage: reading the last pass failed (ServerBusy)');
    const passLog = { ...watcher.table.passLog, last: () => Promise.reject(failure) };

    await expect(checkHealth({ ...healthOf(watcher), passLog })).rejects.toBe(failure);
  });
});

it('finds the one watched product of hundreds whose submissions cannot be listed', async () => {
  const watcher = createWatcher();
  const products = keysOfProducts(1_001).map((key) => key.product);
  for (const product of products) await watchProduct(watcher.table.products, product, watcher.clock.now());
  const last = products.at(-1);
  const stored = last && (await watcher.table.products.load(last));
  if (stored === undefined) throw new Error('it was watched');
  await watcher.table.products.save({ ...stored.product, failures: 4 }, stored.version);

  watcher.clock.advance(3_600);

  expect((await watcher.health()).unlisted).toMatchObject([{ key: last }]);
});

it('names no more products than somebody looks at, where hundreds cannot be listed', async () => {
  const watcher = createWatcher();
  for (const { product } of keysOfProducts(600)) {
    await watchProduct(watcher.table.products, product, watcher.clock.now());
    const stored = await watcher.table.products.load(product);
    if (stored !== undefined) await watcher.table.products.save({ ...stored.product, failures: 4 }, stored.version);
  }

  watcher.clock.advance(3_600);

  const { reasons, unlisted } = await watcher.health();
  expect(reasons).toContain('product-unlisted');
  expect(unlisted).toHaveLength(20);
});
