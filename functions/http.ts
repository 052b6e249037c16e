import type { HttpResponseInit } from '@azure/functions';
import { type ProblemCode, problems } from './api/problem-code.ts';

/** What a 503 asks to wait, in seconds. */
const retryAfter = '5';

/** An error answer by RFC 9457. `detail` is for a person and must hold nothing secret. */
export function problem(code: ProblemCode, detail?: string): HttpResponseInit {
  const { status, title } = problems[code];
  const body = { type: 'about:blank', title, status, code, ...(detail === undefined ? {} : { detail }) };
  const headers = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(code === 'unauthenticated' ? { 'www-authenticate': 'Bearer' } : {}),
    ...(status === 503 ? { 'retry-after': retryAfter } : {}),
  };
  return { status, headers, body: JSON.stringify(body) };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponseInit {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

export function text(contentType: string, body: string, headers: Record<string, string> = {}): HttpResponseInit {
  return {
    status: 200,
    headers: {
      'content-type': contentType,
      'cache-control': 'no-store',
      // What is text must not be taken for a page by a browser.
      'x-content-type-options': 'nosniff',
      ...headers,
    },
    body,
  };
}
