import type { IncomingMessage, ServerResponse } from 'node:http';
import { createPartnerCenter } from '../../shared/adapters/partner-center/client.ts';
import type { PartnerCenterOptions } from '../../shared/adapters/partner-center/exchange.ts';
import { createPartnerCenterAccess } from '../../shared/adapters/partner-center/partner-center-access.ts';
import { kinds } from '../../shared/domain/submission-key.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { useHttpServers } from '../support/http-server.ts';
import { issueTokens, tokenMark } from '../support/issued-tokens.ts';
import { keyOf } from '../support/key-of.ts';

const noSignal = new AbortController().signal;
const now = () => new Date('2026-03-02T08:00:00.000Z');

/** Every request that carries the token of Partner Center, each kind and view of it. */
type Call = readonly [string, (options: PartnerCenterOptions) => Promise<unknown>];
const calls: readonly Call[] = [
  ...kinds.flatMap((kind): Call[] => {
    const key = keyOf(keyTexts[kind]);
    return [
      [`the full read of ${kind}`, (options) => createPartnerCenter(options).read(key, 'full', noSignal)],
      [`the status read of ${kind}`, (options) => createPartnerCenter(options).read(key, 'status', noSignal)],
      [`the list of ${kind}`, (options) => createPartnerCenter(options).list(key.product, noSignal)],
    ];
  }),
  ["the doctor's list of hardware", (options) => createPartnerCenterAccess(options).list('hardware', noSignal)],
  ["the doctor's list of the Store", (options) => createPartnerCenterAccess(options).list('store', noSignal)],
];

describe.each(calls)('the token, at %s,', (_name, call) => {
  const startServer = useHttpServers();

  /** What reached the configured host and another one, where the first answers as `handle` does. */
  async function reached(handle: (other: string, request: IncomingMessage, response: ServerResponse) => void) {
    const other = await startServer((_request, response) => response.end('{"value":[]}'));
    const server = await startServer((request, response) => handle(other.url, request, response));
    const { tokens } = issueTokens();
    await call({ devCenterUrl: server.url, storeUrl: server.url, tokens, timeoutSeconds: 20, now });
    for (const { headers } of server.requests) expect(headers.authorization).toContain(tokenMark);
    return { other: other.requests.length, paths: server.requests.map(({ url }) => url ?? '') };
  }

  it.each([300, 301, 302, 303, 307, 308])(
    'goes nowhere on a %i, neither to another host nor to the same',
    async (status) => {
      for (const there of ['another', 'the same', 'a relative']) {
        const { other, paths } = await reached((otherUrl, request, response) => {
          const host = there === 'another' ? otherUrl : there === 'the same' ? `http://${request.headers.host}` : '';
          response.writeHead(status, { location: `${host}/elsewhere${request.url}` }).end();
        });
        expect([there, other, paths.length]).toEqual([there, 0, 1]);
      }
    },
  );

  it('goes nowhere on a redirect after a token was refused', async () => {
    let asked = 0;
    const { other, paths } = await reached((otherUrl, request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(401).end();
      else response.writeHead(307, { location: `${otherUrl}${request.url}` }).end();
    });
    expect([other, paths.length]).toEqual([0, 2]);
  });

  it('follows no link of a body or a header to another host', async () => {
    const { other, paths } = await reached((otherUrl, request, response) => {
      const url = `${otherUrl}/v1.0/my/next?continuationToken=t`;
      const links = ['next_link', 'next', 'self', 'nextLink'].map((rel) => ({ rel, href: url, url, method: 'GET' }));
      const paging = { '@nextLink': url, '@odata.nextLink': url, 'odata.nextLink': url, nextLink: url, next: url };
      const pointer = { id: '1', resourceLocation: url };
      const pointers = [
        'pendingInAppProductSubmission',
        'pendingApplicationSubmission',
        'pendingFlightSubmission',
        'lastPublishedFlightSubmission',
      ].map((name) => [name, pointer]);
      const body = {
        ...{
          ...paging,
          links,
          value: [{ id: 1, links }],
          statusDetails: { certificationReports: [{ reportUrl: url }] },
        },
        ...{ status: 'Certification', commitStatus: 'CommitPending', fileUploadUrl: url },
        ...{ downloads: { items: [{ type: 'signedPackage', url }] }, workflowStatus: { errorReport: url } },
        ...{ id: request.url?.split('/').at(-1), flightId: request.url?.split('/').at(-1) },
        ...Object.fromEntries(pointers),
        ...{ isSuccess: true, responseData: { ...paging, publishingStatus: 'INPROGRESS', ongoingSubmissionId: '1' } },
      };
      const headers = {
        link: `<${url}>; rel="next"`,
        location: url,
        'content-location': url,
        refresh: `0; url=${url}`,
      };
      response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
    expect(other).toBe(0);
    // Paging goes on at the path that was asked, with the parameters of the link.
    const [first = ''] = paths;
    for (const path of paths.slice(1)) expect(path).toBe(`${first}?continuationToken=t`);
  });
});
