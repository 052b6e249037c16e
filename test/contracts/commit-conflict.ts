import { untracked } from '../../shared/domain/tracked-submission.ts';
import { decide, recorded } from '../support/decide.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';
import { readAll } from './read-all.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const key = keyOf('flight:9NBLGGH4R315:7d5e0f2c-3a41-4c8e-9b1f-2f6a8e0c5d11:1152921504621243487');
const racers = 20;

/** Snapshot, history and outbox land together, guarded by the version, or not at all. */
export function commitConflictContract(open: () => Promise<StoreUnderTest>): void {
  describe('a commit that another writer forestalled', () => {
    it('lands nothing when its version is old', async () => {
      const table = await open();
      const first = decide(key);
      await table.store.commit(first.next, undefined, recorded(first));
      const { version } = await readAll(table, key);
      await table.store.commit(untracked(first.next), version, []);
      const before = await readAll(table, key);
      const late = decide(first.next, { state: 'Release' });

      expect(await table.store.commit(late.next, version, recorded(late))).toBe('conflict');

      expect(await readAll(table, key)).toEqual(before);
    });

    it('lands nothing when it takes a known submission for a new one', async () => {
      const table = await open();
      const first = decide(key);
      await table.store.commit(first.next, undefined, recorded(first));
      const before = await readAll(table, key);
      const again = decide(key, { state: 'Published' });

      expect(await table.store.commit(again.next, undefined, recorded(again))).toBe('conflict');

      expect(await readAll(table, key)).toEqual(before);
    });

    it('lands nothing when the row it was made for is not there', async () => {
      const table = await open();
      const [other = key] = keysOfProducts(1);
      const elsewhere = decide(other);
      await table.store.commit(elsewhere.next, undefined, []);
      const { version } = await readAll(table, other);
      const first = decide(key);

      expect(await table.store.commit(first.next, version, recorded(first))).toBe('conflict');

      expect(await readAll(table, key)).toMatchObject({ submission: undefined, history: [], unsent: [] });
    });

    it('lands nothing when one of its events has been recorded', async () => {
      const table = await open();
      const first = decide(key);
      await table.store.commit(first.next, undefined, recorded(first));
      const before = await readAll(table, key);
      // Starts from sequence 0 once more: its first event takes the place of one that is there, its second a free one.
      const stale = decide(
        { ...first.next, sequence: 0 },
        { state: 'Release', reports: [{ url: 'https://a.example/' }] },
      );

      expect(await table.store.commit(stale.next, before.version, recorded(stale))).toBe('conflict');

      expect(await readAll(table, key)).toEqual(before);
    });

    it('is every one but the first of many that read the same version', async () => {
      const table = await open();
      const first = decide(key);
      await table.store.commit(first.next, undefined, recorded(first));
      const { version } = await readAll(table, key);
      const decisions = Array.from({ length: racers }, (_, index) => decide(first.next, { state: `State${index}` }));

      const results = await Promise.all(
        decisions.map((decision) => table.store.commit(decision.next, version, recorded(decision))),
      );

      const winners = decisions.filter((_, index) => results[index] === 'committed');
      const everything = await readAll(table, key);
      expect(results.filter((result) => result === 'conflict')).toHaveLength(racers - 1);
      expect(winners.map(({ next }) => next)).toEqual([everything.submission]);
      expect(everything.unsent).toEqual([...first.events, ...winners.flatMap(({ events }) => events)]);
    });

    it('is every one but the first of many that saw the submission first', async () => {
      const table = await open();
      const decisions = Array.from({ length: racers }, (_, index) => decide(key, { state: `State${index}` }));

      const results = await Promise.all(
        decisions.map((decision) => table.store.commit(decision.next, undefined, recorded(decision))),
      );

      const winners = decisions.filter((_, index) => results[index] === 'committed');
      const everything = await readAll(table, key);
      expect(results.filter((result) => result === 'conflict')).toHaveLength(racers - 1);
      expect(winners.map(({ next }) => next)).toEqual([everything.submission]);
      expect(everything.history).toEqual(winners.flatMap(({ events }) => events));
    });
  });
}
