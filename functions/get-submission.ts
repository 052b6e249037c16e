import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { secondsBetween } from '../shared/domain/seconds-between.ts';
import { expectedRest } from '../shared/domain/statistics.ts';
import { type Stay, staysOf } from '../shared/domain/stay.ts';
import { apiFunction } from './api/api-function.ts';
import { entityTag, isKnown } from './api/entity-tag.ts';
import type { Operation } from './api/operation.ts';
import { json, problem } from './http.ts';
import type { Services } from './services.ts';
import { outcomeSchema, submissionSchema, submissionView } from './submission-view.ts';

const seconds = z.int().nonnegative();

export const submissionDetailSchema = submissionSchema
  .extend({
    durations: z
      .array(
        z.object({
          state: z.string(),
          outcome: outcomeSchema,
          since: z.iso.datetime(),
          until: z.iso.datetime().optional().describe('Absent while it lasts.'),
          seconds: seconds.describe('Up to the time of the answer, while it lasts.'),
        }),
      )
      .describe('The states so far, oldest first, from when Submission Watch first saw each; at most the last 500.'),
    expected: z
      .object({
        remainingSeconds: seconds.describe('0 where it takes longer than usual.'),
        typicalSeconds: seconds.describe('From coming into this state to the end: the median.'),
        basedOn: z.int().positive().describe('Finished runs that this comes from.'),
      })
      .optional()
      .describe('How long it may still take, by those that finished before. Absent without data enough.'),
  })
  .describe('A tracked submission with the time it spent in each state.');

export const getSubmission = {
  id: 'get-submission',
  method: 'GET',
  route: 'submissions/{key}',
  access: 'read',
  summary: 'A tracked submission, as it is known now',
  description: 'Send the `ETag` back as `If-None-Match`: as long as nothing was stored meanwhile, the answer is 304.',
  key: 'submission',
  answers: {
    200: {
      description: 'The submission.',
      schema: submissionDetailSchema,
      headers: { ETag: 'Weak: the seconds in the answer go on counting without it.' },
    },
    304: { description: 'It is as the caller knows it.', headers: { ETag: 'The same.' } },
  },
  problems: ['not-tracked'],
} satisfies Operation;

export function getSubmissionFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, getSubmission, async ({ key, header }) => {
    const stored = await (await services.store()).load(key);
    if (stored?.submission.tracked !== true) return problem('not-tracked');
    const headers = { etag: entityTag(stored.version), 'cache-control': 'private, no-cache' };
    if (isKnown(header('if-none-match'), headers.etag)) return { status: 304, headers };

    const { submission } = stored;
    const now = services.now();
    const stays = staysOf(await (await services.queries()).moves(key));
    // Statistics are read only where they can say something.
    const isRunning = submission.snapshot?.outcome === 'inProgress';
    const expected = isRunning ? expectedRest(await services.statistics(), submission, now) : undefined;
    return json(200, { ...submissionView(submission, now), durations: stays.map(durationAt(now)), expected }, headers);
  });
}

function durationAt(now: Date) {
  return (stay: Stay) => ({ ...stay, seconds: secondsBetween(stay.since, stay.until ?? now.toISOString()) });
}
