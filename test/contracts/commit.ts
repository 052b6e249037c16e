import { newlyTracked, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { decide, recorded } from '../support/decide.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';
import { readAll } from './read-all.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const key = keyOf('flight:9NBLGGH4R315:7d5e0f2c-3a41-4c8e-9b1f-2f6a8e0c5d11:1152921504621243487');

/** What is committed comes back as it was: snapshot, history and outbox. */
export function commitContract(open: () => Promise<StoreUnderTest>): void {
  describe('load and commit', () => {
    it('knows nothing of a submission that was never committed', async () => {
      const everything = await readAll(await open(), key);

      expect(everything).toEqual({ submission: undefined, version: undefined, history: [], unsent: [] });
    });

    it('gives back a submission that has not been read yet', async () => {
      const table = await open();
      const next = newlyTracked(key, new Date('2026-03-02T08:00:00.000Z'));

      expect(await table.store.commit(next, undefined, [])).toBe('committed');

      expect((await table.store.load(key))?.submission).toEqual(next);
    });

    it('gives back every field of a submission as it was committed', async () => {
      const table = await open();
      const { next } = decide(key, {
        state: 'Release',
        name: 'Contoso Player',
        publishMode: 'Manual',
        errors: [{ severity: 'error', code: 'InvalidArchive', details: 'No such file' }],
        warnings: [{ severity: 'warning', code: 'ListingOptOutWarning', details: '' }],
        reports: [{ date: '2026-03-01T10:00:00.000Z', url: 'https://example.org/report' }, {}],
        artifacts: ['signedPackage'],
        rollout: { percentage: 12.5, status: 'PackageRolloutInProgress' },
      });
      const at = next.nextPollAt;
      const failing: TrackedSubmission = {
        ...next,
        failures: 3,
        lastFailure: { reason: 'timeout', at },
        unreachable: { reason: 'forbidden', status: 403, since: at },
        stalledAt: at,
        withdrawn: true,
      };

      await table.store.commit(failing, undefined, []);

      expect((await table.store.load(key))?.submission).toEqual(failing);
    });

    it('tells a rollout that is not there from one that is not known', async () => {
      const table = await open();
      const [none = key, unknown = key] = keysOfProducts(2);
      await table.store.commit(decide(none, { state: 'Published', rollout: null }).next, undefined, []);
      await table.store.commit(decide(unknown, { state: 'Published' }).next, undefined, []);

      expect((await table.store.load(none))?.submission.snapshot).toHaveProperty('rollout', null);
      expect((await table.store.load(unknown))?.submission.snapshot).not.toHaveProperty('rollout');
    });

    it('lands the row, its history and its outbox together', async () => {
      const table = await open();
      const first = decide(key);
      await table.store.commit(first.next, undefined, recorded(first));
      const second = decide(first.next, { state: 'Release', reports: [{ date: '2026-03-01T10:00:00.000Z' }] });
      const { version } = await readAll(table, key);

      expect(await table.store.commit(second.next, version, recorded(second))).toBe('committed');

      const everything = await readAll(table, key);
      expect(everything.submission).toEqual(second.next);
      expect(everything.unsent).toEqual([...first.events, ...second.events]);
      expect(everything.history).toEqual([...first.events, ...second.events].toReversed());
    });

    it('keeps the whole event in the history and queues the one that fits', async () => {
      const table = await open();
      const { next, events } = decide(key);
      const [whole] = events;
      if (whole === undefined) throw new Error('first sight makes an event');
      const published = { ...whole, source: '/cut' };

      await table.store.commit(next, undefined, [{ whole, published }]);

      expect(await readAll(table, key)).toMatchObject({ history: [whole], unsent: [published] });
    });

    it('leaves no field of the row that was replaced', async () => {
      const table = await open();
      const { next } = decide(key, { state: 'Certification', name: 'Contoso Player' });
      await table.store.commit({ ...next, lastFailure: { reason: 'timeout', at: next.nextPollAt } }, undefined, []);
      const { version } = await readAll(table, key);
      const bare = { ...newlyTracked(key, new Date('2026-03-03T08:00:00.000Z')), sequence: 1 };

      await table.store.commit(bare, version, []);

      expect((await table.store.load(key))?.submission).toEqual(bare);
    });
  });
}
