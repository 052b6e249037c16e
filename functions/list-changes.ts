import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { eventSchema, severities } from '../shared/contract/event.ts';
import { kinds, parseProductKey } from '../shared/domain/submission-key.ts';
import { apiFunction } from './api/api-function.ts';
import { eventTypes, typesIn } from './api/event-type.ts';
import type { Operation } from './api/operation.ts';
import { pageAnswer, placeOf } from './api/page-answer.ts';
import { pageHeaders, pageOf } from './api/page-schema.ts';
import { instant, listOf, productKey, token, wholeNumber } from './api/query-parameter.ts';
import type { Services } from './services.ts';

const query = z.strictObject({
  since: instant('Only events that were observed then or later.').optional(),
  until: instant('Only events that were observed before.').optional(),
  type: listOf(eventTypes, 'Only events of these types.').optional(),
  severity: listOf(severities, 'Only events of these severities.').optional(),
  kind: listOf(kinds, 'Only events of these kinds of submission.').optional(),
  product: productKey('Only events of this product key.').optional(),
  limit: wholeNumber(50, 1, 200, 'Most events of the page.'),
  token,
});

export const listChanges = {
  id: 'list-changes',
  method: 'GET',
  route: 'changes',
  access: 'read',
  summary: 'Recent changes of all submissions',
  description:
    'CloudEvents as they were published, newest first; those of one moment in the order they happened. In pages; a page may be ' +
    'shorter than its limit, even empty, and still have a successor.',
  query,
  answers: { 200: { description: 'A page.', schema: pageOf(eventSchema), headers: pageHeaders } },
} satisfies Operation;

export function listChangesFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, listChanges, async ({ query }) => {
    const asked = { path: listChanges.route, query };
    const place = placeOf(asked);
    if ('refused' in place) return place.refused;
    const { since, until, type, severity, kind, limit } = query;
    const product = parseProductKey(query.product ?? '');
    const queries = await services.queries();
    const { items, next } = await queries.changes({
      size: limit,
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      ...(type === undefined ? {} : { types: typesIn(type) }),
      ...(severity === undefined ? {} : { severities: severity }),
      ...(kind === undefined ? {} : { kinds: kind }),
      ...(product === undefined ? {} : { product }),
      ...place.after,
    });
    return pageAnswer(asked, items, next);
  });
}
