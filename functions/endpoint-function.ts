import type { HttpFunctionOptions } from '@azure/functions';
import type { Endpoint } from './endpoints.ts';
import type { Services } from './services.ts';

/**
 * The function of an endpoint, which loads what answers it at its first request.
 * @param services asked for at each request, because `health` is registered before the settings are read.
 */
export function endpointFunction(
  { methods, route, access, load }: Endpoint,
  isEasyAuth: boolean,
  services: () => Services,
): HttpFunctionOptions {
  return {
    methods: [...methods],
    route,
    // A function key is checked by the host; behind Easy Auth an app role takes its place, which the operation checks.
    authLevel: isEasyAuth || access === 'open' ? 'anonymous' : 'function',
    async handler(request, context) {
      const { handler } = (await load())(services());
      return handler(request, context);
    },
  };
}
