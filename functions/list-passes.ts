import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { wholeNumber } from './api/query-parameter.ts';
import { json } from './http.ts';
import { passSchema } from './pass-schema.ts';
import type { Services } from './services.ts';

export const listPasses = {
  id: 'list-passes',
  method: 'GET',
  route: 'passes',
  access: 'read',
  summary: 'The last passes, newest first',
  description: 'The last 200 are kept.',
  query: z.strictObject({ limit: wholeNumber(50, 1, 200, 'Most passes.') }),
  answers: { 200: { description: 'The passes.', schema: z.object({ value: z.array(passSchema) }) } },
} satisfies Operation;

export function listPassesFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, listPasses, async ({ query }) => {
    const passLog = await services.passLog();
    return json(200, { value: await passLog.recent(query.limit) });
  });
}
