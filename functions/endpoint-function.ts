import type { HttpFunctionOptions } from '@azure/functions';
import { authLevelOf } from './api/auth-level.ts';
import type { Endpoint } from './endpoints.ts';
import { answeringAlways } from './http-function.ts';
import type { Services } from './services.ts';

/**
 * The function of an endpoint, which loads what answers it at its first request.
 * @param services asked for at each request, because `health` is registered before the settings are read.
 */
export function endpointFunction(
  { method, route, access, load }: Endpoint,
  isEasyAuth: boolean,
  services: () => Services,
): HttpFunctionOptions {
  return {
    methods: [method],
    route,
    authLevel: authLevelOf(access, isEasyAuth),
    // What cannot be loaded is answered as what was thrown is.
    handler: answeringAlways(async (request, context) => {
      const { handler } = (await load())(services());
      return (await handler(request, context)) as Awaited<ReturnType<Parameters<typeof answeringAlways>[0]>>;
    }),
  };
}
