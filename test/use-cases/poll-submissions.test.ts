import { longestEvent } from '../../shared/domain/fit-event.ts';
import { aPassSummary } from '../support/a-pass-summary.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { createWatcher } from '../support/a-watcher.ts';
import { keysOfProducts } from '../support/key-of.ts';
import { someCadence, someRules } from '../support/some-rules.ts';

const key = aSubmissionKey('addon');

describe('a pass', () => {
  it('announces a submission at first sight as tracked, with what it found', async () => {
    const watcher = createWatcher();
    const error = { severity: 'error' as const, code: 'InvalidArchive', details: 'No such file' };
    await watcher.track(key, { state: 'Certification', errors: [error] });

    const summary = await watcher.pass();

    const counts = { due: 1, read: 1, changed: 1, events: 1, published: 1, requests: 1 };
    expect(summary).toEqual(aPassSummary(counts));
    expect(watcher.publisher.delivered()).toMatchObject([
      { id: `${key.text}/1`, type: 'submissionwatch.submission.tracked.v1', data: { snapshot: { issues: [error] } } },
    ]);
  });

  it('stores a change and publishes it', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();
    watcher.clock.advance(60);
    watcher.partnerCenter.shows(key, { state: 'Release', reports: [{ url: 'https://example.org/report' }] });

    const summary = await watcher.pass();

    expect(summary).toMatchObject({ due: 1, read: 1, changed: 1, events: 2, published: 2, failed: 0, left: 0 });
    expect(watcher.delivered(key)).toEqual([1, 2, 3].map((sequence) => `${key.text}/${sequence}`));
    expect(await watcher.recorded(key)).toEqual(watcher.delivered(key));
    const stored = await watcher.table.store.load(key);
    expect(stored?.submission).toMatchObject({ sequence: 3, snapshot: { state: 'Release' } });
  });

  it('writes nothing of its own for what has not changed: one batch puts all of it off', async () => {
    const watcher = createWatcher();
    const keys = keysOfProducts(50);
    for (const one of keys) await watcher.track(one);
    await watcher.pass();
    watcher.clock.advance(60);
    watcher.writes.length = 0;

    const summary = await watcher.pass();

    expect(summary).toEqual(aPassSummary({ due: 50, read: 50, requests: 50 }));
    expect(watcher.writes).toEqual(['reschedule 50']);
    expect(await watcher.pass()).toMatchObject({ due: 0, read: 0 });
  });

  it('publishes what fits of a long change and keeps the whole', async () => {
    const watcher = createWatcher();
    const errors = Array.from({ length: 500 }, (_, index) => ({
      severity: 'error' as const,
      code: `Error${index}`,
      details: 'x'.repeat(900),
    }));
    await watcher.track(key, { state: 'CertificationFailed', errors });

    await watcher.pass();

    const { items } = await watcher.table.store.history(key, { size: 1 });
    const [published] = watcher.publisher.delivered();
    expect(items).toMatchObject([{ data: { snapshot: { issues: errors } } }]);
    expect(JSON.stringify(published).length).toBeLessThanOrEqual(longestEvent);
    expect(published?.data.omitted).toBeDefined();
  });

  it('stores what changed without being news', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();
    watcher.clock.advance(60);
    watcher.partnerCenter.shows(key, { state: 'Certification', name: 'Contoso Player' });

    const summary = await watcher.pass();

    expect(summary).toMatchObject({ changed: 1, events: 0, published: 0 });
    expect((await watcher.table.store.load(key))?.submission.snapshot?.name).toBe('Contoso Player');
  });

  it('reads the whole submission at first sight and the light status after that', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();
    watcher.clock.advance(60);
    await watcher.pass();

    expect(watcher.partnerCenter.reads).toEqual([`full ${key.text}`, `status ${key.text}`]);
  });

  it('reads the longest due first and leaves to the next pass what the budget does not hold', async () => {
    const watcher = createWatcher();
    const keys = keysOfProducts(5);
    for (const one of keys.toReversed()) {
      await watcher.track(one);
      watcher.clock.advance(1);
    }
    const changes = { budget: { devCenter: 2, store: 2 }, concurrency: 1 };

    const first = await watcher.pass(changes);
    watcher.clock.advance(44);
    const tooSoon = await watcher.pass(changes);
    watcher.clock.advance(16);
    const second = await watcher.pass(changes);
    watcher.clock.advance(60);
    await watcher.pass(changes);

    expect(first).toMatchObject({ due: 5, read: 2, left: 0, oldestDueSeconds: 5 });
    expect(tooSoon).toMatchObject({ due: 3, read: 1, oldestDueSeconds: 47 });
    expect(second).toMatchObject({ due: 4, read: 1, oldestDueSeconds: 62 });
    expect(watcher.partnerCenter.reads.slice(0, 5)).toEqual(keys.toReversed().map(({ text }) => `full ${text}`));
  });

  it('each minute reads each time what is to be read each minute, though a read comes a moment after the pass began', async () => {
    const watcher = createWatcher();
    await watcher.track(key);

    for (let pass = 0; pass < 10; pass += 1) {
      watcher.partnerCenter.beforeAnswering(key, () => watcher.clock.advance(2));
      await watcher.pass();
      watcher.clock.advance(58);
    }

    expect(watcher.partnerCenter.reads).toHaveLength(10);
  });

  it('does not read sooner than asked for, where all is to be read at each pass', async () => {
    const watcher = createWatcher();
    await watcher.track(key, { state: 'PendingCommit' });
    const rules = someRules({ cadence: { ...someCadence, activeSeconds: 0 } });
    await watcher.pass({ rules });

    watcher.clock.advance(899);
    expect(await watcher.pass({ rules })).toMatchObject({ due: 0 });
  });

  it('keeps no more reads under way than it may', async () => {
    const watcher = createWatcher();
    let underWay = 0;
    let most = 0;
    for (const one of keysOfProducts(12)) {
      await watcher.track(one);
      watcher.partnerCenter.beforeAnswering(one, async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
      });
    }

    await watcher.pass({ concurrency: 3 });

    expect(most).toBe(3);
  });
});
