import { request } from 'node:http';
import { startHost, stopHosts } from './functions-host-process.ts';

type Host = Awaited<ReturnType<typeof startHost>>;
let host: Host;

const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${host.line.url}${path}`, init);
const json = async (path: string, init: RequestInit = {}): Promise<unknown> => (await call(path, init)).json();
const withKey = (key: string): RequestInit => ({ headers: { 'x-functions-key': key } });

beforeAll(async () => {
  host = await startHost({ app: 'http', settings: { 'AzureWebJobs.otherWithKey.Disabled': '0' } });
});

afterAll(stopHosts);

describe('the ready line', () => {
  it('is all that is printed on standard output', async () => {
    await call('/api/talk');

    expect(host.output).toHaveLength(1);
    expect(host.line.functions).toContainEqual({
      name: 'readBack',
      trigger: 'http',
      route: '/api/echo/{kind}/{page:int?}',
    });
  });

  it('names the functions the host refuses, and why', () => {
    expect(host.line.errors).toEqual([
      { name: 'reserved', message: expect.stringContaining('built in routes') },
      { name: 'rival', message: expect.stringContaining("the function 'readBack'") },
    ]);
  });
});

describe('a request', () => {
  it('reaches the function with parameters, query, headers and body', async () => {
    const answer = await json('/API/Echo/hard%20ware%2Fx/7/?tag=a&tag=b&empty=', {
      method: 'POST',
      headers: { 'X-Test': 'yes' },
      body: 'héllo',
    });

    expect(answer).toEqual({
      function: 'readBack',
      method: 'POST',
      params: { kind: 'hard ware%2Fx', page: '7' },
      query: { tag: 'a,b', empty: '' },
      header: 'yes',
      body: 'héllo',
    });
  });

  it('may leave out an optional parameter', async () => {
    expect(await json('/api/echo/app')).toMatchObject({ params: { kind: 'app' } });
  });

  it('fills a catch-all with the rest of the path', async () => {
    expect(await json('/api/files/a/b%20c/d.txt')).toMatchObject({ params: { path: 'a/b c/d.txt' } });
  });

  it.each([
    ['an unknown path', 'GET', '/api/nothing'],
    ['a path without the prefix', 'GET', '/echo/app'],
    ['a parameter that breaks its constraint', 'GET', '/api/echo/app/seven'],
    ['a method the function does not take', 'DELETE', '/api/echo/app'],
    ['a function the host refused', 'GET', '/api/admin/things'],
  ])('is answered 404 for %s', async (_what, method, path) => {
    const answer = await call(path, { method });

    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('');
  });

  it('loses a body that is sent in chunks, as without HTTP streaming', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const chunked = request(`${host.line.url}/api/echo/app`, { method: 'POST' }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      });
      chunked.on('error', reject);
      chunked.write('one ');
      chunked.end('two');
    });

    expect(JSON.parse(answer)).toMatchObject({ body: '' });
  });

  it('whose body is larger than the host takes is answered 413', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { 'content-length': 104_857_601 };
      const large = request(`${host.line.url}/api/echo/app`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode);
        large.destroy();
      });
      large.on('error', reject);
      large.flushHeaders();
    });

    expect(status).toBe(413);
  });

  it('by HEAD is answered without a body', async () => {
    const answer = await call('/api/echo/app', { method: 'HEAD' });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.text()).toBe('');
  });
});

describe('a response', () => {
  it('is 500 with no body where the function throws', async () => {
    const answer = await call('/api/fails');

    expect([answer.status, await answer.text()]).toEqual([500, '']);
    expect(await host.logged('no luck')).toMatch(/ error \[fails\] Failed .*Error: no luck \| at /);
  });

  it('is 500 where the function returns no response object', async () => {
    expect((await call('/api/returnsText')).status).toBe(500);
  });

  it.each(['returnsNothing', 'throwsUndefined'])('is 204 for %s', async (name) => {
    const answer = await call(`/api/${name}`);

    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it('carries status, headers and bytes', async () => {
    const answer = await call('/api/bytes');

    expect([answer.status, answer.headers.get('x-test')]).toEqual([201, 'yes']);
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255, 7]);
  });

  it('carries cookies', async () => {
    expect((await call('/api/cookies')).headers.getSetCookie()).toEqual([
      'a=%C3%BC; Max-Age=60; HttpOnly; SameSite=Lax',
      'b=2; Expires=Thu, 01 Jan 2026 00:00:00 GMT; Path=/; Secure',
    ]);
  });
});

describe('keys', () => {
  it('of the host and the master key open a function, by header or by query', async () => {
    const { master, default: hostKey } = host.line.keys;

    expect((await call('/api/withKey', withKey(master))).status).toBe(200);
    expect((await call('/api/withKey', withKey(hostKey))).status).toBe(200);
    expect((await call(`/api/withKey?code=${hostKey}`)).status).toBe(200);
  });

  it('that are missing or wrong are answered 401', async () => {
    expect((await call('/api/withKey')).status).toBe(401);
    expect((await call('/api/withKey', withKey('wrong'))).status).toBe(401);
    expect((await call(`/api/withKey?code=${host.line.keys.default}`, withKey('wrong'))).status).toBe(401);
  });

  it('other than the master key do not open what is for operators', async () => {
    expect((await call('/api/forOperators', withKey(host.line.keys.default))).status).toBe(401);
    expect((await call('/api/forOperators', withKey(host.line.keys.master))).status).toBe(200);
    expect((await call('/admin/host/status', withKey(host.line.keys.default))).status).toBe(401);
  });
});

describe('the admin endpoints', () => {
  it('tell the status of the host', async () => {
    expect(await json('/admin/host/status', withKey(host.line.keys.master))).toMatchObject({ state: 'Running' });
  });

  it('refuse to run an HTTP function, an unknown one and a body that is no JSON object', async () => {
    const run = (name: string, body: string): Promise<Response> =>
      call(`/admin/functions/${name}`, { method: 'POST', body, ...withKey(host.line.keys.master) });

    expect((await run('readBack', '{}')).status).toBe(400);
    expect((await run('nobody', '{}')).status).toBe(404);
    expect((await run('readBack', '[')).status).toBe(400);
  });
});

describe('logs', () => {
  it('are one line each, and follow the levels of host.json', async () => {
    await call('/api/talk');

    expect(await host.logged('said at error')).toMatch(/^\S+Z error \[talk\] said at error \| in two lines$/);
    expect(host.lines.filter((line) => line.includes('said at information'))).toEqual([]);
  });
});
