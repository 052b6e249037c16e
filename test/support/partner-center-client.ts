import { CLIENT_ID, CLIENT_SECRET, SELLER_ACCOUNT_ID, TENANT_ID } from '../../local/partner-center/credentials.ts';
import { createAccessTokens } from '../../shared/adapters/partner-center/access-tokens.ts';
import { createPartnerCenter } from '../../shared/adapters/partner-center/client.ts';
import { createLoopbackTokenSource } from '../../shared/adapters/partner-center/loopback-token.ts';
import type { PartnerCenter } from '../../shared/ports/partner-center.ts';

/** The real client of a simulated Partner Center, with its own token. */
export function signIn(url: string, now: () => Date, timeoutSeconds = 20): PartnerCenter {
  const identity = { authorityUrl: url, tenantId: TENANT_ID, clientId: CLIENT_ID, secret: CLIENT_SECRET };
  const tokens = createAccessTokens(async () => createLoopbackTokenSource(identity, now), now);
  const hosts = { devCenterUrl: url, storeUrl: url, sellerId: SELLER_ACCOUNT_ID };
  return createPartnerCenter({ ...hosts, tokens, timeoutSeconds, now });
}

/** A control call of a simulated Partner Center. @throws Error with its answer, unless that is good */
export async function controlPartnerCenter(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${url}/_local/${path}`, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as unknown;
}
