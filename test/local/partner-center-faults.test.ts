import { MSI, type PartnerCenterClient, pathOf, startWithClient } from './partner-center-client.ts';

const hardware = 'hardware:13635057453741329:1152921504621441930';
const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';
const msi = 'msi:9b2d7c10:1152921505700517065';

let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  partnerCenter = await startWithClient();
  await put(hardware, {});
  await put(addon, { status: 'Certification' });
  await put(msi, { publishingStatus: 'INPROGRESS' });
  await partnerCenter.token();
});
afterEach(() => partnerCenter.stop());

const put = (key: string, model: unknown) => partnerCenter.control('PUT', `submissions/${key}`, model);
const fault = (rule: unknown) => partnerCenter.control('POST', 'faults', rule);
const get = (key: string) => partnerCenter.get(pathOf(key));
const statuses = async (count: number, key = addon) => {
  const seen: number[] = [];
  while (seen.length < count) seen.push((await get(key)).status);
  return seen;
};
const log = async () => (await partnerCenter.control('GET', 'requests')).json()['requests'];

it.each([
  [
    'the seconds given',
    { status: 429, retryAfter: '30' },
    '30',
    'Rate limit reached. Wait 30 seconds, then try again.',
  ],
  [
    'the date given',
    { status: 429, retryAfter: 'Mon, 02 Jun 2025 09:00:00 GMT' },
    'Mon, 02 Jun 2025 09:00:00 GMT',
    'Rate limit reached.',
  ],
  ['no wait at all', { status: 429, retryAfter: null }, null, 'Rate limit reached.'],
])('answers 429 with %s', async (_, answer, header, message) => {
  await fault({ fault: answer });

  const reply = await get(addon);

  expect(reply.status).toBe(429);
  expect(reply.headers.get('retry-after')).toBe(header);
  expect(reply.json()).toEqual({ statusCode: '#429', message });
});

it('answers with a body of one’s own, as JSON or as text', async () => {
  await fault({ times: 1, fault: { status: 503, body: { code: 'Busy' } } });
  await fault({ fault: { status: 500, body: 'down' } });

  expect((await get(addon)).text).toBe('{"code":"Busy"}');
  expect((await get(addon)).text).toBe('down');
});

it('answers 200 with a page, with nothing, or with what is no JSON', async () => {
  for (const kind of ['html', 'empty', 'garbage', 'trailing-comma']) await fault({ times: 1, fault: kind });

  const [html, empty, garbage, comma] = [await get(addon), await get(addon), await get(addon), await get(addon)];

  expect([html.status, empty.status, garbage.status, comma.status]).toEqual([200, 200, 200, 200]);
  expect(html.headers.get('content-type')).toContain('text/html');
  expect(html.text).toContain('<html>');
  expect(empty.text).toBe('');
  for (const reply of [empty, garbage, comma]) {
    expect(reply.headers.get('content-type')).toContain('application/json');
    expect(() => JSON.parse(reply.text)).toThrow(SyntaxError);
  }
  expect(JSON.parse(comma.text.replace(/,\}$/, '}'))).toMatchObject({ status: 'Certification' });
});

it('cuts the connection in the middle of a body whose length it announced', async () => {
  await fault({ fault: 'cut' });
  const headers = { authorization: `Bearer ${await partnerCenter.token()}` };

  const response = await fetch(partnerCenter.url + pathOf(addon), { headers });

  expect(response.status).toBe(200);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(500);
  await expect(response.text()).rejects.toThrow('terminated');
});

it('resets the connection without an answer', async () => {
  await fault({ fault: 'reset' });

  await expect(get(addon)).rejects.toThrow('fetch failed');
});

it('hangs until the faults are cleared, then says what is true by then', async () => {
  await fault({ key: addon, fault: 'hang' });
  const hanging = get(addon);

  expect(await statuses(1, hardware)).toEqual([200]);
  await partnerCenter.control('PATCH', `submissions/${addon}`, { status: 'Published' });
  await partnerCenter.control('DELETE', 'faults');

  expect((await hanging).json()).toMatchObject({ status: 'Published' });
});

