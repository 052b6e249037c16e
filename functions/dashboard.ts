import type { HttpFunctionOptions, HttpRequest, HttpResponseInit } from '@azure/functions';
import type { DashboardFile } from './dashboard-files.ts';
import { answeringAlways } from './http-function.ts';

/** Nothing but the page's own files may be loaded, nobody may frame it, and no text can become markup or code. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const security = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/**
 * GET /api/dashboard and /api/dashboard/{file}: the page for people. Open, because it holds no data: the page asks the API with
 * the key that it was given.
 * @param load at the first request: other functions need not carry it.
 */
export function dashboardFunction(load: () => Promise<readonly DashboardFile[]>): HttpFunctionOptions {
  return {
    methods: ['GET', 'HEAD'],
    route: 'dashboard/{file?}',
    authLevel: 'anonymous',
    handler: answeringAlways(async (request) => {
      const name = request.params['file'] ?? '';
      const url = new URL(request.url);
      // The page names its files relative to its own address, which a slash at the end would change.
      if (name === '' && url.pathname.endsWith('/')) {
        return { status: 308, headers: { ...security, location: `../dashboard${url.search}` } };
      }
      const file = (await load()).find((candidate) => candidate.name === name);
      return file === undefined ? { status: 404, headers: security } : answer(file, request);
    }),
  };
}

async function answer(file: DashboardFile, request: HttpRequest): Promise<HttpResponseInit> {
  const encoding = encodingFor(request.headers.get('accept-encoding') ?? '');
  // One for each form of the content, as a strong tag promises the same bytes.
  const etag = `"${file.hash}-${encoding}"`;
  const headers = {
    ...security,
    etag,
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
  };
  if (hasTag(request.headers.get('if-none-match') ?? '', etag)) return { status: 304, headers };
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': file.contentType,
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    },
    body: request.method === 'HEAD' ? undefined : await content(file, encoding),
  };
}

type Encoding = 'br' | 'gzip' | 'identity';

/** The smallest form that the client takes; a weight of 0 is a refusal. */
function encodingFor(accepted: string): Encoding {
  const names = accepted
    .toLowerCase()
    .split(',')
    .filter((entry) => !/;\s*q=0(\.0*)?\s*$/.test(entry))
    .map((entry) => entry.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((encoding) => names.includes(encoding)) ?? 'identity';
}

/** Some proxies weaken a tag that they pass on. */
function hasTag(ifNoneMatch: string, etag: string): boolean {
  return ifNoneMatch.split(',').some((tag) => [etag, `W/${etag}`, '*'].includes(tag.trim()));
}

async function content({ br, gzip }: DashboardFile, encoding: Encoding): Promise<Uint8Array> {
  if (encoding === 'gzip') return Buffer.from(gzip, 'base64');
  const compressed = Buffer.from(br, 'base64');
  return encoding === 'br' ? compressed : decompress(compressed);
}

/** Hardly anybody asks for it, and it takes milliseconds to load. */
async function decompress(compressed: Uint8Array): Promise<Uint8Array> {
  const [{ promisify }, { brotliDecompress }] = await Promise.all([import('node:util'), import('node:zlib')]);
  return promisify(brotliDecompress)(compressed);
}
