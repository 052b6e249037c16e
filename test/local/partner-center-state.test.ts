import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { StateFileError } from '../../local/partner-center/state-file-error.ts';
import { listIn, type PartnerCenterClient, pathOf, STORE, startWithClient } from './partner-center-client.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const addon = 'addon:9NSAMPLE0ADN';

let clock: number;
let folder: string;
let file: string;
let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  clock = Date.parse('2025-06-02T09:00:00Z');
  folder = mkdtempSync(join(tmpdir(), 'partner-center-'));
  file = join(folder, 'partner-center.json');
  partnerCenter = await start();
});
afterEach(async () => {
  await partnerCenter.stop();
  rmSync(folder, { recursive: true });
});

const start = () => startWithClient({ file, now: () => clock });

async function restart(): Promise<void> {
  await partnerCenter.stop();
  partnerCenter = await start();
}

const put = (key: string, model: unknown) => partnerCenter.control('PUT', `submissions/${key}`, model);
const listed = async (what: 'submissions' | 'products') =>
  listIn((await partnerCenter.control('GET', what)).json(), what);
const standing = async (name: string) => (await partnerCenter.control('GET', `scenarios/${name}`)).json();

async function pointers() {
  const body = (await partnerCenter.get(`${STORE}/inappproducts/9NSAMPLE0ADN`)).json();
  return [body['pendingInAppProductSubmission']?.['id'], body['lastPublishedInAppProductSubmission']?.['id']];
}

it('keeps what was made by hand, and what was removed stays away', async () => {
  const models = {
    'hardware:2:1': { commitStatus: null, currentStep: 4, messages: ['{sas} – see', '\u2028"\\'], downloads: [] },
    'hardware:1:9223372036854775807': { type: 'derived', state: 'started', errorReport: true },
    [`${addon}:1`]: { status: 'Published', statusDetails: 'omit' },
    'app:9NSAMPLE0APP:1': { status: 'Release', rollout: { percentage: 0.25, status: 'InProgress' } },
    'flight:9NSAMPLE0APP:f1:1': { status: 'x', rollout: null, certificationReports: [{ date: null }] },
    'msi:x:1': { publishingStatus: 'FAILED', hasFailed: true, errors: [{ code: 'a', message: 'b', target: 'c' }] },
  };
  for (const [key, model] of Object.entries(models)) await put(key, model);
  await put(`${addon}:2`, { status: 'Certification' });
  await partnerCenter.control('DELETE', `submissions/${addon}:2`);
  await partnerCenter.control('PATCH', `submissions/${addon}:1`, { friendlyName: 'Zweite Übermittlung' });
  await put('msi:y:1', { publishingStatus: 'PUBLISHED' });
  await partnerCenter.control('DELETE', 'products/msi:y');
  await partnerCenter.control('PUT', 'products/hardware:7', { name: 'Contoso Dock' });
  const before = [await listed('submissions'), await listed('products')];

  await restart();

  expect([await listed('submissions'), await listed('products')]).toEqual(before);
  expect(before.map((list) => list.map((one) => one['key']))).toEqual([
    Object.keys(models),
    ['hardware:2', 'hardware:1', addon, 'app:9NSAMPLE0APP', 'flight:9NSAMPLE0APP:f1', 'msi:x', 'hardware:7'],
  ]);
});

it('keeps when a submission was made, and the order of what came and was published before', async () => {
  for (const id of [1, 2]) await put(`${addon}:${id}`, { status: 'Published' });
  await put(`${addon}:3`, { status: 'Certification' });
  await put(`${addon}:1`, { status: 'Certification' });
  await put(`${addon}:1`, { status: 'Published' });
  clock += 2 * HOUR;

  await restart();

  expect((await partnerCenter.get(pathOf(`${addon}:3`))).json()['fileUploadUrl']).toContain('se=2025-06-03T09:00:00Z');
  expect(await pointers()).toEqual(['3', '1']);
  await put(`${addon}:4`, { status: 'CommitStarted' });
  expect(await pointers()).toEqual(['4', '1']);
  await put(`${addon}:3`, { status: 'Published' });
  expect(await pointers()).toEqual(['4', '3']);
});

