import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { never } from '../../shared/domain/tracked-submission.ts';
import { untrackSubmission } from '../../shared/use-cases/track-submission.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';

const msi = keyOf(keyTexts.msi);
const noToken = { message: 'No access token: AADSTS7000222', correlationId: 'correlation-1' };

describe('credentials that fail', () => {
  it('make one error line and a reason of health, and are no failure of any submission', async () => {
    const { watcher, keys } = await reading(20);
    const before = await submissionsOf(watcher, keys);
    for (const key of keys) watcher.partnerCenter.fails(key, 'unauthorized', noToken);

    const summary = await nextPass(watcher);

    expect(summary).toMatchObject({ due: 20, read: 0, failed: 0, left: 20 });
    expect(watcher.log.lines).toEqual([
      'error: poll: devCenter is left alone: No access token: AADSTS7000222 [correlation-1]',
    ]);
    expect(await submissionsOf(watcher, keys)).toEqual(before);
    const health = await watcher.health();
    expect(health.reasons).toContain('credentials-failing');
    expect(health.budgets).toMatchObject([
      { host: 'devCenter', refusal: { reason: 'unauthorized', message: noToken.message } },
    ]);
  });

  it('are asked about again at each pass, and forgotten with the first answer', async () => {
    const { watcher, keys } = await reading(5);
    for (const key of keys) watcher.partnerCenter.fails(key, 'unauthorized', noToken);
    const since = await refusedSince(watcher);
    await nextPass(watcher);
    expect(await refusalOf(watcher)).toMatchObject({ since });
    for (const key of keys) watcher.partnerCenter.shows(key, { state: 'Release' });

    const summary = await nextPass(watcher);

    expect(summary).toMatchObject({ read: 5, events: 5 });
    expect(await refusalOf(watcher)).toBeUndefined();
    expect((await watcher.health()).reasons).not.toContain('credentials-failing');
  });

  it('at one host leave the other host alone', async () => {
    const { watcher, keys } = await reading(3, [msi]);
    for (const key of keys) if (key.text !== msi.text) watcher.partnerCenter.fails(key, 'unauthorized', noToken);

    expect(await nextPass(watcher)).toMatchObject({ read: 1, left: 3 });

    expect((await watcher.table.budgets.store.load())?.value).not.toHaveProperty('refusal');
  });
});

describe('one submission that is answered 401 where others are read with the same token', () => {
  it('is asked for less and less often, announced as unreachable after an hour, and holds up nobody', async () => {
    const { watcher, keys } = await reading(30);
    const [key = msi] = keys;
    watcher.partnerCenter.fails(key, 'unauthorized', { status: 401 });

    for (let pass = 0; pass < 5; pass += 1) await nextPass(watcher);

    expect(typesOf(watcher, key)).toEqual(['tracked']);
    expect((await watcher.health()).reasons).not.toContain('credentials-failing');
    const asked = watcher.partnerCenter.reads.length;
    await nextPass(watcher);
    expect(watcher.partnerCenter.reads.slice(asked)).toHaveLength(29);
    for (let pass = 0; pass < 120; pass += 1) await nextPass(watcher);
    expect(typesOf(watcher, key)).toEqual(['tracked', 'unreachable']);
  });
});

describe('those that are refused', () => {
  it.each([
    ['forbidden', { concurrency: 4, budget: { devCenter: 4, store: 4 } }],
    ['unauthorized', { concurrency: 1 }],
    ['unauthorized', { budget: { devCenter: 1, store: 1 } }],
  ] as const)(
    '(%s) keep nobody from being read, though they were tracked first and are as many as a pass reads',
    async (reason, changes) => {
      const watcher = createWatcher();
      const keys = keysOfProducts(8);
      const refused = keys.slice(0, 4);
      for (const key of refused) await watcher.track(key);
      watcher.clock.advance(1);
      for (const key of keys.slice(4)) await watcher.track(key);
      for (const key of refused) watcher.partnerCenter.fails(key, reason, { status: 403 });

      for (let pass = 0; pass < 30; pass += 1) {
        await watcher.pass(changes);
        watcher.clock.advance(60);
      }

      for (const key of keys.slice(4)) expect(watcher.partnerCenter.reads).toContain(`full ${key.text}`);
    },
  );
});

