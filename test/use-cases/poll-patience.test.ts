import { keyTexts } from '../support/a-submission-key.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const msi = keyOf(keyTexts.msi);
const certification = { state: 'Certification' };

describe('a 429 that asks for a short wait', () => {
  it('is waited for within the pass, and what was refused is read after it', async () => {
    const watcher = await tracking(3);
    const [first = msi] = keysOfProducts(3);
    refusesOnce(watcher, first, 2);
    const from = watcher.clock.now().getTime();

    const summary = await watcher.pass({ concurrency: 1 });

    expect(summary).toMatchObject({ read: 3, failed: 0, left: 0, requests: 4 });
    expect(watcher.clock.now().getTime()).toBe(from + 2_000);
    expect(watcher.log.lines).toEqual([]);
  });

  it('costs nothing of the budget, and neither lowers it nor keeps others from the host', async () => {
    const watcher = await tracking(3);
    for (const key of keysOfProducts(3)) refusesOnce(watcher, key, 1);

    await watcher.pass({ budget: { devCenter: 20, store: 20 }, concurrency: 8 });

    const budget = (await watcher.table.budgets.devCenter.load())?.value;
    expect(budget).toMatchObject({ perMinute: 20, throttles: 0 });
    expect(budget?.tokens).toBeCloseTo(17 + 20 / 60);
    expect(budget?.setAsideUntil).toBeUndefined();
  });

  it('is followed by one request at a time', async () => {
    const watcher = await tracking(12);
    for (const key of keysOfProducts(4)) refusesOnce(watcher, key, 1);
    const volley = Promise.withResolvers<void>();
    let [asked, atOnce, mostAtOnce] = [0, 0, 0];
    const { partnerCenter } = watcher;
    const summary = await watcher.pass({
      concurrency: 4,
      partnerCenter: {
        ...partnerCenter,
        async read(...about) {
          asked += 1;
          if (asked <= 4) {
            if (asked === 4) volley.resolve();
            await volley.promise;
            return partnerCenter.read(...about);
          }
          atOnce += 1;
          mostAtOnce = Math.max(mostAtOnce, atOnce);
          await new Promise(setImmediate);
          atOnce -= 1;
          return partnerCenter.read(...about);
        },
      },
    });

    expect(summary).toMatchObject({ read: 12, left: 0, requests: 16 });
    expect(mostAtOnce).toBe(1);
  });

  it('ends the part of the host once it has waited for half a minute in all', async () => {
    const watcher = await tracking(3);
    await watcher.track(msi);
    for (const key of keysOfProducts(3)) watcher.partnerCenter.fails(key, 'throttled', { retryAfterSeconds: 6 });

    const summary = await watcher.pass({ concurrency: 1 });

    // Five waits of six seconds; the other host is read.
    expect(summary).toMatchObject({ read: 1, left: 3, requests: 7 });
    expect(watcher.log.lines).toEqual([
      expect.stringMatching(/^warn: poll: devCenter is left alone for 6 s, as it asks: /),
    ]);
    const until = new Date(watcher.clock.now().getTime() + 6_000).toISOString();
    expect((await watcher.table.budgets.devCenter.load())?.value?.setAsideUntil).toBe(until);
  });

  it('that the end of the pass cuts short is kept by the next one', async () => {
    const watcher = await tracking(2);
    for (const key of keysOfProducts(2)) watcher.partnerCenter.fails(key, 'throttled', { retryAfterSeconds: 8 });
    const deadline = new AbortController();

    const summary = await watcher.pass({ concurrency: 2, wait: async () => deadline.abort() }, deadline.signal);

    expect(summary).toMatchObject({ read: 0, failed: 0, left: 2 });
    const until = new Date(watcher.clock.now().getTime() + 8_000).toISOString();
    expect((await watcher.table.budgets.devCenter.load())?.value?.setAsideUntil).toBe(until);
    const asked = watcher.partnerCenter.reads.length;
    watcher.clock.advance(7.999);
    await watcher.pass();
    expect(watcher.partnerCenter.reads).toHaveLength(asked);
  });
});

async function tracking(count: number): Promise<Watcher> {
  const watcher = createWatcher();
  for (const key of keysOfProducts(count)) await watcher.track(key);
  return watcher;
}

/** The first read of it is refused, and the next one is not. */
function refusesOnce(watcher: Watcher, key: typeof msi, retryAfterSeconds: number): void {
  watcher.partnerCenter.fails(key, 'throttled', { status: 429, retryAfterSeconds });
  watcher.partnerCenter.beforeAnswering(key, () =>
    watcher.partnerCenter.beforeAnswering(key, () => watcher.partnerCenter.shows(key, certification)),
  );
}
