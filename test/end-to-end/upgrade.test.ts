import { stopHosts } from '../local/functions-host-process.ts';
import type { Laptop } from '../support/laptop.ts';
import { addon, ids, startWithOneSubmission } from '../support/one-submission.ts';
import type { Operator } from '../support/operator.ts';

/** What "Upgrade and rollback" of docs/operate.md promises, as far as one version can show it. */

let laptop: Laptop;
let operator: Operator;
let changeTo: (status: string) => Promise<void>;

beforeEach(async () => {
  ({ laptop, operator, changeTo } = await startWithOneSubmission());
});
afterEach(() => laptop.stop());
afterAll(stopHosts);

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
