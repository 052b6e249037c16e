import { rmSync } from 'node:fs';
import { stopHosts } from '../local/functions-host-process.ts';
import type { Laptop } from '../support/laptop.ts';
import { addon, ids, startWithOneSubmission } from '../support/one-submission.ts';
import type { Operator } from '../support/operator.ts';

/** "Disaster" of docs/operate.md, as far as a laptop can lose it, and what it says to do then. */
const product = 'products/app:9NSAMPLE0APP';

let laptop: Laptop;
let operator: Operator;
let changeTo: (status: string) => Promise<void>;

beforeEach(async () => {
  ({ laptop, operator, changeTo } = await startWithOneSubmission());
});
afterEach(() => laptop.stop());
afterAll(stopHosts);

const eventIds = async () => (await laptop.receive()).map(({ body }) => body.id);

it('the data account is lost: all is tracked again from 1, and a replay brings what the topic took for known', async () => {
  await operator.partnerCenter('PUT', product, { name: 'Maps' });
  expect((await laptop.api('PUT', product)).status).toBe(201);
  const listOf = async (what: string) =>
    ((await laptop.api('GET', what)).body as { value: { key: string }[] }).value.map(({ key }) => `${what}/${key}`);
  const kept = [...(await listOf('submissions')), ...(await listOf('products'))];
  const since = new Date().toISOString();

  await operator.table().deleteTable();
  expect((await laptop.api('GET', 'health')).status).toBe(503);
  await operator.table().createTable();
  for (const path of kept) expect((await laptop.api('PUT', path)).status).toBe(201);
  await laptop.pass();

  expect((await laptop.api('GET', `submissions/${addon}`)).body).toMatchObject({ state: 'Certification', sequence: 1 });
  expect(await eventIds()).toEqual([]);
  expect(await laptop.api('POST', 'events/replay', { since })).toMatchObject({ body: { published: 1 } });
  expect(await eventIds()).toEqual(ids(1));
  expect(await operator.reasons()).toEqual([]);
});

it('the namespace is lost: events wait, and a replay repairs the subscribers', async () => {
  const since = new Date(Date.now() - 60_000).toISOString();
  await laptop.stopBroker();
  await changeTo('Release');
  await laptop.later(11);
  await laptop.pass();
  expect(await operator.reasons()).toEqual(['outbox-stuck']);
  await laptop.run('watch-health');
  expect(await operator.diagnosis()).toMatchObject({ topic: expect.stringMatching(/Nothing listens/) });

  await laptop.startEmptyBroker();
  await operator.restartHost();
  await laptop.pass();
  expect((await operator.said()).map(([type]) => type)).toEqual(['degraded', 'recovered']);
  expect(await operator.idsReceived()).toEqual(ids(3));
  expect(await laptop.api('POST', 'events/replay', { since })).toMatchObject({ body: { published: 3 } });
  expect(await eventIds()).toEqual(ids(1, 2, 3));
  expect(await operator.reasons()).toEqual([]);
});

it('the account of the host is lost: callers get new keys, and everything else goes on', async () => {
  const before = laptop.host().line.keys.default;
  await laptop.host().stop();
  rmSync(laptop.stateDirectory, { recursive: true });
  await operator.startHost();

  const { url, keys } = laptop.host().line;
  const statusWith = async (key: string) =>
    (await fetch(`${url}/api/submissions`, { headers: { 'x-functions-key': key } })).status;
  expect(await statusWith(before)).toBe(401);
  expect(await statusWith(keys.default)).toBe(200);
  await changeTo('Release');
  expect(await operator.idsReceived()).toEqual(ids(3));
});

it('the region is lost: with its table copied while the app is stopped, the sequences go on', async () => {
  await laptop.host().stop();
  const copy = operator.table('copied');
  await copy.createTable();
  for await (const { etag: _, timestamp: __, ...row } of operator.table().listEntities()) {
    await copy.createEntity({ partitionKey: '', rowKey: '', ...row });
  }
  await operator.table().deleteTable();
  await operator.startHost({ TABLE_NAME: 'copied' });
  await changeTo('Release');
  expect(await operator.idsReceived()).toEqual(ids(3));
  expect((await laptop.api('GET', `submissions/${addon}/history`)).body).toMatchObject({
    value: ids(3, 2, 1).map((id) => ({ id })),
  });
});
