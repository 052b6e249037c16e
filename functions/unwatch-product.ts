import type { HttpFunctionOptions } from '@azure/functions';
import { unwatchProduct as unwatch } from '../shared/use-cases/watch-product.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { problem } from './http.ts';
import type { Services } from './services.ts';

export const unwatchProduct = {
  id: 'unwatch-product',
  method: 'DELETE',
  route: 'products/{key}',
  access: 'write',
  summary: 'Watch a product no more',
  description: 'No new submissions are picked up; those that are tracked stay so.',
  key: 'product',
  answers: { 204: { description: 'It is watched no more.' } },
  problems: ['not-watched', 'concurrent-change'],
} satisfies Operation;

export function unwatchProductFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, unwatchProduct, async ({ key }) => {
    const result = await unwatch(await services.products(), key);
    if (result === 'conflict') return problem('concurrent-change');
    return result === 'unwatched' ? { status: 204 } : problem('not-watched');
  });
}
