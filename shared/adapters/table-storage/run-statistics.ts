import type { TableClient, TransactionAction } from '@azure/data-tables';
import { z } from 'zod';
import { outcomes } from '../../domain/snapshot.ts';
import { addStatistics, type OutcomeCount, type StateStatistics, type Statistics } from '../../domain/statistics.ts';
import { kinds, type SubmissionKey } from '../../domain/submission-key.ts';
import { outcomeStatisticsRow, rowRange, runRow, shardOf, shards, stateStatisticsRow } from './keys.ts';
import { type Entity, firstOf, pagesOf, submit } from './table.ts';
import { isConflict, storageError } from './table-errors.ts';

/**
 * Statistics of finished runs, kept while they finish: a commit that ends a run adds a row of its own for it, which contends
 * with nobody; once enough of these lie in a shard, they are added to the shard's sums in one transaction. Who reads adds up
 * the sums and the rows that are left: so many rows as there are states, however many runs there were.
 */
const sketch = z.object({ count: z.int().nonnegative(), classes: z.record(z.string(), z.int().nonnegative()) });
const kind = z.enum(kinds);
const outcome = z.enum(outcomes);
const stateStatistics: z.ZodType<StateStatistics> = z.object({
  kind,
  state: z.string(),
  seconds: sketch,
  toEnd: sketch,
});
const outcomeCount: z.ZodType<OutcomeCount> = z.object({ kind, outcome, count: z.int().nonnegative() });
const statistics: z.ZodType<Statistics> = z.object({
  states: z.array(stateStatistics),
  outcomes: z.array(outcomeCount),
});

const runs = { from: 'statistics|run|', to: 'statistics|run}' };
/** So many are added at a time: with the sums they touch they are far from the hundred operations of a transaction. */
const runsToAdd = 20;
const mostOperations = 100;
/** A run of more states is no submission's way; what is beyond is not counted. */
const mostStates = 40;
/** Of a name of a state. */
const longestState = 200;

/** @param sequence of the event that ended the run. */
export function toRunEntity(key: SubmissionKey, sequence: number, run: Statistics) {
  const states = run.states
    .slice(0, mostStates)
    .map((each) => ({ ...each, state: each.state.slice(0, longestState).toWellFormed() }));
  return {
    partitionKey: shardOf(key.product),
    rowKey: runRow(key, sequence),
    data: JSON.stringify({ ...run, states }),
  };
}

export async function readStatistics(client: TableClient): Promise<Statistics> {
  const rows = await Promise.all(shards.map((shard) => rowsOf(client, shard)));
  return addStatistics(rows.flat().map(partOf));
}

/** Adds the runs of a shard to its sums once there are enough. Who adds them at the same time wins or loses as a whole. */
export async function addRuns(client: TableClient, shard: string): Promise<void> {
  const waiting = await firstOf(client, shard, runs, runsToAdd, { select: ['RowKey'] });
  if (waiting.length < runsToAdd) return;
  const rows = await rowsOf(client, shard);
  const actions = addingActions(shard, rows);
  await submit(client, actions).catch((cause: unknown) => {
    if (!isConflict(cause)) throw storageError('adding up statistics', cause);
  });
}

function addingActions(shard: string, rows: readonly Entity[]): TransactionAction[] {
  const isRun = ({ rowKey = '' }: Entity) => rowKey.startsWith(runs.from);
  const sums = new Map(rows.filter((row) => !isRun(row)).map((row) => [row.rowKey, row]));
  let taken = rows.filter(isRun).slice(0, runsToAdd);
  for (;;) {
    const added = addStatistics(taken.map(partOf));
    const touched = [
      ...added.states.map((part) => ({ rowKey: stateStatisticsRow(part.kind, part.state), part: stateOnly(part) })),
      ...added.outcomes.map((part) => ({
        rowKey: outcomeStatisticsRow(part.kind, part.outcome),
        part: outcomeOnly(part),
      })),
    ];
    if (taken.length + touched.length <= mostOperations || taken.length === 1) {
      return [
        ...touched.map(({ rowKey, part }): TransactionAction => {
          const known = sums.get(rowKey);
          const sum = known === undefined ? part : addStatistics([partOf(known), part]);
          const row = { partitionKey: shard, rowKey, data: JSON.stringify(sum) };
          return known === undefined ? ['create', row] : ['update', row, 'Replace', { etag: known.etag }];
        }),
        ...taken.map(({ rowKey = '' }): TransactionAction => ['delete', { partitionKey: shard, rowKey }]),
      ];
    }
    taken = taken.slice(0, Math.ceil(taken.length / 2));
  }
}

async function rowsOf(client: TableClient, shard: string): Promise<Entity[]> {
  const rows: Entity[] = [];
  for await (const page of pagesOf(client, shard, rowRange('statistics'))) rows.push(...page);
  return rows;
}

/** Every row holds a part, a run's as well as a sum's; one that cannot be read counts nothing. */
function partOf(entity: Entity): Statistics {
  try {
    return statistics.parse(JSON.parse(String(entity['data'])));
  } catch {
    return { states: [], outcomes: [] };
  }
}

function stateOnly(part: StateStatistics): Statistics {
  return { states: [part], outcomes: [] };
}

function outcomeOnly(part: OutcomeCount): Statistics {
  return { states: [], outcomes: [part] };
}
