import { StorageError } from '../../shared/errors.ts';
import { checkHealth, type HealthDependencies } from '../../shared/use-cases/check-health.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keysOfProducts } from '../support/key-of.ts';

const summary = { due: 0, read: 0, changed: 0, events: 0, published: 0, failed: 0, left: 0 };

function healthOf({ table, clock }: Watcher): HealthDependencies {
  return { passLog: table.passLog, outbox: table.outbox, now: clock.now };
}

async function passed(watcher: Watcher, outcome: object = { summary }): Promise<void> {
  const at = watcher.clock.now().toISOString();
  await watcher.table.passLog.record({ startedAt: at, endedAt: at, ...outcome });
}

async function withUnsent(watcher: Watcher, count: number): Promise<void> {
  watcher.publisher.refuse(() => ({ retryable: true }));
  for (const key of keysOfProducts(count)) await watcher.track(key);
  await watcher.pass({ budget: { devCenter: count, store: count } });
}

describe('health', () => {
  it('is good after a pass with nothing unsent', async () => {
    const watcher = createWatcher();
    await passed(watcher);

    expect(await checkHealth(healthOf(watcher))).toEqual({
      reasons: [],
      lastPass: { startedAt: '2026-03-02T08:00:00.000Z', endedAt: '2026-03-02T08:00:00.000Z', summary },
    });
  });

  it('is not good before the first pass', async () => {
    expect(await checkHealth(healthOf(createWatcher()))).toEqual({ reasons: ['no-pass-yet'] });
  });

  it('is not good once the last pass is more than ten minutes ago', async () => {
    const watcher = createWatcher();
    await passed(watcher);

    watcher.clock.advance(600);
    expect((await checkHealth(healthOf(watcher))).reasons).toEqual([]);
    watcher.clock.advance(1);
    expect((await checkHealth(healthOf(watcher))).reasons).toEqual(['pass-overdue']);
  });

  it('is not good after a pass that threw, until one does not', async () => {
    const watcher = createWatcher();
    await passed(watcher, {});
    expect((await checkHealth(healthOf(watcher))).reasons).toEqual(['pass-failed']);

    await passed(watcher);
    expect((await checkHealth(healthOf(watcher))).reasons).toEqual([]);
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

  it('names every reason', async () => {
    const watcher = createWatcher();
    await withUnsent(watcher, 1);
    await passed(watcher, {});
    watcher.clock.advance(601);

    expect((await checkHealth(healthOf(watcher))).reasons).toEqual(['pass-overdue', 'pass-failed', 'outbox-stuck']);
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

    expect(looked).toBe(100);
  });

  it('is not known where the storage cannot be read', async () => {
    const watcher = createWatcher();
    const failure = new StorageError('Table Storage: reading the last pass failed (ServerBusy)');
    const passLog = { ...watcher.table.passLog, last: () => Promise.reject(failure) };

    await expect(checkHealth({ ...healthOf(watcher), passLog })).rejects.toBe(failure);
  });
});
