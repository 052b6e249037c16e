import { newlyWatched } from '../../shared/domain/watched-product.ts';
import type { Slice } from '../../shared/ports/slice-queue.ts';
import type { PollDependencies } from '../../shared/use-cases/poll-submissions.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const small: Partial<PollDependencies> = { inlineLimit: 10, sliceSize: 10, spreadSeconds: 50 };

describe('a slice', () => {
  it('is read by whoever gets it: what changed is published', async () => {
    const watcher = await tracking(30);
    await watcher.pass(small);

    const summaries = await Promise.all(watcher.sliceQueue.taken.map((slice) => watcher.slice(slice)));

    expect(summaries).toEqual(
      Array(3).fill({ read: 10, changed: 10, events: 10, published: 10, failed: 0, skipped: 0 }),
    );
    expect(watcher.publisher.delivered()).toHaveLength(30);
    expect(new Set(watcher.partnerCenter.reads).size).toBe(30);
    expect((await watcher.table.budgets.devCenter.load())?.value?.tokens).toBe(970);
  });

  it('passes over what is not due any more, not tracked any more, and never was', async () => {
    const watcher = await tracking(4);
    const [read, untracked, gone, left] = keysOfProducts(4);
    if (!read || !untracked || !gone || !left) throw new Error('there are four');
    const slice = aSlice(watcher, { submissions: [read, untracked, gone, left].map(({ text }) => text) });
    await watcher.slice(aSlice(watcher, { id: 'other/1', submissions: [read.text] }));
    const stored = await watcher.table.store.load(untracked);
    await watcher.table.store.commit({ ...newest(stored), tracked: false }, stored?.version, []);
    const asked = watcher.partnerCenter.reads.length;

    const summary = await watcher.slice({ ...slice, submissions: [...slice.submissions, 'addon:9NBLGGH4NONE:1'] });

    expect(summary).toMatchObject({ read: 2, skipped: 3 });
    expect(watcher.partnerCenter.reads.slice(asked)).toEqual([`full ${gone.text}`, `full ${left.text}`]);
  });

  it('that comes after its end is left to the next plan, and gives its budget back', async () => {
    const watcher = await tracking(30);
    await watcher.pass(small);
    const [slice] = watcher.sliceQueue.taken;
    if (slice === undefined) throw new Error('there are three');

    const over = { ...slice, endAt: watcher.clock.now().toISOString() };
    expect(await watcher.slice(over)).toMatchObject({ read: 0, skipped: 10 });

    expect(watcher.partnerCenter.reads).toEqual([]);
    expect((await watcher.table.budgets.devCenter.load())?.value?.tokens).toBe(970 + 10);
  });

  it('does not ask a host that was set aside since it was planned', async () => {
    const watcher = await tracking(30);
    await watcher.pass(small);
    const [first, second] = watcher.sliceQueue.taken;
    if (first === undefined || second === undefined) throw new Error('there are three');
    const [throttled = ''] = first.submissions;
    watcher.partnerCenter.fails(keyOf(throttled), 'throttled', { retryAfterSeconds: 30 });
    await watcher.slice(first, false, { concurrency: 1 });
    const asked = watcher.partnerCenter.reads.length;

    expect(await watcher.slice(second)).toMatchObject({ read: 0, skipped: 10 });

    expect(watcher.partnerCenter.reads).toHaveLength(asked);
    // 970 after the plan; the one request of the first slice was refused, which costs nothing, and the second made none.
    expect((await watcher.table.budgets.devCenter.load())?.value?.tokens).toBe(970 + 10 + 10);
  });

  it('that is delivered again does not give its budget back twice, and reads what is left of it', async () => {
    const watcher = await tracking(30);
    await watcher.pass(small);
    const [slice] = watcher.sliceQueue.taken;
    if (slice === undefined) throw new Error('there are three');
    const [first = ''] = slice.submissions;
    await watcher.slice({ ...slice, submissions: [first] });
    const before = (await watcher.table.budgets.devCenter.load())?.value?.tokens ?? 0;

    const summary = await watcher.slice(slice, true);

    expect(summary).toMatchObject({ read: 9, skipped: 1 });
    expect((await watcher.table.budgets.devCenter.load())?.value?.tokens).toBe(before - 9);
    expect(await watcher.slice(slice, true)).toMatchObject({ read: 0, skipped: 10 });
    expect((await watcher.table.budgets.devCenter.load())?.value?.tokens).toBe(before - 9);
  });

  it('with a row that cannot be read sets it aside and reads the others', async () => {
    const watcher = await tracking(20);
    const product = keyOf('hardware:14461751976964156:1152921504621467601').product;
    await watcher.table.products.save(newlyWatched(product, watcher.clock.now()), undefined);
    await watcher.pass(small);
    const [spoilt] = keysOfProducts(1);
    for (const text of [spoilt?.text ?? '', product.text]) watcher.table.spoil(text);

    const all = { submissions: keysOfProducts(20).map(({ text }) => text), products: [product.text] };
    const summary = await watcher.slice(aSlice(watcher, all));

    expect(summary).toMatchObject({ read: 19, failed: 0 });
    const aside = await watcher.table.setAside.list(10);
    expect(aside.map(({ what, key }) => [what, key]).sort()).toEqual([
      ['product', product.text],
      ['submission', spoilt?.text],
    ]);
  });

  it('throws what was no failed read, once the others are done, so that the queue brings it again', async () => {
    const watcher = await tracking(3);
    const failure = new TypeError('a mistake of ours');
    const [broken] = keysOfProducts(1);
    const { store } = watcher.dependencies;
    const slice = aSlice(watcher, { submissions: keysOfProducts(3).map(({ text }) => text) });

    const reading = watcher.slice(slice, false, {
      store: {
        ...store,
        commit: (next, ...rest) =>
          next.key.text === broken?.text ? Promise.reject(failure) : store.commit(next, ...rest),
      },
    });

    await expect(reading).rejects.toMatchObject({ errors: [failure] });
    expect(watcher.publisher.delivered()).toHaveLength(2);
  });

  it('holds what is no key for nothing', async () => {
    const watcher = createWatcher();

    const summary = await watcher.slice(aSlice(watcher, { submissions: ['', 'gadget:1:2'], products: ['addon'] }));

    expect(summary).toEqual({ read: 0, changed: 0, events: 0, published: 0, failed: 0, skipped: 0 });
  });
});

async function tracking(count: number): Promise<Watcher> {
  const watcher = createWatcher();
  for (const key of keysOfProducts(count)) await watcher.track(key);
  return watcher;
}

function aSlice(watcher: Watcher, overrides: Partial<Slice>): Slice {
  const at = watcher.clock.now();
  const endAt = new Date(at.getTime() + 50_000).toISOString();
  return { id: 'pass/1', submissions: [], products: [], startAt: at.toISOString(), endAt, ...overrides };
}

function newest<T>(stored: { readonly submission: T } | undefined): T {
  if (stored === undefined) throw new Error('it is tracked');
  return stored.submission;
}
