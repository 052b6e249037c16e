import { readFileSync } from 'node:fs';
import { TableClient } from '@azure/data-tables';
import { createAccessTokens } from '../../shared/adapters/partner-center/access-tokens.ts';
import { createPartnerCenter } from '../../shared/adapters/partner-center/client.ts';
import { parseHardware } from '../../shared/adapters/partner-center/hardware.ts';
import { toPayload } from '../../shared/adapters/table-storage/payload.ts';
import { toSubmissionEntity } from '../../shared/adapters/table-storage/submission-row.ts';
import { submit } from '../../shared/adapters/table-storage/table.ts';
import { createTableAdapters, type TableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import { decideOnRead, type Rules } from '../../shared/domain/decide.ts';
import { parseSubmissionKey, type SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import type { EventPublisher } from '../../shared/ports/event-publisher.ts';
import type { Log } from '../../shared/ports/log.ts';
import type { PartnerCenter } from '../../shared/ports/partner-center.ts';
import type { SliceQueue } from '../../shared/ports/slice-queue.ts';
import type { PollDependencies } from '../../shared/use-cases/poll-submissions.ts';

/** Everything is due again at once, so that each round has the same work. */
export const alwaysDue: Rules = {
  cadence: {
    activeSeconds: 0,
    waitingSeconds: 0,
    draftSeconds: 0,
    settledSeconds: 0,
    retireAfterDays: 3_650,
    productSeconds: 0,
  },
  stallLimits: { defaultSeconds: 10 * 365 * 86_400, byState: {} },
  mutedIssueCodes: new Set(),
  source: '/submission-watch',
};

const quiet: Log = { info() {}, warn() {}, error: (message) => console.error(message) };

export const concurrency = 32;
const now = () => new Date();

/** Keys of as many products, so that they lie in all shards. */
export function hardwareKeys(count: number): SubmissionKey[] {
  return Array.from({ length: count }, (_, index) => {
    const key = parseSubmissionKey(`hardware:1363505745${index + 1_000_000}:115292150${index + 1_000_000}`);
    if (key === undefined) throw new Error('No key');
    return key;
  });
}

/** Path of a submission at the hardware API. */
export function pathOf({ product, submissionId }: SubmissionKey): string {
  return `v2.0/my/hardware/products/${product.productId}/submissions/${submissionId}`;
}

/** As stored after a read of the sample: what a pass over unchanged submissions finds. */
export function unchangedSubmission(key: SubmissionKey): TrackedSubmission {
  const body: unknown = JSON.parse(readFileSync('test/samples/hardware-02-scanning-started.json', 'utf8'));
  return decideOnRead(newlyTracked(key, now()), parseHardware(body), now(), alwaysDue, 0).next;
}

/** The real client, with a token that nobody looks at. */
export function partnerCenterAt(url: string): PartnerCenter {
  const source = async () => ({ token: 'not-a-real-token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER });
  return createPartnerCenter({
    devCenterUrl: url,
    storeUrl: url,
    timeoutSeconds: 30,
    tokens: createAccessTokens(async () => source, now),
    now,
  });
}

/** A new table of that name in Azurite. */
export async function openTable(connectionString: string, name: string): Promise<TableClient> {
  const client = TableClient.fromConnectionString(connectionString, name, { allowInsecureConnection: true });
  await client.createTable();
  return client;
}

/** Puts rows as they are, a hundred a transaction, in place of ten thousand commits. */
export async function seed(client: TableClient, submissions: readonly TrackedSubmission[]): Promise<void> {
  const rows = submissions.map((submission) =>
    toSubmissionEntity(submission, toPayload(`snapshot-${submission.sequence}`, submission.snapshot)),
  );
  const byPartition = Map.groupBy(rows, ({ partitionKey }) => partitionKey);
  for (const part of byPartition.values()) {
    for (let start = 0; start < part.length; start += 100) {
      await submit(
        client,
        part.slice(start, start + 100).map((row) => ['upsert', row, 'Replace']),
      );
    }
  }
}

interface Around {
  readonly partnerCenter: PartnerCenter;
  readonly publisher?: EventPublisher;
  readonly sliceQueue?: SliceQueue;
}

/** What a pass needs, with a budget that grants everything. */
export function pollDependencies(tables: TableAdapters, around: Around): PollDependencies {
  return {
    ...tables,
    publisher: { async publish() {} },
    sliceQueue: { async send() {} },
    ...around,
    log: quiet,
    rules: alwaysDue,
    budget: { devCenter: 1_000_000, store: 1_000_000 },
    concurrency,
    inlineLimit: 1_000_000,
    sliceSize: 50,
    spreadSeconds: 50,
    now,
    random: Math.random,
    wait: async () => undefined,
  };
}

/** The real adapters of all stores. */
export function adaptersOn(client: TableClient): TableAdapters {
  return createTableAdapters(client, now);
}
