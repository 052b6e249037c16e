import type { HttpFunctionOptions } from '@azure/functions';
import type { Operation } from '../../functions/api/operation.ts';
import { operations } from '../../functions/api/operations.ts';
import { diagnoseFunction } from '../../functions/diagnose.ts';
import { endpointFunction } from '../../functions/endpoint-function.ts';
import { type Endpoint, endpoints, healthEndpoint } from '../../functions/endpoints.ts';
import type { Services } from '../../functions/services.ts';
import type { DiagnoseDependencies } from '../../shared/use-cases/diagnose.ts';
import { keyTexts } from './a-submission-key.ts';
import { type Called, callFunction } from './call-function.ts';
import { keyOf } from './key-of.ts';

export interface ApiFunction {
  readonly operation: Operation;
  readonly create: (services: Services) => HttpFunctionOptions;
}

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

const registered: Readonly<Record<string, Endpoint>> = {
  ...endpoints,
  health: healthEndpoint,
  diagnose: {
    ...endpoints.diagnose,
    load: async () => (services) => diagnoseFunction(services, () => refusedEverywhere),
  },
};

/** Every function of the API, as it is registered, with the operation that it serves. */
export const apiFunctions: readonly ApiFunction[] = operations.map((operation) => {
  const endpoint = registered[operation.id];
  if (endpoint === undefined) throw new Error(`functions/endpoints.ts does not register ${operation.id}`);
  const create = (services: Services) =>
    endpointFunction(endpoint, services.config.easyAuth !== undefined, () => services);
  return { operation, create };
});

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
