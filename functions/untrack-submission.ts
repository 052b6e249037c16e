import type { HttpFunctionOptions } from '@azure/functions';
import { untrackSubmission as untrack } from '../shared/use-cases/track-submission.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { problem } from './http.ts';
import type { Services } from './services.ts';

export const untrackSubmission = {
  id: 'untrack-submission',
  method: 'DELETE',
  route: 'submissions/{key}',
  access: 'write',
  summary: 'Track a submission no more',
  description: 'It is not read any more. Its history stays, and goes on with its sequence when it is tracked again.',
  key: 'submission',
  answers: { 204: { description: 'It is tracked no more.' } },
  problems: ['not-tracked', 'concurrent-change'],
} satisfies Operation;

export function untrackSubmissionFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, untrackSubmission, async ({ key }) => {
    const result = await untrack(await services.store(), key);
    if (result === 'conflict') return problem('concurrent-change');
    return result === 'untracked' ? { status: 204 } : problem('not-tracked');
  });
}
