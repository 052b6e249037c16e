import type { HttpFunctionOptions } from '@azure/functions';
import { untrackSubmission } from '../shared/use-cases/track-submission.ts';
import { problem } from './http.ts';
import { httpFunction, withSubmissionKey } from './http-function.ts';
import type { Services } from './services.ts';

/** DELETE /api/submissions/{key}: it is not polled any more; its history stays. */
export function untrackSubmissionFunction(services: Services): HttpFunctionOptions {
  return httpFunction(
    'DELETE',
    'submissions/{key}',
    withSubmissionKey(async (key) => {
      const result = await untrackSubmission(await services.store(), key);
      if (result === 'conflict') return problem('concurrent-change');
      return result === 'untracked' ? { status: 204 } : problem('not-tracked');
    }),
  );
}
