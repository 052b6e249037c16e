import { never } from '../../shared/domain/tracked-submission.ts';
import { trackSubmission, untrackSubmission } from '../../shared/use-cases/track-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { createWatcher } from '../support/a-watcher.ts';

const key = aSubmissionKey('flight');

describe('tracking', () => {
  it('makes a submission due at once', async () => {
    const { table, clock } = createWatcher();

    const result = await trackSubmission(table.store, key, clock.now());

    expect(result).toMatchObject({ outcome: 'tracked', submission: { key, sequence: 0, failures: 0 } });
    expect((await table.store.load(key))?.submission).toEqual('submission' in result ? result.submission : undefined);
  });

  it('changes nothing of what is tracked already', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();
    const before = await watcher.table.store.load(key);
    watcher.clock.advance(10);

    const result = await trackSubmission(watcher.table.store, key, watcher.clock.now());

    expect(result).toEqual({ outcome: 'already-tracked', submission: before?.submission });
    expect(await watcher.table.store.load(key)).toEqual(before);
  });

  it('says so when two do it at once', async () => {
    const { table, clock } = createWatcher();

    const results = await Promise.all([1, 2, 3].map(() => trackSubmission(table.store, key, clock.now())));

    expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['conflict', 'conflict', 'tracked']);
  });
});

describe('untracking', () => {
  it('ends the reads and keeps the history', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    await watcher.pass();

    expect(await untrackSubmission(watcher.table.store, key)).toBe('untracked');

    watcher.clock.advance(365 * 86_400);
    expect(await watcher.pass()).toMatchObject({ due: 0 });
    expect((await watcher.table.store.load(key))?.submission).toMatchObject({ tracked: false, nextPollAt: never });
    expect(await watcher.recorded(key)).toEqual([`${key.text}/1`]);
  });

  it('knows what was not tracked', async () => {
    const watcher = createWatcher();

    expect(await untrackSubmission(watcher.table.store, key)).toBe('not-tracked');
    await watcher.track(key);
    await untrackSubmission(watcher.table.store, key);
    expect(await untrackSubmission(watcher.table.store, key)).toBe('not-tracked');
  });

  it('says so when the row moved meanwhile', async () => {
    const { table, clock } = createWatcher();
    await trackSubmission(table.store, key, clock.now());
    const store = {
      ...table.store,
      async load(one: typeof key) {
        const stored = await table.store.load(one);
        if (stored !== undefined) await table.store.commit(stored.submission, stored.version, []);
        return stored;
      },
    };

    expect(await untrackSubmission(store, key)).toBe('conflict');
    expect((await table.store.load(key))?.submission.tracked).toBe(true);
  });
});

describe('tracking again', () => {
  it('goes on with the sequence, announces what moved meanwhile, and uses no id twice', async () => {
    const watcher = createWatcher();
    await watcher.track(key, { state: 'Certification' });
    await watcher.pass();
    await untrackSubmission(watcher.table.store, key);
    watcher.clock.advance(86_400);

    const result = await trackSubmission(watcher.table.store, key, watcher.clock.now());
    watcher.partnerCenter.shows(key, { state: 'Published' });
    await watcher.pass();

    expect(result).toMatchObject({
      outcome: 'tracked',
      submission: { sequence: 1, trackedAt: '2026-03-03T08:00:00.000Z' },
    });
    expect(watcher.publisher.taken.map(({ id, type }) => [id, type.split('.')[2]])).toEqual([
      [`${key.text}/1`, 'tracked'],
      [`${key.text}/2`, 'state-changed'],
    ]);
  });

  it('forgets the failures that put the next read off', async () => {
    const watcher = createWatcher();
    await watcher.track(key);
    watcher.partnerCenter.fails(key, 'unavailable');
    await watcher.pass();
    await untrackSubmission(watcher.table.store, key);

    await trackSubmission(watcher.table.store, key, watcher.clock.now());

    expect((await watcher.table.store.load(key))?.submission).toMatchObject({
      failures: 0,
      nextPollAt: watcher.clock.now().toISOString(),
    });
  });
});
