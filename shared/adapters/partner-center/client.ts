import ky, { type KyInstance } from 'ky';
import { scrubText } from '../../domain/scrub.ts';
import type { Observation } from '../../domain/snapshot.ts';
import type { Kind, SubmissionKey } from '../../domain/submission-key.ts';
import type { FailureReason } from '../../domain/tracked-submission.ts';
import { UnreadableBodyError } from '../../errors.ts';
import type { PartnerCenter, ReadFailure, ReadResult } from '../../ports.ts';
import type { AccessTokens } from './access-tokens.ts';
import { parseJson } from './exact-json.ts';
import { hardwarePath, parseHardware } from './hardware.ts';
import { msiExePath, parseMsiExe } from './msi-exe.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { parseStore, storePath } from './store.ts';

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

/** The audience names the service, also where another URL stands in for it. */
const devCenterScope = 'https://manage.devcenter.microsoft.com/.default';
const storeScope = 'https://api.store.microsoft.com/.default';

/** Reads submissions of all kinds. It asks once: when to ask again is the cadence's to decide, within the budget. */
export function createPartnerCenter(options: PartnerCenterOptions): PartnerCenter {
  const http = ky.create({ retry: 0, throwHttpErrors: false, redirect: 'manual', timeout: false, cache: 'no-store' });

  return {
    async read(key, view, signal) {
      const scope = key.product.kind === 'msi' ? storeScope : devCenterScope;
      const request = { url: urlOf(options, key, view), headers: headersOf(options, key.product.kind), scope };
      const limit = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutSeconds * 1000)]);
      const answer = await ask(http, options, request, limit).catch((error: unknown) => failureOf(error, limit));
      if ('reason' in answer) return { outcome: 'failed', failure: answer };
      return answer.status === 200 ? parsed(key, answer) : failed(answer, options.now());
    },
  };
}

interface Request {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly scope: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly token: string;
}

/** The authority would not give a token: says nothing of any submission. */
class CredentialError extends Error {}

async function send(
  http: KyInstance,
  options: PartnerCenterOptions,
  request: Request,
  signal: AbortSignal,
): Promise<Answer> {
  const token = await options.tokens.get(request.scope).catch((cause: unknown) => {
    throw new CredentialError(cause instanceof Error ? cause.message : 'no token', { cause });
  });
  const response = await http.get(request.url, {
    headers: { ...request.headers, authorization: `Bearer ${token}` },
    signal,
  });
  return { status: response.status, headers: response.headers, body: await response.text(), token };
}

/** A token can end early; one new one is tried, and no more. */
async function ask(
  http: KyInstance,
  options: PartnerCenterOptions,
  request: Request,
  signal: AbortSignal,
): Promise<Answer> {
  const answer = await send(http, options, request, signal);
  if (answer.status !== 401) return answer;
  options.tokens.reject(request.scope, answer.token);
  return send(http, options, request, signal);
}

function urlOf(options: PartnerCenterOptions, key: SubmissionKey, view: 'status' | 'full'): URL {
  switch (key.product.kind) {
    case 'hardware':
      return below(options.devCenterUrl, hardwarePath(key));
    case 'addon':
    case 'app':
    case 'flight':
      return below(options.devCenterUrl, storePath(key, view));
    case 'msi':
      return below(options.storeUrl, msiExePath(key));
  }
}

function below(base: string, path: string): URL {
  return new URL(path, base.endsWith('/') ? base : `${base}/`);
}

function headersOf(options: PartnerCenterOptions, kind: Kind): Record<string, string> {
  const accept = { accept: 'application/json' };
  return kind === 'msi' && options.sellerId !== undefined
    ? { ...accept, 'x-seller-account-id': options.sellerId }
    : accept;
}

function parsed(key: SubmissionKey, answer: Answer): ReadResult {
  try {
    return { outcome: 'read', observation: parserOf(key.product.kind)(parseJson(answer.body)) };
  } catch (error) {
    if (!(error instanceof UnreadableBodyError)) throw error;
    return {
      outcome: 'failed',
      failure: { reason: 'invalid-body', status: 200, message: error.message, ...traceOf(answer) },
    };
  }
}

function parserOf(kind: Kind): (body: unknown) => Observation {
  switch (kind) {
    case 'hardware':
      return parseHardware;
    case 'addon':
    case 'app':
    case 'flight':
      return parseStore;
    case 'msi':
      return parseMsiExe;
  }
}

const reasons: Readonly<Record<number, FailureReason>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'throttled',
};

function failed(answer: Answer, now: Date): ReadResult {
  const wait = retryAfterSeconds(answer.headers.get('retry-after'), answer.body.slice(0, 2_000), now);
  const reason = reasons[answer.status] ?? 'unavailable';
  const failure: ReadFailure = {
    reason,
    status: answer.status,
    message: `Partner Center answered ${answer.status}${codeIn(answer.body)}`,
    ...traceOf(answer),
    ...(wait === undefined || (reason !== 'throttled' && reason !== 'unavailable') ? {} : { retryAfterSeconds: wait }),
  };
  return { outcome: 'failed', failure };
}

function traceOf(answer: Answer): { correlationId?: string } {
  const correlationId = answer.headers.get('ms-correlationid') ?? answer.headers.get('x-correlation-id');
  return correlationId === null ? {} : { correlationId };
}

/** The service's error code, where the body is one of its three shapes; the gateway sends HTML and nothing, too. */
function codeIn(body: string): string {
  const code = /"code"\s*:\s*"([A-Za-z0-9_.-]{1,60})"/.exec(body)?.[1];
  return code === undefined ? '' : ` (${code})`;
}

function failureOf(error: unknown, limit: AbortSignal): ReadFailure {
  if (error instanceof CredentialError) {
    return { reason: 'unauthorized', message: `No access token: ${scrubText(error.message)}` };
  }
  if (limit.aborted) return { reason: 'timeout', message: 'No complete answer in time' };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : (cause as Error).name;
  return { reason: 'unavailable', message: `The request failed (${code})` };
}
