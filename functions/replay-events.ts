import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { parseSubmissionKey } from '../shared/domain/submission-key.ts';
import { replayRange, replaySubmission } from '../shared/use-cases/replay-events.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { instant } from './api/query-parameter.ts';
import { json, problem } from './http.ts';
import type { Services } from './services.ts';

export const replayEvents = {
  id: 'replay-events',
  method: 'POST',
  route: 'events/replay',
  access: 'operate',
  summary: 'Publish stored events once more',
  description:
    'Oldest first, with the ids they have, marked as replays. Say a key, or since when; at most 1,000 at a time.',
  body: z.strictObject({
    key: z.string().optional().describe('Only of this submission.'),
    since: instant('Only events that were observed then or later.').optional(),
    until: instant('Only events that were observed before. Now, where it is not said.').optional(),
  }),
  answers: {
    200: {
      description: 'What was published.',
      schema: z.object({
        replayId: z.string().describe('The messages carry it.'),
        published: z.int().nonnegative(),
        cut: z.boolean().describe('There is more in the range than one replay sends.'),
        next: z.iso.datetime().optional().describe('Where it is cut: the `since` of the next replay.'),
      }),
    },
  },
  problems: ['invalid-key', 'broker-unavailable'],
} satisfies Operation;

const always = '1970-01-01T00:00:00.000Z';

export function replayEventsFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, replayEvents, async ({ body }) => {
    const { key: text, since, until = services.now().toISOString() } = body;
    if (text === undefined && since === undefined) return problem('invalid-body', 'Say a key, or since when');
    const key = text === undefined ? undefined : parseSubmissionKey(text);
    if (text !== undefined && key === undefined) return problem('invalid-key');

    const dependencies = { store: await services.store(), publisher: await services.publisher() };
    const replayId = services.randomId();
    const range = { since: since ?? always, until };
    const replayed =
      key === undefined
        ? await replayRange(dependencies, range, replayId)
        : await replaySubmission(dependencies, key, range, replayId);
    return json(200, { replayId, ...replayed });
  });
}
