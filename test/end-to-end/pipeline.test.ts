import { launchHost, stopHosts } from '../local/functions-host-process.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';

const hardware = 'hardware:13635057453741329:1152921504621441930';
const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';
const signing = { name: 'Wi-Fi 7 Adapter', commitStatus: 'commitComplete', currentStep: 'signing', state: 'started' };
const signed = {
  ...signing,
  currentStep: 'finalizeIngestion',
  state: 'completed',
  downloads: ['initialPackage', 'signedPackage', 'certificationReport'],
};

let laptop: Laptop;

beforeEach(async () => {
  laptop = await startLaptop();
  await laptop.startHost();
});

afterEach(() => laptop.stop());
afterAll(stopHosts);

async function trackAtBaseline(...keys: string[]): Promise<void> {
  for (const key of keys) expect((await laptop.api('PUT', `submissions/${key}`)).status).toBe(201);
  await laptop.pass();
  const ids = (await laptop.receive()).map((message) => message.messageId);
  // Only the events of one submission have an order.
  expect(ids.toSorted()).toEqual(keys.map((key) => `${key}/1`).toSorted());
}

/** Lets the host die at a point of its talk with the tables; resolves when it is dead. */
function killAt(
  point: (passage: { method: string; path: string; body: string; phase: string }) => boolean,
): Promise<unknown> {
  return new Promise((resolve) => {
    laptop.tables.watch(async (passage) => {
      if (!point(passage)) return;
      laptop.tables.watch(() => undefined);
      resolve(await laptop.host().stop('SIGKILL'));
    });
  });
}

it('takes every change from Partner Center to a subscriber and into the history', async () => {
  await laptop.put(hardware, signing);
  await laptop.put(addon, { friendlyName: 'Maps', status: 'Certification' });
  await trackAtBaseline(hardware, addon);

  await laptop.put(hardware, signed);
  await laptop.put(addon, {
    friendlyName: 'Maps',
    status: 'CertificationFailed',
    errors: [{ code: 'Other', details: 'See {sas}' }],
    certificationReports: [
      { date: '2025-05-22T14:03:11.5170000Z', reportUrl: 'https://partner.microsoft.com/r?sig=x&id=1' },
    ],
  });
  await laptop.pass();

  const messages = await laptop.receive();
  const ofAddon = messages.filter((message) => message.sessionId === addon);
  expect(
    messages.filter((message) => message.sessionId === hardware).map(({ messageId, subject }) => [messageId, subject]),
  ).toEqual([
    [`${hardware}/2`, 'submissionwatch.submission.state-changed.v1'],
    [`${hardware}/3`, 'submissionwatch.submission.report-added.v1'],
    [`${hardware}/4`, 'submissionwatch.submission.artifact-available.v1'],
  ]);
  expect(ofAddon.map(({ messageId, subject }) => [messageId, subject])).toEqual([
    [`${addon}/2`, 'submissionwatch.submission.state-changed.v1'],
    [`${addon}/3`, 'submissionwatch.submission.errors-raised.v1'],
    [`${addon}/4`, 'submissionwatch.submission.report-added.v1'],
  ]);
  expect(ofAddon[0]).toMatchObject({
    contentType: 'application/cloudevents+json; charset=utf-8',
    applicationProperties: { kind: 'addon', productId: '9NSAMPLE0ADN', outcome: 'failed', severity: 'error' },
    body: { specversion: '1.0', sequence: '0000000002', data: { from: 'Certification', to: 'CertificationFailed' } },
  });

  const history = await laptop.api('GET', `submissions/${addon}/history?limit=3`);
  expect(history).toMatchObject({ status: 200, body: { value: [...ofAddon].reverse().map(({ body }) => body) } });
  const shown = JSON.stringify([
    messages.map(({ body }) => body),
    history.body,
    await laptop.api('GET', `submissions/${addon}`),
  ]);
  expect(shown).toContain('https://partner.microsoft.com/r?id=1');
  expect(shown).not.toMatch(/sig=|RkFLRS1TQVMtU0lHTkFUVVJF|FAKE-ACCESS-TOKEN/);
});

