import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { parseProductKey } from '../shared/domain/submission-key.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { pageAnswer, placeOf } from './api/page-answer.ts';
import { pageHeaders, pageOf } from './api/page-schema.ts';
import { token, wholeNumber } from './api/query-parameter.ts';
import { productSchema, productView } from './product-view.ts';
import type { Services } from './services.ts';

export const listProducts = {
  id: 'list-products',
  method: 'GET',
  route: 'products',
  access: 'read',
  summary: 'Watched products',
  description: 'In pages, in an order that stays.',
  query: z.strictObject({ limit: wholeNumber(50, 1, 200, 'Most entries of the page.'), token }),
  answers: { 200: { description: 'A page.', schema: pageOf(productSchema), headers: pageHeaders } },
} satisfies Operation;

export function listProductsFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, listProducts, async ({ query }) => {
    const asked = { path: listProducts.route, query };
    const place = placeOf(asked);
    if ('refused' in place) return place.refused;
    const after = parseProductKey(place.after.after ?? '');
    const products = await services.products();
    const page = await products.list({ size: query.limit, ...(after === undefined ? {} : { after }) });
    return pageAnswer(asked, page.items.map(productView), page.more ? page.items.at(-1)?.key.text : undefined);
  });
}
