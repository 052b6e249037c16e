import type { HttpFunctionOptions, HttpResponseInit } from '@azure/functions';
import { z } from 'zod';
import { type Event, eventSchema } from '../shared/contract/event.ts';
import { apiFunction } from './api/api-function.ts';
import { eventCsv } from './api/event-csv.ts';
import { eventTypes, typesIn } from './api/event-type.ts';
import type { Operation } from './api/operation.ts';
import { type AskedList, linkHeader, nextLinkOf, pageAnswer, placeOf } from './api/page-answer.ts';
import { pageHeaders, pageOf } from './api/page-schema.ts';
import { instant, listOf, token, wholeNumber } from './api/query-parameter.ts';
import { problem, text } from './http.ts';
import type { Services } from './services.ts';

const query = z.strictObject({
  order: z.enum(['newest', 'oldest'], 'must be newest or oldest').default('newest').describe('Which comes first.'),
  type: listOf(eventTypes, 'Only events of these types.').optional(),
  since: instant('Only events that were observed then or later.').optional(),
  until: instant('Only events that were observed before.').optional(),
  format: z
    .enum(['json', 'csv', 'jsonl'], 'must be json, csv or jsonl')
    .default('json')
    .describe('`csv` is a table for people, `jsonl` an event a line; both have the next page in `Link` only.'),
  limit: wholeNumber(50, 1, 200, 'Most events of the page.'),
  token,
});

const csv = 'text/csv; charset=utf-8; header=present';
const jsonLines = 'application/jsonl; charset=utf-8';

export const listHistory = {
  id: 'list-history',
  method: 'GET',
  route: 'submissions/{key}/history',
  access: 'read',
  summary: 'The events of a submission',
  description:
    'Whole CloudEvents, in pages; a page may be shorter than its limit and still have a successor. Also of a submission that ' +
    'is tracked no more.',
  key: 'submission',
  query,
  answers: {
    200: {
      description: 'A page.',
      schema: pageOf(eventSchema),
      otherTypes: [csv, jsonLines],
      headers: pageHeaders,
    },
  },
  problems: ['not-tracked'],
} satisfies Operation;

export function listHistoryFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, listHistory, async ({ key, query }) => {
    const asked = { path: `submissions/${key.text}/history`, query };
    const place = placeOf(asked);
    if ('refused' in place) return place.refused;
    const { order, limit, type, since, until, format } = query;
    const queries = await services.queries();
    const { items, next } = await queries.history(key, {
      order,
      size: limit,
      ...(type === undefined ? {} : { types: typesIn(type) }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      ...place.after,
    });
    if (items.length === 0 && (await (await services.store()).load(key)) === undefined) return problem('not-tracked');
    return format === 'json' ? pageAnswer(asked, items, next) : textAnswer(asked, format, items, next);
  });
}

function textAnswer(
  asked: AskedList,
  format: 'csv' | 'jsonl',
  events: readonly Event[],
  next: string | undefined,
): HttpResponseInit {
  const name = asked.path.split('/')[1]?.replaceAll(':', '-');
  const headers = {
    ...linkHeader(nextLinkOf(asked, next)),
    'content-disposition': `attachment; filename="${name}.${format}"`,
  };
  if (format === 'csv') return text(csv, eventCsv(events), headers);
  return text(jsonLines, events.map((event) => `${JSON.stringify(event)}\n`).join(''), headers);
}
