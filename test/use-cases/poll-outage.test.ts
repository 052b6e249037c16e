import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { FailureReason } from '../../shared/domain/tracked-submission.ts';
import { watchProduct } from '../../shared/use-cases/watch-product.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const outages = ['unavailable', 'timeout', 'invalid-body', 'throttled'] as const;

describe.each(outages)('a host of which nothing but %s comes for hours', (reason) => {
  // Once a pass leaves what it is asked not to read, reads become late as well, which is said when an hour is over.
  const told = reason === 'throttled' ? ['degraded', 'degraded'] : ['degraded'];

  it('makes the watcher degraded, once for each reason, and no submission unreachable', async () => {
    const { watcher, keys } = await reading(5);
    failAll(watcher, keys, reason);

    for (let minute = 0; minute < 180; minute += 1) await minutePass(watcher);

    expect((await watcher.health()).reasons).toContain('host-unavailable');
    expect(watcherTypes(watcher)).toEqual(told);
    for (const key of keys) expect(typesOf(watcher, key)).toEqual(['tracked']);
  });

  it('is seen within minutes of its end, with all that changed meanwhile', async () => {
    const { watcher, keys } = await reading(5);
    failAll(watcher, keys, reason);
    for (let minute = 0; minute < 180; minute += 1) await minutePass(watcher);
    for (const key of keys) watcher.partnerCenter.shows(key, { state: 'Release' });

    for (let minute = 0; minute < 5; minute += 1) await minutePass(watcher);

    for (const key of keys) expect(typesOf(watcher, key)).toEqual(['tracked', 'state-changed']);
    expect(watcherTypes(watcher)).toEqual([...told, 'recovered']);
  });
});

describe('an outage', () => {
  it('of a few minutes is not told', async () => {
    const { watcher, keys } = await reading(5);
    failAll(watcher, keys, 'unavailable');
    for (let minute = 0; minute < 9; minute += 1) await minutePass(watcher);
    for (const key of keys) watcher.partnerCenter.shows(key, { state: 'Certification' });
    for (let minute = 0; minute < 5; minute += 1) await minutePass(watcher);

    expect(watcherTypes(watcher)).toEqual([]);
  });

  it('of one host does not slow down the other', async () => {
    const { watcher, keys } = await reading(3);
    const msi = keyOf(keyTexts.msi);
    await watcher.track(msi);
    failAll(watcher, keys, 'timeout');
    const asked = watcher.partnerCenter.reads.length;

    for (let minute = 0; minute < 30; minute += 1) await minutePass(watcher);

    expect(watcher.partnerCenter.reads.slice(asked).filter((read) => read.endsWith(msi.text))).toHaveLength(30);
  });

  it('is no matter of submissions that Partner Center answers for, however it answers', async () => {
    const { watcher, keys } = await reading(4);
    const [gone, ...others] = keys;
    failAll(watcher, others, 'unavailable');
    if (gone !== undefined) watcher.partnerCenter.fails(gone, 'not-found', { status: 404 });

    for (let minute = 0; minute < 5; minute += 1) await minutePass(watcher);

    expect((await watcher.health()).budgets[0]).not.toHaveProperty('unansweredSince');
  });
});

describe('a submission that alone cannot be read', () => {
  it.each(['unavailable', 'timeout', 'invalid-body'] as const)(
    '(%s) is announced as unreachable after an hour, once, and recovers once',
    async (reason) => {
      const { watcher, keys } = await reading(3);
      const [key] = keys as [SubmissionKey];
      watcher.partnerCenter.fails(key, reason);
      for (let minute = 0; minute < 50; minute += 1) await minutePass(watcher);
      expect(typesOf(watcher, key)).toEqual(['tracked']);

      for (let minute = 0; minute < 300; minute += 1) await minutePass(watcher);
      expect(typesOf(watcher, key)).toEqual(['tracked', 'unreachable']);
      expect(watcher.publisher.delivered().at(-1)?.data).toMatchObject({ reason });
      watcher.partnerCenter.shows(key, { state: 'Certification' });
      for (let minute = 0; minute < 100; minute += 1) await minutePass(watcher);

      expect(typesOf(watcher, key)).toEqual(['tracked', 'unreachable', 'recovered']);
      expect(watcherTypes(watcher)).toEqual([]);
    },
  );

  it('does not crowd out the others, though there be more of its sort than the budget', async () => {
    const { watcher, keys } = await reading(30);
    failAll(watcher, keys.slice(0, 25), 'invalid-body');
    const asked = watcher.partnerCenter.reads.length;

    for (let minute = 0; minute < 60; minute += 1) await minutePass(watcher, 20);

    const reads = watcher.partnerCenter.reads.slice(asked);
    for (const key of keys.slice(25)) {
      expect(reads.filter((read) => read.endsWith(key.text)).length).toBeGreaterThan(40);
    }
  });
});

describe('a watched product that alone cannot be listed', () => {
  const product = keyOf(keyTexts.hardware).product;

  it.each(['not-found', 'forbidden', 'invalid-body'] as const)(
    '(%s) degrades the watcher after an hour, until it can',
    async (reason) => {
      const { watcher } = await reading(3);
      await watchProduct(watcher.table.products, product, watcher.clock.now());
      watcher.partnerCenter.failsToList(product, reason);
      for (let minute = 0; minute < 59; minute += 1) await minutePass(watcher);
      expect((await watcher.health()).reasons).toEqual([]);

      for (let minute = 0; minute < 121; minute += 1) await minutePass(watcher);
      expect(await watcher.health()).toMatchObject({ reasons: ['product-unlisted'], unlisted: [{ key: product }] });
      watcher.partnerCenter.lists(product, { submissionIds: [] });
      for (let minute = 0; minute < 120; minute += 1) await minutePass(watcher);

      expect(watcherTypes(watcher)).toEqual(['degraded', 'recovered']);
    },
  );
});

/** Submissions that were read once. */
async function reading(count: number): Promise<{ watcher: Watcher; keys: readonly SubmissionKey[] }> {
  const watcher = createWatcher();
  const keys = keysOfProducts(count);
  for (const key of keys) await watcher.track(key);
  await minutePass(watcher);
  return { watcher, keys };
}

function failAll({ partnerCenter }: Watcher, keys: readonly SubmissionKey[], reason: FailureReason): void {
  for (const key of keys) partnerCenter.fails(key, reason);
}

/** A tick of the timers: a pass, and a look at the watcher's health. */
async function minutePass(watcher: Watcher, devCenter = 1_000): Promise<void> {
  watcher.clock.advance(60);
  const startedAt = watcher.clock.now().toISOString();
  const summary = await watcher.pass({ budget: { devCenter, store: 1_000 } });
  await watcher.table.passLog.record({ startedAt, endedAt: startedAt, summary });
  await watcher.announceHealth();
}

function typesOf(watcher: Watcher, key: SubmissionKey): string[] {
  const events = watcher.publisher.delivered().filter(({ subject }) => subject === key.text);
  return events.map(({ type }) => type.split('.')[2] ?? '');
}

function watcherTypes(watcher: Watcher): string[] {
  return watcher.publisher.watcherEvents.map(({ type }) => type.split('.')[2] ?? '');
}
