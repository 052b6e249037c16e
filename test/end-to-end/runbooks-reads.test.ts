import { stopHosts } from '../local/functions-host-process.ts';
import { type Laptop, startLaptop } from '../support/laptop.ts';
import { asOperator, type Operator } from '../support/operator.ts';

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
  const complaint = new RegExp(`poll: ${addon}: Table Storage: .* failed \\(ServerBusy\\)`);
  expect(laptop.host().lines).toContainEqual(expect.stringMatching(complaint));

  laptop.tables.refuse(() => true);
  expect(await laptop.api('GET', 'health')).toMatchObject({ status: 503, body: { code: 'storage-unavailable' } });
  expect(await operator.diagnosis()).toMatchObject({ table: expect.stringContaining('throttled') });
  laptop.tables.refuse(() => false);
  await laptop.pass();
  await operator.seesRecovered();
  expect(await operator.idsReceived()).toContain(`${addon}/2`);
});

it('poll-behind: a larger budget catches up, and so does tracking less', async () => {
  const tight = { PARTNER_CENTER_REQUESTS_PER_MINUTE: '1', POLL_BEHIND_MINUTES: '3', ACTIVE_POLL_SECONDS: '60' };
  async function minutes(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute++) {
      await laptop.later(1);
      await laptop.pass();
    }
  }
  await operator.startHost(tight);
  await operator.track(...addons);
  await minutes(6);
  await operator.seesDegraded('poll-behind');
  expect(await operator.status()).toMatchObject({ lastPass: { summary: { due: 5, read: 1 } } });
  await operator.restartHost({ ...tight, PARTNER_CENTER_REQUESTS_PER_MINUTE: '20' });
  await minutes(2);
  await operator.seesRecovered();

  await operator.restartHost(tight);
  await minutes(6);
  await operator.seesDegraded('poll-behind');
  for (const key of addons.slice(1)) expect((await laptop.api('DELETE', `submissions/${key}`)).status).toBe(204);
  await minutes(2);
  await operator.seesRecovered();
});

it('product-unlisted: one that is not there is not watched any more, one that is forbidden goes on by itself', async () => {
  const [gone, forbidden] = ['app:9NSAMPLE0ALP', 'app:9NSAMPLE0APP'];
  await operator.startHost();
  await operator.track(addon);
  await operator.partnerCenter('PUT', `products/${forbidden}`, { name: 'Maps' });
  await operator.partnerCenter('POST', 'faults', { key: forbidden, fault: { status: 403 } });
  for (const key of [gone, forbidden]) expect((await laptop.api('PUT', `products/${key}`)).status).toBe(201);
  for (let half = 0; half < 4; half++) {
    await laptop.pass();
    await laptop.later(30);
  }
  await laptop.pass();
  await operator.seesDegraded('product-unlisted');
  const { unlistedProducts } = await operator.status();
  expect(
    new Map((unlistedProducts as { key: string; lastFailure: object }[]).map((one) => [one.key, one.lastFailure])),
  ).toEqual(
    new Map([
      [gone, expect.objectContaining({ reason: 'not-found' })],
      [forbidden, expect.objectContaining({ reason: 'forbidden' })],
    ]),
  );

  expect((await laptop.api('DELETE', `products/${gone}`)).status).toBe(204);
  expect(await operator.reasons()).toEqual(['product-unlisted']);
  await operator.partnerCenter('DELETE', 'faults');
  await laptop.later(60);
  // The first one finds what was due meanwhile late.
  await laptop.pass();
  await laptop.pass();
  await operator.seesRecovered();
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

it('host-unavailable: reads go on, nothing is said of submissions, and it goes on by itself', async () => {
  await operator.startHost();
  await operator.track(...addons);
  await laptop.pass();
  await operator.idsReceived();
  await operator.partnerCenter('POST', 'faults', { fault: { status: 503 } });
  await laptop.put(addon, { friendlyName: 'Maps', status: 'Certification' });
  for (let minute = 0; minute < 12; minute += 6) {
    await laptop.pass();
    await laptop.later(6);
  }
  await laptop.pass();
  await operator.seesDegraded('host-unavailable');
  expect(await operator.diagnosis()).toMatchObject({ 'Store API': expect.stringMatching(/fault \(503\)/) });

  await operator.partnerCenter('DELETE', 'faults');
  await laptop.later(6);
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
