import { pollSubmissionsFunction } from '../../functions/poll-submissions.ts';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { PollDependencies } from '../../shared/use-cases/poll-submissions.ts';
import { trackSubmission } from '../../shared/use-cases/track-submission.ts';
import { createWatcher } from '../support/a-watcher.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { runTimer } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keysOfOneProduct, keysOfProducts } from '../support/key-of.ts';
import { countStorageOperations, type StorageOperations } from '../support/storage-operations.ts';

/** What each pass costs whatever it finds: the scans for what is due, both budgets, and the record of the pass. */
const scans = 2 * 16;
const nothingDue: StorageOperations = {
  queries: scans,
  reads: 2 + 1,
  writes: 0,
  transactions: 1,
  rowsInTransactions: 2,
};
/** Tokens are taken before the reads and settled after them, at the one host that is asked. */
const budgetOfOneHost = { reads: 2, writes: 2 };

describe('a pass on Table Storage', () => {
  const tables = useAzuriteTables();

  /** @returns what a pass counts: storage, requests to Partner Center and messages to the topic. */
  async function open(keys: readonly SubmissionKey[], state = 'Certification') {
    const client = await tables.create();
    const watcher = createWatcher();
    const { clock, partnerCenter, publisher } = watcher;
    const adapters = createTableAdapters(client, clock.now);
    const dependencies: PollDependencies = { ...watcher.dependencies, ...adapters, inlineLimit: 1_000 };
    const { services } = createFakeServices({
      now: clock.now,
      poll: async (log) => ({ ...dependencies, log }),
      passLog: async () => adapters.passLog,
    });
    for (const key of keys) {
      await trackSubmission(adapters.store, key, clock.now());
      partnerCenter.shows(key, { state });
    }
    const timer = pollSubmissionsFunction(services);
    const operations = countStorageOperations(client);
    async function pass(afterSeconds = 3_600) {
      clock.advance(afterSeconds);
      const before = { requests: partnerCenter.reads.length, messages: publisher.tried.length };
      operations.take();
      await runTimer(timer);
      return {
        storage: operations.take(),
        requests: partnerCenter.reads.length - before.requests,
        messages: publisher.tried.length - before.messages,
      };
    }
    // The first pass writes the rows that later ones replace.
    await pass();
    return { pass, partnerCenter };
  }

  it('that finds nothing due reads and writes the same few rows, however much is stored', async () => {
    for (const count of [0, 40]) {
      const { pass } = await open(keysOfProducts(count));
      expect(await pass(0)).toEqual({ storage: nothingDue, requests: 0, messages: 0 });
    }
  });

  it('asks once for each unchanged submission, writes no row of its own for it, and says nothing', async () => {
    const { pass } = await open(keysOfOneProduct(240));

    expect(await pass()).toEqual({
      storage: {
        queries: scans,
        reads: nothingDue.reads + budgetOfOneHost.reads,
        writes: budgetOfOneHost.writes,
        // Of one partition, up to a hundred a transaction.
        transactions: nothingDue.transactions + 3,
        rowsInTransactions: nothingDue.rowsInTransactions + 240,
      },
      requests: 240,
      messages: 0,
    });
  });

  it('reads the rows one by one that are beyond what one shard gives at once', async () => {
    const { pass } = await open(keysOfOneProduct(260));

    const { storage, requests } = await pass();

    expect(storage.queries).toBe(scans + 1);
    expect(storage.reads).toBe(nothingDue.reads + budgetOfOneHost.reads + 10);
    expect(requests).toBe(260);
  });

  it('writes no more transactions than there are shards for what is spread over them', async () => {
    const { pass } = await open(keysOfProducts(160));

    const { storage, requests } = await pass();

    expect(storage.transactions).toBeLessThanOrEqual(nothingDue.transactions + 16);
    expect(storage).toMatchObject({ queries: scans, writes: budgetOfOneHost.writes });
    expect(storage.rowsInTransactions).toBe(nothingDue.rowsInTransactions + 160);
    expect(requests).toBe(160);
  });

  it('takes a transaction, an outbox read and an outbox removal for a change, and one message', async () => {
    const keys = keysOfOneProduct(20);
    const { pass, partnerCenter } = await open(keys);
    for (const key of keys.slice(0, 5)) partnerCenter.shows(key, { state: 'Release' });

    const { storage, requests, messages } = await pass();

    expect(storage.queries).toBe(scans + 5);
    expect(storage.reads).toBe(nothingDue.reads + budgetOfOneHost.reads);
    expect(storage.writes).toBe(budgetOfOneHost.writes + 5);
    // A commit each, and one for the fifteen that are as they were.
    expect(storage.transactions).toBe(nothingDue.transactions + 5 + 1);
    expect({ requests, messages }).toEqual({ requests: 20, messages: 5 });
  });
});
