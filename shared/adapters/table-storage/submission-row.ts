import { z } from 'zod';
import { outcomes, type Snapshot } from '../../domain/snapshot.ts';
import type { SubmissionKey } from '../../domain/submission-key.ts';
import { failureReasons, type TrackedSubmission, unreachableReasons } from '../../domain/tracked-submission.ts';
import { CorruptRowError } from '../../errors.ts';
import { shardOf, submissionRow } from './keys.ts';
import { type Payload, payloadProperties } from './payload.ts';

/** The row of a submission. Table Storage has no null: an empty text stands for none. */
const bookkeeping = z.object({
  nextPollAt: z.iso.datetime(),
  lastCheckedAt: z.iso.datetime().or(z.literal('')),
  failures: z.int().nonnegative(),
  lastFailureReason: z.enum(failureReasons).or(z.literal('')),
  lastFailureAt: z.iso.datetime().or(z.literal('')),
});
type Bookkeeping = z.infer<typeof bookkeeping>;

const submissionEntity = bookkeeping.extend({
  tracked: z.boolean(),
  trackedAt: z.iso.datetime(),
  sequence: z.int().nonnegative(),
  stateSince: z.iso.datetime().or(z.literal('')),
  lastChangedAt: z.iso.datetime().or(z.literal('')),
  stalledAt: z.iso.datetime().or(z.literal('')),
  unreachableReason: z.enum(unreachableReasons).or(z.literal('')),
  unreachableStatus: z.int().nonnegative(),
  unreachableSince: z.iso.datetime().or(z.literal('')),
  withdrawn: z.boolean(),
  ...payloadProperties.shape,
});

const longestColumn = 200;

const issue = z.object({ severity: z.enum(['error', 'warning']), code: z.string(), details: z.string() });
const report = z.object({ date: z.string().exactOptional(), url: z.string().exactOptional() });
const snapshotSchema: z.ZodType<Snapshot> = z.object({
  name: z.string().exactOptional(),
  state: z.string(),
  outcome: z.enum(outcomes),
  publishMode: z.string().exactOptional(),
  issues: z.array(issue),
  reports: z.array(report),
  artifacts: z.array(z.string()),
  rollout: z.object({ percentage: z.number(), status: z.string() }).nullable().exactOptional(),
});

export interface RowAddress {
  readonly partitionKey: string;
  readonly rowKey: string;
}

export function submissionAddress(key: SubmissionKey): RowAddress {
  return { partitionKey: shardOf(key.product), rowKey: submissionRow(key) };
}

/** The whole row. `kind`, `productKey`, `state` and `outcome` repeat what the payload has, for filters and for people. */
export function toSubmissionEntity(submission: TrackedSubmission, snapshot: Payload | undefined) {
  const { key } = submission;
  return {
    ...submissionAddress(key),
    kind: key.product.kind,
    productKey: key.product.text,
    state: columnText(submission.snapshot?.state ?? ''),
    outcome: submission.snapshot?.outcome ?? '',
    tracked: submission.tracked,
    trackedAt: submission.trackedAt,
    sequence: submission.sequence,
    stateSince: submission.stateSince ?? '',
    lastChangedAt: submission.lastChangedAt ?? '',
    stalledAt: submission.stalledAt ?? '',
    unreachableReason: submission.unreachable?.reason ?? '',
    unreachableStatus: submission.unreachable?.status ?? 0,
    unreachableSince: submission.unreachable?.since ?? '',
    withdrawn: submission.withdrawn ?? false,
    ...toBookkeeping(submission),
    ...snapshot?.properties,
  };
}

/** Text from outside as a column of its own. A property holds 64 KiB and no more, and refuses half a surrogate pair. */
function columnText(text: string): string {
  return text.slice(0, longestColumn).toWellFormed();
}

/** What a read that found nothing new leaves: schedule and failures, merged into the row. */
export function toBookkeeping(submission: TrackedSubmission): Bookkeeping {
  return {
    nextPollAt: submission.nextPollAt,
    lastCheckedAt: submission.lastCheckedAt ?? '',
    failures: submission.failures,
    lastFailureReason: submission.lastFailure?.reason ?? '',
    lastFailureAt: submission.lastFailure?.at ?? '',
  };
}

/**
 * @param readSnapshot parses the payload; not called before the first successful read.
 * @throws CorruptRowError
 */
export async function fromSubmissionEntity(
  key: SubmissionKey,
  entity: unknown,
  readSnapshot: (properties: { data?: string | undefined; chunkId?: string | undefined }) => Promise<unknown>,
): Promise<TrackedSubmission> {
  const row = submissionEntity.safeParse(entity);
  if (!row.success) throw new CorruptRowError(`The row of ${key.text} is not readable`, { cause: row.error });
  const { tracked, trackedAt, sequence, nextPollAt, failures, ...rest } = row.data;
  const hasSnapshot = rest.data !== undefined || rest.chunkId !== undefined;
  const snapshot = hasSnapshot ? snapshotSchema.safeParse(await readSnapshot(rest)) : undefined;
  if (snapshot?.success === false) {
    throw new CorruptRowError(`The snapshot of ${key.text} is not readable`, { cause: snapshot.error });
  }
  return {
    key,
    tracked,
    trackedAt,
    sequence,
    nextPollAt,
    failures,
    ...(snapshot === undefined ? {} : { snapshot: snapshot.data }),
    ...(rest.stateSince === '' ? {} : { stateSince: rest.stateSince }),
    ...(rest.lastChangedAt === '' ? {} : { lastChangedAt: rest.lastChangedAt }),
    ...(rest.lastCheckedAt === '' ? {} : { lastCheckedAt: rest.lastCheckedAt }),
    ...(rest.lastFailureReason === ''
      ? {}
      : { lastFailure: { reason: rest.lastFailureReason, at: rest.lastFailureAt } }),
    ...(rest.stalledAt === '' ? {} : { stalledAt: rest.stalledAt }),
    ...(rest.withdrawn ? { withdrawn: true } : {}),
    ...unreachableOf(rest),
  };
}

function unreachableOf(row: {
  readonly unreachableReason: NonNullable<TrackedSubmission['unreachable']>['reason'] | '';
  readonly unreachableStatus: number;
  readonly unreachableSince: string;
}): Pick<TrackedSubmission, 'unreachable'> {
  if (row.unreachableReason === '') return {};
  const status = row.unreachableStatus === 0 ? {} : { status: row.unreachableStatus };
  return { unreachable: { reason: row.unreachableReason, ...status, since: row.unreachableSince } };
}
