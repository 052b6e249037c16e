import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  MANAGE_AUDIENCE,
  SELLER_ACCOUNT_ID,
  STORE_AUDIENCE,
  TENANT_ID,
} from '../../local/partner-center/credentials.ts';
import { type PartnerCenterOptions, startPartnerCenter } from '../../local/partner-center/partner-center.ts';

/** Drives a simulated Partner Center over plain fetch, for the `partner-center-*.test.ts` suites. */

export const HARDWARE = '/v2.0/my/hardware';
export const STORE = '/v1.0/my';
export const MSI = '/submission/v1';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body with every number as the digits that were sent. */
  readonly json: () => Exact;
}

/** Parsed JSON, loosely typed for reading in tests; numbers are strings of their digits, marked by a leading `#`. */
export type Exact = { readonly [field: string]: Exact } & readonly Exact[] & string;

/** Parses without losing digits: `25.0` and 64-bit ids come out as `#25.0` and `#1152921504621441930`. */
export function exactJson(text: string): Exact {
  const keepDigits = (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? `#${context?.source}` : value;
  return JSON.parse(text, keepDigits) as Exact;
}

/** The path of a link into the server; empty where there is no link. */
export function pathIn(link: Exact | undefined, url: string): string {
  return String(link ?? '').slice(url.length);
}

/** The list in a field; throws where there is none. */
export function listIn(body: Exact, field: string): readonly Exact[] {
  const list: unknown = body[field];
  if (!Array.isArray(list)) throw new Error(`${field} is no list`);
  return list;
}

export function sampleText(name: string): string {
  return readFileSync(join(process.cwd(), 'test/samples', `${name}.json`), 'utf8');
}

export function tokenForm(fields: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    scope: `${MANAGE_AUDIENCE}/.default`,
    ...fields,
  });
}

export type PartnerCenterClient = Awaited<ReturnType<typeof startWithClient>>;

export async function startWithClient(options: PartnerCenterOptions = {}) {
  const { url, stop } = await startPartnerCenter(options);
  return { ...createClient(url), stop };
}

/** A client of a Partner Center that is there already. */
export function createClient(url: string) {
  const tokens = new Map<string, string>();

  async function fetchReply(path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(url + path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => exactJson(text) };
  }

  function control(method: string, path: string, body?: unknown): Promise<Reply> {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    return fetchReply(`/_local/${path}`, { method, ...init });
  }

  function askToken(form = tokenForm(), tenant = TENANT_ID, method = 'POST'): Promise<Reply> {
    return fetchReply(`/${tenant}/oauth2/v2.0/token`, method === 'GET' ? {} : { method, body: form });
  }

  async function token(audience = MANAGE_AUDIENCE): Promise<string> {
    const known = tokens.get(audience);
    if (known !== undefined) return known;
    const fresh = (await askToken(tokenForm({ scope: `${audience}/.default` }))).json()['access_token'] ?? '';
    tokens.set(audience, fresh);
    return fresh;
  }

  /** A GET as a well-behaved client sends it; the token is asked for once. */
  async function get(path: string, init: RequestInit = {}): Promise<Reply> {
    const isMsi = path.startsWith(MSI);
    const headers = new Headers({ authorization: `Bearer ${await token(isMsi ? STORE_AUDIENCE : MANAGE_AUDIENCE)}` });
    if (isMsi) headers.set('x-seller-account-id', SELLER_ACCOUNT_ID);
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    return fetchReply(path, { ...init, headers });
  }

  return { url, fetch: fetchReply, control, askToken, token, get };
}

/** The path of a submission's whole body (for MSI/EXE its status). */
export function pathOf(key: string): string {
  const [kind, product, second = '', third] = key.split(':');
  switch (kind) {
    case 'hardware':
      return `${HARDWARE}/products/${product}/submissions/${second}`;
    case 'addon':
      return `${STORE}/inappproducts/${product}/submissions/${second}`;
    case 'app':
      return `${STORE}/applications/${product}/submissions/${second}`;
    case 'flight':
      return `${STORE}/applications/${product}/flights/${second}/submissions/${third}`;
    default:
      return `${MSI}/product/${product}/submission/${second}/status`;
  }
}