it('says nothing when only signatures move, nor after a restart on kept data', async () => {
  await laptop.put(hardware, signed);
  await trackAtBaseline(hardware);
  await laptop.pass();
  await laptop.host().stop('SIGKILL');
  await laptop.startHost();
  await laptop.pass();
  expect(await laptop.receive()).toEqual([]);
});

it.each([
  [
    'before the commit',
    ({ phase, body }: { phase: string; body: string }) => phase === 'before' && body.includes('outbox|'),
  ],
  [
    'between commit and send',
    ({ phase, body }: { phase: string; body: string }) => phase === 'after' && body.includes('outbox|'),
  ],
  [
    'between send and removal',
    ({ phase, method, path }: { phase: string; method: string; path: string }) =>
      phase === 'before' && method === 'DELETE' && decodeURIComponent(path).includes('outbox|'),
  ],
])('delivers once, after a restart, what was under way when the process was killed %s', async (_when, point) => {
  await laptop.put(hardware, signing);
  await trackAtBaseline(hardware);
  await laptop.put(hardware, { ...signing, state: 'completed' });
  const killed = killAt(point);
  await laptop.tick();
  await killed;

  await laptop.startHost();
  await laptop.pass();
  await laptop.pass();
  expect((await laptop.receive()).map((message) => message.messageId)).toEqual([`${hardware}/2`]);
  expect((await laptop.api('GET', `submissions/${hardware}/history`)).body).toMatchObject({
    value: [{ id: `${hardware}/2` }, { id: `${hardware}/1` }],
  });
});

it('sends later, in order, what was found while the broker was down', async () => {
  await laptop.put(hardware, signing);
  await trackAtBaseline(hardware);
  await laptop.stopBroker();
  await laptop.put(hardware, { ...signing, state: 'completed' });
  await laptop.pass();
  await laptop.put(hardware, signed);
  await laptop.pass();
  await laptop.startBroker();
  await laptop.pass();
  const ids = (await laptop.receive()).map((message) => message.messageId);
  expect(ids).toEqual([2, 3, 4, 5].map((sequence) => `${hardware}/${sequence}`));
});

it('keeps on with the others when one answer is garbage', async () => {
  await laptop.put(hardware, signing);
  await laptop.put(addon, { friendlyName: 'Maps', status: 'Certification' });
  await trackAtBaseline(hardware, addon);
  await fetch(`${laptop.partnerCenter.url}/_local/faults`, {
    method: 'POST',
    body: JSON.stringify({ key: addon, fault: 'trailing-comma' }),
  });
  await laptop.put(hardware, { ...signing, state: 'completed' });
  await laptop.pass();
  expect((await laptop.receive()).map((message) => message.messageId)).toEqual([`${hardware}/2`]);
});

it('answers a bad key with 400 and a code, and a missing function key with 401', async () => {
  expect(await laptop.api('PUT', 'submissions/hardware:1e3:2')).toMatchObject({
    status: 400,
    body: { code: 'invalid-key' },
  });
  const { url } = laptop.host().line;
  expect((await fetch(`${url}/api/submissions`)).status).toBe(401);
  expect((await fetch(`${url}/api/health`)).status).toBe(503);
  await laptop.pass();
  expect((await fetch(`${url}/api/health`)).status).toBe(200);
});

it('lists every bad setting, and does not start', async () => {
  const host = launchHost({
    app: process.cwd(),
    settings: {
      ...laptop.settings,
      POLL_CONCURRENCY: 'many',
      PARTNER_CENTER_DEV_CENTER_URL: 'http://example.com',
      TABLE_NAME: '1',
    },
  });
  expect(await host.exited()).not.toBe(0);
  await expect(host.ready()).rejects.toThrow('ended before');
  const printed = host.lines.join('\n');
  for (const name of ['POLL_CONCURRENCY', 'PARTNER_CENTER_DEV_CENTER_URL', 'TABLE_NAME'])
    expect(printed).toContain(name);
  expect(printed).not.toMatch(/\bat .*\.js|example\.com/);
});
