import type { Outbox, PassLog, PassRecord } from '../ports.ts';

export type HealthReason = 'no-pass-yet' | 'pass-overdue' | 'pass-failed' | 'outbox-stuck';

export interface Health {
  /** Empty when all is well. */
  readonly reasons: readonly HealthReason[];
  readonly lastPass?: PassRecord;
  /** Of the unsent events that were looked at, ISO 8601. */
  readonly oldestUnsent?: string;
}

export interface HealthDependencies {
  readonly passLog: PassLog;
  readonly outbox: Outbox;
  readonly now: () => Date;
}

const passOverdueMs = 10 * 60_000;
const outboxStuckMs = 10 * 60_000;
/** Enough to see that something is stuck, however much is. */
const unsentToLookAt = 100;

/** Whether the watcher itself still sees and speaks. Storage that cannot be read throws: that is no health either. */
export async function checkHealth({ passLog, outbox, now }: HealthDependencies): Promise<Health> {
  const lastPass = await passLog.last();
  const oldestUnsent = await oldest(outbox);
  const age = (at: string) => now().getTime() - Date.parse(at);

  const reasons: HealthReason[] = [];
  if (lastPass === undefined) reasons.push('no-pass-yet');
  else if (age(lastPass.endedAt) > passOverdueMs) reasons.push('pass-overdue');
  if (lastPass !== undefined && lastPass.summary === undefined) reasons.push('pass-failed');
  if (oldestUnsent !== undefined && age(oldestUnsent) > outboxStuckMs) reasons.push('outbox-stuck');
  return {
    reasons,
    ...(lastPass === undefined ? {} : { lastPass }),
    ...(oldestUnsent === undefined ? {} : { oldestUnsent }),
  };
}

async function oldest(outbox: Outbox): Promise<string | undefined> {
  let time: string | undefined;
  let looked = 0;
  for await (const { event } of outbox.pending()) {
    if (time === undefined || event.time < time) time = event.time;
    looked += 1;
    if (looked >= unsentToLookAt) break;
  }
  return time;
}
