import { scenarioCatalogue } from '../../local/partner-center/scenario-catalogue.ts';
import {
  type Exact,
  HARDWARE,
  listIn,
  type PartnerCenterClient,
  pathOf,
  STORE,
  startWithClient,
} from './partner-center-client.ts';

const SECOND = 1000;

let clock: number;
let partnerCenter: PartnerCenterClient;
beforeEach(async () => {
  clock = Date.parse('2025-06-02T09:00:00Z');
  partnerCenter = await startWithClient({ now: () => clock });
});
afterEach(() => partnerCenter.stop());

const start = (name: string, body?: unknown) => partnerCenter.control('POST', `scenarios/${name}`, body);
const standing = async (name: string) => (await partnerCenter.control('GET', `scenarios/${name}`)).json();
const advance = async (body?: unknown) => (await partnerCenter.control('POST', 'advance', body)).json()['advanced'];
const stepOf = async (name: string) => Number((await standing(name))['step']?.slice(1));
const statusOf = async (key: string) => (await partnerCenter.get(`${pathOf(key)}/status`)).json()['status'];

/** What a body shows, told apart by nothing but itself: a watcher in few words, to check `expects` by. */
function shown(body: Exact) {
  const workflow = body['workflowStatus'];
  const details = body['statusDetails'];
  const data = body['responseData'];
  const texts = (list: Exact | null | undefined) =>
    [...(list ?? [])].map((one) => JSON.stringify(one).replace(/sig=[^&"]+|(skt|ske|se)=[^&"]+/g, ''));
  const downloads = [...(body['downloads']?.['items'] ?? [])].map((item) => String(item['type']));
  const isReport = (type: string) => type === 'certificationReport';
  const rollout = body['packageDeliveryOptions']?.['packageRollout'];
  const state = workflow ? `${workflow['currentStep']}/${workflow['state']}` : body['commitStatus'];
  return {
    state: state ?? body['status'] ?? data?.['publishingStatus'],
    errors: texts(workflow?.['messages'] ?? details?.['errors'] ?? (data ? body['errors'] : undefined)),
    warnings: texts(details?.['warnings']),
    reports: [
      ...[...(details?.['certificationReports'] ?? [])].map((one) => String(one['reportUrl'])),
      ...downloads.filter(isReport),
    ],
    artifacts: [...downloads.filter((type) => !isReport(type)), ...(workflow?.['errorReport'] ? ['errorReport'] : [])],
    rollout: rollout && `${rollout['packageRolloutPercentage']} ${rollout['packageRolloutStatus']}`,
  };
}

type Shown = ReturnType<typeof shown>;

function seenBetween(before: Shown, after: Shown): string[] {
  const added = (list: 'errors' | 'warnings' | 'reports' | 'artifacts') =>
    after[list].some((one) => !before[list].includes(one));
  const gone = [...before.errors, ...before.warnings].some(
    (one) => ![...after.errors, ...after.warnings].includes(one),
  );
  const moved = before.state !== after.state;
  const types = {
    'state-changed': moved,
    'errors-raised': added('errors'),
    'warnings-raised': added('warnings'),
    'issues-cleared': gone && !moved,
    'report-added': added('reports'),
    'artifact-available': added('artifacts'),
    'rollout-changed': before.rollout !== after.rollout,
  };
  return Object.entries(types).flatMap(([type, isDue]) => (isDue ? [type] : []));
}

/** Reads a submission and tells what is new since the last read of it. */
async function watch(key: string, last: Map<string, Shown>, isBaseline: boolean) {
  const reply = await partnerCenter.get(pathOf(key));
  if (reply.status === 404) return [];
  const now = shown(reply.json());
  const before = last.get(key);
  last.set(key, now);
  const types = before ? seenBetween(before, now) : isBaseline ? ['tracked'] : ['discovered', 'tracked'];
  return types.map((type) => ({ key, type }));
}

describe.each(scenarioCatalogue)('the scenario $name', ({ name, steps, products }) => {
  it('shows over the API exactly what it promises, step by step', async () => {
    await start(name);
    const keys = listIn(await standing(name), 'keys');
    const last = new Map<string, Shown>();

    for (const [index, { expects }] of steps.entries()) {
      if (index > 0)
        expect(await advance()).toEqual([{ name, step: `#${index + 1}`, done: index === steps.length - 1 }]);
      const seen = [];
      for (const key of keys) seen.push(...(await watch(key, last, index === 0)));
      expect(seen).toEqual(expects);
    }

    expect(await standing(name)).toMatchObject({ step: `#${steps.length}`, done: true, running: false, unread: [] });
    expect(await advance()).toEqual([]);
  });

  it('starts from its first step again', async () => {
    await start(name);
    for (const _ of steps) await advance();

    expect((await start(name)).json()).toMatchObject({ step: '#1', done: false, running: true });

    const { submissions } = JSON.parse((await partnerCenter.control('GET', 'submissions')).text);
    expect(submissions.map(({ key }: { key: string }) => key)).toEqual(Object.keys(steps[0]?.put ?? {}));
  });

  it('has a product of its own', () => {
    const others = scenarioCatalogue.filter((one) => one.name !== name).flatMap((one) => Object.keys(one.products));
    for (const product of Object.keys(products)) expect(others).not.toContain(product);
  });
});

