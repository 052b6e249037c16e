import type { HttpFunctionOptions } from '@azure/functions';
import { json, problem } from './http.ts';
import { httpFunction, withSubmissionKey } from './http-function.ts';
import type { Services } from './services.ts';
import { submissionView } from './submission-view.ts';

/** GET /api/submissions/{key}: what is known of it now. */
export function getSubmissionFunction(services: Services): HttpFunctionOptions {
  return httpFunction(
    'GET',
    'submissions/{key}',
    withSubmissionKey(async (key) => {
      const store = await services.store();
      const stored = await store.load(key);
      return stored?.submission.tracked === true
        ? json(200, submissionView(stored.submission))
        : problem('not-tracked');
    }),
  );
}
