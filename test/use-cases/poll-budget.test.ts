import { newlyWatched } from '../../shared/domain/watched-product.ts';
import type { PollDependencies } from '../../shared/use-cases/poll-submissions.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const twenty: Partial<PollDependencies> = { budget: { devCenter: 20, store: 20 } };
const msi = keyOf(keyTexts.msi);

describe('the request budget', () => {
  it('is shared by passes at once, and never overspent', async () => {
    const watcher = await tracking(90);

    const summaries = await Promise.all([1, 2, 3, 4, 5].map(() => watcher.pass(twenty)));

    expect(new Set(watcher.partnerCenter.reads).size).toBe(20);
    expect(watcher.partnerCenter.reads).toHaveLength(20);
    expect(summaries.reduce((sum, { requests }) => sum + requests, 0)).toBe(20);
    expect(await tokens(watcher)).toBe(0);
  });

  it('is kept per host', async () => {
    const watcher = await tracking(30);
    await watcher.track(msi);

    const summary = await watcher.pass(twenty);

    expect(summary).toMatchObject({ due: 31, requests: 21 });
    expect(watcher.partnerCenter.reads).toContain(`full ${msi.text}`);
  });

  it('goes on to those in flight while thousands are read for the first time', async () => {
    const watcher = createWatcher();
    const keys = keysOfProducts(1_240);
    const inFlight = keys.slice(0, 40);
    for (const key of inFlight) await watcher.track(key);
    for (let minute = 0; minute < 5; minute += 1) await minutePass(watcher);
    for (const key of keys.slice(40)) await watcher.track(key, { state: 'Published' });
    const unreadFor = new Map(inFlight.map(({ text }) => [text, 0]));
    let longest = 0;

    for (let minute = 0; minute < 130; minute += 1) {
      const asked = watcher.partnerCenter.reads.length;
      await minutePass(watcher);
      const read = new Set(watcher.partnerCenter.reads.slice(asked).map((text) => text.split(' ')[1]));
      for (const [text, minutes] of unreadFor) unreadFor.set(text, read.has(text) ? 0 : minutes + 1);
      longest = Math.max(longest, ...unreadFor.values());
    }

    expect(watcher.partnerCenter.reads.filter((text) => text.startsWith('full'))).toHaveLength(1_240);
    expect(longest).toBeLessThanOrEqual(30);
  });

  it('fills again with time, so that what was left is read next', async () => {
    const watcher = await tracking(45);
    const counts: number[] = [];

    for (let pass = 0; pass < 5; pass += 1) {
      counts.push((await watcher.pass(twenty)).requests);
      watcher.clock.advance(30);
    }

    expect(counts).toEqual([20, 10, 10, 10, 10]);
    expect(watcher.partnerCenter.reads.filter((read) => read.startsWith('full'))).toHaveLength(45);
  });

  it('loses what a killed pass had reserved, and nothing more', async () => {
    const watcher = await tracking(50);
    // What it never does is what a process does after it was killed: it holds what it reserved and settles nothing.
    const killed = new Promise<never>(() => undefined);
    const partnerCenter = { ...watcher.partnerCenter, read: () => killed };
    void watcher.pass({ ...twenty, partnerCenter });
    while ((await tokens(watcher)) !== 0) await new Promise((resolve) => setImmediate(resolve));

    expect(await watcher.pass(twenty)).toMatchObject({ requests: 0, left: 0, oldestDueSeconds: 0 });
    watcher.clock.advance(60);
    expect(await watcher.pass(twenty)).toMatchObject({ requests: 20 });
  });

  it('gets back what a pass did not use because its time was over', async () => {
    const watcher = await tracking(20);
    const deadline = new AbortController();
    const [first = msi] = keysOfProducts(1);
    watcher.partnerCenter.beforeAnswering(first, () => deadline.abort());

    const summary = await watcher.pass({ ...twenty, concurrency: 1 }, deadline.signal);

    expect(summary).toMatchObject({ requests: 1, left: 19 });
    expect(await tokens(watcher)).toBe(19);
  });

  it('gets back even the one request of a pass that asked nothing', async () => {
    const watcher = await tracking(1);

    await watcher.pass(twenty, AbortSignal.abort());

    expect(await tokens(watcher)).toBe(20);
  });

  it('pays for a renewed token, and for each page of a list', async () => {
    const watcher = await tracking(1);
    const [key = msi] = keysOfProducts(1);
    const product = keyOf('hardware:14461751976964156:1152921504621467601').product;
    await watcher.table.products.save(newlyWatched(product, watcher.clock.now()), undefined);
    watcher.partnerCenter.shows(key, { state: 'Certification' }, 2);
    watcher.partnerCenter.lists(product, { submissionIds: [] }, 30);

    expect(await watcher.pass(twenty)).toMatchObject({ due: 2, read: 2, requests: 32 });

    expect(await tokens(watcher)).toBe(-12);
    watcher.clock.advance(36);
    expect(await watcher.pass(twenty)).toMatchObject({ requests: 0 });
  });

  it('is asked for no more than is due', async () => {
    const watcher = await tracking(3);

    await watcher.pass(twenty);

    expect(await tokens(watcher)).toBe(17);
    expect(await watcher.table.budgets.store.load()).toBeUndefined();
  });
});