it('lists every scenario with its keys, steps and expectations', async () => {
  const list = listIn((await partnerCenter.control('GET', 'scenarios')).json(), 'scenarios');

  expect(Object.fromEntries(list.map((one) => [one['name'], Number(one['steps']?.slice(1))]))).toEqual({
    'hardware-signed': 10,
    'hardware-failed': 3,
    'addon-published': 4,
    'addon-failed': 4,
    'addon-dropped-commit': 3,
    'app-rollout': 7,
    'flight-published': 5,
    'msi-published': 2,
    'msi-failed': 2,
    'product-discovery': 3,
  });
  expect(list.find((one) => one['name'] === 'msi-published')).toMatchObject({
    keys: ['msi:4e0b8a71-93d6-4c25-8f1e-6a7d25c3b094:1152921505700600071'],
    expects: [
      { step: '#1', type: 'tracked' },
      { step: '#2', type: 'state-changed' },
    ],
  });
});

it('plays the colliding ids of a product as two submissions that are one double', async () => {
  await start('product-discovery');
  await advance();

  const { text } = await partnerCenter.get(`${HARDWARE}/products/13635057453741405/submissions`);

  const ids = [...text.matchAll(/"id":(\d+)/g)].map((match) => String(match[1]));
  expect(ids).toEqual(['1152921504621460007', '1152921504621460001']);
  expect(Number(ids[0])).toBe(Number(ids[1]));
});

it('shows the new submission of an app as its pending one', async () => {
  await start('product-discovery');
  await advance();
  await advance();

  expect((await partnerCenter.get(`${STORE}/applications/9NSAMPLEAPP3`)).json()).toMatchObject({
    pendingApplicationSubmission: { id: '1152921505694900113' },
    lastPublishedApplicationSubmission: { id: '1152921505694900101' },
  });
});

it('advances all that run, or the one that is named', async () => {
  await start('msi-published');
  await start('addon-published');

  expect(await advance({ scenario: 'addon-published' })).toMatchObject([{ name: 'addon-published', step: '#2' }]);
  expect(await advance()).toMatchObject([{ name: 'msi-published' }, { name: 'addon-published' }]);
  expect([await stepOf('msi-published'), await stepOf('addon-published')]).toEqual([2, 3]);
});

it('says so when there is nothing of that name to advance', async () => {
  expect((await start('weather')).status).toBe(404);
  expect((await partnerCenter.control('POST', 'advance', { scenario: 'weather' })).status).toBe(404);
  expect((await partnerCenter.control('POST', 'advance', { scenario: 'msi-failed' })).status).toBe(409);
  expect(await advance()).toEqual([]);
});

describe('advancing by itself', () => {
  const addon = 'addon:9NSAMPLEADD1:1152921505689400021';

  it('takes its time, and waits for a reader', async () => {
    await start('addon-published', { everySeconds: 30 });

    clock += 60 * SECOND;
    expect(await stepOf('addon-published')).toBe(1);
    expect((await standing('addon-published'))['unread']).toEqual([addon]);
    expect(await statusOf(addon)).toBe('CommitStarted');
    expect(await statusOf(addon)).toBe('PreProcessing');
    expect(await statusOf(addon)).toBe('PreProcessing');
    clock += 30 * SECOND - 1;
    expect(await statusOf(addon)).toBe('PreProcessing');
    clock += 1;
    expect(await statusOf(addon)).toBe('Certification');
  });

  it('does not take a read that failed for a read', async () => {
    await start('addon-published', { everySeconds: 0 });
    for (const fault of ['html', 'garbage', 'empty', 'trailing-comma', { status: 200 }]) {
      await partnerCenter.control('POST', 'faults', { times: 1, fault });
      await partnerCenter.get(pathOf(addon));
    }
    await partnerCenter.fetch(pathOf(addon));

    expect(await stepOf('addon-published')).toBe(1);
    await partnerCenter.get(pathOf(addon));
    expect(await stepOf('addon-published')).toBe(2);
  });

  it('waits for all that the step changed, and for nothing else', async () => {
    const [initial, derived] = [
      'hardware:13635057453741405:1152921504621460001',
      'hardware:13635057453741405:1152921504621460007',
    ];
    await start('product-discovery', { everySeconds: 0 });
    await partnerCenter.get(pathOf(initial));
    expect(await stepOf('product-discovery')).toBe(1);
    expect(await statusOf('app:9NSAMPLEAPP3:1152921505694900101')).toBe('Published');
    expect(await stepOf('product-discovery')).toBe(2);

    await partnerCenter.get(pathOf(derived));

    expect(await stepOf('product-discovery')).toBe(3);
  });

  it('does not wait for a submission that was taken away', async () => {
    await start('addon-published', { everySeconds: 0 });
    await partnerCenter.control('DELETE', `submissions/${addon}`);

    expect(await stepOf('addon-published')).toBe(2);
  });

  it.each([['packagerollout'], ['']])('waits for a reader of the rollout where that moved (%s)', async (view) => {
    const app = 'app:9NSAMPLEAPP1:1152921505694900057';
    await start('app-rollout', { everySeconds: 0 });
    for (let step = 1; step < 5; step += 1) await statusOf(app);
    expect(await stepOf('app-rollout')).toBe(5);

    await statusOf(app);
    expect(await stepOf('app-rollout')).toBe(5);

    await partnerCenter.get(`${pathOf(app)}/${view}`);
    expect(await stepOf('app-rollout')).toBe(6);
  });
});
