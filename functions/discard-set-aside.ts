import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json, problem } from './http.ts';
import { setAsideBody } from './retry-set-aside.ts';
import type { Services } from './services.ts';

export const discardSetAside = {
  id: 'discard-set-aside',
  method: 'POST',
  route: 'set-aside/discard',
  access: 'operate',
  summary: 'Give up what was set aside, for good',
  description:
    'The history of the submission keeps its events. A submission is tracked no more, and a product watched no more, until ' +
    'somebody asks for it again.',
  body: setAsideBody,
  answers: { 200: { description: 'It is gone.', schema: z.object({ id: z.string(), discarded: z.literal(true) }) } },
  problems: ['not-set-aside'],
} satisfies Operation;

export function discardSetAsideFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, discardSetAside, async ({ body: { id } }) => {
    const setAside = await services.setAside();
    const result = await setAside.discard(id, services.now());
    return result === 'discarded' ? json(200, { id, discarded: true }) : problem('not-set-aside');
  });
}
