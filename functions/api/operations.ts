import { diagnoseDeployment } from '../diagnose.ts';
import { discardSetAside } from '../discard-set-aside.ts';
import { getProduct } from '../get-product.ts';
import { getStatistics } from '../get-statistics.ts';
import { getStatus } from '../get-status.ts';
import { getSubmission } from '../get-submission.ts';
import { getHealth } from '../health.ts';
import { listChanges } from '../list-changes.ts';
import { listHistory } from '../list-history.ts';
import { listPasses } from '../list-passes.ts';
import { listProducts } from '../list-products.ts';
import { listSetAside } from '../list-set-aside.ts';
import { listSubmissions } from '../list-submissions.ts';
import { replayEvents } from '../replay-events.ts';
import { retrySetAside } from '../retry-set-aside.ts';
import { runPoll } from '../run-poll.ts';
import { sendTestEvent } from '../send-test-event.ts';
import { trackSubmission } from '../track-submission.ts';
import { trackSubmissions } from '../track-submissions.ts';
import { untrackSubmission } from '../untrack-submission.ts';
import { unwatchProduct } from '../unwatch-product.ts';
import { watchProduct } from '../watch-product.ts';
import { getOpenApi } from './openapi-operation.ts';
import type { Operation } from './operation.ts';

/** Everything that the API takes, in the order in which it is described. */
export const operations: readonly Operation[] = [
  listSubmissions,
  trackSubmissions,
  getSubmission,
  trackSubmission,
  untrackSubmission,
  listHistory,
  listChanges,
  listProducts,
  getProduct,
  watchProduct,
  unwatchProduct,
  getStatistics,
  getStatus,
  listPasses,
  getHealth,
  getOpenApi,
  diagnoseDeployment,
  runPoll,
  replayEvents,
  sendTestEvent,
  listSetAside,
  retrySetAside,
  discardSetAside,
];
