import type { HttpFunctionOptions } from '@azure/functions';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json } from './http.ts';
import { passSummarySchema } from './pass-schema.ts';
import { runRecordedPass } from './recorded-pass.ts';
import type { Services } from './services.ts';

/** The platform ends an HTTP answer after 230 seconds. */
const longestSeconds = 200;

export const runPoll = {
  id: 'run-poll',
  method: 'POST',
  route: 'poll',
  access: 'operate',
  summary: 'A pass now, within the request budget',
  description: 'Safe beside a pass of the timer: each change is committed once.',
  answers: { 200: { description: 'What the pass did.', schema: passSummarySchema } },
} satisfies Operation;

export function runPollFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, runPoll, async (_input, context) => {
    const seconds = Math.min(longestSeconds, services.config.poll.passSeconds);
    return json(200, await runRecordedPass(services, context, seconds));
  });
}
