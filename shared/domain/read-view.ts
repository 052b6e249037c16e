import type { TrackedSubmission } from './tracked-submission.ts';

/**
 * Store submissions have a light `/status` besides the full read. It carries no SAS and no notes, so it is preferred;
 * it also carries no name, publish mode or rollout, so the full read is taken where one of these can matter:
 * at first sight, while `Release` may be waiting for a person, and after `Published`, when only the rollout moves.
 */
export type ReadView = 'status' | 'full';

export function readView(submission: TrackedSubmission): ReadView {
  const { snapshot, key } = submission;
  if (snapshot === undefined || snapshot.state.toLowerCase() === 'release') return 'full';
  const hasRollout = key.product.kind === 'app' || key.product.kind === 'flight';
  return hasRollout && snapshot.outcome === 'succeeded' ? 'full' : 'status';
}
