import type { Event } from '../../shared/contract/event.ts';
import type { Observation } from '../../shared/domain/snapshot.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { SubmissionStore } from '../../shared/ports/submission-store.ts';
import { decide, recorded } from './decide.ts';

/** Reads of one submission, each committed as the application does. @returns their events, oldest first. */
export async function commitReads(
  store: Pick<SubmissionStore, 'load' | 'commit'>,
  key: SubmissionKey,
  reads: readonly (readonly [at: Date, read: Observation])[],
): Promise<Event[]> {
  const events: Event[] = [];
  for (const [at, read] of reads) {
    const known = await store.load(key);
    const decision = decide(known?.submission ?? key, read, at);
    const committed = await store.commit(decision.next, known?.version, recorded(decision));
    if (committed !== 'committed') throw new Error(`${key.text}: ${committed}`);
    events.push(...decision.events);
  }
  return events;
}
