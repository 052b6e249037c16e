import type { HttpFunctionOptions } from '@azure/functions';
import { parseProductKey } from '../shared/domain/submission-key.ts';
import { json, problem, wholeNumber } from './http.ts';
import { httpFunction } from './http-function.ts';
import { productView } from './product-view.ts';
import type { Services } from './services.ts';

const largestPage = 500;

/** GET /api/products?limit=&after=: all watched products, page by page. */
export function listProductsFunction(services: Services): HttpFunctionOptions {
  return httpFunction('GET', 'products', async (request) => {
    const size = wholeNumber(request.query.get('limit'), 100, 1, largestPage);
    if (size === undefined) return problem('invalid-parameter', `limit is a whole number from 1 to ${largestPage}`);
    const given = request.query.get('after');
    const after = given === null ? undefined : parseProductKey(given);
    if (given !== null && after === undefined) return problem('invalid-parameter', 'after is a product key');

    const products = await services.products();
    const { items, more } = await products.list({ size, ...(after === undefined ? {} : { after }) });
    const last = items.at(-1);
    const nextLink = more && last !== undefined ? `/api/products?limit=${size}&after=${last.key.text}` : undefined;
    return json(200, { value: items.map(productView), nextLink });
  });
}
