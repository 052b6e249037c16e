import type { Occasion } from '../../shared/domain/events.ts';
import { aSnapshot } from './a-snapshot.ts';
import { noon } from './a-submission.ts';
import { aSubmissionKey } from './a-submission-key.ts';

/** Four hours into certification, with six events behind it. */
export function anOccasion(overrides: Partial<Occasion> = {}): Occasion {
  return {
    key: aSubmissionKey(),
    snapshot: aSnapshot(),
    now: noon,
    sequence: 6,
    stateSince: '2025-06-01T08:00:00.000Z',
    source: '/submission-watch',
    ...overrides,
  };
}
