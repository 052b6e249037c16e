import type { HttpFunctionOptions } from '@azure/functions';
import { json, problem } from './http.ts';
import { httpFunction } from './http-function.ts';
import { readBody, retryBody } from './request-body.ts';
import type { Services } from './services.ts';

/** POST /api/set-aside/retry {id}: an event goes back into the outbox, a row is read again at the next pass. */
export function retrySetAsideFunction(services: Services): HttpFunctionOptions {
  return httpFunction('POST', 'set-aside/retry', async (request) => {
    const body = await readBody(request, retryBody);
    if ('wrong' in body) return problem('invalid-body', body.wrong);
    const setAside = await services.setAside();
    const result = await setAside.retry(body.value.id, services.now());
    return result === 'retried' ? json(200, { id: body.value.id, retried: true }) : problem('not-set-aside');
  });
}