it.each([
  ['PUT', `submissions/${addon}:1`, { status: 'Published' }],
  ['PATCH', `submissions/${addon}:1`, { status: 'Published' }],
  ['DELETE', `submissions/${addon}:1`, undefined],
  ['PUT', 'products/app:9NSAMPLE0APP', { name: 'Contoso Paint' }],
  ['DELETE', `products/${addon}`, undefined],
  ['DELETE', 'products/hardware:7', undefined],
  ['POST', 'scenarios/msi-failed', undefined],
  ['POST', 'scenarios/msi-published', { everySeconds: 5 }],
  ['POST', 'advance', undefined],
  ['POST', 'reset', undefined],
])('keeps what a single call changes: %s %s %j', async (method, path, body) => {
  await put(`${addon}:1`, { status: 'Certification' });
  await partnerCenter.control('PUT', 'products/hardware:7', { name: 'Contoso Dock' });
  await partnerCenter.control('POST', 'scenarios/msi-published');
  const all = () =>
    Promise.all([listed('submissions'), listed('products'), standing('msi-published'), standing('msi-failed')]);
  const before = await all();

  expect((await partnerCenter.control(method, path, body)).status).toBe(200);
  const after = await all();
  expect(after).not.toEqual(before);
  await restart();

  expect(await all()).toEqual(after);
});

it('counts the time of a scenario through a restart', async () => {
  const key = 'addon:9NSAMPLEADD1:1152921505689400021';
  await partnerCenter.control('POST', 'scenarios/addon-published', { everySeconds: 30 });
  await partnerCenter.get(pathOf(key));
  clock += 10 * SECOND;

  await restart();

  expect(await standing('addon-published')).toMatchObject({ step: '#1', everySeconds: '#30', unread: [] });
  clock += 20 * SECOND - 1;
  expect((await standing('addon-published'))['step']).toBe('#1');
  clock += 1;
  expect(await standing('addon-published')).toMatchObject({ step: '#2', unread: [key] });
});

it('keeps a scenario that is done as done', async () => {
  await partnerCenter.control('POST', 'scenarios/msi-published');
  await partnerCenter.control('POST', 'advance');

  await restart();

  expect(await standing('msi-published')).toMatchObject({ step: '#2', done: true, running: false });
  expect((await partnerCenter.control('POST', 'advance')).json()).toEqual({ advanced: [] });
});

it('starts without the faults, noise, limit, tokens and log of before', async () => {
  await put(`${addon}:1`, { status: 'Published' });
  const token = await partnerCenter.token();
  await partnerCenter.control('POST', 'faults', { api: 'store', fault: 'html' });
  await partnerCenter.control('PUT', 'rate-limit', { requestsPerMinute: 1 });
  await partnerCenter.control('PUT', 'noise', { seed: 1 });
  await partnerCenter.control('PUT', 'secret', { expired: true });

  await restart();

  expect((await partnerCenter.control('GET', 'requests')).json()['requests']).toEqual([]);
  expect((await partnerCenter.control('GET', 'faults')).json()['faults']).toEqual([]);
  const authorization = `Bearer ${token}`;
  expect((await partnerCenter.fetch(pathOf(`${addon}:1`), { headers: { authorization } })).status).toBe(401);
  const texts = new Set<string>();
  for (const _ of [1, 2, 3, 4, 5, 6]) texts.add((await partnerCenter.get(`${pathOf(`${addon}:1`)}/status`)).text);
  expect([...texts]).toEqual([expect.stringContaining('"certificationReports":[]')]);
});

it('is empty after a reset and a restart', async () => {
  await put(`${addon}:1`, { status: 'Published' });
  await partnerCenter.control('POST', 'scenarios/msi-published');
  await partnerCenter.control('POST', 'reset');

  await restart();

  expect([await listed('submissions'), await listed('products')]).toEqual([[], []]);
  expect(await standing('msi-published')).toMatchObject({ step: '#0', running: false });
});

