import type { JsonBody } from './json-body.ts';

/** What a route answers; `html` marks a body that is sent as the text it is (error pages, empty bodies). */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonBody;
  readonly html?: boolean;
}

/** An answer in JSON; `body` keeps the digits of its numbers, see `exactNumber`. */
export function jsonAnswer(status: number, body: JsonBody, headers: Answer['headers'] = {}): Answer {
  return { status, headers, body };
}

/** An answer that is sent as the text it is. */
export function htmlAnswer(status: number, text: string): Answer {
  return { status, headers: {}, body: text, html: true };
}

/** The bytes and headers of an answer, its length included. */
export function wireForm(answer: Answer): { headers: Record<string, string>; bytes: Buffer } {
  const text = answer.html ? String(answer.body) : JSON.stringify(answer.body);
  const bytes = Buffer.from(text, 'utf8');
  const type = answer.html ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  return { headers: { 'Content-Type': type, ...answer.headers, 'Content-Length': String(bytes.length) }, bytes };
}
