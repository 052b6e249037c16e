import type { HttpFunctionOptions } from '@azure/functions';
import { getOpenApi } from '../../functions/api/openapi-operation.ts';
import type { Operation } from '../../functions/api/operation.ts';
import { diagnoseDeployment, diagnoseFunction } from '../../functions/diagnose.ts';
import { discardSetAside, discardSetAsideFunction } from '../../functions/discard-set-aside.ts';
import { getOpenApiFunction } from '../../functions/get-openapi.ts';
import { getProduct, getProductFunction } from '../../functions/get-product.ts';
import { getStatistics, getStatisticsFunction } from '../../functions/get-statistics.ts';
import { getStatus, getStatusFunction } from '../../functions/get-status.ts';
import { getSubmission, getSubmissionFunction } from '../../functions/get-submission.ts';
import { getHealth, healthFunction } from '../../functions/health.ts';
import { listChanges, listChangesFunction } from '../../functions/list-changes.ts';
import { listHistory, listHistoryFunction } from '../../functions/list-history.ts';
import { listPasses, listPassesFunction } from '../../functions/list-passes.ts';
import { listProducts, listProductsFunction } from '../../functions/list-products.ts';
import { listSetAside, listSetAsideFunction } from '../../functions/list-set-aside.ts';
import { listSubmissions, listSubmissionsFunction } from '../../functions/list-submissions.ts';
import { replayEvents, replayEventsFunction } from '../../functions/replay-events.ts';
import { retrySetAside, retrySetAsideFunction } from '../../functions/retry-set-aside.ts';
import { runPoll, runPollFunction } from '../../functions/run-poll.ts';
import { sendTestEvent, sendTestEventFunction } from '../../functions/send-test-event.ts';
import type { Services } from '../../functions/services.ts';
import { trackSubmission, trackSubmissionFunction } from '../../functions/track-submission.ts';
import { trackSubmissions, trackSubmissionsFunction } from '../../functions/track-submissions.ts';
import { untrackSubmission, untrackSubmissionFunction } from '../../functions/untrack-submission.ts';
import { unwatchProduct, unwatchProductFunction } from '../../functions/unwatch-product.ts';
import { watchProduct, watchProductFunction } from '../../functions/watch-product.ts';
import type { DiagnoseDependencies } from '../../shared/use-cases/diagnose.ts';
import { keyTexts } from './a-submission-key.ts';
import { type Called, callFunction } from './call-function.ts';
import { keyOf } from './key-of.ts';

export interface ApiFunction {
  readonly operation: Operation;
  readonly create: (services: Services) => HttpFunctionOptions;
}

/** Every function of the API with the operation that it serves. */
export const apiFunctions: readonly ApiFunction[] = [
  { operation: listSubmissions, create: listSubmissionsFunction },
  { operation: trackSubmissions, create: trackSubmissionsFunction },
  { operation: getSubmission, create: getSubmissionFunction },
  { operation: trackSubmission, create: trackSubmissionFunction },
  { operation: untrackSubmission, create: untrackSubmissionFunction },
  { operation: listHistory, create: listHistoryFunction },
  { operation: listChanges, create: listChangesFunction },
  { operation: listProducts, create: listProductsFunction },
  { operation: getProduct, create: getProductFunction },
  { operation: watchProduct, create: watchProductFunction },
  { operation: unwatchProduct, create: unwatchProductFunction },
  { operation: getStatistics, create: getStatisticsFunction },
  { operation: getStatus, create: getStatusFunction },
  { operation: listPasses, create: listPassesFunction },
  { operation: getHealth, create: (services) => healthFunction(() => services) },
  { operation: getOpenApi, create: getOpenApiFunction },
  { operation: runPoll, create: runPollFunction },
  { operation: diagnoseDeployment, create: (services) => diagnoseFunction(services, () => refusedEverywhere) },
  { operation: replayEvents, create: replayEventsFunction },
  { operation: sendTestEvent, create: sendTestEventFunction },
  { operation: listSetAside, create: listSetAsideFunction },
  { operation: retrySetAside, create: retrySetAsideFunction },
  { operation: discardSetAside, create: discardSetAsideFunction },
];

/** What the doctor asks is not what the other functions run with. */
const refusedEverywhere: DiagnoseDependencies = {
  partnerCenter: async () => ({
    token: async () => ({ outcome: 'refused', message: 'no' }),
    list: async () => ({ outcome: 'listed', count: 0 }),
    read: async () => ({ outcome: 'failed', failure: { reason: 'timeout', message: 'no' } }),
  }),
  store: () => Promise.reject(new Error('not asked')),
  hasSellerId: false,
  parts: [],
};

const bodies: Readonly<Record<string, unknown>> = {
  'track-submissions': { keys: [keyTexts.msi] },
  'replay-events': { key: keyTexts.msi },
  'retry-set-aside': { id: 'x' },
  'discard-set-aside': { id: 'x' },
};

/** Calls it with a request that it takes. @param query with its question mark. */
export function callValidly(
  { operation, create }: ApiFunction,
  services: Services,
  headers: Record<string, string> = {},
  query = '',
): Promise<Called> {
  const { id, route, method, key: sort } = operation;
  const text = sort === 'product' ? keyOf(keyTexts.msi).product.text : keyTexts.msi;
  const body = method === 'POST' ? (bodies[id] ?? {}) : undefined;
  const params = sort === undefined ? {} : { key: text };
  return callFunction(create(services), `${route.replace('{key}', text)}${query}`, params, body, headers);
}
