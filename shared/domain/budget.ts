import type { ApiHost } from './api-host.ts';
import { isTooFarAhead } from './clock-ahead.ts';

/**
 * What may be asked of one API host, shared by all passes and instances: a bucket that fills by so many requests a minute and
 * holds a minute's worth. All times are ISO 8601 in UTC.
 */
export interface Budget {
  readonly host: ApiHost;
  /** Requests a minute for now: lowered by 429, raised again by quiet, never above what is configured. */
  readonly perMinute: number;
  /** Below 0 after more was spent than reserved (a list of several pages, a renewed token). */
  readonly tokens: number;
  readonly updatedAt: string;
  /** The host asked to be left alone until then. */
  readonly setAsideUntil?: string;
  /** Passes in a row that met 429. */
  readonly throttles: number;
  /** When `perMinute` was last lowered or raised. */
  readonly adaptedAt?: string;
  /** The host refuses everything: credentials, rights or a daily quota. */
  readonly refusal?: Refusal;
  /** The host was asked and answered nobody: since when, and when last. */
  readonly unanswered?: { readonly since: string; readonly at: string };
}

interface Refusal {
  readonly reason: 'unauthorized' | 'forbidden';
  readonly since: string;
  /** When last. A row of an earlier release does not say. */
  readonly at?: string;
  /** For a person, without secrets. */
  readonly message: string;
}

const minuteMs = 60_000;
/** Where a 429 names no time: doubled with each pass in a row that met one. */
const firstWaitSeconds = 15;
const longestWaitSeconds = 120;
/** A quota of a day is the longest wait that hosts are known to ask for; what asks for more is a mistake. */
const longestAskedSeconds = 24 * 60 * 60;

export function freshBudget(host: ApiHost, configured: number, now: Date): Budget {
  return { host, perMinute: configured, tokens: configured, updatedAt: now.toISOString(), throttles: 0 };
}

/**
 * The budget as it is by now: filled up, and its rate raised by a tenth for each quiet minute after it was lowered. Anew, where a clock
 * that ran ahead wrote it.
 */
export function refilled(known: Budget, configured: number, now: Date): Budget {
  const budget = isTooFarAhead(known.updatedAt, 0, now) ? freshBudget(known.host, configured, now) : known;
  const perMinute = raised(budget, configured, now);
  const elapsedMs = Math.max(0, now.getTime() - Date.parse(budget.updatedAt));
  const at = now.toISOString();
  return {
    ...budget,
    perMinute,
    tokens: Math.min(perMinute, budget.tokens + (elapsedMs / minuteMs) * perMinute),
    updatedAt: at,
    ...(perMinute === budget.perMinute ? {} : { adaptedAt: at }),
  };
}

/** Requests that may be made now. The bucket is taken as refilled. */
export function allowance(budget: Budget, now: Date): number {
  if (budget.setAsideUntil !== undefined && Date.parse(budget.setAsideUntil) > now.getTime()) return 0;
  return Math.max(0, Math.floor(budget.tokens + 1e-6));
}

/** What a pass met at the host. */
export interface PassAtHost {
  /** Tokens taken before the pass. */
  readonly reserved: number;
  readonly requests: number;
  /** Of the requests, those answered 429: the host does not count them, and they cost nothing. */
  readonly unserved: number;
  readonly succeeded: number;
  /** 429 was met; what it asked to wait, where it said so. */
  readonly throttled?: { readonly retryAfterSeconds?: number };
  readonly refused?: Omit<Refusal, 'since' | 'at'>;
  /** Whether it answered anybody, be it with a refusal; undefined where it was not asked enough to tell. */
  readonly isAnswering?: boolean;
}

