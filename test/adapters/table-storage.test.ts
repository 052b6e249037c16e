import { createOutbox } from '../../shared/adapters/table-storage/outbox.ts';
import { createPassLog } from '../../shared/adapters/table-storage/pass-log.ts';
import { createProductStore } from '../../shared/adapters/table-storage/product-store.ts';
import { createSubmissionStore } from '../../shared/adapters/table-storage/submission-store.ts';
import { forEachConcurrently } from '../../shared/use-cases/for-each-concurrently.ts';
import { outboxContract } from '../contracts/outbox.ts';
import { passLogContract } from '../contracts/pass-log.ts';
import { type ProductStoreUnderTest, productStoreContract } from '../contracts/product-store.ts';
import { collect, dueKeys } from '../contracts/read-all.ts';
import { type StoreUnderTest, submissionStoreContract } from '../contracts/submission-store.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { decide, recorded } from '../support/decide.ts';
import { keysOfOneProduct } from '../support/key-of.ts';

describe('on Azurite', () => {
  const tables = useAzuriteTables();

  async function open(): Promise<StoreUnderTest & ProductStoreUnderTest> {
    const client = await tables.create();
    return { store: createSubmissionStore(client), outbox: createOutbox(client), products: createProductStore(client) };
  }

  submissionStoreContract(open);
  outboxContract(open);
  productStoreContract(open);
  passLogContract(async () => createPassLog(await tables.create()));

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