it('lets a client give up on what hangs, and stops with requests hanging', async () => {
  await fault({ fault: 'hang' });
  const abort = new AbortController();
  const givenUp = partnerCenter.get(pathOf(addon), { signal: abort.signal });
  const left = expect(get(hardware)).rejects.toThrow('fetch failed');
  while ((await log())?.length !== 3);

  abort.abort();

  await expect(givenUp).rejects.toThrow('abort');
  await partnerCenter.stop();
  await left;
});

it('delays an answer that is otherwise good', async () => {
  await fault({ fault: { delayMilliseconds: 30 } });
  const start = performance.now();

  expect((await get(addon)).json()).toMatchObject({ status: 'Certification' });

  expect(performance.now() - start).toBeGreaterThanOrEqual(29);
});

it('strikes the key, the API and as often as it was told', async () => {
  await fault({ key: addon, times: 2, fault: { status: 500 } });
  await fault({ api: 'msi', fault: { status: 503 } });

  expect(await statuses(3, addon)).toEqual([500, 500, 200]);
  expect(await statuses(2, msi)).toEqual([503, 503]);
  expect(await statuses(1, hardware)).toEqual([200]);
  expect((await partnerCenter.control('GET', 'faults')).json()['faults']).toMatchObject([
    { fired: '#2' },
    { fired: '#2' },
  ]);
  await partnerCenter.control('DELETE', 'faults');
  expect(await statuses(1, msi)).toEqual([200]);
});

it('leaves the token endpoint alone unless it is meant', async () => {
  await fault({ fault: { status: 500 } });
  expect((await partnerCenter.askToken()).status).toBe(200);

  await fault({ api: 'token', fault: { status: 503 } });
  const refused = await partnerCenter.askToken();
  expect([refused.status, refused.json()['error']]).toEqual([503, 'temporarily_unavailable']);
});

it('strikes at a rate that a seed repeats', async () => {
  const strikes = async (seed: number) => {
    await partnerCenter.control('DELETE', 'faults');
    await fault({ rate: 0.3, seed, fault: { status: 500 } });
    return (await statuses(40)).map((status) => status === 500);
  };

  const [first, again, other] = [await strikes(1), await strikes(1), await strikes(2)];

  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(first.filter(Boolean).length).toBeGreaterThan(4);
  expect(first.filter(Boolean).length).toBeLessThan(24);
});

it('stands in the log under its name', async () => {
  await fault({ times: 1, fault: 'html' });
  await fault({ times: 1, fault: { status: 500 } });
  await partnerCenter.control('DELETE', 'requests');
  await statuses(3);

  expect(await log()).toMatchObject([
    { key: addon, status: '#200', fault: 'html' },
    { key: addon, status: '#500', fault: 'status 500' },
    { key: addon, status: '#200', fault: null },
  ]);
});

it.each([
  [{ fault: 'flood' }, 'fault: expected one of html'],
  [{ fault: { status: 99 } }, 'fault.status:'],
  [{ rate: 0.1, fault: 'html' }, 'seed: a rate needs a seed'],
  [{ api: 'graph', fault: 'html' }, 'api:'],
  [{ fault: 'html', often: true }, 'Unrecognized key: "often"'],
])('refuses %j with the reason', async (rule, reason) => {
  const reply = await fault(rule);

  expect(reply.status).toBe(400);
  expect(reply.json()['error']).toContain(reason);
});

it('keeps the shape of each API for errors it has no record of', async () => {
  await fault({ fault: { status: 422 } });

  expect((await get(hardware)).json()).toHaveProperty('error.code');
  expect((await get(addon)).json()).toHaveProperty('source', 'Ingestion Api');
  expect((await partnerCenter.get(`${MSI}/product/9b2d7c10/status`)).json()).toHaveProperty('isSuccess', false);
});
