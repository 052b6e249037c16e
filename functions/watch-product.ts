import type { HttpFunctionOptions } from '@azure/functions';
import { watchProduct as watch } from '../shared/use-cases/watch-product.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json, problem } from './http.ts';
import { productSchema, productView } from './product-view.ts';
import type { Services } from './services.ts';

export const watchProduct = {
  id: 'watch-product',
  method: 'PUT',
  route: 'products/{key}',
  access: 'write',
  summary: 'Watch a product',
  description: 'Its submissions are tracked, and new ones are picked up by themselves.',
  key: 'product',
  answers: {
    200: { description: 'It was watched already.', schema: productSchema },
    201: { description: 'It is watched from now on.', schema: productSchema },
  },
  problems: ['concurrent-change'],
} satisfies Operation;

export function watchProductFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, watchProduct, async ({ key }) => {
    const result = await watch(await services.products(), key, services.now());
    if (result.outcome === 'conflict') return problem('concurrent-change');
    return json(result.outcome === 'watched' ? 201 : 200, productView(result.product));
  });
}