describe('429', () => {
  it('sets the host aside for the passes after it and for other instances, until it may be asked again', async () => {
    const watcher = await tracking(5);
    const [first = msi] = keysOfProducts(5);
    watcher.partnerCenter.fails(first, 'throttled', { status: 429, retryAfterSeconds: 90 });
    await watcher.pass({ ...twenty, concurrency: 1 });
    const asked = watcher.partnerCenter.reads.length;
    watcher.partnerCenter.shows(first, { state: 'Certification' });
    await watcher.track(msi);

    for (const seconds of [1, 58, 30.999]) {
      watcher.clock.advance(seconds);
      await Promise.all([watcher.pass(twenty), watcher.pass(twenty)]);
    }
    // The other host goes on.
    expect(watcher.partnerCenter.reads.slice(asked).filter((read) => !read.endsWith(msi.text))).toEqual([]);
    watcher.clock.advance(0.001);
    expect(await watcher.pass(twenty)).toMatchObject({ failed: 0, read: 5 });
  });

  it('is waited for as long as the longest of many answers of one pass asks', async () => {
    const watcher = await tracking(4);
    for (const [index, key] of keysOfProducts(4).entries()) {
      watcher.partnerCenter.fails(key, 'throttled', { retryAfterSeconds: [10, 40, 20, 30][index] ?? 0 });
    }

    await watcher.pass({ ...twenty, concurrency: 4 });

    const until = new Date(watcher.clock.now().getTime() + 40_000).toISOString();
    expect((await watcher.table.budgets.devCenter.load())?.value?.setAsideUntil).toBe(until);
  });

  it('keeps health from being taken for good when the reads fall behind for it', async () => {
    const watcher = await tracking(3);
    for (const key of keysOfProducts(3)) watcher.partnerCenter.fails(key, 'throttled', { retryAfterSeconds: 7_200 });
    await watcher.pass(twenty);
    watcher.clock.advance(3_601);

    const summary = await watcher.pass(twenty);

    expect(summary).toMatchObject({ due: 3, read: 0, oldestDueSeconds: 3_601 });
    const at = watcher.clock.now().toISOString();
    await watcher.table.passLog.record({ startedAt: at, endedAt: at, summary });
    expect((await watcher.health()).reasons).toEqual(['poll-behind', 'host-unavailable']);
  });
});

async function minutePass(watcher: Watcher): Promise<void> {
  watcher.clock.advance(60);
  await watcher.pass(twenty);
}

async function tracking(count: number): Promise<Watcher> {
  const watcher = createWatcher();
  for (const key of keysOfProducts(count)) await watcher.track(key);
  return watcher;
}

async function tokens(watcher: Watcher): Promise<number | undefined> {
  return (await watcher.table.budgets.devCenter.load())?.value?.tokens;
}