describe('a host that answers everything with 403', () => {
  it('is said to refuse, once, and no submission is called unreachable', async () => {
    const { watcher, keys } = await reading(3);
    for (const key of keys) watcher.partnerCenter.fails(key, 'forbidden', { status: 403 });

    const summary = await nextPass(watcher);

    expect(summary).toMatchObject({ read: 0, failed: 0, events: 0, left: 3 });
    expect(watcher.log.lines).toEqual([
      'error: poll: devCenter refuses everything: Scripted: forbidden; rights or a daily quota',
    ]);
    for (const key of keys) {
      const stored = (await watcher.table.store.load(key))?.submission;
      expect(stored).toMatchObject({ failures: 0 });
      expect(stored).not.toHaveProperty('unreachable');
    }
    expect((await watcher.health()).reasons).toContain('host-refusing');
  });

  it('is well again with the first answer, and nothing was lost', async () => {
    const { watcher, keys } = await reading(4);
    for (const key of keys) watcher.partnerCenter.fails(key, 'forbidden', { status: 403 });
    await nextPass(watcher);
    for (const key of keys) watcher.partnerCenter.shows(key, { state: 'Release' });

    expect(await nextPass(watcher)).toMatchObject({ read: 4, events: 4, published: 4 });

    expect((await watcher.health()).reasons).not.toContain('host-refusing');
    for (const key of keys) expect(typesOf(watcher, key)).toEqual(['tracked', 'state-changed']);
  });

  it('is not said of it any more, once nothing of it is tracked and nobody asks', async () => {
    const { watcher, keys } = await reading(3);
    for (const key of keys) watcher.partnerCenter.fails(key, 'forbidden', { status: 403 });
    await nextPass(watcher);
    for (const key of keys) await untrackSubmission(watcher.table.store, key);
    await nextPass(watcher);
    expect((await watcher.health()).reasons).toContain('host-refusing');

    await nextPass(watcher, 1_800);

    expect((await watcher.health()).reasons).not.toContain('host-refusing');
  });

  it('is not meant by two: they are announced, though nothing else was read', async () => {
    const { watcher, keys } = await reading(2);
    for (const key of keys) watcher.partnerCenter.fails(key, 'forbidden', { status: 403 });

    expect(await nextPass(watcher)).toMatchObject({ failed: 2, events: 2, left: 0 });

    for (const key of keys) expect(typesOf(watcher, key)).toEqual(['tracked', 'unreachable']);
    expect(await refusalOf(watcher)).toBeUndefined();
  });

  it('is not meant where others can be read: those that cannot are announced, once each', async () => {
    const { watcher, keys } = await reading(6);
    const forbidden = keys.slice(0, 4);
    for (const key of forbidden) watcher.partnerCenter.fails(key, 'forbidden', { status: 403 });

    for (let pass = 0; pass < 3; pass += 1) await nextPass(watcher, 3_600);

    for (const key of forbidden) expect(typesOf(watcher, key)).toEqual(['tracked', 'unreachable']);
    for (const key of keys.slice(4)) expect(typesOf(watcher, key)).toEqual(['tracked']);
    expect((await watcher.health()).reasons).not.toContain('host-refusing');
  });
});

