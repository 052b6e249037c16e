import type { TableClient } from '@azure/data-tables';
import { shardOf, submissionRow } from '../../shared/adapters/table-storage/keys.ts';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import { newlyTracked } from '../../shared/domain/tracked-submission.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { decide, recorded } from '../support/decide.ts';
import { keyOf } from '../support/key-of.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const later = new Date('2026-03-02T09:00:00.000Z');
const key = keyOf(keyTexts.addon);
const address = { partitionKey: shardOf(key.product), rowKey: submissionRow(key) };
const tables = useAzuriteTables();

const open = async () => {
  const client = await tables.create();
  return { client, ...createTableAdapters(client, () => now) };
};

/** Calls `write` when a transaction has been made up and is about to be sent, once. */
function beforeTransaction(client: TableClient, write: () => Promise<unknown>): void {
  let isDone = false;
  client.pipeline.addPolicy(
    {
      name: 'another-writer',
      async sendRequest(request, next) {
        if (request.url.includes('$batch') && !isDone) {
          isDone = true;
          await write();
        }
        return next(request);
      },
    },
    { phase: 'Sign' },
  );
}

it.each(['retry', 'discard'] as const)(
  'does not write over a row that is mended while it is looked at (%s)',
  async (how) => {
    const { client, store, setAside } = await open();
    const first = decide(key);
    await store.commit(first.next, undefined, recorded(first));
    const { data } = await client.getEntity<Record<string, unknown>>(address.partitionKey, address.rowKey);
    await client.updateEntity({ ...address, data: '{' }, 'Merge');
    await setAside.submission(key, 'not readable', now);
    const [entry] = await setAside.list(1);

    beforeTransaction(client, () => client.updateEntity({ ...address, data }, 'Merge'));
    await setAside[how](entry?.id ?? '', later);

    expect(await setAside.list(1)).toEqual([]);
    const stored = await store.load(key);
    expect(stored?.submission.snapshot).toEqual(first.next.snapshot);
    expect(stored?.submission.tracked).toBe(how === 'retry');
  },
);

it('goes on from the history where a row was put back from an older copy', async () => {
  const { client, store, setAside } = await open();
  const first = decide(key);
  await store.commit(first.next, undefined, recorded(first));
  const older = await client.getEntity<Record<string, unknown>>(address.partitionKey, address.rowKey);
  const second = decide(first.next, { state: 'Release' });
  await store.commit(second.next, (await store.load(key))?.version, recorded(second));
  await client.updateEntity({ ...address, data: '{' }, 'Merge');
  await setAside.submission(key, 'not readable', now);
  await client.updateEntity({ ...address, data: older['data'], sequence: older['sequence'] }, 'Merge');

  const [entry] = await setAside.list(1);
  await setAside.retry(entry?.id ?? '', later);

  const stored = await store.load(key);
  expect(stored?.submission.sequence).toBe(2);
  const again = decide(stored?.submission ?? first.next, { state: 'Release' });
  expect(await store.commit(again.next, stored?.version, recorded(again))).toBe('committed');
});

it('makes a row anew where it is gone', async () => {
  const { client, store, setAside } = await open();
  await store.commit(newlyTracked(key, now), undefined, []);
  await setAside.submission(key, 'not readable', now);
  await client.deleteEntity(address.partitionKey, address.rowKey);

  const [entry] = await setAside.list(1);

  expect(await setAside.retry(entry?.id ?? '', later)).toBe('retried');
  expect((await store.load(key))?.submission).toEqual(newlyTracked(key, later));
});

it.each([
  'aside|',
  "aside|it's no row of ours",
  'aside|gadget|1',
  'aside|submission|x',
  `aside|outbox|${key.text}|1x`,
  'aside|a b|{"c":[d]}',
])('lists a row %s of another hand, and lets it be discarded alone', async (rowKey) => {
  const { client, setAside } = await open();
  const id = `03/${rowKey}`;
  await client.createEntity({ partitionKey: '03', rowKey, what: 'event', key: key.text, sequence: 1 });

  expect(await setAside.list(10)).toMatchObject([{ id, what: 'unreadable', key: rowKey.slice('aside|'.length) }]);
  expect(await setAside.retry(id, later)).toBe('unreadable');
  expect(await setAside.discard(id, later)).toBe('discarded');
  expect(await setAside.list(10)).toEqual([]);
});

it('believes a row no key of another shard', async () => {
  const { client, setAside } = await open();
  const partitionKey = address.partitionKey === '00' ? '01' : '00';
  await client.createEntity({ partitionKey, rowKey: `aside|${address.rowKey}` });

  expect(await setAside.list(10)).toMatchObject([{ what: 'unreadable' }]);
});

it('is asked for no row but its own, so that none of another sort can be deleted through it', async () => {
  const { client, store, setAside, passLog } = await open();
  const first = decide(key);
  await store.commit(first.next, undefined, recorded(first));
  await passLog.record({ startedAt: now.toISOString(), endedAt: now.toISOString() });
  const rows: string[] = [];
  for await (const { partitionKey, rowKey } of client.listEntities()) rows.push(`${partitionKey}/${rowKey}`);
  expect(rows.length).toBeGreaterThan(5);

  for (const id of rows) {
    expect(await setAside.retry(id, later)).toBe('unknown');
    expect(await setAside.discard(id, later)).toBe('unknown');
  }

  const left: string[] = [];
  for await (const { partitionKey, rowKey } of client.listEntities()) left.push(`${partitionKey}/${rowKey}`);
  expect(left).toEqual(rows);
});
