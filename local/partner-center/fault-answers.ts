import { type Answer, htmlAnswer, jsonAnswer } from './answer.ts';
import { entraError } from './entra-errors.ts';
import { errorAnswer } from './error-answers.ts';
import type { StatusFault } from './faults.ts';
import type { ApiName } from './simulated-api.ts';

const signInPage = '<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body></body></html>';

/** Answers 200 with what is no JSON at all. */
export function spoiltAnswer(kind: 'html' | 'garbage' | 'empty'): Answer {
  if (kind === 'html') return htmlAnswer(200, signInPage);
  const text = kind === 'empty' ? '' : '{"id":11529215046\u0000\ufffd]]>,"status":Cert';
  return { ...htmlAnswer(200, text), headers: { 'Content-Type': 'application/json; charset=utf-8' } };
}

/**
 * The answer of a status that was asked for, in the words of that API unless the fault has a body.
 * @param now milliseconds since 1970.
 */
export function statusAnswer(api: ApiName | 'token', fault: StatusFault, now: number): Answer {
  const { status, retryAfter, body } = fault;
  const usual = fault.body === undefined ? usualAnswer(api, fault, now) : { status, headers: {}, body: undefined };
  const headers = { ...usual.headers, ...(retryAfter == null ? {} : { 'Retry-After': String(retryAfter) }) };
  if (typeof body === 'string') return { ...htmlAnswer(status, body), headers };
  return body === undefined ? { ...usual, headers } : jsonAnswer(status, body, headers);
}

/** The body speaks of the same wait as the header that was asked for. */
function usualAnswer(api: ApiName | 'token', { status, retryAfter }: StatusFault, now: number): Answer {
  if (api === 'token') return entraError('transient', '', now, status);
  if (retryAfter === undefined) return errorAnswer(api, status);
  const seconds = /^\d+$/.test(String(retryAfter)) ? Number(retryAfter) : null;
  return errorAnswer(api, status, { waitSeconds: seconds });
}

/** The same text with a comma before its last bracket, as one documented sample has it. */
export function withTrailingComma(text: string): string {
  return text.replace(/([\]}])\s*$/, ',$1');
}
