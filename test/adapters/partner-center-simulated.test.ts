import { CLIENT_SECRET } from '../../local/partner-center/credentials.ts';
import type { Observation } from '../../shared/domain/snapshot.ts';
import type { Kind, SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { ReadFailure } from '../../shared/ports/partner-center.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { decide } from '../support/decide.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';
import { secretsIn, useSimulatedPartnerCenter } from '../support/simulated-partner-center.ts';

const noSignal = new AbortController().signal;

const models: Readonly<Record<Kind, Readonly<Record<string, unknown>>>> = {
  hardware: {
    commitStatus: 'CommitComplete',
    currentStep: 'validation',
    state: 'failed',
    messages: ['Look at {sas} for more'],
    downloads: ['initialPackage', 'signedPackage'],
    errorReport: true,
  },
  addon: {
    status: 'CertificationFailed',
    errors: [{ code: 'InvalidArchive', details: 'See {sas}' }],
    certificationReports: [{ date: '2026-03-01T10:00:00Z', reportUrl: 'https://example.org/report' }],
  },
  app: {
    status: 'Release',
    targetPublishMode: 'Manual',
    rollout: { percentage: 25, status: 'PackageRolloutInProgress' },
  },
  flight: { status: 'PreProcessing', warnings: [{ code: 'Odd', details: 'A warning' }] },
  msi: { publishingStatus: 'FAILED', hasFailed: true, errors: [{ code: 'error', message: 'Installer not signed' }] },
};

describe('the simulated Partner Center', () => {
  const simulated = useSimulatedPartnerCenter();

  async function put(kind: Kind, model = models[kind]): Promise<SubmissionKey> {
    await simulated.control('PUT', `submissions/${keyTexts[kind]}`, model);
    return keyOf(keyTexts[kind]);
  }

  async function observe(key: SubmissionKey, view: 'full' | 'status' = 'full'): Promise<Observation> {
    const result = await simulated.partnerCenter.read(key, view, noSignal);
    if (result.outcome === 'failed') throw new Error(result.failure.message);
    return result.observation;
  }

  async function failure(key: SubmissionKey): Promise<ReadFailure> {
    const result = await simulated.partnerCenter.read(key, 'full', noSignal);
    if (result.outcome === 'read') throw new Error('it was to fail');
    expect(secretsIn(result)).toEqual([]);
    return result.failure;
  }

  it.each([
    ['hardware', { state: 'validation/failed', artifacts: ['signedPackage', 'errorReport'] }],
    [
      'addon',
      {
        state: 'CertificationFailed',
        reports: [{ date: '2026-03-01T10:00:00.000Z', url: 'https://example.org/report' }],
        errors: [{ severity: 'error', code: 'InvalidArchive', details: expect.stringContaining('See https://') }],
      },
    ],
    [
      'app',
      { state: 'Release', publishMode: 'Manual', rollout: { percentage: 25, status: 'PackageRolloutInProgress' } },
    ],
    ['flight', { state: 'PreProcessing', warnings: [{ severity: 'warning', code: 'Odd', details: 'A warning' }] }],
    [
      'msi',
      { state: 'FAILED', hasFailed: true, errors: [expect.objectContaining({ details: 'Installer not signed' })] },
    ],
  ] as const)('shows a submission of the kind %s, without a secret', async (kind, expected) => {
    const key = await put(kind);

    for (const view of ['full', 'status'] as const) {
      const observation = await observe(key, view);
      expect(observation.state).toBe(expected.state);
      expect(secretsIn(observation)).toEqual([]);
      if (view === 'full') expect(observation).toMatchObject(expected);
    }
  });

  it('gives no reason for an event when only order, casing, dates, nulls and signatures differ', async () => {
    for (const kind of ['hardware', 'addon', 'app', 'flight', 'msi'] as const) {
      const key = await put(kind);
      let known = decide(key, await observe(key)).next;
      for (let seed = 1; seed <= 15; seed += 1) {
        await simulated.control('PUT', 'noise', { seed });
        simulated.clock.advance(1);
        const { next, events } = decide(
          known,
          await observe(key, seed % 2 === 0 ? 'full' : 'status'),
          simulated.clock.now(),
        );
        expect(events).toEqual([]);
        known = next;
      }
      await simulated.control('DELETE', 'noise');
    }
  });

  it('is asked for one token for many reads, and for a new one before it ends', async () => {
    const keys = keysOfProducts(30);
    for (const key of keys) await simulated.control('PUT', `submissions/${key.text}`, { status: 'Certification' });
    await simulated.control('DELETE', 'requests');

    await Promise.all(keys.map((key) => observe(key)));
    expect(await simulated.calls()).toEqual(['token 200', ...keys.map(() => 'store 200')]);

    simulated.clock.advance(3_300);
    await Promise.all(keys.map((key) => observe(key)));
    const calls = await simulated.calls();
    expect(calls.filter((call) => call === 'token 200')).toHaveLength(2);
    expect(calls.filter((call) => call === 'store 200')).toHaveLength(60);
    expect(calls).toHaveLength(62);
  });

  it('has its token renewed once when it is refused early, by many reads at once', async () => {
    const keys = keysOfProducts(10);
    for (const key of keys) await simulated.control('PUT', `submissions/${key.text}`, { status: 'Certification' });
    await observe(keys[0] ?? keyOf(keyTexts.addon));
    await simulated.control('DELETE', 'requests');
    await simulated.control('DELETE', 'tokens');

    await Promise.all(keys.map((key) => observe(key)));

    const calls = await simulated.calls();
    expect(calls.filter((call) => call.startsWith('token'))).toEqual(['token 200']);
    expect(calls.filter((call) => call === 'store 200')).toHaveLength(10);
  });

  it('makes a read unauthorized, in the words of the authority, when the secret has expired', async () => {
    const key = await put('addon');
    await simulated.control('PUT', 'secret', { expired: true });

    const { reason, message } = await failure(key);

    expect(reason).toBe('unauthorized');
    expect(message).toContain('AADSTS7000222');
    expect(message).not.toContain(CLIENT_SECRET);
  });

  it.each([
    ['html', 'invalid-body'],
    ['garbage', 'invalid-body'],
    ['empty', 'invalid-body'],
    ['trailing-comma', 'invalid-body'],
    ['cut', 'unavailable'],
    ['reset', 'unavailable'],
  ])('makes a read fail under the fault %s as %s, and the next one succeed', async (fault, reason) => {
    for (const kind of ['hardware', 'addon', 'msi'] as const) {
      const key = await put(kind);
      await simulated.control('POST', 'faults', { key: key.text, times: 1, fault });

      expect((await failure(key)).reason).toBe(reason);
      await expect(observe(key)).resolves.toBeDefined();
    }
  });

  it.each([
    ['hardware', 404, { reason: 'not-found', message: 'Partner Center answered 404 (EntityNotFound)' }],
    ['addon', 404, { reason: 'not-found', message: 'Partner Center answered 404 (ResourceNotFound)' }],
    ['addon', 409, { reason: 'conflict', message: 'Partner Center answered 409 (InvalidState)' }],
    ['hardware', 403, { reason: 'forbidden' }],
    ['msi', 400, { reason: 'invalid-request' }],
    ['hardware', 502, { reason: 'unavailable' }],
    ['msi', 503, { reason: 'unavailable' }],
  ] as const)('is understood when it answers %s with %i', async (kind, status, expected) => {
    const key = await put(kind);
    await simulated.control('POST', 'faults', { key: key.text, fault: { status } });

    expect(await failure(key)).toMatchObject({ ...expected, status });
  });

  it.each([
    ['header', 'hardware'],
    ['message', 'hardware'],
    ['date', 'addon'],
    ['message', 'addon'],
  ] as const)('is heard when it asks to wait by %s (%s)', async (retryAfter, kind) => {
    const key = await put(kind);
    await simulated.control('PUT', 'rate-limit', { requestsPerMinute: 2, retryAfter });
    await observe(key);
    simulated.clock.advance(18);
    await observe(key);

    expect(await failure(key)).toMatchObject({ reason: 'throttled', status: 429, retryAfterSeconds: 42 });

    simulated.clock.advance(43);
    await expect(observe(key)).resolves.toBeDefined();
  });

  it('shows three submissions where three ids are one double', async () => {
    const keys = ['600', '601', '613'].map((ending) => keyOf(`hardware:14461751976964156:1152921504621467${ending}`));
    for (const [index, key] of keys.entries()) {
      const model = { commitStatus: 'CommitComplete', currentStep: 'signing', state: `state${index}` };
      await simulated.control('PUT', `submissions/${key.text}`, model);
    }

    const states = await Promise.all(keys.map(async (key) => (await observe(key)).state));

    expect(states).toEqual(['signing/state0', 'signing/state1', 'signing/state2']);
  });

  it('holds up no other read when one hangs, until the pass gives it up', async () => {
    const [hanging, other] = [await put('addon'), await put('app')];
    await simulated.control('POST', 'faults', { key: hanging.text, fault: 'hang' });
    const pass = new AbortController();

    const first = simulated.partnerCenter.read(hanging, 'full', pass.signal);
    const second = await simulated.partnerCenter.read(other, 'full', pass.signal);
    pass.abort();

    expect(second.outcome).toBe('read');
    expect(await first).toMatchObject({ outcome: 'failed', failure: { reason: 'timeout' } });
  });
});
