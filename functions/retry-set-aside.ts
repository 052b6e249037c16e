import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json, problem } from './http.ts';
import type { Services } from './services.ts';

export const setAsideBody = z.strictObject({ id: z.string().min(1).max(1_024).describe('Of `GET /set-aside`.') });

export const retrySetAside = {
  id: 'retry-set-aside',
  method: 'POST',
  route: 'set-aside/retry',
  access: 'operate',
  summary: 'Try once more what was set aside',
  description:
    'An event goes back into the outbox. A row that was mended meanwhile is kept, another is made anew; it is read at the next pass.',
  body: setAsideBody,
  answers: { 200: { description: 'It is tried.', schema: z.object({ id: z.string(), retried: z.literal(true) }) } },
  problems: ['not-set-aside', 'entry-unreadable'],
} satisfies Operation;

export function retrySetAsideFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, retrySetAside, async ({ body: { id } }) => {
    const setAside = await services.setAside();
    const result = await setAside.retry(id, services.now());
    if (result === 'unreadable') return problem('entry-unreadable');
    return result === 'retried' ? json(200, { id, retried: true }) : problem('not-set-aside');
  });
}