describe('a submission that is not to be had', () => {
  it.each([
    ['forbidden', 403],
    ['conflict', 409],
    ['invalid-request', 400],
  ] as const)('for %s (%i) is announced at the first time, once, and recovers once', async (reason, status) => {
    const { watcher, keys } = await reading(2);
    const [key = msi] = keys;
    watcher.partnerCenter.fails(key, reason, { status });
    await nextPass(watcher);
    expect(typesOf(watcher, key)).toEqual(['tracked', 'unreachable']);
    for (let pass = 0; pass < 3; pass += 1) await nextPass(watcher, 7_200);
    watcher.partnerCenter.shows(key, { state: 'Certification' });
    for (let pass = 0; pass < 2; pass += 1) await nextPass(watcher, 7_200);

    expect(typesOf(watcher, key)).toEqual(['tracked', 'unreachable', 'recovered']);
    const told = watcher.publisher.delivered().filter(({ subject }) => subject === key.text);
    expect(told.slice(1).map(({ data }) => data)).toMatchObject([
      { reason, status },
      { reason, status, unreachableSeconds: 60 + 4 * 7_200 - 60 },
    ]);
  });

  it('for 403 and then is deleted retires as one that was deleted at once', async () => {
    const { watcher, keys } = await reading(2);
    const [key = msi] = keys;
    for (const [reason, status] of [
      ['forbidden', 403],
      ['not-found', 404],
    ] as const) {
      watcher.partnerCenter.fails(key, reason, { status });
      for (let pass = 0; pass < 3; pass += 1) await nextPass(watcher, 7_200);
    }
    expect((await watcher.table.store.load(key))?.submission.unreachable?.reason).toBe('not-found');

    await nextPass(watcher, 91 * 86_400);

    expect((await watcher.table.store.load(key))?.submission.nextPollAt).toBe(never);
    expect(typesOf(watcher, key)).toEqual(['tracked', 'unreachable']);
  });

  it('for 404 is announced at the second time in a row', async () => {
    const { watcher, keys } = await reading(1);
    const [key = msi] = keys;
    for (const reason of ['not-found', 'unavailable', 'not-found'] as const) {
      watcher.partnerCenter.fails(key, reason);
      await nextPass(watcher, 3_600);
    }
    expect(typesOf(watcher, key)).toEqual(['tracked']);

    await nextPass(watcher, 3_600);

    expect(typesOf(watcher, key)).toEqual(['tracked', 'unreachable']);
  });

  it('is asked for less and less often, and the others as before', async () => {
    const { watcher, keys } = await reading(2);
    const [key = msi, other = msi] = keys;
    watcher.partnerCenter.fails(key, 'forbidden', { status: 403 });
    const asked = watcher.partnerCenter.reads.length;

    for (let minute = 0; minute < 120; minute += 1) await nextPass(watcher);

    const reads = watcher.partnerCenter.reads.slice(asked);
    expect(reads.filter((read) => read.endsWith(other.text))).toHaveLength(120);
    expect(reads.filter((read) => read.endsWith(key.text)).length).toBeLessThan(10);
  });
});

/** Submissions that were read once; the log is empty. */
async function reading(
  count: number,
  more: readonly SubmissionKey[] = [],
): Promise<{ watcher: Watcher; keys: readonly SubmissionKey[] }> {
  const watcher = createWatcher();
  const keys = [...keysOfProducts(count), ...more];
  for (const key of keys) await watcher.track(key);
  await watcher.pass();
  return { watcher, keys };
}

function nextPass(watcher: Watcher, seconds = 60) {
  watcher.clock.advance(seconds);
  return watcher.pass();
}

/** All but what is known of the last try, and when to try again. */
async function submissionsOf(watcher: Watcher, keys: readonly SubmissionKey[]) {
  const stored = await Promise.all(keys.map((key) => watcher.table.store.load(key)));
  return stored.map((each) => ({ ...each?.submission, lastFailure: undefined, nextPollAt: undefined }));
}

async function refusalOf(watcher: Watcher) {
  return (await watcher.table.budgets.devCenter.load())?.value?.refusal;
}

async function refusedSince(watcher: Watcher): Promise<string> {
  await nextPass(watcher);
  return watcher.clock.now().toISOString();
}

function typesOf(watcher: Watcher, key: SubmissionKey): string[] {
  const events = watcher.publisher.delivered().filter(({ subject }) => subject === key.text);
  return events.map(({ type }) => type.replace('submissionwatch.submission.', '').replace('.v1', ''));
}
