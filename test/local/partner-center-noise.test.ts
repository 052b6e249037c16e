import { HARDWARE, type PartnerCenterClient, pathOf, STORE, startWithClient } from './partner-center-client.ts';

const product = 'hardware:13635057453741329';
const hardware = `${product}:1152921504621441930`;
const app = 'app:9NSAMPLE0APP:1152921505694880312';
const msi = 'msi:9b2d7c10:1152921505700517065';
const paths = [
  pathOf(hardware),
  pathOf(app),
  `${pathOf(app)}/status`,
  `${STORE}/applications/9NSAMPLE0APP`,
  `${HARDWARE}/products/13635057453741329/submissions`,
  pathOf(msi),
];

let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  partnerCenter = await startNoisy(1);
});
afterEach(() => partnerCenter.stop());

async function startNoisy(seed: number): Promise<PartnerCenterClient> {
  const client = await startWithClient({ now: () => Date.parse('2025-06-02T09:00:00Z') });
  const put = (key: string, model: unknown) => client.control('PUT', `submissions/${key}`, model);
  const issue = (details: string) => ({ code: 'Other', details });
  const report = (date: string) => ({ date, reportUrl: `https://partner.microsoft.com/${date}` });
  await put(hardware, {
    commitStatus: 'commitComplete',
    currentStep: 'signing',
    state: 'started',
    messages: ['one', 'two', 'three'],
    downloads: ['initialPackage', 'signedPackage', 'driverMetadata'],
  });
  await put(`${product}:1152921504621441944`, { type: 'derived' });
  await put(app, {
    status: 'CertificationFailed',
    errors: [issue('a'), issue('b'), issue('c')],
    certificationReports: [report('2025-05-22T14:03:11.5170000Z'), report('2025-05-23T09:12:40Z')],
  });
  await put(msi, { publishingStatus: 'INPROGRESS' });
  await client.control('PUT', 'noise', { seed });
  return client;
}

async function texts(client: PartnerCenterClient, path: string, count: number): Promise<string[]> {
  const list: string[] = [];
  while (list.length < count) list.push((await client.get(path)).text.replaceAll(client.url, ''));
  return list.map((text) => text.replace(/sig=[^&"]+/g, ''));
}

/** One value for all bodies that mean the same: no order, no casing, no nulls, no empty lists, dates as instants. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => JSON.stringify(meaning(one))).sort();
  if (typeof value === 'string') {
    return /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : value.toLowerCase();
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, one]) => one !== null && !(Array.isArray(one) && one.length === 0));
  return Object.fromEntries(fields.map(([name, one]) => [name, meaning(one)]).sort());
}

it.each(paths)('changes how %s looks and never what it means', async (path) => {
  const noisy = await texts(partnerCenter, path, 20);
  await partnerCenter.control('DELETE', 'noise');
  const [plain = ''] = await texts(partnerCenter, path, 1);

  expect(new Set(noisy).size).toBeGreaterThan(1);
  for (const text of noisy) expect(meaning(JSON.parse(text))).toEqual(meaning(JSON.parse(plain)));
});

it('varies order, casing, date precision and nullness', async () => {
  const bodies = await texts(partnerCenter, pathOf(hardware), 20);
  const statuses = await texts(partnerCenter, `${pathOf(app)}/status`, 20);
  const parents = await texts(partnerCenter, `${STORE}/applications/9NSAMPLE0APP`, 20);
  const found = (list: string[], pattern: RegExp) => new Set(list.map((text) => pattern.exec(text)?.[0] ?? 'absent'));

  expect(found(bodies, /"messages":\["one[^\]]*/).size).toBeGreaterThan(1);
  expect(found(bodies, /"currentStep":"\w+"/)).toEqual(new Set(['"currentStep":"signing"', '"currentStep":"Signing"']));
  expect(found(statuses, /14:03:11[.\d]*Z/)).toEqual(new Set(['14:03:11.517Z', '14:03:11.5170000Z']));
  expect(found(statuses, /09:12:40[.\d]*Z/)).toEqual(new Set(['09:12:40Z', '09:12:40.000Z', '09:12:40.0000000Z']));
  expect(found(parents, /"lastPublished\w+":\w+/)).toEqual(
    new Set(['"lastPublishedApplicationSubmission":null', 'absent']),
  );
});

it('leaves the casing of the Store alone', async () => {
  const statuses = await texts(partnerCenter, `${pathOf(app)}/status`, 20);

  for (const text of statuses) expect(text).toContain('"status":"CertificationFailed"');
});

it('keeps the digits of ids', async () => {
  for (const text of await texts(partnerCenter, pathOf(hardware), 10))
    expect(text).toContain('"id":1152921504621441930,');
});

it('is the same for the same seed, whatever else is read meanwhile', async () => {
  const [again, other] = [await startNoisy(1), await startNoisy(2)];
  try {
    await texts(again, pathOf(hardware), 3);
    const list = await texts(partnerCenter, pathOf(app), 5);

    expect(await texts(again, pathOf(app), 5)).toEqual(list);
    expect(await texts(other, pathOf(app), 5)).not.toEqual(list);
  } finally {
    await again.stop();
    await other.stop();
  }
});

it('needs a seed', async () => {
  expect((await partnerCenter.control('PUT', 'noise', {})).json()['error']).toContain('seed:');
});
