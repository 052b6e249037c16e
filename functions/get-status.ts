import type { HttpFunctionOptions } from '@azure/functions';
import { healthMessage } from '../shared/domain/watcher-health.ts';
import { checkHealth } from '../shared/use-cases/check-health.ts';
import { json } from './http.ts';
import { httpFunction } from './http-function.ts';
import type { Services } from './services.ts';

/** GET /api/status: health with all that is behind it: the last pass, the budgets, what is unsent and what is set aside. */
export function getStatusFunction(services: Services): HttpFunctionOptions {
  return httpFunction('GET', 'status', async () => {
    const health = await checkHealth(await services.health());
    const status = health.reasons.length === 0 ? 'healthy' : 'degraded';
    return json(200, { status, message: healthMessage(health.reasons), ...health });
  });
}
