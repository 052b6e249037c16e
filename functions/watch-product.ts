import type { HttpFunctionOptions } from '@azure/functions';
import { watchProduct } from '../shared/use-cases/watch-product.ts';
import { json, problem } from './http.ts';
import { httpFunction, withProductKey } from './http-function.ts';
import { productView } from './product-view.ts';
import type { Services } from './services.ts';

/** PUT /api/products/{key}: its submissions are tracked, and new ones are picked up by themselves. */
export function watchProductFunction(services: Services): HttpFunctionOptions {
  return httpFunction(
    'PUT',
    'products/{key}',
    withProductKey(async (key) => {
      const result = await watchProduct(await services.products(), key, services.now());
      if (result.outcome === 'conflict') return problem('concurrent-change');
      return json(result.outcome === 'watched' ? 201 : 200, productView(result.product));
    }),
  );
}
