import type { TableClient } from '@azure/data-tables';
import { recentRow, shardOf, submissionRow } from '../../shared/adapters/table-storage/keys.ts';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked, untracked } from '../../shared/domain/tracked-submission.ts';
import { collect } from '../contracts/read-all.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { commitReads } from '../support/commit-reads.ts';
import { decide, recorded } from '../support/decide.ts';
import { keysOfOneProduct, keysOfProducts } from '../support/key-of.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);
const [key] = keysOfProducts(1) as [SubmissionKey];

describe('the recent index', () => {
  const tables = useAzuriteTables();

  async function open() {
    const client = await tables.create();
    const { store, queries, setAside } = createTableAdapters(client, () => at(0));
    const listed = async () => {
      const { items } = await queries.submissions({ filter: {}, sort: 'lastChanged', size: 200 });
      return items.map((item) => item.key.text);
    };
    return { client, store, queries, setAside, listed };
  }

  const rowOf = (one: SubmissionKey) => ({ partitionKey: shardOf(one.product), rowKey: submissionRow(one) });

  async function indexRows(client: TableClient): Promise<string[]> {
    const queryOptions = { filter: `RowKey ge 'recent|' and RowKey lt 'recent}'` };
    const rows = await collect(client.listEntities({ queryOptions }));
    return rows.map(({ rowKey }) => rowKey ?? '');
  }

  /** As a release before the index wrote it. */
  async function forgetIndex(client: TableClient): Promise<void> {
    for await (const { partitionKey = '', rowKey = '', ...row } of client.listEntities<Record<string, unknown>>()) {
      if (rowKey.startsWith('recent')) await client.deleteEntity(partitionKey, rowKey);
      if (!rowKey.startsWith('submission|')) continue;
      const { indexedAt: _, etag: __, timestamp: ___, ...old } = row;
      await client.updateEntity({ partitionKey, rowKey, ...old }, 'Replace');
    }
  }

  it('has one row for each tracked submission, wherever it moved, and none for others', async () => {
    const { client, store } = await open();
    const keys = keysOfOneProduct(3);
    for (const [index, one] of keys.entries()) {
      await commitReads(store, one, [
        [at(index), { state: 'scanning/started' }],
        [at(10 + index), { state: 'signing/started' }],
        [at(20 + index), { state: 'signing/completed' }],
      ]);
    }
    const [gone] = keys as [SubmissionKey];
    const stored = await store.load(gone);
    await store.commit(untracked(stored?.submission ?? newlyTracked(gone, at(0))), stored?.version, []);

    expect(await indexRows(client)).toEqual(
      keys
        .slice(1)
        .map((one, index) => recentRow(one, at(21 + index).toISOString()))
        .reverse(),
    );
  });

  it('is built at the first question for a table of a release before, and stays right after', async () => {
    const { client, store } = await open();
    const keys = [...keysOfProducts(20), ...keysOfOneProduct(130)];
    for (const [index, one] of keys.entries()) {
      await commitReads(store, one, [[at(index), { state: 'Certification' }]]);
    }
    await forgetIndex(client);
    const [untouched, changed] = keys as [SubmissionKey, SubmissionKey];
    // Before anybody has asked, by this release: it is indexed with its change.
    await commitReads(store, changed, [[at(1_000), { state: 'Release' }]]);

    const { queries } = createTableAdapters(client, () => at(0));
    const { items } = await queries.submissions({ filter: {}, sort: 'lastChanged', size: 200 });

    const newestFirst = [changed, ...keys.toReversed().filter((one) => one !== changed)];
    expect(items.map((item) => item.key.text)).toEqual(newestFirst.map(({ text }) => text));
    await commitReads(store, untouched, [[at(2_000), { state: 'Release' }]]);
    expect(await indexRows(client)).toHaveLength(keys.length);
  });

  it('is built while others write, and loses nothing of theirs', async () => {
    const { client, store, listed } = await open();
    const keys = keysOfOneProduct(60);
    for (const one of keys) await commitReads(store, one, [[at(0), { state: 'Certification' }]]);
    await forgetIndex(client);

    const [texts] = await Promise.all([
      listed(),
      ...keys.map((one, index) => commitReads(store, one, [[at(100 + index), { state: 'Release' }]]).catch(() => [])),
    ]);

    expect(new Set(texts).size).toBe(texts.length);
    expect((await listed()).toSorted()).toEqual(keys.map(({ text }) => text).sort());
    expect(await indexRows(client)).toHaveLength(keys.length);
  });

  it('does not hold up a submission whose row of it is lost', async () => {
    const { client, store, listed } = await open();
    await commitReads(store, key, [[at(0), { state: 'Certification' }]]);
    await client.deleteEntity(shardOf(key.product), recentRow(key, at(0).toISOString()));
    expect(await listed()).toEqual([]);

    await commitReads(store, key, [[at(10), { state: 'Release' }]]);

    expect(await listed()).toEqual([key.text]);
  });

  it('shows once a submission that another release left behind in it', async () => {
    const { client, store, listed } = await open();
    await commitReads(store, key, [[at(0), { state: 'Certification' }]]);
    expect(await listed()).toEqual([key.text]);
    // That release writes the row as it always did, and knows nothing of the index.
    const {
      indexedAt: _,
      etag: __,
      timestamp: ___,
      ...row
    } = await client.getEntity<Record<string, unknown>>(rowOf(key).partitionKey, rowOf(key).rowKey);
    await client.updateEntity({ ...rowOf(key), ...row }, 'Replace');
    expect(await listed()).toEqual([]);

    await commitReads(store, key, [[at(10), { state: 'Release' }]]);

    expect(await listed()).toEqual([key.text]);
  });

  it('shows a submission that was set aside again once it has been read anew', async () => {
    const { client, store, setAside, listed } = await open();
    await commitReads(store, key, [[at(0), { state: 'Certification' }]]);
    await client.updateEntity({ ...rowOf(key), data: '{' }, 'Merge');
    await setAside.submission(key, 'not readable', at(5));
    expect(await listed()).toEqual([]);
    const [entry] = await setAside.list(1);
    await setAside.retry(entry?.id ?? '', at(6));

    await commitReads(store, key, [[at(10), { state: 'Certification' }]]);

    expect(await listed()).toEqual([key.text]);
  });

  it('lets one of two writers win, as before', async () => {
    const { store, listed } = await open();
    await commitReads(store, key, [[at(0), { state: 'Certification' }]]);
    const stored = await store.load(key);
    if (stored === undefined) throw new Error('it is there');
    const decisions = ['Release', 'Publishing'].map((state, index) =>
      decide(stored.submission, { state }, at(10 + index)),
    );

    const results = await Promise.all(
      decisions.map((decision) => store.commit(decision.next, stored.version, recorded(decision))),
    );

    expect(results.toSorted()).toEqual(['committed', 'conflict']);
    expect(await listed()).toEqual([key.text]);
  });
});
