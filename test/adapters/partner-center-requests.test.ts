import type { IncomingMessage, ServerResponse } from 'node:http';
import { createPartnerCenter } from '../../shared/adapters/partner-center/client.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { aSubmissionKey, keyTexts } from '../support/a-submission-key.ts';
import { useHttpServers } from '../support/http-server.ts';
import { issueTokens, tokenMark } from '../support/issued-tokens.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const noSignal = new AbortController().signal;
const now = () => new Date('2026-03-02T08:00:00.000Z');
const [hardware, addon, app, flight, msi] = (['hardware', 'addon', 'app', 'flight', 'msi'] as const).map((kind) =>
  keyOf(keyTexts[kind]),
) as [SubmissionKey, SubmissionKey, SubmissionKey, SubmissionKey, SubmissionKey];

const bodies = {
  store: '{"status":"Certification"}',
  hardware: '{"commitStatus":"CommitPending"}',
  msi: '{"isSuccess":true,"errors":[],"responseData":{"publishingStatus":"INPROGRESS","hasFailed":false}}',
};

function answerAll(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '';
  const body = path.includes('/hardware/')
    ? bodies.hardware
    : path.includes('/submission/v1/')
      ? bodies.msi
      : bodies.store;
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}

describe('a read of Partner Center', () => {
  const startServer = useHttpServers();

  function clientOf(urls: { devCenterUrl: string; storeUrl: string }, sellerId?: string) {
    const { tokens, asked } = issueTokens();
    const options = { ...urls, tokens, now, timeoutSeconds: 20, ...(sellerId === undefined ? {} : { sellerId }) };
    return { asked, partnerCenter: createPartnerCenter(options) };
  }

  const v1 = '/v1.0/my';
  const flightPath = `${v1}/applications/${flight.product.productId}/flights/${flight.product.flightId}`;
  it.each([
    [hardware, 'full', `/v2.0/my/hardware/products/${hardware.product.productId}/submissions/${hardware.submissionId}`],
    [
      hardware,
      'status',
      `/v2.0/my/hardware/products/${hardware.product.productId}/submissions/${hardware.submissionId}`,
    ],
    [addon, 'full', `${v1}/inappproducts/${addon.product.productId}/submissions/${addon.submissionId}`],
    [addon, 'status', `${v1}/inappproducts/${addon.product.productId}/submissions/${addon.submissionId}/status`],
    [app, 'full', `${v1}/applications/${app.product.productId}/submissions/${app.submissionId}`],
    [app, 'status', `${v1}/applications/${app.product.productId}/submissions/${app.submissionId}/status`],
    [flight, 'full', `${flightPath}/submissions/${flight.submissionId}`],
    [flight, 'status', `${flightPath}/submissions/${flight.submissionId}/status`],
    [msi, 'full', `/submission/v1/product/${msi.product.productId}/submission/${msi.submissionId}/status`],
    [msi, 'status', `/submission/v1/product/${msi.product.productId}/submission/${msi.submissionId}/status`],
  ] as const)('of $text takes the %s view at %s', async (key, view, path) => {
    const server = await startServer(answerAll);
    const { partnerCenter } = clientOf({ devCenterUrl: server.url, storeUrl: server.url });

    const result = await partnerCenter.read(key, view, noSignal);

    expect(result.outcome).toBe('read');
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET ${path}`]);
  });

  it('goes to the host of its API, with a token for that API', async () => {
    const [devCenter, store] = await Promise.all([startServer(answerAll), startServer(answerAll)]);
    const { partnerCenter, asked } = clientOf({ devCenterUrl: devCenter.url, storeUrl: store.url });

    for (const key of [hardware, addon, msi]) await partnerCenter.read(key, 'full', noSignal);

    expect(devCenter.requests.map(({ headers }) => headers.authorization)).toEqual(
      [1, 1].map((n) => `Bearer ${tokenMark}${n}`),
    );
    expect(store.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${tokenMark}2`]);
    expect(asked).toEqual([
      'https://manage.devcenter.microsoft.com/.default',
      'https://api.store.microsoft.com/.default',
    ]);
  });

  it('names the seller to the MSI/EXE API only', async () => {
    const server = await startServer(answerAll);
    const { partnerCenter } = clientOf({ devCenterUrl: server.url, storeUrl: server.url }, '10000001');

    for (const key of [hardware, addon, app, flight, msi]) await partnerCenter.read(key, 'full', noSignal);

    const sellers = server.requests.map(({ headers }) => headers['x-seller-account-id']);
    expect(sellers).toEqual([undefined, undefined, undefined, undefined, '10000001']);
    expect(new Set(server.requests.map(({ headers }) => headers.accept))).toEqual(new Set(['application/json']));
  });

  it.each(['', '/'])('keeps a path in the address of the API (ending in "%s")', async (ending) => {
    const server = await startServer(answerAll);
    const devCenterUrl = `${server.url}/gateway/a${ending}`;
    const { partnerCenter } = clientOf({ devCenterUrl, storeUrl: server.url });

    await partnerCenter.read(addon, 'full', noSignal);

    expect(server.requests[0]?.url).toMatch(/^\/gateway\/a\/v1\.0\/my\/inappproducts\//);
  });

  it('asks for one token, however many run at once', async () => {
    const server = await startServer(answerAll);
    const { partnerCenter, asked } = clientOf({ devCenterUrl: server.url, storeUrl: server.url });

    const results = await Promise.all(keysOfProducts(40).map((key) => partnerCenter.read(key, 'full', noSignal)));

    expect(results.every(({ outcome }) => outcome === 'read')).toBe(true);
    expect(server.requests).toHaveLength(40);
    expect(asked).toHaveLength(1);
  });

  it('tries one new token after a 401, and only one', async () => {
    const good = `Bearer ${tokenMark}2`;
    const server = await startServer((request, response) => {
      if (request.headers.authorization === good) answerAll(request, response);
      else response.writeHead(401).end();
    });
    const { partnerCenter, asked } = clientOf({ devCenterUrl: server.url, storeUrl: server.url });

    const results = await Promise.all(keysOfProducts(10).map((key) => partnerCenter.read(key, 'full', noSignal)));

    expect(results.map(({ outcome }) => outcome)).toEqual(Array(10).fill('read'));
    expect(asked).toHaveLength(2);
  });

  it('is unauthorized after a second 401', async () => {
    const server = await startServer((_request, response) => response.writeHead(401).end());
    const { partnerCenter, asked } = clientOf({ devCenterUrl: server.url, storeUrl: server.url });

    const result = await partnerCenter.read(addon, 'full', noSignal);

    expect(result).toMatchObject({ outcome: 'failed', failure: { reason: 'unauthorized', status: 401 } });
    expect(server.requests).toHaveLength(2);
    expect(asked).toHaveLength(2);
  });

  it.each([301, 302, 303, 307, 308])(
    'does not follow a redirect (%i), so the token goes to no other host',
    async (status) => {
      const other = await startServer(answerAll);
      const server = await startServer((request, response) => {
        response.writeHead(status, { location: `${other.url}${request.url}` }).end();
      });
      const { partnerCenter } = clientOf({ devCenterUrl: server.url, storeUrl: server.url });

      const result = await partnerCenter.read(aSubmissionKey(), 'full', noSignal);

      expect(result).toMatchObject({ outcome: 'failed', failure: { reason: 'unavailable', status } });
      expect(server.requests).toHaveLength(1);
      expect(other.requests).toEqual([]);
    },
  );

  it('does not go on to what a body or a Link header points to', async () => {
    const other = await startServer(answerAll);
    const server = await startServer((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json', link: `<${other.url}/next>; rel="next"` })
        .end(JSON.stringify({ commitStatus: 'CommitPending', links: [{ href: `${other.url}/x`, rel: 'next_link' }] }));
    });
    const { partnerCenter } = clientOf({ devCenterUrl: server.url, storeUrl: server.url });

    await partnerCenter.read(hardware, 'full', noSignal);

    expect(other.requests).toEqual([]);
  });
});
