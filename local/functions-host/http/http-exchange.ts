import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRequestData, HttpResponseData } from '../rpc-data.ts';
import { setCookieHeader } from './set-cookie-header.ts';

// The default limit of the host's web server: 100 MiB.
const largestBody = 104_857_600;

/** The key of a request: the header comes before the query. */
export function presentedKey(request: IncomingMessage, url: URL): string | undefined {
  const header = request.headers['x-functions-key'];
  return (Array.isArray(header) ? header[0] : header) ?? url.searchParams.get('code') ?? undefined;
}

/** Whether Content-Length says that the body is longer than the host takes. */
export function isTooLarge(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > largestBody;
}

/** The body, which the host passes on only where Content-Length says there is one: a chunked body arrives empty. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (!(Number(request.headers['content-length'] ?? 0) > 0)) {
    request.resume();
    return undefined;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** The request in the form the library takes it from the host. Repeated headers and query values are joined by commas. */
export function toHttpRequestData(
  request: IncomingMessage,
  url: URL,
  params: Record<string, string>,
  body: Buffer | undefined,
): HttpRequestData {
  const headers = Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(',')]);
  const query = [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name).join(',')]);
  return {
    url: url.href,
    method: request.method ?? 'GET',
    headers: Object.fromEntries(headers),
    query: Object.fromEntries(query),
    params,
    ...(body === undefined ? {} : { body: { bytes: body } }),
  };
}

/** Sends what a function has returned; a function that returned nothing answers 204. */
export function sendHttpResponse(response: ServerResponse, data: HttpResponseData | undefined): void {
  if (data === undefined) {
    sendEmpty(response, 204);
    return;
  }
  response.statusCode = Number(data.statusCode);
  for (const [name, value] of Object.entries(data.headers ?? {})) {
    if (!/^(transfer-encoding|connection|content-length)$/i.test(name)) {
      response.setHeader(name, value);
    }
  }
  const cookies = (data.cookies ?? []).map(setCookieHeader);
  if (cookies.length > 0) {
    response.setHeader('set-cookie', cookies);
  }
  const body = Buffer.from(data.body?.bytes ?? []);
  if (![204, 304].includes(response.statusCode)) {
    response.setHeader('content-length', body.length);
  }
  response.end(body);
}

/** Answers with a status and no body. */
export function sendEmpty(response: ServerResponse, status: number): void {
  response.writeHead(status, status === 204 ? {} : { 'content-length': 0 }).end();
}

/** Answers for the host itself, in JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, headers).end(body);
}
