import type { TableClient, TransactionAction } from '@azure/data-tables';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { toFeedEntity } from '../../shared/adapters/table-storage/feed.ts';
import { toEventEntity } from '../../shared/adapters/table-storage/history.ts';
import { toPayload } from '../../shared/adapters/table-storage/payload.ts';
import { indexActions, indexTime } from '../../shared/adapters/table-storage/recent-index.ts';
import { toRunEntity } from '../../shared/adapters/table-storage/run-statistics.ts';
import { toSubmissionEntity } from '../../shared/adapters/table-storage/submission-row.ts';
import { submit } from '../../shared/adapters/table-storage/table.ts';
import type { Event } from '../../shared/contract/event.ts';
import { decideOnRead } from '../../shared/domain/decide.ts';
import { addStatistics, statisticsOfRun } from '../../shared/domain/statistics.ts';
import { endsRun, finishedRun, staysOf } from '../../shared/domain/stay.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import type { QueryPage, SubmissionQueries } from '../../shared/ports/submission-queries.ts';
import { countStorageOperations, totalOf } from '../../test/support/storage-operations.ts';
import type { Figure } from './figure.ts';
import { costOf } from './rounds.ts';
import { adaptersOn, alwaysDue, hardwareKeys, openTable } from './workload.ts';

const submissions = 10_000;
const eventsOfEach = 20;
const size = 50;

/** What questions cost on 10,000 submissions with 20 events each: requests to the storage, and time. */
export async function api(): Promise<readonly Figure[]> {
  const azurite = await startAzurite({});
  try {
    const client = await openTable(azurite.connectionString, 'api');
    const keys = hardwareKeys(submissions);
    await fill(client, keys);
    const operations = countStorageOperations(client);
    const { queries } = adaptersOn(client);
    // The mark that says that the index is whole.
    await queries.submissions({ filter: {}, sort: 'lastChanged', size: 1 });
    operations.take();

    const figures: Figure[] = [];
    for (const [name, most, ask] of questions(queries, keys)) {
      let given = 0;
      const { ms } = await costOf(async () => {
        given = await ask();
      });
      figures.push({
        name: `API on ${submissions.toLocaleString('en-US')} × ${eventsOfEach}, ${name}: requests to storage`,
        value: totalOf(operations.take()),
        unit: 'count',
        target: { atMost: most },
        note: `${given} entries; ${ms.toFixed(0)} ms on Azurite, which goes through the whole table for each query`,
      });
    }
    return figures;
  } finally {
    await azurite.stop();
  }
}

type Question = readonly [name: string, mostRequests: number, ask: () => Promise<number>];

const shards = 16;
/** A further page of a shard that has more than its share of what is asked for. */
const uneven = 6;

function questions(queries: SubmissionQueries, keys: readonly SubmissionKey[]): Question[] {
  const [first] = keys;
  if (first === undefined) throw new Error('There are keys');
  const list = (filter = {}, after?: string) =>
    queries.submissions({ filter, sort: 'lastChanged', size, ...(after === undefined ? {} : { after }) });
  const count = async ({ items }: QueryPage<unknown>) => items.length;
  return [
    ['a page of 50', shards + size + uneven, async () => count(await list())],
    [
      'the tenth page of 50',
      10 * (shards + size + uneven),
      async () => {
        let page = await list();
        for (let number = 1; number < 10; number += 1) page = await list({}, page.next);
        return count(page);
      },
    ],
    ['a page of failed ones', shards + size + uneven, async () => count(await list({ outcomes: ['failed'] }))],
    ['a product', 2, async () => count(await list({ product: first.product }))],
    // 10,000 rows of the index, 5,000 a page.
    [
      'a word of one name',
      2 * (shards + 25) + 1,
      async () => (await allPages((after) => list({ text: 'Driver 4711' }, after))).length,
    ],
    ['a page by key', shards + uneven, async () => count(await queries.submissions({ filter: {}, sort: 'key', size }))],
    ['a history', 1, async () => count(await queries.history(first, { order: 'newest', size }))],
    ['a history from its oldest event', 2, async () => count(await queries.history(first, { order: 'oldest', size }))],
    ['recent changes', shards + uneven, async () => count(await queries.changes({ size }))],
    ['recent errors', shards + uneven, async () => count(await queries.changes({ size, severities: ['error'] }))],
    ['the statistics', shards, async () => (await queries.statistics()).states.length],
  ];
}

async function allPages<T>(read: (after?: string) => Promise<QueryPage<T>>): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page = await read(after);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}

const steps = ['preparation', 'scanning', 'validation', 'catalogCreation', 'signing', 'finalizeIngestion'];
const start = Date.parse('2026-01-01T00:00:00.000Z');

/** Rows as commits would have left them, a hundred a transaction. */
async function fill(client: TableClient, keys: readonly SubmissionKey[]): Promise<void> {
  const waiting = new Map<string, TransactionAction[]>();
  const write = async (partitionKey: string, least: number) => {
    const rows = waiting.get(partitionKey) ?? [];
    while (rows.length > least) await submit(client, rows.splice(0, 100));
  };
  const sums = new Map<string, { key: SubmissionKey; parts: ReturnType<typeof statisticsOfRun>[] }>();
  for (const [index, key] of keys.entries()) {
    const { submission, events } = lifeOf(key, index);
    const snapshot = toPayload('snapshot', submission.snapshot);
    const row = { ...toSubmissionEntity(submission, snapshot), indexedAt: indexTime(submission) };
    const { partitionKey } = row;
    const run = endsRun(events) ? finishedRun(staysOf(events)) : undefined;
    if (run !== undefined) {
      const sum = sums.get(partitionKey) ?? { key, parts: [] };
      sum.parts.push(statisticsOfRun('hardware', run));
      sums.set(partitionKey, sum);
    }
    const rows = waiting.get(partitionKey) ?? [];
    waiting.set(partitionKey, rows);
    rows.push(
      ['upsert', row, 'Replace'],
      ...indexActions(submission, undefined),
      ...events.flatMap((event): TransactionAction[] => [
        ['upsert', toEventEntity(key, event).entity, 'Replace'],
        ['upsert', toFeedEntity(key, event), 'Replace'],
      ]),
    );
    await write(partitionKey, 400);
  }
  for (const partitionKey of waiting.keys()) await write(partitionKey, 0);
  for (const { key, parts } of sums.values()) {
    await submit(client, [['upsert', toRunEntity(key, 1, addStatistics(parts)), 'Replace']]);
  }
}

/** Steps of the workflow with a report now and then, until there are as many events as wanted; a third of them ended. */
function lifeOf(key: SubmissionKey, index: number): { submission: TrackedSubmission; events: readonly Event[] } {
  let submission = newlyTracked(key, new Date(start));
  const events: Event[] = [];
  for (let read = 0; events.length < eventsOfEach; read += 1) {
    const isLast = events.length === eventsOfEach - 1;
    const step = steps[Math.min(steps.length - 1, Math.floor(read / 4))];
    const state = isLast ? endOf(index) : `${step}/${['notStarted', 'started', 'again', 'completed'][read % 4]}`;
    const at = new Date(start + (index + read * 3_600) * 1_000);
    const decision = decideOnRead(submission, { state, name: `Driver ${index}` }, at, alwaysDue, 0);
    submission = decision.next;
    events.push(...decision.events);
  }
  return { submission, events };
}

function endOf(index: number): string {
  if (index % 20 === 0) return 'signing/failed';
  return index % 3 === 0 ? 'finalizeIngestion/completed' : 'signing/waiting';
}
