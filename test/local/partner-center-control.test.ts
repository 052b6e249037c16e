import { CLIENT_SECRET, TENANT_ID } from '../../local/partner-center/credentials.ts';
import { createRequestLog } from '../../local/partner-center/request-log.ts';
import { listIn, type PartnerCenterClient, pathIn, pathOf, startWithClient } from './partner-center-client.ts';

const addon = 'addon:9NSAMPLE0ADN:11';

let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  partnerCenter = await startWithClient({ now: () => 5000 });
});
afterEach(() => partnerCenter.stop());

const put = (key: string, model: unknown) => partnerCenter.control('PUT', `submissions/${key}`, model);

it('has an index that shows how to sign in and every control call', async () => {
  const index = (await partnerCenter.control('GET', '')).json();

  expect(index).toMatchObject({ tenantId: TENANT_ID, clientSecret: CLIENT_SECRET });
  expect((await partnerCenter.fetch(pathIn(index['tokenEndpoint'], partnerCenter.url))).status).toBe(400);
  const calls = listIn(index, 'calls').map((one) => String(one['call']));
  expect(calls).toContain('PUT /_local/submissions/{key}');
  for (const call of calls) {
    const [method = '', path = ''] = call.replace('{key}', 'x').replace('{name}', 'x').split(' ');
    const reply = await partnerCenter.fetch(path, { method });
    expect(reply.text).not.toContain('GET /_local/ lists them all');
  }
});

it('creates, replaces, merges, lists and removes submissions', async () => {
  expect((await put(addon, { status: 'PendingCommit', friendlyName: 'Submission 4' })).status).toBe(201);
  expect((await put(addon, { status: 'CommitStarted' })).status).toBe(200);
  expect(
    (await partnerCenter.control('PATCH', `submissions/${addon}`, { errors: [{ code: 'Other', details: 'x' }] }))
      .status,
  ).toBe(200);

  expect((await partnerCenter.control('GET', 'submissions')).json()).toMatchObject({
    submissions: [{ key: addon, model: { status: 'CommitStarted', errors: [{ code: 'Other' }], warnings: [] } }],
  });
  expect((await partnerCenter.control('GET', `submissions/${addon}`)).text).not.toContain('Submission 4');
  expect((await partnerCenter.control('DELETE', `submissions/${addon}`)).status).toBe(200);
  expect((await partnerCenter.get(pathOf(addon))).status).toBe(404);
  expect((await partnerCenter.control('DELETE', `submissions/${addon}`)).status).toBe(404);
  expect((await partnerCenter.control('PATCH', `submissions/${addon}`, {})).status).toBe(404);
});

it('removes a product with its submissions', async () => {
  await put(addon, { status: 'Published' });
  await partnerCenter.control('DELETE', 'products/addon:9NSAMPLE0ADN');

  expect((await partnerCenter.control('GET', 'products')).json()).toEqual({ products: [] });
  expect((await partnerCenter.control('GET', 'submissions')).json()).toEqual({ submissions: [] });
});

it.each([
  ['hardware:01:2', {}, '"hardware:01:2" is not a submission key'],
  ['hardware:1:9223372036854775808', {}, 'is not a submission key'],
  ['flight:9NSAMPLE0APP:11', { status: 'Published' }, 'is not a submission key'],
  ['book:1:2', {}, 'is not a submission key'],
  [addon, {}, 'status:'],
  [addon, undefined, 'body:'],
  [addon, { status: 'Published', rollout: { percentage: 10, status: 'InProgress' } }, 'Unrecognized key: "rollout"'],
  ['app:9NSAMPLE0APP:1', { status: 'Published', rollout: { percentage: 101, status: 'x' } }, 'rollout.percentage:'],
  ['hardware:1:2', { state: 3 }, 'state:'],
  ['hardware:1:2', { downloads: 'signedPackage' }, 'downloads:'],
  ['msi:x:1', { publishingStatus: 'FAILED', errors: [{ code: 'x' }] }, 'errors.0.message:'],
])('refuses %s %j with the reason', async (key, model, reason) => {
  const reply = await put(key, model);

  expect(reply.status).toBe(400);
  expect(reply.json()['error']).toContain(reason);
  expect((await partnerCenter.control('GET', 'submissions')).json()).toEqual({ submissions: [] });
});

it('refuses what is no JSON, what is too long, and paths it does not know', async () => {
  const send = async (path: string, body: string) => {
    const reply = await partnerCenter.fetch(`/_local/${path}`, { method: 'PUT', body });
    return [reply.status, reply.json()['error']];
  };

  expect(await send('noise', '{"seed":')).toEqual([400, expect.stringContaining('not JSON')]);
  expect(await send('noise', ' '.repeat(32_000_001))).toEqual([413, expect.stringContaining('32 MB')]);
  expect(await send('nothing', '{}')).toEqual([404, expect.stringContaining('not a control call')]);
  expect(await send('requests', '{}')).toEqual([404, expect.stringContaining('takes GET, DELETE')]);
  expect(await send('submissions/%E0%A4%A', '{}')).toEqual([400, expect.stringContaining('percent-encoded')]);
});

it('logs what was asked, and neither tokens nor secrets', async () => {
  await put(addon, { status: 'Published' });
  await partnerCenter.get(`${pathOf(addon)}/status?api-version=1`);
  await partnerCenter.fetch('/favicon.ico');

  const log = await partnerCenter.control('GET', 'requests');

  expect(log.json()).toEqual({
    dropped: '#0',
    requests: [
      {
        at: '#5000',
        method: 'POST',
        path: `/${TENANT_ID}/oauth2/v2.0/token`,
        api: 'token',
        key: null,
        status: '#200',
        fault: null,
      },
      {
        at: '#5000',
        method: 'GET',
        path: `${pathOf(addon)}/status?api-version=1`,
        api: 'store',
        key: addon,
        status: '#200',
        fault: null,
      },
      { at: '#5000', method: 'GET', path: '/favicon.ico', api: null, key: null, status: '#404', fault: null },
    ],
  });
  expect(log.text).not.toContain(await partnerCenter.token());
  expect(log.text).not.toContain(CLIENT_SECRET);
  await partnerCenter.control('DELETE', 'requests');
  expect((await partnerCenter.control('GET', 'requests')).json()['requests']).toEqual([]);
});

it('keeps the latest 10,000 calls and counts the rest', () => {
  const log = createRequestLog();
  for (let at = 1; at <= 10_002; at += 1) {
    log.add({ at, method: 'GET', path: '/', api: null, key: null, status: 200, fault: null });
  }

  const { dropped, requests } = log.list();

  expect([dropped, requests.length, requests[0]?.at]).toEqual([2, 10_000, 3]);
});

it('is empty after a reset, with every condition lifted', async () => {
  await partnerCenter.control('POST', 'scenarios/addon-published');
  await partnerCenter.control('POST', 'faults', { fault: 'reset' });
  await partnerCenter.control('PUT', 'rate-limit', { requestsPerMinute: 1 });
  await partnerCenter.control('PUT', 'secret', { expired: true });

  await partnerCenter.control('POST', 'reset');

  expect((await partnerCenter.control('GET', 'products')).json()).toEqual({ products: [] });
  expect((await partnerCenter.control('POST', 'advance')).json()).toEqual({ advanced: [] });
  expect((await partnerCenter.askToken()).status).toBe(200);
  await put(addon, { status: 'Published' });
  for (const _ of [1, 2, 3]) expect((await partnerCenter.get(pathOf(addon))).status).toBe(200);
});
