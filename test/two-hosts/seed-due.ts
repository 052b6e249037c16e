import type { TableClient } from '@azure/data-tables';
import { toPayload } from '../../shared/adapters/table-storage/payload.ts';
import { toSubmissionEntity } from '../../shared/adapters/table-storage/submission-row.ts';
import { decideOnRead } from '../../shared/domain/decide.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked } from '../../shared/domain/tracked-submission.ts';
import type { PartnerCenter } from '../../shared/ports/partner-center.ts';
import { forEachConcurrently } from '../../shared/use-cases/for-each-concurrently.ts';
import { someRules } from '../support/some-rules.ts';

/**
 * Puts submissions into the table as they are after a first read of the last of them, and due; a hundred at a time, in place of
 * thousands of passes.
 * @param show puts one into Partner Center.
 */
export async function seedDue(
  table: TableClient,
  keys: readonly SubmissionKey[],
  show: (key: SubmissionKey, index: number) => Promise<void>,
  partnerCenter: PartnerCenter,
): Promise<void> {
  await forEachConcurrently(keys.entries(), 32, ([index, key]) => show(key, index));
  const last = keys.at(-1);
  if (last === undefined) throw new Error('There are some');
  const read = await partnerCenter.read(last, 'full', new AbortController().signal);
  if (read.outcome === 'failed') throw new Error(read.failure.message);
  const now = new Date();
  const rows = keys.map((key) => {
    const { next } = decideOnRead(newlyTracked(key, now), read.observation, now, someRules(), 0);
    const payload = toPayload('snapshot-1', next.snapshot);
    return toSubmissionEntity({ ...next, nextPollAt: now.toISOString() }, payload);
  });
  for (const part of Map.groupBy(rows, ({ partitionKey }) => partitionKey).values()) {
    for (let start = 0; start < part.length; start += 100) {
      await table.submitTransaction(part.slice(start, start + 100).map((row) => ['create', row]));
    }
  }
}
