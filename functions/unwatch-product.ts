import type { HttpFunctionOptions } from '@azure/functions';
import { unwatchProduct } from '../shared/use-cases/watch-product.ts';
import { problem } from './http.ts';
import { httpFunction, withProductKey } from './http-function.ts';
import type { Services } from './services.ts';

/** DELETE /api/products/{key}: no new submissions are picked up; those that are tracked stay so. */
export function unwatchProductFunction(services: Services): HttpFunctionOptions {
  return httpFunction(
    'DELETE',
    'products/{key}',
    withProductKey(async (key) => {
      const result = await unwatchProduct(await services.products(), key);
      if (result === 'conflict') return problem('concurrent-change');
      return result === 'unwatched' ? { status: 204 } : problem('not-watched');
    }),
  );
}
