import { z } from 'zod';
import { jsonAnswer } from './answer.ts';
import type { ControlRoute } from './control-route.ts';
import type { Faults } from './faults.ts';
import type { Noise } from './noise.ts';
import type { Paging } from './paging.ts';
import { parseBody } from './parse-body.ts';
import type { RateLimit } from './rate-limit.ts';
import type { RequestLog } from './request-log.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import type { Tokens } from './tokens.ts';

export interface Conditions {
  readonly faults: Faults;
  readonly rateLimit: RateLimit;
  readonly noise: Noise;
  readonly paging: Paging;
  readonly tokens: Tokens;
  readonly tokenEndpoint: TokenEndpoint;
  readonly log: RequestLog;
}

const pagingSchema = z.strictObject({ pageSize: z.int().min(1), stuck: z.boolean().default(false) });
const secretSchema = z.strictObject({ expired: z.boolean() });

/** Control calls that set under which conditions the APIs answer, and the log of what was asked. */
export function conditionRoutes(conditions: Conditions): readonly ControlRoute[] {
  const { faults, rateLimit, noise, paging, tokens, tokenEndpoint, log } = conditions;
  const cleared = (what: { clear(): void }) => () => {
    what.clear();
    return jsonAnswer(200, { cleared: true });
  };
  return [
    {
      method: 'POST',
      path: 'faults',
      does: 'adds a fault {key?, api?: hardware|store|msi|token, times?, rate?, seed?, fault}; fault is {status, retryAfter?, body?}, {delayMilliseconds}, or html, garbage, cut, empty, trailing-comma, hang, reset',
      answer: ({ body }) => jsonAnswer(201, { id: faults.add(body) }),
    },
    {
      method: 'GET',
      path: 'faults',
      does: 'lists the faults',
      answer: () => jsonAnswer(200, { faults: faults.list() }),
    },
    { method: 'DELETE', path: 'faults', does: 'removes all faults, answers what hangs', answer: cleared(faults) },
    {
      method: 'PUT',
      path: 'rate-limit',
      does: 'limits each host: {requestsPerMinute, retryAfter?: header|message|date}',
      answer: ({ body }) => jsonAnswer(200, rateLimit.set(body)),
    },
    { method: 'DELETE', path: 'rate-limit', does: 'lifts the limit', answer: cleared(rateLimit) },
    {
      method: 'PUT',
      path: 'noise',
      does: 'makes every read look different without a change {seed}',
      answer: ({ body }) => jsonAnswer(200, noise.set(body)),
    },
    { method: 'DELETE', path: 'noise', does: 'ends the noise', answer: cleared(noise) },
    {
      method: 'PUT',
      path: 'paging',
      does: 'sets the longest page of hardware lists {pageSize, stuck?}; stuck: the last page names itself as the next',
      answer({ body }) {
        const settings = parseBody(pagingSchema, body);
        paging.set(settings.pageSize, settings.stuck);
        return jsonAnswer(200, settings);
      },
    },
    { method: 'DELETE', path: 'paging', does: 'back to pages of 50', answer: cleared({ clear: paging.reset }) },
    {
      method: 'DELETE',
      path: 'tokens',
      does: 'revokes all access tokens',
      answer: () => jsonAnswer(200, { revoked: tokens.revokeAll() }),
    },
    {
      method: 'PUT',
      path: 'secret',
      does: 'lets the client secret expire, or not {expired}',
      answer({ body }) {
        tokenEndpoint.setSecretExpired(parseBody(secretSchema, body).expired);
        return jsonAnswer(200, { expired: tokenEndpoint.isSecretExpired() });
      },
    },
    {
      method: 'GET',
      path: 'requests',
      does: 'the latest API and token calls',
      answer: () => jsonAnswer(200, log.list()),
    },
    { method: 'DELETE', path: 'requests', does: 'empties that log', answer: cleared(log) },
  ];
}