it('writes only when something changed', async () => {
  await put(`${addon}:1`, { status: 'Published' });
  rmSync(file);

  await partnerCenter.get(pathOf(`${addon}:1`));
  expect(existsSync(file)).toBe(false);

  await put(`${addon}:1`, { status: 'Published' });
  expect(existsSync(file)).toBe(true);
});

it('does not mind the half of a file that a kill left beside it', async () => {
  await put(`${addon}:1`, { status: 'Published' });
  writeFileSync(`${file}.tmp`, '{"version":1,"prod');

  await restart();

  expect(await listed('submissions')).toMatchObject([{ key: `${addon}:1` }]);
  await put(`${addon}:2`, { status: 'Published' });
  expect(existsSync(`${file}.tmp`)).toBe(false);
});

it('leaves the file alone when the port is taken', async () => {
  const other = join(folder, 'other.json');

  await expect(
    startPartnerCenter({ port: Number(new URL(partnerCenter.url).port), file: other }),
  ).rejects.toMatchObject({ code: 'EADDRINUSE' });

  expect(existsSync(other)).toBe(false);
});

it('does not start, and gives the port back, where no file can be made', async () => {
  const port = Number(new URL(partnerCenter.url).port);
  await partnerCenter.stop();
  const other = join(folder, 'other.json');
  mkdirSync(`${other}.tmp`);

  await expect(startPartnerCenter({ port, file: other })).rejects.toThrow(`${other} cannot be written: EISDIR`);

  partnerCenter = await startWithClient({ port, file });
});

describe('a file that does not hold a state', () => {
  const product = { key: addon, name: 'premium.maps' };
  const submission = { key: `${addon}:1`, createdAt: 0, order: 1, model: { status: 'Published' } };
  const scenario = { scenario: 'msi-failed', step: 1, movedAt: 0, unread: {} };
  const good = { version: 1, products: [product], submissions: [submission], scenarios: [scenario] };

  it('is told from one that does', async () => {
    writeFileSync(file, JSON.stringify(good));

    await restart();

    expect(readFileSync(file, 'utf8')).toBe(JSON.stringify(good));

    expect(await listed('submissions')).toMatchObject([{ key: `${addon}:1`, model: { errors: [] } }]);
    expect(await standing('msi-failed')).toMatchObject({ step: '#1', everySeconds: null });
  });

  it.each([
    ['not JSON', ''],
    ['not JSON', '{"version":1,\n'],
    ['content: ', 'null'],
    ['content: ', '[]'],
    ['version: this Partner Center reads version 1, not 2', { ...good, version: 2, more: [] }],
    ['version: this Partner Center reads version 1, not undefined', { ...good, version: undefined }],
    ['scenarios: ', { ...good, scenarios: undefined }],
    ['content: Unrecognized key: "faults"', { ...good, faults: [] }],
    ['products.0.key: "book:1" is not a product key', { ...good, products: [{ key: 'book:1' }] }],
    [
      `submissions.0.key: "${addon}" is not a submission key`,
      { ...good, submissions: [{ ...submission, key: addon }] },
    ],
    ['submissions.0.model.status: ', { ...good, submissions: [{ ...submission, model: { status: 3 } }] }],
    ['submissions.0.order: ', { ...good, submissions: [{ ...submission, order: 0 }] }],
    ['submissions.1.createdAt: ', { ...good, submissions: [submission, { ...submission, createdAt: null }] }],
    ['scenarios.0.scenario: "x" is not a scenario', { ...good, scenarios: [{ ...scenario, scenario: 'x' }] }],
    ['scenarios.0.step: the scenario ends before', { ...good, scenarios: [{ ...scenario, step: 3 }] }],
    ['scenarios.0.unread.x.0: ', { ...good, scenarios: [{ ...scenario, unread: { x: ['all'] } }] }],
  ])('is refused and stays as it is (%s)', async (reason, content) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(file, text);

    const failure: unknown = await startPartnerCenter({ file }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(StateFileError);
    const message = failure instanceof Error ? failure.message : '';
    expect(message.startsWith(`${file} does not hold a Partner Center (${reason}`)).toBe(true);
    expect(message).not.toContain('\n');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
