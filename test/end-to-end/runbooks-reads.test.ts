import { stopHosts } from '../local/functions-host-process.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';
import { asOperator, nothingIsWrong, type Operator } from '../support/operator.ts';

/** The runbooks of docs/operate.md for what is wrong with passes and reads: each is brought about, and its remedy ends it. */
const addons = [...'45678'].map((end) => `addon:9NSAMPLE0ADN:115292150568937815${end}`);
const [addon = '', other = ''] = addons;
const disabled = { 'AzureWebJobs.poll-submissions.Disabled': 'true' };

let laptop: Laptop;
let operator: Operator;

beforeEach(async () => {
  laptop = await startLaptop();
  operator = asOperator(laptop);
});
afterEach(() => laptop.stop());
afterAll(stopHosts);

it('no-pass-yet: right for some minutes, then told; POST poll makes a pass', async () => {
  await operator.startHost(disabled);
  expect(await operator.reasons()).toEqual(['no-pass-yet']);
  expect(await operator.said()).toEqual([]);

  await laptop.later(11);
  await operator.seesDegraded('no-pass-yet');
  expect(await laptop.api('POST', 'poll')).toMatchObject({ status: 200, body: { due: 0 } });
  await operator.seesRecovered();
});

it('pass-overdue: the function is disabled; POST poll makes a pass now, and once it is enabled the timer does', async () => {
  await operator.startHost();
  await operator.track(addon);
  await laptop.pass();
  await operator.restartHost(disabled);
  await laptop.put(addon, { friendlyName: 'Maps', status: 'Certification' });
  await laptop.later(11);
  await laptop.pass();
  await operator.seesDegraded('pass-overdue');
  expect(laptop.host().line.functions).toContainEqual(
    expect.objectContaining({ name: 'poll-submissions', isDisabled: true }),
  );

  expect((await laptop.api('POST', 'poll')).body).toMatchObject({ due: 1, read: 1, changed: 1 });
  await operator.seesRecovered();
  expect(await operator.idsReceived()).toEqual([1, 2].map((sequence) => `${addon}/${sequence}`));

  await operator.restartHost();
  await laptop.put(addon, { friendlyName: 'Maps', status: 'Release' });
  await laptop.pass();
  expect(await operator.idsReceived()).toEqual([`${addon}/3`]);
});

it('pass-failed: the log names what storage said; one pass that ends well clears it', async () => {
  await operator.startHost();
  await operator.track(addon, other);
  await laptop.pass();
  await laptop.put(addon, { friendlyName: 'Maps', status: 'Certification' });
  laptop.tables.refuse(({ body }) => body.includes('outbox|'));
  await laptop.pass();
  await operator.seesDegraded('pass-failed');
  expect(laptop.host().lines.join('\n')).toMatch(/Table Storage: .* failed \(ServerBusy\)/);

  laptop.tables.refuse(() => true);
  expect(await laptop.api('GET', 'health')).toMatchObject({ status: 503, body: { code: 'storage-unavailable' } });
  expect(await operator.diagnosis()).toMatchObject({ table: expect.stringContaining('throttled') });
  laptop.tables.refuse(() => false);
  await laptop.pass();
  await operator.seesRecovered();
  expect(await operator.idsReceived()).toContain(`${addon}/2`);
});

describe('poll-behind', () => {
  const tight = { PARTNER_CENTER_REQUESTS_PER_MINUTE: '1', POLL_BEHIND_MINUTES: '3', ACTIVE_POLL_SECONDS: '60' };

  async function minutes(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute++) {
      await laptop.later(1);
      await laptop.pass();
    }
  }

  beforeEach(async () => {
    await operator.startHost(tight);
    await operator.track(...addons);
    await minutes(8);
    await operator.seesDegraded('poll-behind');
    expect(await operator.status()).toMatchObject({ lastPass: { summary: { due: 5, read: 1 } } });
  });

  it('a larger budget catches up', async () => {
    await operator.restartHost({ ...tight, PARTNER_CENTER_REQUESTS_PER_MINUTE: '20' });
    await minutes(2);
    await operator.seesRecovered();
  });

  it('so does tracking less', async () => {
    for (const key of addons.slice(1)) expect((await laptop.api('DELETE', `submissions/${key}`)).status).toBe(204);
    await minutes(2);
    await operator.seesRecovered();
  });
});

describe('product-unlisted', () => {
  const product = '9NSAMPLE0APP';

  async function failFor(hours: number): Promise<void> {
    await operator.startHost();
    await operator.track(addon);
    expect((await laptop.api('PUT', `products/app:${product}`)).status).toBe(201);
    for (let half = 0; half < 2 * hours + 2; half++) {
      await laptop.pass();
      await laptop.later(30);
    }
    await laptop.pass();
    await operator.seesDegraded('product-unlisted');
  }

  it('404: the status names it, and it is not watched any more', async () => {
    await failFor(1);
    expect(await operator.status()).toMatchObject({
      unlistedProducts: [{ key: `app:${product}`, lastFailure: { reason: 'not-found' } }],
    });
    expect((await laptop.api('DELETE', `products/app:${product}`)).status).toBe(204);
    await operator.seesRecovered();
  });

  it('403: the status says so, and once the role is there it goes on by itself', async () => {
    await operator.partnerCenter('PUT', `products/app:${product}`, { name: 'Maps' });
    await operator.partnerCenter('POST', 'faults', { key: `app:${product}`, fault: { status: 403 } });
    await failFor(1);
    expect(await operator.status()).toMatchObject({ unlistedProducts: [{ lastFailure: { reason: 'forbidden' } }] });

    await operator.partnerCenter('DELETE', 'faults');
    await laptop.later(60);
    await operator.passUntil(nothingIsWrong);
    await operator.seesRecovered();
  });
});

it('host-refusing: nothing is read and nothing said of submissions, and the doctor may list nothing', async () => {
  await operator.startHost();
  await operator.track(...addons);
  await laptop.pass();
  await operator.idsReceived();
  await operator.partnerCenter('POST', 'faults', { fault: { status: 403 } });
  await laptop.put(addon, { friendlyName: 'Maps', status: 'Certification' });
  await laptop.pass();
  await operator.seesDegraded('host-refusing');
  expect(await operator.idsReceived()).toEqual([]);
  const closed = expect.stringMatching(/403.*role.*daily quota/);
  expect(await operator.diagnosis()).toMatchObject({ 'hardware API': closed, 'Store API': closed });

  await operator.partnerCenter('DELETE', 'faults');
  await laptop.pass();
  await operator.seesRecovered();
  expect(await operator.idsReceived()).toEqual([`${addon}/2`]);
});

it('credential-expiring: a new date ends it', async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await operator.startHost({ PARTNER_CENTER_CREDENTIAL_EXPIRES_ON: inDays(20) });
  await laptop.pass();
  expect(await operator.reasons()).toEqual([]);
  await laptop.later(7 * 24 * 60);
  await laptop.pass();
  await operator.seesDegraded('credential-expiring');

  await operator.restartHost({ PARTNER_CENTER_CREDENTIAL_EXPIRES_ON: inDays(180) });
  await laptop.pass();
  await operator.seesRecovered();
});
