import { type Answer, jsonAnswer } from './answer.ts';
import { CLIENT_ID, CLIENT_SECRET, MANAGE_AUDIENCE, STORE_AUDIENCE, TENANT_ID } from './credentials.ts';
import { entraError } from './entra-errors.ts';
import type { Tokens } from './tokens.ts';

export type TokenEndpoint = ReturnType<typeof createTokenEndpoint>;

/** `POST /{tenant}/oauth2/v2.0/token`, client credentials with a secret. */
export function createTokenEndpoint(tokens: Tokens, now: () => number) {
  let secretExpired = false;

  const refuse = (name: Parameters<typeof entraError>[0], value = '') => entraError(name, value, now());

  function refuseClient(form: URLSearchParams): Answer | undefined {
    const client = form.get('client_id') ?? '';
    const secret = form.get('client_secret');
    if (client.toLowerCase() !== CLIENT_ID) return refuse('unknownClient', client);
    if (!secret) return refuse('missingSecret');
    if (secret !== CLIENT_SECRET) return refuse('wrongSecret');
    return secretExpired ? refuse('expiredSecret') : undefined;
  }

  function issue(scope: string): Answer {
    const resource = /^(\S+)\/\.default$/.exec(scope)?.[1];
    if (resource === undefined) return refuse('notDefaultScope', scope);
    const audience = [MANAGE_AUDIENCE, STORE_AUDIENCE].find((known) => known === resource);
    if (audience === undefined) return refuse('unknownResource', resource);
    const seconds = tokens.lifetimeSeconds;
    return jsonAnswer(
      200,
      { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: tokens.issue(audience) },
      { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' },
    );
  }

  function answer(method: string, tenant: string, form: URLSearchParams): Answer {
    if (method !== 'POST') return refuse('postOnly', method);
    if (tenant.toLowerCase() !== TENANT_ID) return refuse('unknownTenant', tenant);
    const missing = ['grant_type', 'client_id', 'scope'].find((name) => !form.get(name));
    if (missing !== undefined) return refuse('missingParameter', missing);
    const grant = form.get('grant_type') ?? '';
    if (grant !== 'client_credentials') return refuse('unsupportedGrant', grant);
    return refuseClient(form) ?? issue(form.get('scope') ?? '');
  }

  return {
    answer,
    setSecretExpired(expired: boolean) {
      secretExpired = expired;
    },
    isSecretExpired: () => secretExpired,
  };
}

/** The tenant when the path is a token endpoint's. */
export function tenantOf(path: string): string | undefined {
  return /^\/([^/]+)\/oauth2\/v2\.0\/token\/?$/.exec(path)?.[1];
}
