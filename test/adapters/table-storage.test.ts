import { productRow, shardOf, submissionRow } from '../../shared/adapters/table-storage/keys.ts';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import { parseProductKey, parseSubmissionKey } from '../../shared/domain/submission-key.ts';
import { forEachConcurrently } from '../../shared/use-cases/for-each-concurrently.ts';
import { outboxContract } from '../contracts/outbox.ts';
import { passLogContract } from '../contracts/pass-log.ts';
import { productStoreContract } from '../contracts/product-store.ts';
import { collect, dueKeys } from '../contracts/read-all.ts';
import { setAsideContract } from '../contracts/set-aside.ts';
import { sharedStatesContract } from '../contracts/shared-states.ts';
import { submissionQueriesContract } from '../contracts/submission-queries.ts';
import { submissionStoreContract } from '../contracts/submission-store.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { decide, recorded } from '../support/decide.ts';
import { keysOfOneProduct } from '../support/key-of.ts';

describe('on Azurite', () => {
  const tables = useAzuriteTables();

  async function open() {
    const client = await tables.create();
    const whole = new Map<string, { data: unknown; failures: unknown }>();
    return {
      ...createTableAdapters(client, () => new Date('2026-03-02T08:00:00.000Z')),
      async spoil(text: string): Promise<void> {
        const address = addressOf(text);
        const { data, failures } = await client.getEntity<Record<string, unknown>>(
          address.partitionKey,
          address.rowKey,
        );
        whole.set(text, { data, failures });
        await client.updateEntity({ ...address, data: '{', failures: 'many' }, 'Merge');
      },
      async mend(text: string): Promise<void> {
        await client.updateEntity({ ...addressOf(text), ...whole.get(text) }, 'Merge');
      },
      async spoilEntry(id: string): Promise<void> {
        const [partitionKey = '', rowKey = ''] = id.split('/');
        await client.updateEntity({ partitionKey, rowKey, what: 'gadget', reason: 7, at: 'yesterday' }, 'Merge');
      },
    };
  }

  function addressOf(text: string): { partitionKey: string; rowKey: string } {
    const key = parseSubmissionKey(text);
    const product = key?.product ?? parseProductKey(text);
    if (product === undefined) throw new Error(`${text} is no key`);
    return { partitionKey: shardOf(product), rowKey: key === undefined ? productRow(product) : submissionRow(key) };
  }

  submissionStoreContract(open);
  submissionQueriesContract(open);
  outboxContract(open);
  productStoreContract(open);
  setAsideContract(open);
  sharedStatesContract(open);
  passLogContract(async () => (await open()).passLog);

  it('reads on where a query has more rows than an answer', async () => {
    const table = await open();
    const now = new Date('2026-03-02T08:00:00.000Z');
    const keys = keysOfOneProduct(1_010);
    await forEachConcurrently(keys, 16, async (key) => {
      const first = decide(key, { state: 'Certification' }, now);
      await table.store.commit({ ...first.next, nextPollAt: now.toISOString() }, undefined, recorded(first));
    });
    const texts = keys.map(({ text }) => text).sort();
    const [first] = keys;
    if (first === undefined) throw new Error('there are many');

    const entries = await collect(table.outbox.pending());
    const ofProduct = await table.products.submissionsOf(first.product);

    expect(await dueKeys(table, now)).toEqual(texts);
    expect(entries.map(({ key }) => key.text)).toEqual(texts);
    expect(ofProduct.map(({ submission }) => submission.key.text)).toEqual(texts);
  });
});