/** The budget after a pass: the difference to what was reserved is given back, and what was met is remembered. */
export function afterPass(budget: Budget, pass: PassAtHost, now: Date): Budget {
  const { setAsideUntil, refusal, unanswered, ...rest } = budget;
  const tokens = budget.tokens + pass.reserved - (pass.requests - pass.unserved);
  const nextRefusal = refusalAfter(refusal, pass, now);
  const nextUnanswered = unansweredAfter(unanswered, pass, now);
  const base = {
    ...rest,
    tokens,
    ...(nextRefusal === undefined ? {} : { refusal: nextRefusal }),
    ...(nextUnanswered === undefined ? {} : { unanswered: nextUnanswered }),
  };
  if (pass.throttled === undefined) {
    const throttles = pass.succeeded > 0 ? 0 : budget.throttles;
    return { ...base, throttles, ...(setAsideUntil === undefined ? {} : { setAsideUntil }) };
  }
  const throttles = budget.throttles + 1;
  const asked = pass.throttled.retryAfterSeconds;
  const wait =
    asked === undefined
      ? Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** (throttles - 1))
      : Math.min(longestAskedSeconds, asked);
  // Another instance may have been asked to wait longer.
  const until = Math.max(now.getTime() + wait * 1000, setAsideUntil === undefined ? 0 : Date.parse(setAsideUntil));
  return {
    ...base,
    throttles,
    // A single 429 may be chance; the wait that it asks for is enough. Repeated ones say that the rate is too high.
    perMinute: throttles > 1 ? Math.max(1, Math.floor(budget.perMinute * 0.8)) : budget.perMinute,
    adaptedAt: now.toISOString(),
    setAsideUntil: new Date(until).toISOString(),
  };
}

function raised(budget: Budget, configured: number, now: Date): number {
  // Never lowered by 429: what a person configures since holds at once.
  if (budget.perMinute >= configured || budget.adaptedAt === undefined) return configured;
  const quietMinutes = Math.floor((now.getTime() - Date.parse(budget.adaptedAt)) / minuteMs);
  return Math.min(configured, budget.perMinute + Math.max(0, quietMinutes) * Math.max(1, Math.ceil(configured / 10)));
}

function refusalAfter(before: Refusal | undefined, pass: PassAtHost, now: Date): Refusal | undefined {
  if (pass.succeeded > 0) return undefined;
  if (pass.refused === undefined) return before;
  const at = now.toISOString();
  return { ...pass.refused, since: before?.since ?? at, at };
}

function unansweredAfter(
  before: Budget['unanswered'],
  { isAnswering }: PassAtHost,
  now: Date,
): Budget['unanswered'] | undefined {
  if (isAnswering === undefined) return before;
  const at = now.toISOString();
  return isAnswering ? undefined : { since: before?.since ?? at, at };
}

/** Where nothing is tracked at the host any more, nobody will ask it again; where something is, somebody does every few minutes. */
const forgottenMinutes = 30;

/**
 * Since when the host answers nobody; undefined where it does, or nobody asks any more.
 * @param passOverdueMinutes passes may be that far apart.
 */
export function unansweredSince(budget: Budget, now: Date, passOverdueMinutes = 0): string | undefined {
  const { unanswered } = budget;
  return unanswered !== undefined && isAsked(unanswered.at, budget, now, passOverdueMinutes)
    ? unanswered.since
    : undefined;
}

/**
 * That the host refuses everything; undefined where it does not, or nobody asks any more.
 * @param passOverdueMinutes passes may be that far apart.
 */
export function refusalNow(budget: Budget, now: Date, passOverdueMinutes = 0): Refusal | undefined {
  const { refusal } = budget;
  return refusal !== undefined && isAsked(refusal.at, budget, now, passOverdueMinutes) ? refusal : undefined;
}

function isAsked(at: string | undefined, budget: Budget, now: Date, passOverdueMinutes: number): boolean {
  const { setAsideUntil = '' } = budget;
  const forgottenMs = Math.max(forgottenMinutes, passOverdueMinutes) * minuteMs;
  return at === undefined || now.getTime() - Date.parse(at) < forgottenMs || setAsideUntil > now.toISOString();
}
