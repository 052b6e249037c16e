import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json, problem } from './http.ts';
import { productSchema, productView } from './product-view.ts';
import type { Services } from './services.ts';
import { submissionSchema, submissionView } from './submission-view.ts';

const mostSubmissions = 100;

export const productDetailSchema = productSchema
  .extend({
    submissions: z
      .array(submissionSchema)
      .describe(`Its tracked submissions, newest change first: ${mostSubmissions}.`),
    submissionsLink: z.string().optional().describe('All of them, where there are more.'),
  })
  .describe('A watched product with its submissions.');

export const getProduct = {
  id: 'get-product',
  method: 'GET',
  route: 'products/{key}',
  access: 'read',
  summary: 'A watched product with its tracked submissions',
  key: 'product',
  answers: { 200: { description: 'The product.', schema: productDetailSchema } },
  problems: ['not-watched'],
} satisfies Operation;

export function getProductFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, getProduct, async ({ key }) => {
    const stored = await (await services.products()).load(key);
    if (stored?.product.watched !== true) return problem('not-watched');
    const queries = await services.queries();
    const page = await queries.submissions({ filter: { product: key }, sort: 'lastChanged', size: mostSubmissions });
    const now = services.now();
    return json(200, {
      ...productView(stored.product),
      submissions: page.items.map((submission) => submissionView(submission, now)),
      submissionsLink: page.next === undefined ? undefined : `/api/submissions?product=${encodeURIComponent(key.text)}`,
    });
  });
}
