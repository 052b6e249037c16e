import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { quantile } from '../shared/domain/duration-sketch.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json } from './http.ts';
import type { Services } from './services.ts';
import { kindSchema, outcomeSchema } from './submission-view.ts';

const count = z.int().positive();
const seconds = z.int().nonnegative();

export const statisticsSchema = z
  .object({
    value: z.array(
      z.object({
        kind: kindSchema,
        state: z.string(),
        count: count.describe('Finished runs that came through this state.'),
        medianSeconds: seconds.describe('Time in the state: half of them took no longer. Within 2 %.'),
        p90Seconds: seconds.describe('Nine of ten took no longer. Within 2 %.'),
      }),
    ),
    outcomes: z.array(z.object({ kind: kindSchema, outcome: outcomeSchema, count })).describe('How runs ended.'),
    asOf: z.iso.datetime(),
  })
  .describe('How long finished submissions spent in each state.');

export const getStatistics = {
  id: 'get-statistics',
  method: 'GET',
  route: 'statistics',
  access: 'read',
  summary: 'How long each state took',
  description:
    'Over finished runs: from the first unsettled state that was seen to the end (succeeded, failed, canceled). A submission ' +
    'that failed and was sent in again counts once for each run. Sorted by kind and state.',
  answers: { 200: { description: 'The statistics.', schema: statisticsSchema } },
} satisfies Operation;

export function getStatisticsFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, getStatistics, async () => {
    const { states, outcomes } = await (await services.queries()).statistics();
    const value = states.map(({ kind, state, seconds }) => ({
      kind,
      state,
      count: seconds.count,
      medianSeconds: quantile(seconds, 0.5),
      p90Seconds: quantile(seconds, 0.9),
    }));
    return json(200, { value, outcomes, asOf: services.now().toISOString() });
  });
}
