import ky from 'ky';
import { apiHostOf } from '../../domain/api-host.ts';
import { scrubText } from '../../domain/scrub.ts';
import type { Kind } from '../../domain/submission-key.ts';
import type { FailureReason } from '../../domain/tracked-submission.ts';
import { innermostCode, UnreadableBodyError } from '../../errors.ts';
import type { ReadFailure } from '../../ports/partner-center.ts';
import type { AccessTokens } from './access-tokens.ts';
import { retryAfterSeconds } from './retry-after.ts';

export interface PartnerCenterOptions {
  /** Host of the hardware and Store APIs, for example `https://manage.devcenter.microsoft.com`. */
  readonly devCenterUrl: string;
  /** Host of the MSI/EXE API, for example `https://api.store.microsoft.com`. */
  readonly storeUrl: string;
  /** `X-Seller-Account-Id`, which the MSI/EXE API wants. */
  readonly sellerId?: string;
  /** For one request with its body. */
  readonly timeoutSeconds: number;
  readonly tokens: AccessTokens;
  readonly now: () => Date;
}

/** A complete 200 answer, or why there is none. */
type Exchanged = { readonly requests: number } & (
  | { readonly body: string; readonly headers: Headers }
  | { readonly failure: ReadFailure }
);

/** One GET with a token, at the host of the kind's API. */
export type Exchange = (kind: Kind, path: string, signal: AbortSignal) => Promise<Exchanged>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly token: string;
}

/** The authority would not give a token: says nothing of any submission. */
class CredentialError extends Error {}

/** The audience names the service, also where another URL stands in for it. */
export const scopes = {
  devCenter: 'https://manage.devcenter.microsoft.com/.default',
  store: 'https://api.store.microsoft.com/.default',
};

export function createExchange(options: PartnerCenterOptions): Exchange {
  const http = ky.create({ retry: 0, throwHttpErrors: false, redirect: 'manual', timeout: false, cache: 'no-store' });
  const bases = { devCenter: options.devCenterUrl, store: options.storeUrl };

  async function send(kind: Kind, path: string, signal: AbortSignal, onRequest: () => void): Promise<Answer> {
    const host = apiHostOf(kind);
    signal.throwIfAborted();
    const token = await Promise.race([options.tokens.get(scopes[host]), outOfTime(signal)]).catch((cause: unknown) => {
      throw new CredentialError(cause instanceof Error ? cause.message : 'no token', { cause });
    });
    const base = bases[host].endsWith('/') ? bases[host] : `${bases[host]}/`;
    const headers: Record<string, string> = { accept: 'application/json', authorization: `Bearer ${token}` };
    if (host === 'store' && options.sellerId !== undefined) headers['x-seller-account-id'] = options.sellerId;
    onRequest();
    const response = await http.get(new URL(path, base), { headers, signal });
    return { status: response.status, headers: response.headers, body: await response.text(), token };
  }

  /** A token can end early; one new one is tried, and no more. */
  async function ask(kind: Kind, path: string, signal: AbortSignal, onRequest: () => void): Promise<Answer> {
    const answer = await send(kind, path, signal, onRequest);
    if (answer.status !== 401) return answer;
    options.tokens.reject(scopes[apiHostOf(kind)], answer.token);
    return send(kind, path, signal, onRequest);
  }

  return async (kind, path, signal) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutSeconds * 1000)]);
    let requests = 0;
    try {
      const answer = await ask(kind, path, limit, () => {
        requests += 1;
      });
      return answer.status === 200 ? { ...answer, requests } : { failure: refusal(answer, options.now()), requests };
    } catch (error) {
      // The end of the pass says nothing of whom it happened to wait for.
      return { failure: signal.aborted ? timeout : transportFailure(error, limit), requests };
    }
  };
}

function outOfTime(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('none came in time')), { once: true });
  });
}

/** What a body that could not be parsed means. Anything but `UnreadableBodyError` is a mistake of ours and is thrown on. */
export function bodyFailure(error: unknown, headers: Headers): ReadFailure {
  if (!(error instanceof UnreadableBodyError)) throw error;
  return { reason: 'invalid-body', status: 200, message: error.message, ...traceOf(headers) };
}

const reasons: Readonly<Record<number, FailureReason>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'throttled',
};

function refusal({ status, headers, body }: Answer, now: Date): ReadFailure {
  const reason = reasons[status] ?? 'unavailable';
  const mayWait = reason === 'throttled' || reason === 'unavailable';
  const wait = mayWait ? retryAfterSeconds(headers.get('retry-after'), body.slice(0, 2_000), now) : undefined;
  return {
    reason,
    status,
    message: `Partner Center answered ${status}${codeIn(body)}`,
    ...traceOf(headers),
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  };
}

/** It is logged as it is, so nothing else than an id may be one: whoever answers may write anything there. */
function traceOf(headers: Headers): { correlationId?: string } {
  const correlationId = headers.get('ms-correlationid') ?? headers.get('x-correlation-id') ?? '';
  return /^[\w-]{1,64}$/.test(correlationId) ? { correlationId } : {};
}

/** The service's error code, where the body is one of its three shapes; the gateway sends HTML and nothing, too. */
function codeIn(body: string): string {
  const code = /"code"\s*:\s*"([A-Za-z0-9_.-]{1,60})"/.exec(body)?.[1];
  return code === undefined ? '' : ` (${code})`;
}

const timeout: ReadFailure = { reason: 'timeout', message: 'No complete answer in time' };

function transportFailure(error: unknown, limit: AbortSignal): ReadFailure {
  if (error instanceof CredentialError) {
    return { reason: 'unauthorized', message: `No access token: ${scrubText(error.message)}` };
  }
  return limit.aborted ? timeout : { reason: 'unavailable', message: `The request failed (${innermostCode(error)})` };
}
