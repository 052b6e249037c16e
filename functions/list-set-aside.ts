import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json } from './http.ts';
import type { Services } from './services.ts';

const mostShown = 200;

export const setAsideSchema = z
  .object({
    id: z.string().describe('Names the entry to retry or discard.'),
    what: z
      .enum(['event', 'submission', 'product', 'unreadable'])
      .describe('`unreadable`: not even its name says what it was of. It can only be discarded.'),
    key: z.string(),
    reason: z.string(),
    at: z.iso.datetime(),
  })
  .describe('What could not be dealt with, and waits for a person.');

export const listSetAside = {
  id: 'list-set-aside',
  method: 'GET',
  route: 'set-aside',
  access: 'operate',
  summary: 'What could not be dealt with and waits for a person',
  description: `The first ${mostShown}.`,
  answers: { 200: { description: 'The entries.', schema: z.object({ value: z.array(setAsideSchema) }) } },
} satisfies Operation;

export function listSetAsideFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, listSetAside, async () => {
    const setAside = await services.setAside();
    return json(200, { value: await setAside.list(mostShown) });
  });
}
