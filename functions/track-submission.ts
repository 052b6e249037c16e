import type { HttpFunctionOptions } from '@azure/functions';
import { trackSubmission } from '../shared/use-cases/track-submission.ts';
import { json, problem } from './http.ts';
import { httpFunction, withSubmissionKey } from './http-function.ts';
import type { Services } from './services.ts';
import { submissionView } from './submission-view.ts';

/** PUT /api/submissions/{key}: 201 when it is tracked from now on, 200 when it was already. */
export function trackSubmissionFunction(services: Services): HttpFunctionOptions {
  return httpFunction(
    'PUT',
    'submissions/{key}',
    withSubmissionKey(async (key) => {
      const result = await trackSubmission(await services.store(), key, services.now());
      if (result.outcome === 'conflict') return problem('concurrent-change');
      return json(result.outcome === 'tracked' ? 201 : 200, submissionView(result.submission));
    }),
  );
}
