import { aSubmissionKey } from '../support/a-submission-key.ts';
import { createWatcher } from '../support/a-watcher.ts';

const key = aSubmissionKey('addon');

describe('a read that failed', () => {
  it('changes nothing that is known, and is tried again later and later', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();
    const known = (await watcher.table.store.load(key))?.submission;
    watcher.partnerCenter.fails(key, 'unavailable', { status: 503, correlationId: 'correlation-1' });
    const waits: number[] = [];

    for (let attempt = 0; attempt < 4; attempt += 1) {
      watcher.clock.advance(600);
      expect(await watcher.pass()).toMatchObject({ due: 1, read: 0, failed: 1, events: 0, left: 0 });
      const next = (await watcher.table.store.load(key))?.submission.nextPollAt ?? '';
      waits.push((Date.parse(next) - watcher.clock.now().getTime()) / 1000);
    }

    expect(waits).toEqual([60, 120, 240, 480]);
    const stored = (await watcher.table.store.load(key))?.submission;
    expect(stored).toEqual({
      ...known,
      nextPollAt: stored?.nextPollAt,
      failures: 4,
      lastFailure: { reason: 'unavailable', at: watcher.clock.now().toISOString() },
    });
    expect(watcher.log.lines).toContain(`warn: poll: ${key.text}: Scripted: unavailable [correlation-1]`);
  });

  it('leaves no trace once a read succeeds', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();
    watcher.partnerCenter.fails(key, 'invalid-body', { status: 200 });
    watcher.clock.advance(60);
    await watcher.pass();
    watcher.clock.advance(60);
    watcher.partnerCenter.shows(key, { state: 'Certification' });

    const summary = await watcher.pass();

    const stored = (await watcher.table.store.load(key))?.submission;
    expect(summary).toMatchObject({ read: 1, changed: 0, events: 0 });
    expect(stored).toMatchObject({ failures: 0, lastCheckedAt: watcher.clock.now().toISOString() });
    expect(stored).not.toHaveProperty('lastFailure');
    expect(watcher.delivered(key)).toHaveLength(1);
  });

  it('forgets that a submission was taken for withdrawn once it is read', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();
    const stored = await watcher.table.store.load(key);
    if (stored === undefined) throw new Error('it is tracked');
    await watcher.table.store.commit({ ...stored.submission, withdrawn: true }, stored.version, []);
    watcher.clock.advance(60);

    await watcher.pass();

    expect((await watcher.table.store.load(key))?.submission).not.toHaveProperty('withdrawn');
  });

  it('announces once that a submission is not to be had, and once that it is again', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();
    watcher.partnerCenter.fails(key, 'not-found', { status: 404 });
    for (let attempt = 0; attempt < 4; attempt += 1) {
      watcher.clock.advance(3_600);
      await watcher.pass();
    }
    watcher.partnerCenter.shows(key, { state: 'Certification' });
    watcher.clock.advance(3_600);
    await watcher.pass();
    watcher.clock.advance(3_600);
    await watcher.pass();

    expect(watcher.publisher.delivered().map(({ type }) => type.split('.')[2])).toEqual([
      'tracked',
      'unreachable',
      'recovered',
    ]);
  });
});
