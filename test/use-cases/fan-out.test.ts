import fc from 'fast-check';
import { newlyWatched } from '../../shared/domain/watched-product.ts';
import { toSlices } from '../../shared/use-cases/fan-out.ts';
import type { PollDependencies } from '../../shared/use-cases/poll-submissions.ts';
import type { Due } from '../../shared/use-cases/run-pass.ts';
import { reserve } from '../../shared/use-cases/spend-budget.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const small: Partial<PollDependencies> = { inlineLimit: 10, sliceSize: 10, spreadSeconds: 50 };

describe('a plan above the limit', () => {
  it('goes to the queue in slices that cover it once, and nothing is read here', async () => {
    const watcher = await tracking(95);
    const product = keyOf('hardware:14461751976964156:1152921504621467601').product;
    await watcher.table.products.save(newlyWatched(product, watcher.clock.now()), undefined);

    const summary = await watcher.pass(small);

    expect(summary).toMatchObject({ due: 96, read: 0, requests: 0, left: 0, slices: 10 });
    expect(watcher.partnerCenter.reads).toEqual([]);
    const { taken } = watcher.sliceQueue;
    expect(taken.flatMap((slice) => slice.submissions).sort()).toEqual(keysOfProducts(95).map(({ text }) => text));
    expect(taken.flatMap((slice) => slice.products)).toEqual([product.text]);
    expect(taken.map((slice) => slice.submissions.length + slice.products.length)).toEqual([...Array(9).fill(10), 6]);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(10);
  });

  it('takes its budget before it is sent, and is cut to that', async () => {
    const watcher = await tracking(95);

    const summary = await watcher.pass({ ...small, budget: { devCenter: 40, store: 40 } });

    expect(summary).toMatchObject({ due: 95, slices: 4 });
    expect((await watcher.table.budgets.devCenter.load())?.value?.tokens).toBe(0);
    expect(await watcher.pass({ ...small, budget: { devCenter: 40, store: 40 } })).toMatchObject({
      slices: 0,
      read: 0,
    });
  });

  it('is cut to what is left where another pass spends between plan and claim, the longest due first', async () => {
    const watcher = await tracking(60);
    const { planned } = watcher.dependencies;
    const claimedLate = {
      ...planned,
      async save(...given: Parameters<typeof planned.save>) {
        await reserve(watcher.dependencies, 'devCenter', 965);
        return planned.save(...given);
      },
    };

    const summary = await watcher.pass({ ...small, planned: claimedLate });

    expect(summary).toMatchObject({ due: 60, slices: 4, left: 25 });
    const sent = watcher.sliceQueue.taken.flatMap(({ submissions }) => submissions);
    expect(sent).toEqual(keysOfProducts(35).map(({ text }) => text));
    expect((await watcher.table.budgets.devCenter.load())?.value?.tokens).toBe(0);
  });

  it('is started over the time of its spread, the longest due first, and is over when the next one may be made', async () => {
    const watcher = createWatcher();
    const keys = keysOfProducts(40).toReversed();
    for (const key of keys) {
      await watcher.track(key);
      watcher.clock.advance(1);
    }
    const now = watcher.clock.now().getTime();

    await watcher.pass(small);

    const { taken } = watcher.sliceQueue;
    const seconds = (at: string) => (Date.parse(at) - now) / 1000;
    expect(taken.map(({ startAt, endAt }) => [seconds(startAt), seconds(endAt)])).toEqual([
      [0, 50],
      [10, 50],
      [20, 50],
      [30, 50],
    ]);
    expect(taken.flatMap(({ submissions }) => submissions)).toEqual(keys.map(({ text }) => text));
  });

  it('is claimed by one of many planners at once', async () => {
    const watcher = await tracking(60);

    const summaries = await Promise.all([1, 2, 3, 4].map(() => watcher.pass(small)));

    expect(summaries.filter(({ slices }) => slices === 6)).toHaveLength(1);
    expect(summaries.filter(({ slices, left, read }) => slices === 0 && left === 60 && read === 0)).toHaveLength(3);
    expect(watcher.sliceQueue.taken).toHaveLength(6);
    expect((await watcher.table.budgets.devCenter.load())?.value?.tokens).toBe(940);
    expect(watcher.log.lines).toContain('info: poll: the slices of another planner are under way');
  });

  it('is made though a clock that ran ahead claimed a time that is far away', async () => {
    const watcher = await tracking(30);
    const until = new Date(watcher.clock.now().getTime() + 8 * 3_600_000).toISOString();
    await watcher.table.planned.save({ until }, undefined);

    expect(await watcher.pass(small)).toMatchObject({ slices: 3 });
  });

  it('is made anew once the one before is over, with what is still due', async () => {
    const watcher = await tracking(30);
    const soon = { ...small, spreadSeconds: 40 };
    await watcher.pass(soon);
    const [first] = watcher.sliceQueue.taken;
    if (first === undefined) throw new Error('there are three');
    await watcher.slice(first);

    watcher.clock.advance(39.999);
    expect(await watcher.pass(soon)).toMatchObject({ slices: 0 });
    watcher.clock.advance(0.001);
    expect(await watcher.pass(soon)).toMatchObject({ due: 20, slices: 2 });

    const again = watcher.sliceQueue.taken.slice(3).flatMap(({ submissions }) => submissions);
    expect(again.filter((text) => first.submissions.includes(text))).toEqual([]);
  });

  it('is read here, within its budget, where there is no broker to take it', async () => {
    const watcher = await tracking(60);
    watcher.sliceQueue.refuse(true);

    const summary = await watcher.pass({ ...small, budget: { devCenter: 40, store: 40 } });

    expect(summary).toMatchObject({ due: 60, read: 40, requests: 40, slices: 0, left: 0 });
    expect(watcher.log.lines).toContain('warn: poll: The slices of a pass were not sent; this instance reads alone');
    expect((await watcher.table.budgets.devCenter.load())?.value?.tokens).toBe(0);
  });

  it('of no more than the limit is read here', async () => {
    const watcher = await tracking(10);

    expect(await watcher.pass(small)).toMatchObject({ read: 10, slices: 0 });
  });
});

describe('slices', () => {
  const now = new Date('2026-03-02T08:00:00.000Z');

  it('cover any work once and in order, start in order within the time, and hold no more than their size', () => {
    const key = keyOf('addon:9NBLGGH4TNMP:1');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 700 }),
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 3_600 }),
        (count, size, spread) => {
          const work: Due[] = Array.from({ length: count }, (_, index) => ({
            key: { ...key, text: `addon:9NBLGGH4TNMP:${index}` },
            host: 'devCenter' as const,
            nextPollAt: now.toISOString(),
            stored: () => Promise.reject<never>(new Error('a plan is not read')),
          }));
          const end = new Date(now.getTime() + spread * 1000);
          const slices = toSlices(work, size, now, end);

          expect(slices.flatMap(({ submissions }) => submissions)).toEqual(
            work.map((due) => ('key' in due ? due.key.text : '')),
          );
          expect(slices.every(({ submissions }) => submissions.length > 0 && submissions.length <= size)).toBe(true);
          const starts = slices.map(({ startAt }) => startAt);
          expect(starts).toEqual(starts.toSorted());
          const lastStart = new Date(now.getTime() + spread * 800).toISOString();
          expect(starts.every((start) => start >= now.toISOString() && start < lastStart)).toBe(true);
        },
      ),
    );
  });
});

async function tracking(count: number): Promise<Watcher> {
  const watcher = createWatcher();
  for (const key of keysOfProducts(count)) await watcher.track(key);
  return watcher;
}
