import { createLoopbackTokenSource } from '../../shared/adapters/partner-center/loopback-token.ts';
import { useHttpServers } from '../support/http-server.ts';

const now = () => new Date('2026-03-02T08:00:00.000Z');
const scope = 'https://manage.devcenter.microsoft.com/.default';
const secret = 'not~a~real~secret';

describe('a token endpoint on this machine', () => {
  const startServer = useHttpServers();
  const sourceAt = (authorityUrl: string) =>
    createLoopbackTokenSource({ authorityUrl, tenantId: 'tenant', clientId: 'client', secret }, now);

  it.each(['', '/'])('is asked by the form of client credentials (address ending in "%s")', async (ending) => {
    let form = '';
    const server = await startServer((_request, response, body) => {
      form = body;
      response.end(JSON.stringify({ token_type: 'Bearer', access_token: 'a-token', expires_in: 3599 }));
    });

    const token = await sourceAt(`${server.url}${ending}`)(scope);

    expect(token).toEqual({ token: 'a-token', expiresOnTimestamp: now().getTime() + 3_599_000 });
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /tenant/oauth2/v2.0/token']);
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client',
      client_secret: secret,
      scope,
    });
  });

  it('gives the reason for a refusal, one line of it, and never the secret', async () => {
    const description = 'AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1\r\nTimestamp: 2';
    const server = await startServer((_request, response) => {
      response.writeHead(401).end(JSON.stringify({ error: 'invalid_client', error_description: description }));
    });

    const failure = await sourceAt(server.url)(scope).catch((error: unknown) => error);

    expect(String(failure)).toBe(
      'Error: the token endpoint answered 401: AADSTS7000215: Invalid client secret provided.',
    );
  });

  it.each([
    ['a page', 200, '<title>Sign in</title>'],
    ['nothing', 200, ''],
    ['no token', 200, '{"expires_in":3599}'],
    ['an empty token', 200, '{"access_token":"","expires_in":3599}'],
    ['a token that has ended', 200, '{"access_token":"a-token","expires_in":0}'],
    ['a token in a refusal', 400, '{"access_token":"a-token","expires_in":3599}'],
  ])('that answers with %s gives none', async (_name, status, body) => {
    const server = await startServer((_request, response) => {
      response.writeHead(status).end(body);
    });

    await expect(sourceAt(server.url)(scope)).rejects.toThrow(`the token endpoint answered ${status}: no reason given`);
  });

  it('is not left for another by a redirect, which would carry the secret along', async () => {
    const other = await startServer((_request, response) => response.end());
    const server = await startServer((_request, response) => {
      response.writeHead(307, { location: `${other.url}/tenant/oauth2/v2.0/token` }).end();
    });

    await expect(sourceAt(server.url)(scope)).rejects.toThrow();

    expect(other.requests).toEqual([]);
  });
});
