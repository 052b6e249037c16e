import type { HttpFunctionOptions } from '@azure/functions';
import { testEvent } from '../shared/domain/watcher-health.ts';
import { json, problem } from './http.ts';
import { httpFunction } from './http-function.ts';
import { readBody, testEventBody } from './request-body.ts';
import type { Services } from './services.ts';

/** POST /api/events/test {severity?}: an event that says nothing, to see whether subscribers hear. */
export function sendTestEventFunction(services: Services): HttpFunctionOptions {
  return httpFunction('POST', 'events/test', async (request) => {
    const body = await readBody(request, testEventBody);
    if ('wrong' in body) return problem('invalid-body', body.wrong);
    const event = testEvent(services.randomId(), body.value.severity, services.now(), services.config.eventSource);
    await (await services.publisher()).publish(event);
    return json(200, event);
  });
}
