import type { HttpFunctionOptions } from '@azure/functions';
import { trackSubmission as track } from '../shared/use-cases/track-submission.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json, problem } from './http.ts';
import type { Services } from './services.ts';
import { submissionSchema, submissionView } from './submission-view.ts';

export const trackSubmission = {
  id: 'track-submission',
  method: 'PUT',
  route: 'submissions/{key}',
  access: 'write',
  summary: 'Track a submission',
  description:
    'It is read at the next pass. One that is not read any more, because it settled long ago, is read again.',
  key: 'submission',
  answers: {
    200: { description: 'It was tracked already.', schema: submissionSchema },
    201: { description: 'It is tracked from now on.', schema: submissionSchema },
  },
  problems: ['concurrent-change'],
} satisfies Operation;

export function trackSubmissionFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, trackSubmission, async ({ key }) => {
    const now = services.now();
    const result = await track(await services.store(), key, now);
    if (result.outcome === 'conflict') return problem('concurrent-change');
    return json(result.outcome === 'tracked' ? 201 : 200, submissionView(result.submission, now));
  });
}
