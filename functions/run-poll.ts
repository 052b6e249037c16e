import type { HttpFunctionOptions } from '@azure/functions';
import { json } from './http.ts';
import { httpFunction } from './http-function.ts';
import { runRecordedPass } from './recorded-pass.ts';
import type { Services } from './services.ts';

/** The platform ends an HTTP answer after 230 seconds. */
const longestSeconds = 200;

/** POST /api/poll: a pass now, within the budget. Beside a pass of the timer it is safe: a change is committed once. */
export function runPollFunction(services: Services): HttpFunctionOptions {
  return httpFunction('POST', 'poll', async (_request, context) => {
    const seconds = Math.min(longestSeconds, services.config.poll.passSeconds);
    return json(200, await runRecordedPass(services, context, seconds));
  });
}
