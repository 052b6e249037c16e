import type { HttpFunctionOptions } from '@azure/functions';
import { json, problem } from './http.ts';
import { httpFunction } from './http-function.ts';
import { readBody, retryBody } from './request-body.ts';
import type { Services } from './services.ts';

/** POST /api/set-aside/discard {id}: gives it up for good. The history of the submission keeps its events. */
export function discardSetAsideFunction(services: Services): HttpFunctionOptions {
  return httpFunction('POST', 'set-aside/discard', async (request) => {
    const body = await readBody(request, retryBody);
    if ('wrong' in body) return problem('invalid-body', body.wrong);
    const setAside = await services.setAside();
    const result = await setAside.discard(body.value.id);
    return result === 'discarded' ? json(200, { id: body.value.id, discarded: true }) : problem('not-set-aside');
  });
}
