import { stopHosts } from '../local/functions-host-process.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';
import { asOperator, type Operator } from '../support/operator.ts';

/** What "Upgrade and rollback" of docs/operate.md promises, as far as one version can show it. */
const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';

let laptop: Laptop;
let operator: Operator;

beforeEach(async () => {
  laptop = await startLaptop();
  operator = asOperator(laptop);
  await operator.startHost();
  await operator.track(addon);
  await laptop.pass();
  await changeTo('Certification');
  expect(await operator.idsReceived()).toEqual(ids(1, 2));
});
afterEach(() => laptop.stop());
afterAll(stopHosts);

const ids = (...sequences: readonly number[]) => sequences.map((sequence) => `${addon}/${sequence}`);

async function changeTo(status: string): Promise<void> {
  await laptop.put(addon, { friendlyName: 'Maps', status });
  await laptop.pass();
}

it('a pass that is cut off is made good by the next one, and a timer that was missed runs late', async () => {
  const cutOff = new Promise((resolve) => {
    laptop.tables.watch(async ({ phase, body }) => {
      if (phase !== 'before' || !body.includes('outbox|')) return;
      laptop.tables.watch(() => undefined);
      resolve(await laptop.host().stop('SIGKILL'));
    });
  });
  await laptop.put(addon, { friendlyName: 'Maps', status: 'Release' });
  await laptop.tick();
  await cutOff;
  await laptop.minutesWithoutHost(2);

  await operator.startHost();
  await laptop.host().logged('poll: this pass is late');
  await laptop.host().logged('poll: {');
  expect(await operator.idsReceived()).toEqual(ids(3));
});

it('a version is rolled back: rows of a newer one, with fields that nobody knows here, are read on', async () => {
  const rows = operator.table();
  let changed = 0;
  for await (const { partitionKey = '', rowKey = '', data } of rows.listEntities()) {
    const known = typeof data === 'string' && data.startsWith('{') ? JSON.parse(data) : undefined;
    const more = known === undefined ? {} : { data: JSON.stringify({ ...known, ofLater: { more: [1] } }) };
    await rows.updateEntity({ partitionKey, rowKey, ofLater: 'more', ...more }, 'Merge');
    changed += 1;
  }
  expect(changed).toBeGreaterThan(5);
  await operator.restartHost();
  await changeTo('Release');
  expect(await operator.idsReceived()).toEqual(ids(3));
  expect(await operator.reasons()).toEqual([]);
  expect((await laptop.api('GET', `submissions/${addon}/history`)).body).toMatchObject({
    value: ids(3, 2, 1).map((id) => ({ id })),
  });
});
