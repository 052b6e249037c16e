import { z } from 'zod';
import type { Operation } from './operation.ts';

/** Apart from its function, because the document lists the operations. */
export const getOpenApi = {
  id: 'get-openapi',
  method: 'GET',
  route: 'openapi.json',
  access: 'read',
  summary: 'This description',
  answers: { 200: { description: 'An OpenAPI 3.1 document.', schema: z.looseObject({ openapi: z.string() }) } },
} satisfies Operation;
