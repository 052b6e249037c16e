import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { dashboardFunction } from '../../../functions/dashboard.ts';
import { buildDashboardFiles } from '../../../scripts/build/dashboard-files.ts';

const files = buildDashboardFiles();

async function get(
  file = '',
  headers: Record<string, string> = {},
  url = `https://watch.example.org/api/dashboard/${file}`,
) {
  const request = new HttpRequest({ method: 'GET', url, headers, params: file === '' ? {} : { file } });
  const context = new InvocationContext({ functionName: 'dashboard' });
  const answer = (await dashboardFunction(() => files).handler(request, context)) as HttpResponseInit;
  return {
    status: answer.status,
    headers: answer.headers as Record<string, string>,
    body: Buffer.from((answer.body as Uint8Array | undefined) ?? []),
  };
}

const page = 'https://watch.example.org/api/dashboard';

describe('the dashboard function', () => {
  it('is open to everybody, under two paths', () => {
    const { authLevel, route, methods } = dashboardFunction(() => files);
    expect({ authLevel, route, methods }).toEqual({
      authLevel: 'anonymous',
      route: 'dashboard/{file?}',
      methods: ['GET', 'HEAD'],
    });
  });

  it('answers the page with nothing in it that would be refused by its own policy', async () => {
    const { status, headers, body } = await get('', {}, page);
    const html = body.toString();
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(html).toContain('<script type="module" src="dashboard/page.js"></script>');
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|https?:/);
  });

  it.each(['', 'page.js', 'style.css', 'icon.svg', 'nothing.js'])('sends the strict headers with %j', async (file) => {
    const { headers } = await get(file, {}, file === '' ? page : undefined);
    const policy = headers['content-security-policy']?.split('; ') ?? [];
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(policy.join()).not.toMatch(/unsafe|\*|data:|http/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });

  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0, gzip; q=0', undefined],
    ['deflate', undefined],
    ['', undefined],
  ])('answers Accept-Encoding %j with %s', async (accepted, encoding) => {
    const plain = (await get('page.js')).body;
    const { headers, body } = await get('page.js', { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers['vary']).toBe('accept-encoding');
    const decoded = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
    expect(decoded.equals(plain)).toBe(true);
  });

  it('answers 304 to whoever has it already, in the same encoding', async () => {
    const { etag = '' } = (await get('style.css', { 'accept-encoding': 'br' })).headers;
    const again = (known: string, encoding = 'br') =>
      get('style.css', { 'accept-encoding': encoding, 'if-none-match': known });
    expect(await again(etag)).toMatchObject({ status: 304, body: Buffer.alloc(0), headers: { etag } });
    expect((await again(`"other", W/${etag}`)).status).toBe(304);
    expect((await again('*')).status).toBe(304);
    expect((await again('"other"')).status).toBe(200);
    expect((await again(etag, 'gzip')).status).toBe(200);
  });

  it('answers 404 to what is no file of the page', async () => {
    for (const file of ['package.json', '../index.js', 'page.ts', '__proto__']) {
      expect(await get(file)).toMatchObject({ status: 404, body: Buffer.alloc(0) });
    }
  });

  it('leads from the address with a slash to the one without, so that its files are found', async () => {
    const { status, headers } = await get('', {}, `${page}/?outcome=failed`);
    expect(status).toBe(308);
    expect(new URL(headers['location'] ?? '', `${page}/`).href).toBe(`${page}?outcome=failed`);
  });

  it('is under 60 KB in all, for any browser', async () => {
    const built = await files;
    for (const encoding of ['br', 'gzip'] as const) {
      const bytes = built.reduce((sum, file) => sum + Buffer.from(file[encoding], 'base64').length, 0);
      expect(bytes).toBeLessThan(60_000);
    }
  });
});
