import type { HttpFunctionOptions } from '@azure/functions';
import { json, problem } from './http.ts';
import { httpFunction, withProductKey } from './http-function.ts';
import { productView } from './product-view.ts';
import type { Services } from './services.ts';
import { submissionView } from './submission-view.ts';

/** GET /api/products/{key}: the watched product with its tracked submissions. */
export function getProductFunction(services: Services): HttpFunctionOptions {
  return httpFunction(
    'GET',
    'products/{key}',
    withProductKey(async (key) => {
      const products = await services.products();
      const stored = await products.load(key);
      if (stored?.product.watched !== true) return problem('not-watched');
      const submissions = (await products.submissionsOf(key)).map(({ submission }) => submission);
      const tracked = submissions.filter((submission) => submission.tracked);
      return json(200, { ...productView(stored.product), submissions: tracked.map(submissionView) });
    }),
  );
}
