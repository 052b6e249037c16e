import type { TableClient } from '@azure/data-tables';
import { apiHostOf } from '../../domain/api-host.ts';
import { impossibleFrom } from '../../domain/clock-ahead.ts';
import type { SubmissionKey } from '../../domain/submission-key.ts';
import { never } from '../../domain/tracked-submission.ts';
import { StorageError } from '../../errors.ts';
import type { DueSubmission, Stored } from '../../ports/submission-store.ts';
import { rowRange, shards } from './keys.ts';
import { sideBySide } from './side-by-side.ts';
import { submissionKeyOf, toStoredSubmission } from './stored-submission.ts';
import { dueTimesOf, type Entity, pagesOf, shardsAtOnce } from './table.ts';

/** Of a shard so many rows come whole, all shards together more than a pass reads by itself. */
const wholeRows = 250;
/** Of the others only what a plan asks for: where they are many, few of them are chosen. */
const planned = ['RowKey', 'Timestamp', 'nextPollAt', 'lastCheckedAt'];

/**
 * What is due over all shards, in no order; and what a clock that ran ahead put off.
 * @param load reads a row that did not come whole.
 */
export async function* dueSubmissions(
  client: TableClient,
  now: Date,
  load: (key: SubmissionKey) => Promise<Stored | undefined>,
): AsyncGenerator<DueSubmission> {
  const { read, nextRead } = impossibleFrom(now);
  const isAhead = `lastCheckedAt gt '${read}' or lastFailureAt gt '${read}' or (nextPollAt gt '${nextRead}' and nextPollAt lt '${never}')`;
  const where = `tracked eq true and (nextPollAt le '${now.toISOString()}' or ${isAhead})`;
  const sources = shards.map((shard) => duePages(client, shard, where));
  for await (const { page, isWhole } of sideBySide(sources, shardsAtOnce)) {
    for (const entity of page) {
      const key = submissionKeyOf(entity);
      if (key === undefined) continue;
      yield {
        key,
        host: apiHostOf(key.product.kind),
        ...dueTimesOf(entity, now),
        ...(entity['lastCheckedAt'] === '' ? { isFirstRead: true } : {}),
        stored: () => (isWhole ? toStoredSubmission(client, key, entity) : present(key, load(key))),
      };
    }
  }
}

interface DuePage {
  readonly page: readonly Entity[];
  readonly isWhole: boolean;
}

async function* duePages(client: TableClient, shard: string, where: string): AsyncGenerator<DuePage> {
  const { from, to } = rowRange('submission');
  let last = '';
  let count = 0;
  for await (const page of pagesOf(client, shard, { from, to }, { where, pageSize: wholeRows })) {
    yield { page, isWhole: true };
    count += page.length;
    last = page.at(-1)?.rowKey ?? last;
    if (count >= wholeRows) break;
  }
  if (count < wholeRows) return;
  // The space sorts before every character of a key, so this begins right after the last row.
  const rest = pagesOf(client, shard, { from: `${last} `, to }, { where, select: planned });
  for await (const page of rest) yield { page, isWhole: false };
}

async function present(key: SubmissionKey, loaded: Promise<Stored | undefined>): Promise<Stored> {
  const stored = await loaded;
  // Rows are not deleted but marked as not tracked, so that somebody has done it by hand.
  if (stored === undefined) throw new StorageError(`The row of ${key.text} is gone`);
  return stored;
}
