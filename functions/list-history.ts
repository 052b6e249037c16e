import type { HttpFunctionOptions } from '@azure/functions';
import { json, problem, wholeNumber } from './http.ts';
import { httpFunction, withSubmissionKey } from './http-function.ts';
import type { Services } from './services.ts';

const largestPage = 200;
const largestSequence = 9_999_999_999;

/** GET /api/submissions/{key}/history?limit=&before=: its events, newest first. Also of a submission that is tracked no more. */
export function listHistoryFunction(services: Services): HttpFunctionOptions {
  return httpFunction(
    'GET',
    'submissions/{key}/history',
    withSubmissionKey(async (key, request) => {
      const size = wholeNumber(request.query.get('limit'), 50, 1, largestPage);
      if (size === undefined) return problem('invalid-parameter', `limit is a whole number from 1 to ${largestPage}`);
      const before = wholeNumber(request.query.get('before'), largestSequence, 1, largestSequence);
      if (before === undefined) return problem('invalid-parameter', 'before is the sequence of an event');

      const store = await services.store();
      const { items, more } = await store.history(key, { size, before });
      if (items.length === 0 && (await store.load(key)) === undefined) return problem('not-tracked');
      const last = items.at(-1);
      const next = more && last !== undefined ? Number(last.sequence) : undefined;
      const path = `/api/submissions/${key.text}/history`;
      return json(200, {
        value: items,
        nextLink: next === undefined ? undefined : `${path}?limit=${size}&before=${next}`,
      });
    }),
  );
}
