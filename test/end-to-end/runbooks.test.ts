import { stopHosts } from '../local/functions-host-process.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';
import { asOperator, nothingIsWrong, type Operator } from '../support/operator.ts';

/** What docs/operate.md tells an operator to do, done: the reason shows, the remedy ends it, nothing was lost. */
const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';
const other = 'addon:9NSAMPLE0ADN:1152921505689378155';

let laptop: Laptop;
let operator: Operator;

beforeEach(async () => {
  laptop = await startLaptop();
  operator = asOperator(laptop);
  await operator.startHost();
  await operator.track(addon, other);
  await laptop.pass();
  await operator.idsReceived();
});

afterEach(() => laptop.stop());
afterAll(stopHosts);

it('credentials-failing: nothing is read until they are mended, then it goes on by itself', async () => {
  await operator.partnerCenter('PUT', 'secret', { expired: true });
  await operator.partnerCenter('DELETE', 'tokens');
  await operator.passUntil((found) => found.includes('credentials-failing'));
  await laptop.put(addon, { friendlyName: 'Maps', status: 'Certification' });

  await operator.seesDegraded('credentials-failing');
  expect(await operator.diagnosis()).toMatchObject({
    'token for hardware and Store': expect.stringMatching(/secret/i),
  });

  await operator.partnerCenter('PUT', 'secret', { expired: false });
  await operator.passUntil(nothingIsWrong);
  await operator.seesRecovered();
  expect(await operator.idsReceived()).toContain(`${addon}/2`);
});

describe('set-aside', () => {
  beforeEach(async () => {
    const table = operator.table();
    const row = async () => {
      for await (const entity of table.listEntities()) if (entity.rowKey === `submission|${addon}`) return entity;
      throw new Error('There is no row of it');
    };
    const { partitionKey = '', rowKey = '' } = await row();
    await table.updateEntity({ partitionKey, rowKey, data: '{"cut sho' }, 'Merge');
    await operator.passUntil((found) => found.includes('set-aside'));
  });

  const entries = async () => ((await laptop.api('GET', 'set-aside')).body as { value: { id: string }[] }).value;

  it('lists a row that cannot be read, with its reason, and blocks nobody', async () => {
    expect(await entries()).toMatchObject([{ what: 'submission', key: addon, reason: expect.stringMatching(/\w/) }]);
    await laptop.put(other, { friendlyName: 'Maps', status: 'Certification' });
    await laptop.pass();
    expect(await operator.idsReceived()).toContain(`${other}/2`);
  });

  it('retry makes it anew: its sequence goes on', async () => {
    const [{ id } = { id: '' }] = await entries();
    await operator.seesDegraded('set-aside');
    expect((await laptop.api('POST', 'set-aside/retry', { id })).status).toBe(200);
    await laptop.put(addon, { friendlyName: 'Maps', status: 'Certification' });
    await operator.passUntil(nothingIsWrong);
    await operator.seesRecovered();
    const ids = (await operator.idsReceived()).filter((one) => one.startsWith(addon));
    expect(ids[0]).toBe(`${addon}/2`);
  });

  it('discard gives it up: it is not tracked any more', async () => {
    const [{ id } = { id: '' }] = await entries();
    expect((await laptop.api('POST', 'set-aside/discard', { id })).status).toBe(200);
    await operator.passUntil(nothingIsWrong);
    expect((await laptop.api('GET', `submissions/${addon}`)).status).toBe(404);
  });
});
