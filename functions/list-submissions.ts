import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { outcomes } from '../shared/domain/snapshot.ts';
import { kinds, parseProductKey } from '../shared/domain/submission-key.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { pageAnswer, placeOf } from './api/page-answer.ts';
import { pageHeaders, pageOf } from './api/page-schema.ts';
import { listOf, productKey, token, wholeNumber } from './api/query-parameter.ts';
import type { Services } from './services.ts';
import { submissionSchema, submissionView } from './submission-view.ts';

const query = z.strictObject({
  kind: listOf(kinds, 'Only submissions of these kinds.').optional(),
  product: productKey('Only submissions of this product key.').optional(),
  outcome: listOf(outcomes, 'Only submissions of these outcomes.').optional(),
  text: z
    .string('must be given once')
    .max(100, 'must be at most 100 characters')
    .optional()
    .describe('Only submissions that have all these words in their key, name or state, in any casing.'),
  sort: z
    .enum(['lastChanged', 'key'], 'must be lastChanged or key')
    .default('lastChanged')
    .describe('`lastChanged`: newest first; one that was not read yet counts from when it was tracked.'),
  limit: wholeNumber(50, 1, 200, 'Most entries of the page.'),
  token,
});

export const listSubmissions = {
  id: 'list-submissions',
  method: 'GET',
  route: 'submissions',
  access: 'read',
  summary: 'Tracked submissions',
  description:
    'In pages. A page may be shorter than its limit, even empty, and still have a successor: go on until there is no ' +
    '`nextLink`. A submission that does not move meanwhile is given once; by `lastChanged`, one that moves comes to the front.',
  query,
  answers: { 200: { description: 'A page.', schema: pageOf(submissionSchema), headers: pageHeaders } },
} satisfies Operation;

export function listSubmissionsFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, listSubmissions, async ({ query }) => {
    const asked = { path: listSubmissions.route, query };
    const place = placeOf(asked);
    if ('refused' in place) return place.refused;
    const { kind, outcome, text, sort, limit } = query;
    const product = parseProductKey(query.product ?? '');
    const queries = await services.queries();
    const page = await queries.submissions({
      filter: {
        ...(kind === undefined ? {} : { kinds: kind }),
        ...(product === undefined ? {} : { product }),
        ...(outcome === undefined ? {} : { outcomes: outcome }),
        ...(text === undefined ? {} : { text }),
      },
      sort,
      size: limit,
      ...place.after,
    });
    const now = services.now();
    return pageAnswer(
      asked,
      page.items.map((submission) => submissionView(submission, now)),
      page.next,
    );
  });
}
