import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { healthReasons } from '../shared/domain/watcher-health.ts';
import type { Operation } from './api/operation.ts';
import { json } from './http.ts';
import { answeringAlways } from './http-function.ts';
import type { Services } from './services.ts';

const schema = z
  .object({ status: z.enum(['healthy', 'degraded']), reasons: z.array(z.enum(healthReasons)) })
  .describe('Whether the watcher itself still sees and speaks.');

export const getHealth = {
  id: 'health',
  method: 'GET',
  route: 'health',
  access: 'open',
  summary: 'Whether the watcher is well',
  description:
    'Needs no key, because a load balancer or an availability test has none. Tells nothing of any submission.',
  answers: { 200: { description: 'All is well.', schema }, 503: { description: 'It is not, and why.', schema } },
} satisfies Operation;

/** @param services asked for at each request, because this function is registered before the settings are read. */
export function healthFunction(services: () => Services): HttpFunctionOptions {
  return {
    methods: [getHealth.method],
    route: getHealth.route,
    authLevel: 'anonymous',
    handler: answeringAlways(async () => {
      const { reasons } = await services().healthNow();
      const status = reasons.length === 0 ? 'healthy' : 'degraded';
      return json(status === 'healthy' ? 200 : 503, { status, reasons });
    }),
  };
}
