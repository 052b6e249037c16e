import type { Event } from '../../shared/contract/event.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import type { OutboxEntry } from '../../shared/ports/outbox.ts';
import type { DueSubmission } from '../../shared/ports/submission-store.ts';
import type { StoreUnderTest } from './store-under-test.ts';

/** All that is stored about a submission, for comparing before and after. */
interface Everything {
  readonly submission: TrackedSubmission | undefined;
  readonly version: string | undefined;
  readonly history: readonly Event[];
  readonly unsent: readonly Event[];
}

export async function readAll({ store, outbox }: StoreUnderTest, key: SubmissionKey): Promise<Everything> {
  const stored = await store.load(key);
  const { items } = await store.history(key, { size: 200 });
  const unsent = await collect<OutboxEntry>(outbox.pending(key));
  return {
    submission: stored?.submission,
    version: stored?.version,
    history: items,
    unsent: unsent.map(({ event }) => event),
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export async function dueKeys({ store }: StoreUnderTest, now: Date): Promise<string[]> {
  const due = await collect<DueSubmission>(store.due(now));
  return due.map(({ key }) => key.text).sort();
}
