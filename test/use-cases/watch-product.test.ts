import { unwatchProduct, watchProduct } from '../../shared/use-cases/watch-product.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keyOf } from '../support/key-of.ts';

const numbered = (ending: number) => keyOf(`hardware:14461751976964156:1152921504621467${ending}`);
const [first, second, third] = [numbered(600), numbered(601), numbered(613)] as const;
const product = first.product;
const ids = [first, second, third].map(({ submissionId }) => submissionId);

const typesOf = (watcher: Watcher) =>
  watcher.publisher.delivered().map(({ id, type }) => `${id.split(':').at(-1)} ${type.split('.')[2]}`);

async function watching(submissionIds: readonly string[]): Promise<Watcher> {
  const watcher = createWatcher();
  await watchProduct(watcher.table.products, product, watcher.clock.now());
  watcher.partnerCenter.lists(product, { name: 'Contoso Adapter', submissionIds });
  for (const key of [first, second, third]) watcher.partnerCenter.shows(key, { state: 'scanning/started' });
  return watcher;
}

describe('a watched product', () => {
  it('has its submissions tracked, without a discovery of those that it had', async () => {
    const watcher = await watching(ids.slice(0, 2));

    await watcher.pass();
    await watcher.pass();

    expect(typesOf(watcher)).toEqual([`${ids[0]}/1 tracked`, `${ids[1]}/1 tracked`]);
    expect((await watcher.table.products.load(product))?.product).toMatchObject({
      name: 'Contoso Adapter',
      baselineAt: '2026-03-02T08:00:00.000Z',
    });
  });

  it('has a later submission announced, and then read as a tracked one', async () => {
    const watcher = await watching(ids.slice(0, 2));
    await watcher.pass();
    await watcher.pass();
    watcher.clock.advance(3_600);
    watcher.partnerCenter.lists(product, { submissionIds: ids });
    await watcher.pass();
    watcher.clock.advance(60);
    await watcher.pass();

    expect(typesOf(watcher).slice(2)).toEqual([`${ids[2]}/1 discovered`, `${ids[2]}/2 tracked`]);
    expect(await watcher.recorded(third)).toEqual(watcher.delivered(third));
  });

  it('is asked again later when the list failed, and loses nothing', async () => {
    const watcher = await watching(ids.slice(0, 1));
    await watcher.pass();
    await watcher.pass();
    watcher.partnerCenter.failsToList(product, 'unavailable');
    watcher.clock.advance(3_600);

    expect(await watcher.pass()).toMatchObject({ failed: 1 });

    const stored = (await watcher.table.products.load(product))?.product;
    expect(stored).toMatchObject({ failures: 1, lastFailure: { reason: 'unavailable' } });
    expect((await watcher.table.store.load(first))?.submission.tracked).toBe(true);
    expect(typesOf(watcher)).toEqual([`${ids[0]}/1 tracked`]);
  });

  it('leaves untracked what a person untracked', async () => {
    const watcher = await watching(ids.slice(0, 1));
    await watcher.pass();
    const stored = await watcher.table.store.load(first);
    if (stored === undefined) throw new Error('it was found');
    await watcher.table.store.commit({ ...stored.submission, tracked: false }, stored.version, []);
    watcher.clock.advance(3_600);

    await watcher.pass();

    expect((await watcher.table.store.load(first))?.submission.tracked).toBe(false);
    expect(typesOf(watcher)).toEqual([]);
  });

  it('is not asked when its host is left alone', async () => {
    const watcher = await watching(ids);
    watcher.partnerCenter.failsToList(product, 'throttled');
    const before = await watcher.table.products.load(product);

    expect(await watcher.pass()).toMatchObject({ due: 1, read: 0, failed: 0, left: 1 });
    expect(await watcher.table.products.load(product)).toEqual(before);
  });
});

describe('watching and unwatching', () => {
  it('begins, is known, ends and begins again', async () => {
    const { table, clock } = createWatcher();
    const { products } = table;

    expect(await unwatchProduct(products, product)).toBe('not-watched');
    expect(await watchProduct(products, product, clock.now())).toMatchObject({ outcome: 'watched' });
    expect(await watchProduct(products, product, clock.now())).toMatchObject({ outcome: 'already-watched' });
    expect(await unwatchProduct(products, product)).toBe('unwatched');
    expect(await unwatchProduct(products, product)).toBe('not-watched');
    expect(await watchProduct(products, product, clock.now())).toMatchObject({ outcome: 'watched' });
  });

  it('keeps the submissions tracked when it ends', async () => {
    const watcher = await watching(ids);
    await watcher.pass();
    await unwatchProduct(watcher.table.products, product);
    watcher.clock.advance(3_600);

    expect(await watcher.pass()).toMatchObject({ due: 3, read: 3 });
    expect(watcher.partnerCenter.reads.filter((read) => read.startsWith('list'))).toHaveLength(1);
  });

  it('says so when two do it at once', async () => {
    const { table, clock } = createWatcher();

    const results = await Promise.all([1, 2].map(() => watchProduct(table.products, product, clock.now())));

    expect(results.map(({ outcome }) => outcome)).toEqual(['watched', 'conflict']);
  });
});
