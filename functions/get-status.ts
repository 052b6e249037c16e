import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { apiHosts } from '../shared/domain/api-host.ts';
import { type Budget, refilled, refusalNow, unansweredSince } from '../shared/domain/budget.ts';
import { healthMessage, healthReasons } from '../shared/domain/watcher-health.ts';
import type { ChannelHealth } from '../shared/use-cases/check-channels.ts';
import { checkHealth } from '../shared/use-cases/check-health.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json } from './http.ts';
import { setAsideSchema } from './list-set-aside.ts';
import { passSchema } from './pass-schema.ts';
import { productSchema, productView } from './product-view.ts';
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
    unansweredSince: instant.optional().describe('The host was asked and has answered nobody since then.'),
  })
  .describe('The request budget of an API host of Partner Center.');

const channelSchema = z
  .object({
    channel: z.string(),
    isLate: z.boolean().describe('Something has waited to be told for more than a quarter of an hour.'),
    isRefusing: z.boolean().describe('It has refused something for good, and a person has to look at it.'),
    oldestPending: instant.optional().describe('When the oldest event that is still to be told came to the channel.'),
    failures: z
      .array(z.object({ eventId: z.string(), reason: z.string(), at: instant }))
      .describe('What it refused or never took, of the last day: a replay of the events tells them.'),
  })
  .describe('How a channel tells what it is given.');

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
    channels: z.array(channelSchema).describe('Of Teams and Slack, each that there is.'),
    unlistedProducts: z
      .array(productSchema)
      .describe('Watched products whose list call has failed for an hour: the first of them.'),
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
    const { reasons, budgets, channels, unlisted, ...shown } = await checkHealth(await services.health());
    return json(200, {
      status: reasons.length === 0 ? 'healthy' : 'degraded',
      message: healthMessage(reasons),
      reasons,
      ...shown,
      budgets: budgets.map((budget) => budgetView(budget, services)),
      channels: channels.map(channelView),
      unlistedProducts: unlisted.map(productView),
    });
  });
}

function channelView({
  channel,
  isLate,
  isRefusing,
  oldestPending,
  failures,
}: ChannelHealth): z.infer<typeof channelSchema> {
  return {
    channel,
    isLate,
    isRefusing,
    oldestPending,
    failures: failures.map(({ eventId, reason, at }) => ({ eventId, reason, at })),
  };
}

/** As it is by now, and not as it was last written. */
function budgetView(stored: Budget, { config, now }: Services): z.infer<typeof budgetSchema> {
  const at = now();
  const { host, perMinute, tokens, setAsideUntil } = refilled(stored, config.partnerCenter.requestsPerMinute, at);
  const { passOverdueMinutes } = config.health;
  const { at: _asked, ...refusal } = refusalNow(stored, at, passOverdueMinutes) ?? {};
  return {
    host,
    perMinute,
    tokens: Math.max(0, Math.floor(tokens)),
    setAsideUntil: (setAsideUntil ?? '') > at.toISOString() ? setAsideUntil : undefined,
    refusal: 'reason' in refusal ? refusal : undefined,
    unansweredSince: unansweredSince(stored, at, passOverdueMinutes),
  };
}
