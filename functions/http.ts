import type { HttpResponseInit } from '@azure/functions';

/** Codes of problem answers: stable, for programs. */
export type ProblemCode =
  | 'invalid-key'
  | 'invalid-parameter'
  | 'invalid-body'
  | 'not-tracked'
  | 'not-watched'
  | 'not-set-aside'
  | 'concurrent-change'
  | 'broker-unavailable'
  | 'internal-error';

const titles: Readonly<Record<ProblemCode, readonly [status: number, title: string]>> = {
  'invalid-key': [400, 'The key is not valid'],
  'invalid-parameter': [400, 'A query parameter is not valid'],
  'invalid-body': [400, 'The request body is not valid'],
  'not-tracked': [404, 'This submission is not tracked'],
  'not-watched': [404, 'This product is not watched'],
  'not-set-aside': [404, 'Nothing of this id is set aside'],
  'concurrent-change': [409, 'It changed at the same time; repeat the request'],
  'broker-unavailable': [503, 'The broker did not take the event'],
  'internal-error': [500, 'The request could not be served'],
};

/** An error answer by RFC 9457. `detail` is for a person and must hold nothing secret. */
export function problem(code: ProblemCode, detail?: string): HttpResponseInit {
  const [status, title] = titles[code];
  const body = { type: 'about:blank', title, status, code, ...(detail === undefined ? {} : { detail }) };
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(body) };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponseInit {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

/** @returns undefined for anything but a whole number in the range. */
export function wholeNumber(text: string | null, fallback: number, least: number, most: number): number | undefined {
  if (text === null) return fallback;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
