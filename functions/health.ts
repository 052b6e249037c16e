import type { HttpFunctionOptions } from '@azure/functions';
import { checkHealth } from '../shared/use-cases/check-health.ts';
import { json } from './http.ts';
import { answeringAlways } from './http-function.ts';
import type { Services } from './services.ts';

/**
 * GET /api/health: 200, or 503 with the reasons. Open, because a load balancer or an availability test has no key; it tells
 * nothing of any submission.
 * @param services asked for at each request, because this function is registered before the settings are read.
 */
export function healthFunction(services: () => Services): HttpFunctionOptions {
  return {
    methods: ['GET'],
    route: 'health',
    authLevel: 'anonymous',
    handler: answeringAlways(async () => {
      const health = await checkHealth(await services().health());
      const status = health.reasons.length === 0 ? 'healthy' : 'degraded';
      return json(status === 'healthy' ? 200 : 503, { status, reasons: health.reasons });
    }),
  };
}
