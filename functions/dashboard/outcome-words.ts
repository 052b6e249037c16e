import type { Outcome } from '../../shared/domain/snapshot.ts';
import type { Kind } from '../../shared/domain/submission-key.ts';

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  draft: 'Draft',
  inProgress: 'In progress',
  waiting: 'Waiting',
  succeeded: 'Succeeded',
  failed: 'Failed',
  canceled: 'Canceled',
  unknown: 'Unknown',
};

/** The order in which they matter to a reader. */
export const outcomeOrder: readonly Outcome[] = [
  'waiting',
  'failed',
  'inProgress',
  'unknown',
  'succeeded',
  'canceled',
  'draft',
];

export const kindWords: Readonly<Record<Kind, string>> = {
  hardware: 'Hardware',
  addon: 'Add-on',
  app: 'App',
  flight: 'Flight',
  msi: 'MSI/EXE',
};
