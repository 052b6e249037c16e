import ky from 'ky';
import { z } from 'zod';
import type { TokenSource } from './access-tokens.ts';

const wireToken = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const wireProblem = z.object({ error_description: z.string() });

/**
 * Client credentials at a token endpoint on this machine, for local mode: `@azure/identity` speaks https only.
 * The request and its answers are those of Entra's v2 endpoint.
 */
export function createLoopbackTokenSource(
  identity: {
    readonly authorityUrl: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly secret: string;
  },
  now: () => Date,
): TokenSource {
  const url = new URL(`${identity.tenantId}/oauth2/v2.0/token`, `${identity.authorityUrl.replace(/\/$/, '')}/`);
  return async (scope) => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: identity.clientId,
      client_secret: identity.secret,
      scope,
    });
    const response = await ky.post(url, { body, retry: 0, timeout: 10_000, throwHttpErrors: false, redirect: 'error' });
    const answer: unknown = await response.json().catch(() => undefined);
    const token = wireToken.safeParse(answer);
    if (!response.ok || !token.success) {
      const problem = wireProblem.safeParse(answer);
      const reason = problem.success ? problem.data.error_description.split('\r\n')[0] : 'no reason given';
      throw new Error(`the token endpoint answered ${response.status}: ${reason}`);
    }
    return { token: token.data.access_token, expiresOnTimestamp: now().getTime() + token.data.expires_in * 1000 };
  };
}
