import type { HttpResponseInit } from '@azure/functions';
import { json, problem } from '../http.ts';
import { fromPageToken, toPageToken } from './page-token.ts';

/** What a list is asked for: the token is bound to all of it but the size of the page. */
export interface AskedList {
  /** Below `/api/`. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
}

/** Where the page begins: `after`, empty for the first, or the answer to a token of something else. */
export function placeOf({
  path,
  query,
}: AskedList): { readonly after: { readonly after?: string } } | { readonly refused: HttpResponseInit } {
  const { token } = query;
  if (token === undefined) return { after: {} };
  const after = fromPageToken(boundTo({ path, query }), String(token));
  return after === undefined ? { refused: problem('invalid-token') } : { after: { after } };
}

/** @param next where the next page begins; undefined on the last one. */
export function pageAnswer(asked: AskedList, value: readonly unknown[], next: string | undefined): HttpResponseInit {
  const nextLink = nextLinkOf(asked, next);
  return json(200, { value, nextLink }, linkHeader(nextLink));
}

/** @returns a path of this host, with everything but the key. */
export function nextLinkOf(asked: AskedList, next: string | undefined): string | undefined {
  if (next === undefined) return undefined;
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(asked.query)) {
    if (value !== undefined && name !== 'token') parameters.set(name, String(value));
  }
  parameters.set('token', toPageToken(boundTo(asked), next));
  return `/api/${asked.path}?${parameters}`;
}

export function linkHeader(nextLink: string | undefined): Record<string, string> {
  return nextLink === undefined ? {} : { link: `<${nextLink}>; rel="next"` };
}

function boundTo({ path, query }: AskedList): unknown {
  const { token: _, limit: __, format: ___, ...filter } = query;
  return [path, Object.entries(filter).filter(([, value]) => value !== undefined)];
}
