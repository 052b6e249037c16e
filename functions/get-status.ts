import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { apiHosts } from '../shared/domain/api-host.ts';
import { type Budget, refilled } from '../shared/domain/budget.ts';
import { healthMessage, healthReasons } from '../shared/domain/watcher-health.ts';
import { checkHealth } from '../shared/use-cases/check-health.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json } from './http.ts';
import { setAsideSchema } from './list-set-aside.ts';
import { passSchema } from './pass-schema.ts';
import type { Services } from './services.ts';

const instant = z.iso.datetime();

const budgetSchema = z
  .object({
    host: z.enum(apiHosts),
    perMinute: z.number().describe('Requests a minute for now: lowered by 429, raised again by quiet.'),
    tokens: z.int().nonnegative().describe('Requests that may be made now.'),
    setAsideUntil: instant.optional().describe('The host asked to be left alone until then.'),
    refusal: z
      .object({ reason: z.enum(['unauthorized', 'forbidden']), since: instant, message: z.string() })
      .optional()
      .describe('The host refuses everything: credentials, rights or a daily quota.'),
  })
  .describe('The request budget of an API host of Partner Center.');

export const statusSchema = z
  .object({
    status: z.enum(['healthy', 'degraded']),
    message: z.string().describe('For a person.'),
    reasons: z.array(z.enum(healthReasons)).describe('Empty when all is well.'),
    lastPass: passSchema.optional(),
    oldestUnsent: instant.optional().describe('Of the events that wait to be published.'),
    budgets: z.array(budgetSchema).describe('Of the hosts that were asked so far.'),
    setAside: z.array(setAsideSchema).describe('What waits for a person: the first of them.'),
    credentialExpiresAt: instant.optional(),
  })
  .describe('Health with all that is behind it.');

export const getStatus = {
  id: 'get-status',
  method: 'GET',
  route: 'status',
  access: 'read',
  summary: 'How the watcher is, in detail',
  answers: { 200: { description: 'The status, healthy or not.', schema: statusSchema } },
} satisfies Operation;

export function getStatusFunction(services: Services): HttpFunctionOptions {
  return apiFunction(services, getStatus, async () => {
    const { reasons, lastPass, oldestUnsent, budgets, setAside, credentialExpiresAt } = await checkHealth(
      await services.health(),
    );
    return json(200, {
      status: reasons.length === 0 ? 'healthy' : 'degraded',
      message: healthMessage(reasons),
      reasons,
      lastPass,
      oldestUnsent,
      budgets: budgets.map((budget) => budgetView(budget, services)),
      setAside,
      credentialExpiresAt,
    });
  });
}

/** As it is by now, and not as it was last written. */
function budgetView(stored: Budget, { config, now }: Services): z.infer<typeof budgetSchema> {
  const at = now();
  const { host, perMinute, tokens, setAsideUntil, refusal } = refilled(
    stored,
    config.partnerCenter.requestsPerMinute,
    at,
  );
  return {
    host,
    perMinute,
    tokens: Math.max(0, Math.floor(tokens)),
    setAsideUntil: (setAsideUntil ?? '') > at.toISOString() ? setAsideUntil : undefined,
    refusal,
  };
}
