import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyWatched } from '../../shared/domain/watched-product.ts';
import { StorageError } from '../../shared/errors.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const product = keyOf('hardware:14461751976964156:1152921504621467601').product;
const [before, spoilt, after] = keysOfProducts(3) as [SubmissionKey, SubmissionKey, SubmissionKey];

describe('a row that cannot be read', () => {
  it('is set aside with an error, stops nothing, and is not tried again', async () => {
    const watcher = await withSpoilt();

    const summary = await watcher.pass();

    expect(summary).toMatchObject({ due: 3, read: 2, failed: 0 });
    expect(watcher.log.lines).toEqual([`error: poll: The row of ${spoilt.text} is not readable; it is set aside`]);
    expect(await watcher.table.setAside.list(10)).toMatchObject([
      { what: 'submission', key: spoilt.text, reason: `The row of ${spoilt.text} is not readable` },
    ]);
    watcher.clock.advance(86_400);
    expect(await watcher.pass()).toMatchObject({ due: 2, read: 2 });
    expect(watcher.partnerCenter.reads.filter((read) => read.endsWith(spoilt.text))).toHaveLength(1);
    expect(watcher.log.lines).toHaveLength(1);
  });

  it('of a product is set aside as well, and its submissions are read on', async () => {
    const watcher = createWatcher();
    const found = keyOf(`${product.text}:1152921504621467601`);
    await watcher.track(found);
    await watcher.table.products.save(newlyWatched(product, watcher.clock.now()), undefined);
    watcher.table.spoil(product.text);

    expect(await watcher.pass()).toMatchObject({ due: 2, read: 1 });

    expect(await watcher.table.setAside.list(10)).toMatchObject([{ what: 'product', key: product.text }]);
    watcher.clock.advance(3_600);
    expect(await watcher.pass()).toMatchObject({ due: 1, read: 1 });
  });

  it('is no fault of the product that lists it', async () => {
    const watcher = createWatcher();
    const found = keyOf(`${product.text}:1152921504621467601`);
    await watcher.track(found);
    await watcher.pass();
    watcher.table.spoil(found.text);
    await watcher.table.products.save(newlyWatched(product, watcher.clock.now()), undefined);
    watcher.partnerCenter.lists(product, { submissionIds: [found.submissionId, '1152921504621467602'] });

    await watcher.pass();

    expect(await watcher.table.setAside.list(10)).toEqual([]);
    expect((await watcher.table.products.load(product))?.product.baselineAt).toBeDefined();
    expect((await watcher.table.store.load(keyOf(`${product.text}:1152921504621467602`)))?.submission.tracked).toBe(
      true,
    );
  });

  it('is made anew when it is retried: read again, and told from where its history ends', async () => {
    const watcher = await withSpoilt();
    await watcher.pass();
    const [entry] = await watcher.table.setAside.list(10);
    watcher.clock.advance(600);

    await watcher.table.setAside.retry(entry?.id ?? '', watcher.clock.now());
    await watcher.pass();

    expect(watcher.delivered(spoilt)).toEqual([`${spoilt.text}/1`, `${spoilt.text}/2`]);
    expect(await watcher.recorded(spoilt)).toEqual(watcher.delivered(spoilt));
    expect(await watcher.table.setAside.list(10)).toEqual([]);
  });

  it('that cannot be set aside either is an error of the pass, after the others are done', async () => {
    const watcher = await withSpoilt();
    const failure = new StorageError('Table Storage: setting aside failed (ServerBusy)');
    const setAside = { ...watcher.table.setAside, submission: () => Promise.reject(failure) };

    await expect(watcher.pass({ setAside, concurrency: 1 })).rejects.toMatchObject({ errors: [failure] });

    for (const key of [before, after]) expect(watcher.delivered(key)).toHaveLength(1);
    const budget = (await watcher.table.budgets.devCenter.load())?.value;
    expect(budget?.tokens).toBe(1_000 - 2);
  });
});

/** Three that are due; the second was read once, and then its row was spoilt. */
async function withSpoilt(): Promise<Watcher> {
  const watcher = createWatcher();
  await watcher.track(spoilt);
  await watcher.pass();
  watcher.clock.advance(60);
  watcher.table.spoil(spoilt.text);
  for (const key of [before, after]) await watcher.track(key);
  return watcher;
}
