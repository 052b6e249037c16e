import { type Decision, decideOnRead } from '../../shared/domain/decide.ts';
import { fitEvent } from '../../shared/domain/fit-event.ts';
import type { Observation } from '../../shared/domain/snapshot.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import type { RecordedEvent } from '../../shared/ports/submission-store.ts';
import { someRules } from './some-rules.ts';

/** A row and its events as the application makes them: at first sight of a key, or of a row after a further read. */
export function decide(
  current: SubmissionKey | TrackedSubmission,
  read: Observation = { state: 'Certification' },
  now = new Date('2026-03-02T08:00:00.000Z'),
): Decision {
  return decideOnRead('key' in current ? current : newlyTracked(current, now), read, now, someRules(), 0);
}

export function recorded({ events }: Pick<Decision, 'events'>): RecordedEvent[] {
  return events.map((event) => ({ whole: event, published: fitEvent(event) }));
}
