import type { HttpFunctionOptions } from '@azure/functions';
import { parseSubmissionKey } from '../shared/domain/submission-key.ts';
import { replayRange, replaySubmission } from '../shared/use-cases/replay-events.ts';
import { json, problem } from './http.ts';
import { httpFunction } from './http-function.ts';
import { readBody, replayBody } from './request-body.ts';
import type { Services } from './services.ts';

/** POST /api/events/replay {key?, since?, until?}: publishes stored events again, marked as replays, with the ids they have. */
export function replayEventsFunction(services: Services): HttpFunctionOptions {
  return httpFunction('POST', 'events/replay', async (request) => {
    const body = await readBody(request, replayBody);
    if ('wrong' in body) return problem('invalid-body', body.wrong);
    const { key: text, since = '', until = services.now().toISOString() } = body.value;
    if (text === undefined && since === '') return problem('invalid-body', 'Say a key, or since when');
    const key = text === undefined ? undefined : parseSubmissionKey(text);
    if (text !== undefined && key === undefined) return problem('invalid-key');

    const dependencies = { store: await services.store(), publisher: await services.publisher() };
    const replayId = services.randomId();
    const range = { since: normal(since), until: normal(until) };
    const replayed =
      key === undefined
        ? await replayRange(dependencies, range, replayId)
        : await replaySubmission(dependencies, key, range, replayId);
    return json(200, { replayId, ...replayed });
  });
}

/** Stored times have milliseconds and are compared as text. */
function normal(time: string): string {
  return time === '' ? '1970-01-01T00:00:00.000Z' : new Date(time).toISOString();
}
