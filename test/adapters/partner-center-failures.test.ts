import type { IncomingMessage, ServerResponse } from 'node:http';
import { createAccessTokens } from '../../shared/adapters/partner-center/access-tokens.ts';
import { createPartnerCenter } from '../../shared/adapters/partner-center/client.ts';
import type { ReadFailure } from '../../shared/ports/partner-center.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { useHttpServers } from '../support/http-server.ts';
import { issueTokens, tokenMark } from '../support/issued-tokens.ts';

const key = aSubmissionKey('addon');
const noSignal = new AbortController().signal;
const now = () => new Date('2026-03-02T08:00:00.000Z');
const signature = 'sig=FAKE-SAS-SIGNATURE';

describe('a read that fails', () => {
  const startServer = useHttpServers();

  async function failureOf(
    handle: (request: IncomingMessage, response: ServerResponse) => void,
    { timeoutSeconds = 20, signal = noSignal, tokens = issueTokens().tokens } = {},
  ): Promise<ReadFailure> {
    const server = await startServer(handle);
    const options = { devCenterUrl: server.url, storeUrl: server.url, tokens, now, timeoutSeconds };
    const result = await createPartnerCenter(options).read(key, 'full', signal);
    if (result.outcome !== 'failed') throw new Error('it was to fail');
    expect(JSON.stringify(result)).not.toContain(tokenMark);
    expect(JSON.stringify(result)).not.toContain('FAKE-SAS');
    return result.failure;
  }

  const answer =
    (status: number, body = '', headers: Record<string, string> = {}) =>
    (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(status, headers).end(body);
    };

  describe('by status', () => {
    it.each([
      [400, 'invalid-request'],
      [401, 'unauthorized'],
      [403, 'forbidden'],
      [404, 'not-found'],
      [409, 'conflict'],
      [429, 'throttled'],
      [204, 'unavailable'],
      [304, 'unavailable'],
      [408, 'unavailable'],
      [418, 'unavailable'],
      [500, 'unavailable'],
      [502, 'unavailable'],
      [503, 'unavailable'],
      [504, 'unavailable'],
    ])('%i is %s', async (status, reason) => {
      const failure = await failureOf(answer(status));

      expect(failure).toEqual({ reason, status, message: `Partner Center answered ${status}` });
    });

    it.each([
      ['of the Store', '{"code":"InvalidState","message":"x"}', 'InvalidState'],
      ['of hardware', '{"error":{"code":"EntityNotFound","message":"x"}}', 'EntityNotFound'],
      ['of MSI/EXE', '{"isSuccess":false,"errors":[{"code":"error","message":"x"}]}', 'error'],
    ])('has the code of a body %s in its message, and no other word of it', async (_api, body, code) => {
      const failure = await failureOf(answer(409, body));

      expect(failure.message).toBe(`Partner Center answered 409 (${code})`);
    });

    it.each(['MS-CorrelationId', 'X-Correlation-ID'])('has the correlation id of %s', async (header) => {
      const failure = await failureOf(answer(500, '', { [header]: '7c1f6e3a-0000-4000-8000-000000000004' }));

      expect(failure.correlationId).toBe('7c1f6e3a-0000-4000-8000-000000000004');
    });

    it.each([
      `https://a.example/b?${signature}`,
      `Bearer eyJhbGciOiJSUzI1NiJ9.${'x'.repeat(80)}.y`,
      'a'.repeat(200),
      '<script>',
    ])('has no correlation id that does not look like one: %s', async (value) => {
      const failure = await failureOf(answer(500, '', { 'ms-correlationid': value }));

      expect(failure).not.toHaveProperty('correlationId');
    });
  });

  describe('with a wish to wait', () => {
    const inText = '{"statusCode":429,"message":"Too many calls. Try again in 22 seconds."}';
    it.each([
      ['in seconds', { 'retry-after': '14' }, '', 14],
      ['as a date', { 'retry-after': 'Mon, 02 Mar 2026 08:01:30 GMT' }, '', 90],
      ['as a date that is past', { 'retry-after': 'Mon, 02 Mar 2026 07:00:00 GMT' }, '', 0],
      ['in its text', {}, inText, 22],
      ['in header and text', { 'retry-after': '14' }, inText, 14],
      ['in a header that cannot be read, and in its text', { 'retry-after': 'soon' }, inText, 22],
      ['nowhere', {}, '<html><body>Service unavailable</body></html>', undefined],
    ])('says so %s', async (_where, headers, body, seconds) => {
      for (const status of [429, 503]) {
        expect((await failureOf(answer(status, body, headers))).retryAfterSeconds).toBe(seconds);
      }
    });

    it('is not believed where waiting does not help', async () => {
      for (const status of [400, 403, 404, 409]) {
        expect(await failureOf(answer(status, '', { 'retry-after': '14' }))).not.toHaveProperty('retryAfterSeconds');
      }
    });
  });

  describe('by its body', () => {
    it.each([
      ['an HTML page', '<!DOCTYPE html><title>Sign in</title>'],
      ['cut short', `{"status":"Certification","fileUploadUrl":"https://a.example/b?${signature}`],
      ['nothing', ''],
      ['with a comma too many', `{"status":"Certification","x":"${signature}",}`],
      ['a list', '[]'],
      ['null', 'null'],
      ['without a status', `{"fileUploadUrl":"https://a.example/b?${signature}"}`],
      ['a status that is no text', `{"status":{"${signature}":1}}`],
      ['details that are no list', `{"status":"Certification","statusDetails":{"errors":"${signature}"}}`],
    ])('is invalid when it is %s', async (_name, body) => {
      const headers = { 'content-type': 'application/json', 'ms-correlationid': 'correlation-1' };

      const failure = await failureOf(answer(200, body, headers));

      expect(failure).toMatchObject({ reason: 'invalid-body', status: 200, correlationId: 'correlation-1' });
    });
  });

  describe('on its way', () => {
    it('is unavailable when nobody listens', async () => {
      const server = await startServer(() => undefined);
      await server.stop();
      const options = { devCenterUrl: server.url, storeUrl: server.url, tokens: issueTokens().tokens, now };

      const result = await createPartnerCenter({ ...options, timeoutSeconds: 20 }).read(key, 'full', noSignal);

      expect(result).toEqual({
        outcome: 'failed',
        failure: { reason: 'unavailable', message: 'The request failed (ECONNREFUSED)' },
        requests: 1,
      });
    });

    it('is unavailable when the connection is reset before an answer', async () => {
      const failure = await failureOf((request) => request.socket.resetAndDestroy());

      expect(failure).toEqual({
        reason: 'unavailable',
        message: expect.stringMatching(/^The request failed \(\w+\)$/),
      });
    });

    it('is unavailable when the connection is reset in the middle of the body', async () => {
      const failure = await failureOf((request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"status":', () => request.socket.resetAndDestroy());
      });

      expect(failure).toMatchObject({ reason: 'unavailable' });
    });

    it('is a timeout when no answer comes', async () => {
      const failure = await failureOf(() => undefined, { timeoutSeconds: 0.05 });

      expect(failure).toEqual({ reason: 'timeout', message: 'No complete answer in time' });
    });

    it('is a timeout when the body stalls in its middle', async () => {
      const failure = await failureOf(
        (_request, response) => {
          response.writeHead(200, { 'content-length': '1000' });
          response.write('{"status":');
        },
        { timeoutSeconds: 0.2 },
      );

      expect(failure).toEqual({ reason: 'timeout', message: 'No complete answer in time' });
    });

    it('ends with the pass that it belongs to', async () => {
      const pass = new AbortController();

      const failure = await failureOf(() => pass.abort(), { signal: pass.signal });

      expect(failure.reason).toBe('timeout');
    });
  });

  describe('for want of a token', () => {
    const sourceOf = (getToken: () => Promise<never>) => createAccessTokens(async () => getToken, now);

    it('is unauthorized, with the reason and without a secret', async () => {
      const tokens = sourceOf(() =>
        Promise.reject(new Error(`AADSTS7000222: expired. https://login.example/?client_secret=abc&${signature}`)),
      );

      const failure = await failureOf(answer(200), { tokens });

      expect(failure).toMatchObject({ reason: 'unauthorized', message: expect.stringContaining('AADSTS7000222') });
      expect(failure.message).not.toContain('abc');
      expect(failure).not.toHaveProperty('status');
    });

    it('does not wait for one longer than for an answer', async () => {
      const tokens = sourceOf(() => new Promise(() => undefined));

      const failure = await failureOf(answer(200), { tokens, timeoutSeconds: 0.05 });

      expect(failure).toMatchObject({ reason: 'unauthorized' });
    });

    it('says nothing of the credentials when the pass ends meanwhile', async () => {
      const pass = new AbortController();
      const tokens = sourceOf(() => {
        pass.abort();
        return new Promise(() => undefined);
      });

      const failure = await failureOf(answer(200), { tokens, signal: pass.signal });

      expect(failure.reason).toBe('timeout');
    });
  });
});
