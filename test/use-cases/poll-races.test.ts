import { aSubmissionKey } from '../support/a-submission-key.ts';
import { createWatcher } from '../support/a-watcher.ts';
import { keysOfProducts } from '../support/key-of.ts';

const key = aSubmissionKey('addon');

describe('a submission that another writer changed during its read', () => {
  it('is left to that writer', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();
    watcher.clock.advance(60);
    watcher.partnerCenter.shows(key, { state: 'Release' });
    watcher.partnerCenter.beforeAnswering(key, async () => {
      await watcher.pass();
    });

    const summary = await watcher.pass();

    expect(summary).toMatchObject({ read: 1, changed: 0, events: 0, published: 0 });
    expect(watcher.delivered(key)).toEqual([`${key.text}/1`, `${key.text}/2`]);
    expect(watcher.publisher.taken).toHaveLength(2);
    expect(watcher.log.lines.at(-1)).toContain('was changed by another writer');
  });

  it('is not tracked again by a pass that began before it was untracked', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();
    watcher.clock.advance(60);
    const stored = await watcher.table.store.load(key);
    if (stored === undefined) throw new Error('it is tracked');
    watcher.partnerCenter.beforeAnswering(key, async () => {
      await watcher.table.store.commit({ ...stored.submission, tracked: false }, stored.version, []);
    });

    await watcher.pass();

    expect((await watcher.table.store.load(key))?.submission.tracked).toBe(false);
  });
});

describe('two pollers at once', () => {
  it.each([1, 4, 16])('double nothing and lose nothing, with %i reads at a time', async (concurrency) => {
    const watcher = createWatcher();
    const keys = keysOfProducts(30);
    for (const one of keys) await watcher.track(one, { state: 'State0' });
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([watcher.pass({ concurrency }), watcher.pass({ concurrency }), watcher.pass({ concurrency })]);
      watcher.clock.advance(60);
      for (const one of keys) watcher.partnerCenter.shows(one, { state: `State${round + 1}` });
    }

    await watcher.relay();

    for (const one of keys) {
      expect(watcher.delivered(one)).toEqual([1, 2, 3, 4, 5].map((sequence) => `${one.text}/${sequence}`));
      expect(await watcher.recorded(one)).toEqual(watcher.delivered(one));
    }
  });
});
