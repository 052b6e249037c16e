import { type PartnerCenterClient, pathOf, startWithClient } from './partner-center-client.ts';

const SECOND = 1000;
const addon = 'addon:9NSAMPLE0ADN:11';
const hardware = 'hardware:13635057453741329:1152921504621441930';
const msi = 'msi:9b2d7c10:11';

let clock: number;
let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  clock = Date.parse('2025-06-02T09:00:00Z');
  partnerCenter = await startWithClient({ now: () => clock });
  await partnerCenter.control('PUT', `submissions/${addon}`, { status: 'Certification' });
  await partnerCenter.control('PUT', `submissions/${hardware}`, {});
  await partnerCenter.control('PUT', `submissions/${msi}`, { publishingStatus: 'INPROGRESS' });
  await partnerCenter.token();
});
afterEach(() => partnerCenter.stop());

const limit = (body: unknown) => partnerCenter.control('PUT', 'rate-limit', body);
const get = (key = addon) => partnerCenter.get(pathOf(key));
const status = async (key = addon) => (await get(key)).status;

it('lets through so many in any minute, and refused calls do not count', async () => {
  await limit({ requestsPerMinute: 2 });

  expect(await status()).toBe(200);
  clock += 40 * SECOND;
  expect([await status(), await status(), await status()]).toEqual([200, 429, 429]);
  clock += 20 * SECOND - 1;
  expect(await status()).toBe(429);
  clock += 1;
  expect([await status(), await status()]).toEqual([200, 429]);
});

it('counts hardware and Store together, MSI/EXE by itself, tokens and bad tokens not at all', async () => {
  await limit({ requestsPerMinute: 1 });

  await partnerCenter.askToken();
  expect((await partnerCenter.fetch(pathOf(addon))).status).toBe(401);
  expect([await status(hardware), await status(addon)]).toEqual([200, 429]);
  expect([await status(msi), await status(msi)]).toEqual([200, 429]);
});

it('names the wait in seconds in a header', async () => {
  await limit({ requestsPerMinute: 1, retryAfter: 'header' });
  await get();
  clock += 18.5 * SECOND;

  const reply = await get();

  expect(reply.headers.get('retry-after')).toBe('42');
  expect(reply.json()).toEqual({ statusCode: '#429', message: 'Rate limit reached.' });
});

it.each([
  [addon, 'Rate limit reached. Wait 42 seconds, then try again.'],
  [hardware, 'Too many calls. Try again in 42 seconds.'],
])('names the wait in the message alone for %s', async (key, message) => {
  await limit({ requestsPerMinute: 1, retryAfter: 'message' });
  await get(key);
  clock += 18 * SECOND;

  const reply = await get(key);

  expect(reply.headers.get('retry-after')).toBeNull();
  expect(reply.json()).toMatchObject({ message });
});

it('names the wait as a date that is not too early', async () => {
  await limit({ requestsPerMinute: 1, retryAfter: 'date' });
  clock += 500;
  await get();

  const date = (await get()).headers.get('retry-after') ?? '';
  expect(date).toBe('Mon, 02 Jun 2025 09:01:01 GMT');

  clock = Date.parse(date);
  expect(await status()).toBe(200);
});

it('is lifted by a control call, and set anew from nothing', async () => {
  await limit({ requestsPerMinute: 1 });
  expect([await status(), await status()]).toEqual([200, 429]);
  await limit({ requestsPerMinute: 1 });
  expect([await status(), await status()]).toEqual([200, 429]);
  await partnerCenter.control('DELETE', 'rate-limit');
  expect([await status(), await status()]).toEqual([200, 200]);
  expect((await limit({ requestsPerMinute: 0 })).status).toBe(400);
});
