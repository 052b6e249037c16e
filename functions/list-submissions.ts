import type { HttpFunctionOptions } from '@azure/functions';
import { parseSubmissionKey } from '../shared/domain/submission-key.ts';
import { json, problem, wholeNumber } from './http.ts';
import { httpFunction } from './http-function.ts';
import type { Services } from './services.ts';
import { submissionView } from './submission-view.ts';

const largestPage = 500;

/** GET /api/submissions?limit=&after=: all tracked submissions, page by page. */
export function listSubmissionsFunction(services: Services): HttpFunctionOptions {
  return httpFunction('GET', 'submissions', async (request) => {
    const size = wholeNumber(request.query.get('limit'), 100, 1, largestPage);
    if (size === undefined) return problem('invalid-parameter', `limit is a whole number from 1 to ${largestPage}`);
    const given = request.query.get('after');
    const after = given === null ? undefined : parseSubmissionKey(given);
    if (given !== null && after === undefined) return problem('invalid-parameter', 'after is a submission key');

    const store = await services.store();
    const { items, more } = await store.list({ size, ...(after === undefined ? {} : { after }) });
    const last = items.at(-1);
    const nextLink = more && last !== undefined ? `/api/submissions?limit=${size}&after=${last.key.text}` : undefined;
    return json(200, { value: items.map(submissionView), nextLink });
  });
}
