import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { severities } from '../shared/contract/event.ts';
import { watcherEventSchemas } from '../shared/contract/watcher-event.ts';
import { testEvent } from '../shared/domain/watcher-health.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json } from './http.ts';
import type { Services } from './services.ts';

export const sendTestEvent = {
  id: 'send-test-event',
  method: 'POST',
  route: 'events/test',
  access: 'operate',
  summary: 'Publish an event that says nothing, to see whether subscribers hear',
  body: z.strictObject({
    severity: z.enum(severities).default('info').describe('To try a filter with.'),
  }),
  answers: { 200: { description: 'The event.', schema: watcherEventSchemas['watcher.test'] } },
  problems: ['broker-unavailable'],
} satisfies Operation;

export function sendTestEventFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, sendTestEvent, async ({ body }) => {
    const event = testEvent(services.randomId(), body.severity, services.now(), services.config.eventSource);
    await (await services.publisher()).publish(event);
    return json(200, event);
  });
}
