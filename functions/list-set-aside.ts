import type { HttpFunctionOptions } from '@azure/functions';
import { json } from './http.ts';
import { httpFunction } from './http-function.ts';
import type { Services } from './services.ts';

const mostShown = 200;

/** GET /api/set-aside: what could not be dealt with and waits for a person. */
export function listSetAsideFunction(services: Services): HttpFunctionOptions {
  return httpFunction('GET', 'set-aside', async () => {
    const setAside = await services.setAside();
    return json(200, { value: await setAside.list(mostShown) });
  });
}
