import { portalUrl } from '../shared/domain/portal-url.ts';
import type { TrackedSubmission } from '../shared/domain/tracked-submission.ts';

/** A tracked submission as the API shows it. */
export function submissionView(submission: TrackedSubmission) {
  const { key, snapshot, tracked: _, ...rest } = submission;
  return {
    key: key.text,
    kind: key.product.kind,
    productKey: key.product.text,
    productId: key.product.productId,
    flightId: key.product.flightId,
    submissionId: key.submissionId,
    name: snapshot?.name,
    state: snapshot?.state,
    outcome: snapshot?.outcome,
    ...rest,
    portalUrl: portalUrl(key),
    issues: snapshot?.issues,
    reports: snapshot?.reports,
    artifacts: snapshot?.artifacts,
    rollout: snapshot?.rollout,
    publishMode: snapshot?.publishMode,
  };
}
