import type { Snapshot } from '../../shared/domain/snapshot.ts';

/** A Store submission in certification, with nothing to report. */
export function aSnapshot(overrides: Partial<Snapshot> = {}): Snapshot {
  return { state: 'Certification', outcome: 'inProgress', issues: [], reports: [], artifacts: [], ...overrides };
}
