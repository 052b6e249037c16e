import {
  exactJson,
  HARDWARE,
  listIn,
  type PartnerCenterClient,
  pathIn,
  pathOf,
  startWithClient,
} from './partner-center-client.ts';

const product = 'hardware:13635057453741329';
const key = `${product}:1152921504621441930`;
const list = `${HARDWARE}/products/13635057453741329/submissions`;

let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  partnerCenter = await startWithClient();
});
afterEach(() => partnerCenter.stop());

const put = (submission: string, model: unknown = {}) =>
  partnerCenter.control('PUT', `submissions/${submission}`, model);

const idsOf = (text: string) => [...text.matchAll(/"id":(\d+)/g)].map((match) => match[1]);

/** Empty after the last page. */
const nextPath = (text: string) => {
  const next = listIn(exactJson(text), 'links').find((link) => link['rel'] === 'next_link');
  return pathIn(next?.['href'], partnerCenter.url);
};

it('writes 64-bit ids as bare numbers with all their digits', async () => {
  await put(key);
  await put('hardware:9223372036854775807:9223372036854775807');

  expect((await partnerCenter.get(pathOf(key))).text).toMatch(
    /^\{"id":1152921504621441930,"productId":13635057453741329,/,
  );
  const largest = await partnerCenter.get(pathOf('hardware:9223372036854775807:9223372036854775807'));
  expect(largest.text).toContain('"id":9223372036854775807,"productId":9223372036854775807');
});

it('signs every URL anew at every read, on a blob that stays', async () => {
  await put(key, { downloads: ['initialPackage', 'signedPackage'], currentStep: 'validation', errorReport: true });

  const [first = '', second = ''] = [
    (await partnerCenter.get(pathOf(key))).text,
    (await partnerCenter.get(pathOf(key))).text,
  ];

  const signatures = [...`${first}${second}`.matchAll(/sig=([^&"]+)/g)].map((match) =>
    decodeURIComponent(match[1] ?? ''),
  );
  expect(new Set(signatures).size).toBe(6);
  for (const signature of signatures)
    expect(Buffer.from(signature, 'base64').toString()).toContain('FAKE-SAS-SIGNATURE');
  const unsigned = (text: string) => text.replace(/sig=[^&"]+/g, '').replace(/(skt|ske|se)=[^&"]+/g, '');
  expect(unsigned(first)).toBe(unsigned(second));
});

it('embeds fresh SAS URLs in messages that ask for it', async () => {
  await put(key, { currentStep: 'validation', state: 'failed', messages: ['Log: {sas}'] });

  const reply = await partnerCenter.get(pathOf(key));

  expect(reply.json()['workflowStatus']?.['messages']?.[0]).toMatch(/^Log: https:\/\/\S+&sig=\S+$/);
});

it('prints a commit status that is null, absent or set', async () => {
  const commitStatus = async () => (await partnerCenter.get(pathOf(key))).json()['commitStatus'];

  await put(key, { commitStatus: null });
  expect(await commitStatus()).toBeNull();
  await put(key, {});
  expect(await commitStatus()).toBeUndefined();
  await put(key, { commitStatus: 'CommitFailed' });
  expect(await commitStatus()).toBe('CommitFailed');
});

it('lists submissions without downloads, and every other one without a workflow', async () => {
  await put(key, { currentStep: 'signing', state: 'started' });
  await put(`${product}:1152921504621441944`, { type: 'derived', currentStep: 'scanning', state: 'started' });

  const rows = listIn((await partnerCenter.get(list)).json(), 'value');

  expect(rows).toMatchObject([{ type: 'derived', workflowStatus: { currentStep: 'scanning' } }, { type: 'initial' }]);
  expect(rows[1]).not.toHaveProperty('workflowStatus');
  for (const row of rows) expect(row).not.toHaveProperty('downloads');
});

describe('paging', () => {
  const ids = Array.from({ length: 7 }, (_, index) => `115292150462144${2000 + index}`);
  beforeEach(async () => {
    for (const id of ids) await put(`${product}:${id}`, { type: 'derived' });
  });

  it('hands out opaque links to the next page until the last', async () => {
    const pages: string[][] = [];
    for (let path = `${list}?pageSize=3`; path !== ''; ) {
      const reply = await partnerCenter.get(path);
      pages.push(idsOf(reply.text).map(String));
      path = nextPath(reply.text);
    }

    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat()).toEqual(ids);
  });

  it('cuts pages short for clients that do not ask for a size', async () => {
    expect(idsOf((await partnerCenter.get(list)).text)).toHaveLength(7);
    await partnerCenter.control('PUT', 'paging', { pageSize: 2 });
    expect(idsOf((await partnerCenter.get(list)).text)).toHaveLength(2);
    await partnerCenter.control('DELETE', 'paging');
    expect(idsOf((await partnerCenter.get(list)).text)).toHaveLength(7);
  });

  it('can be stuck on its last page', async () => {
    await partnerCenter.control('PUT', 'paging', { pageSize: 5, stuck: true });
    const second = nextPath((await partnerCenter.get(list)).text);

    const again = nextPath((await partnerCenter.get(second)).text);

    expect(again).toBe(second);
  });

  it('refuses a token that is not its own', async () => {
    const reply = await partnerCenter.get(`${list}?continuationToken=guess`);

    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ error: { validationErrors: [{ target: 'continuationToken' }] } });
  });
});

it('serves products by name, one by one and as a list', async () => {
  await put(key, { name: 'Contoso Wi-Fi 7 Adapter' });
  await partnerCenter.control('PUT', 'products/hardware:13635057453741331', { name: 'Contoso Dock' });

  const one = await partnerCenter.get(`${HARDWARE}/products/13635057453741329`);
  const all = await partnerCenter.get(`${HARDWARE}/products/`);

  expect(one.text).toContain('"id":13635057453741329,"sharedProductId":1152921504');
  expect(one.json()).toMatchObject({ productName: 'Contoso Wi-Fi 7 Adapter' });
  expect(idsOf(all.text)).toEqual(['13635057453741329', '13635057453741331']);
});

it('answers what is not there in its own words', async () => {
  await put(key);
  const code = (status: number, name: string) => ({ status, error: expect.objectContaining({ code: name }) });
  const ask = async (path: string, init?: RequestInit) => {
    const reply = await partnerCenter.get(`${HARDWARE}/${path}`, init);
    return { status: reply.status, error: reply.json()['error'] };
  };

  expect(await ask('products/13635057453741329/submissions/1')).toEqual(code(404, 'EntityNotFound'));
  expect(await ask('products/13635057453741330')).toEqual(code(404, 'EntityNotFound'));
  expect(await ask('products/13635057453741330/submissions')).toEqual(code(404, 'EntityNotFound'));
  expect(await ask('drivers')).toEqual(code(404, 'EntityNotFound'));
  expect(await ask('products/dock')).toEqual(code(400, 'invalidInput'));
  expect(await ask('products/13635057453741329/submissions/first')).toEqual(code(400, 'invalidInput'));
  expect(await ask('products/13635057453741329', { method: 'PATCH' })).toEqual(code(405, 'MethodNotAllowed'));
});

it('correlates every answer, with the id of the client where it sends one', async () => {
  const own = await partnerCenter.get(`${HARDWARE}/products/1`);
  const given = await partnerCenter.get(`${HARDWARE}/products/1`, { headers: { 'MS-CorrelationId': 'mine' } });

  expect(own.headers.get('ms-correlationid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(given.headers.get('ms-correlationid')).toBe('mine');
});
