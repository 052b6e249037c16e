import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { parseSubmissionKey } from '../shared/domain/submission-key.ts';
import { CorruptRowError } from '../shared/errors.ts';
import { forEachConcurrently } from '../shared/use-cases/for-each-concurrently.ts';
import { type TrackResult, trackSubmission } from '../shared/use-cases/track-submission.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json } from './http.ts';
import type { Services } from './services.ts';

const mostKeys = 100;
const keysAtATime = 8;

const resultSchema = z.object({
  key: z.string().describe('In its canonical form, where it is a key.'),
  status: z
    .union([z.literal(200), z.literal(201), z.literal(400), z.literal(409)])
    .describe('As `PUT /submissions/{key}` would have answered.'),
  code: z.enum(['invalid-key', 'concurrent-change', 'unreadable-row']).optional(),
});
type Result = z.infer<typeof resultSchema>;

export const trackSubmissions = {
  id: 'track-submissions',
  method: 'POST',
  route: 'submissions',
  access: 'write',
  summary: 'Track many submissions',
  description: 'Each by itself: one that cannot be tracked stops no other. The results are in the order of the keys.',
  body: z.strictObject({
    keys: z
      .array(z.string().max(200, 'is too long for a key'))
      .min(1, 'must name a key')
      .max(mostKeys, `must be at most ${mostKeys}`)
      .describe('Submission keys.'),
  }),
  answers: { 200: { description: 'What became of each.', schema: z.object({ value: z.array(resultSchema) }) } },
} satisfies Operation;

type Outcome = TrackResult['outcome'] | 'unreadable';

const answerOf: Readonly<Record<Outcome, Omit<Result, 'key'>>> = {
  tracked: { status: 201 },
  'already-tracked': { status: 200 },
  conflict: { status: 409, code: 'concurrent-change' },
  unreadable: { status: 409, code: 'unreadable-row' },
};

/** A row that cannot be read is the trouble of its own submission. */
async function outcomeOf(tracking: Promise<TrackResult>): Promise<Outcome> {
  try {
    return (await tracking).outcome;
  } catch (error) {
    if (error instanceof CorruptRowError) return 'unreadable';
    throw error;
  }
}

export function trackSubmissionsFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, trackSubmissions, async ({ body }) => {
    const store = await services.store();
    const results = new Map<string, Result>();
    // A key that is given twice is tracked once: the two would get into each other's way.
    const texts = body.keys.map((text) => parseSubmissionKey(text)?.text ?? text);
    await forEachConcurrently(new Set(texts), keysAtATime, async (text) => {
      const key = parseSubmissionKey(text);
      if (key === undefined) {
        results.set(text, { key: text, status: 400, code: 'invalid-key' });
        return;
      }
      const outcome = await outcomeOf(trackSubmission(store, key, services.now()));
      results.set(text, { key: text, ...answerOf[outcome] });
    });
    return json(200, { value: texts.map((text) => results.get(text)) });
  });
}
