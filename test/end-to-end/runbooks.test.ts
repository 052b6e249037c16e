import { TableClient } from '@azure/data-tables';
import { stopHosts } from '../local/functions-host-process.ts';
import { startLaptop } from '../support/laptop.ts';

/**
 * What docs/operate.md tells an operator to do, done: the reason shows, the remedy ends it, nothing was lost. Of the reasons that
 * come at once; those that need minutes or hours are held with a clock of their own (test/use-cases/check-health.test.ts).
 */
const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';
const other = 'addon:9NSAMPLE0ADN:1152921505689378155';

let laptop: Awaited<ReturnType<typeof startLaptop>>;

beforeEach(async () => {
  laptop = await startLaptop();
  await laptop.startHost();
  for (const key of [addon, other]) {
    await laptop.put(key, { friendlyName: 'Maps', status: 'PreProcessing' });
    expect((await laptop.api('PUT', `submissions/${key}`)).status).toBe(201);
  }
  await laptop.pass();
  await laptop.receive();
});

afterEach(() => laptop.stop());
afterAll(stopHosts);

async function reasons(): Promise<readonly string[]> {
  const { body } = await laptop.api('GET', 'health');
  return (body as { reasons: string[] }).reasons;
}

/** Passes until health says so; a row or a credential that was just mended may take more than one. */
async function passUntil(isSo: (reasons: readonly string[]) => boolean): Promise<void> {
  let found: readonly string[] = [];
  for (let pass = 0; pass < 60; pass++) {
    await laptop.pass();
    found = await reasons();
    if (isSo(found)) return;
  }
  throw new Error(`After 60 passes the reasons are ${found.join(', ') || 'none'}`);
}

const partnerCenter = async (method: string, path: string, body?: object) => {
  const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  expect((await fetch(`${laptop.partnerCenter.url}/_local/${path}`, init)).ok).toBe(true);
};
const idsReceived = async () => (await laptop.receive()).map(({ messageId }) => String(messageId));
const nothingIsWrong = (found: readonly string[]) => found.length === 0;

it('credentials-failing: nothing is read until they are mended, then it goes on by itself', async () => {
  await partnerCenter('PUT', 'secret', { expired: true });
  await partnerCenter('DELETE', 'tokens');
  await passUntil((found) => found.includes('credentials-failing'));
  await laptop.put(addon, { friendlyName: 'Maps', status: 'Certification' });

  const { body } = await laptop.api('POST', 'diagnose');
  expect(JSON.stringify(body)).toMatch(/secret/i);

  await partnerCenter('PUT', 'secret', { expired: false });
  await passUntil(nothingIsWrong);
  expect(await idsReceived()).toContain(`${addon}/2`);
});

describe('set-aside', () => {
  beforeEach(async () => {
    const table = TableClient.fromConnectionString(
      laptop.settings['TABLES_CONNECTION_STRING'] ?? '',
      'submissionwatch',
      { allowInsecureConnection: true },
    );
    const row = async () => {
      for await (const entity of table.listEntities()) if (entity.rowKey === `submission|${addon}`) return entity;
      throw new Error('There is no row of it');
    };
    const { partitionKey = '', rowKey = '' } = await row();
    await table.updateEntity({ partitionKey, rowKey, data: '{"cut sho' }, 'Merge');
    await passUntil((found) => found.includes('set-aside'));
  });

  const entries = async () => ((await laptop.api('GET', 'set-aside')).body as { value: { id: string }[] }).value;

  it('lists a row that cannot be read, with its reason, and blocks nobody', async () => {
    expect(await entries()).toMatchObject([{ what: 'submission', key: addon, reason: expect.stringMatching(/\w/) }]);
    await laptop.put(other, { friendlyName: 'Maps', status: 'Certification' });
    await laptop.pass();
    expect(await idsReceived()).toContain(`${other}/2`);
  });

  it('retry makes it anew: its sequence goes on', async () => {
    const [{ id } = { id: '' }] = await entries();
    expect((await laptop.api('POST', 'set-aside/retry', { id })).status).toBe(200);
    await laptop.put(addon, { friendlyName: 'Maps', status: 'Certification' });
    await passUntil(nothingIsWrong);
    const ids = (await idsReceived()).filter((one) => one.startsWith(addon));
    expect(ids[0]).toBe(`${addon}/2`);
  });

  it('discard gives it up: it is not tracked any more', async () => {
    const [{ id } = { id: '' }] = await entries();
    expect((await laptop.api('POST', 'set-aside/discard', { id })).status).toBe(200);
    await passUntil(nothingIsWrong);
    expect((await laptop.api('GET', `submissions/${addon}`)).status).toBe(404);
  });
});
