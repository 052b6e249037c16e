import { never, newlyTracked, type TrackedSubmission, untracked } from '../../shared/domain/tracked-submission.ts';
import { decide, recorded } from '../support/decide.ts';
import { keyOf, keysOfOneProduct, keysOfProducts } from '../support/key-of.ts';
import { collect, dueKeys, readAll } from './read-all.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const later = '2026-03-02T09:30:00.000Z';
const key = keyOf('hardware:14461751976964156:1152921504621467600');

/** What is due, and how it is put off. */
export function scheduleContract(open: () => Promise<StoreUnderTest>): void {
  describe('due', () => {
    it('holds what is due now or was before, of all products', async () => {
      const table = await open();
      const keys = keysOfProducts(40);
      for (const one of keys) await table.store.commit(newlyTracked(one, now), undefined, []);

      expect(await dueKeys(table, now)).toEqual(keys.map(({ text }) => text).sort());
      expect(await dueKeys(table, new Date(later))).toHaveLength(40);
    });

    it('leaves out what is due a moment later', async () => {
      const table = await open();
      await table.store.commit(newlyTracked(key, now), undefined, []);

      expect(await dueKeys(table, new Date(now.getTime() - 1))).toEqual([]);
    });

    it('holds what a clock that ran ahead put off, and nothing that a right one can have put off', async () => {
      const table = await open();
      const keys = keysOfProducts(6);
      const hoursLater = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();
      const failedAt = (at: string) => ({ failures: 1, lastFailure: { reason: 'conflict' as const, at } });
      const schedules = [
        { lastCheckedAt: hoursLater(1), nextPollAt: hoursLater(1.1) },
        { lastCheckedAt: hoursLater(-1), nextPollAt: hoursLater(2), ...failedAt(hoursLater(1)) },
        { nextPollAt: hoursLater(49) },
        { lastCheckedAt: hoursLater(0.1), nextPollAt: hoursLater(36), ...failedAt(hoursLater(0.1)) },
        { lastCheckedAt: hoursLater(-1), nextPollAt: never },
        { lastCheckedAt: hoursLater(1), nextPollAt: hoursLater(1.1), tracked: false },
      ];
      for (const [index, one] of keys.entries())
        await table.store.commit({ ...newlyTracked(one, now), ...schedules[index] }, undefined, []);

      expect(await dueKeys(table, now)).toEqual(keys.slice(0, 3).map(({ text }) => text));
      for (const due of await collect(table.store.due(now))) expect(due.nextPollAt <= now.toISOString()).toBe(true);
    });

    it('leaves out what is not tracked, whatever its time', async () => {
      const table = await open();
      const [given = key, forgotten = key] = keysOfProducts(2);
      await table.store.commit(untracked(newlyTracked(given, now)), undefined, []);
      await table.store.commit({ ...newlyTracked(forgotten, now), tracked: false }, undefined, []);

      expect(await dueKeys(table, new Date('9999-12-31T23:59:59.999Z'))).toEqual([]);
    });

    it('says of each whether it was ever read', async () => {
      const table = await open();
      const [unread = key, read = key] = keysOfProducts(2);
      await table.store.commit(newlyTracked(unread, now), undefined, []);
      const first = decide(read);
      await table.store.commit(first.next, undefined, recorded(first));

      const due = await collect(table.store.due(new Date(first.next.nextPollAt)));

      const firstReads = due.map((entry) => [entry.key.text, entry.isFirstRead === true]);
      expect(new Map(firstReads as [string, boolean][])).toEqual(
        new Map([
          [unread.text, true],
          [read.text, false],
        ]),
      );
    });

    it('gives rows that can be committed on', async () => {
      const table = await open();
      const first = decide(key);
      await table.store.commit(first.next, undefined, recorded(first));
      const [due] = await collect(table.store.due(new Date(first.next.nextPollAt)));
      const stored = await due?.stored();

      expect(due).toMatchObject({ key, nextPollAt: first.next.nextPollAt });
      expect(stored?.submission).toEqual(first.next);
      const second = decide(first.next, { state: 'Release' });
      expect(await table.store.commit(second.next, stored?.version, recorded(second))).toBe('committed');
    });
  });

  describe('reschedule', () => {
    it('writes the schedule and the failures, and nothing else', async () => {
      const table = await open();
      const first = decide(key);
      await table.store.commit(first.next, undefined, recorded(first));
      const { version = '' } = await readAll(table, key);
      const elsewhere = decide(first.next, { state: 'Release' }).next;
      const failing: TrackedSubmission = {
        ...elsewhere,
        nextPollAt: later,
        failures: 2,
        lastFailure: { reason: 'timeout', at: now.toISOString() },
      };

      await table.store.reschedule([{ next: failing, version }]);

      const { nextPollAt, failures, lastFailure } = failing;
      expect((await table.store.load(key))?.submission).toEqual({ ...first.next, nextPollAt, failures, lastFailure });
    });

    it('forgets the last failure once there is none', async () => {
      const table = await open();
      const healthy = decide(key).next;
      const failing = { ...healthy, failures: 1, lastFailure: { reason: 'timeout' as const, at: later } };
      await table.store.commit(failing, undefined, []);
      const { version = '' } = await readAll(table, key);

      await table.store.reschedule([{ next: healthy, version }]);

      expect((await table.store.load(key))?.submission).toEqual(healthy);
    });

    it('makes the versions before it old', async () => {
      const table = await open();
      const first = decide(key);
      await table.store.commit(first.next, undefined, []);
      const { version = '' } = await readAll(table, key);
      await table.store.reschedule([{ next: { ...first.next, nextPollAt: later }, version }]);

      expect(await table.store.commit(untracked(first.next), version, [])).toBe('conflict');
    });

    it('takes an empty list', async () => {
      const table = await open();

      await expect(table.store.reschedule([])).resolves.toBeUndefined();
    });

    it('leaves alone what moved meanwhile, among more rows than a transaction holds', async () => {
      const table = await open();
      const read = await trackAll(table, keysOfOneProduct(230));
      const moved = read.filter((_, index) => [0, 1, 99, 100, 150, 229].includes(index));
      for (const { next, version } of moved) await table.store.commit(untracked(next), version, []);

      await table.store.reschedule(
        read.map(({ next, version }) => ({ next: { ...next, nextPollAt: later }, version })),
      );

      const untouched = new Set(moved.map(({ next }) => next.key.text));
      for (const { next } of read) {
        const stored = (await table.store.load(next.key))?.submission;
        expect(stored).toEqual(untouched.has(next.key.text) ? untracked(next) : { ...next, nextPollAt: later });
      }
    });

    it('leaves all alone when all moved, in every shard', async () => {
      const table = await open();
      const read = await trackAll(table, keysOfProducts(20));
      for (const { next, version } of read) await table.store.commit(untracked(next), version, []);

      await table.store.reschedule(
        read.map(({ next, version }) => ({ next: { ...next, nextPollAt: later }, version })),
      );

      expect(await dueKeys(table, new Date(later))).toEqual([]);
    });

    it('does not bring back a row that is not there', async () => {
      const table = await open();
      const [other = key] = keysOfProducts(1);
      const [known] = await trackAll(table, [other]);

      await table.store.reschedule([{ next: newlyTracked(key, now), version: known?.version ?? '' }]);

      expect(await table.store.load(key)).toBeUndefined();
    });
  });
}

async function trackAll({ store }: StoreUnderTest, keys: ReturnType<typeof keysOfProducts>) {
  const rows: { next: TrackedSubmission; version: string }[] = [];
  for (const one of keys) {
    const next = newlyTracked(one, now);
    await store.commit(next, undefined, []);
    rows.push({ next, version: (await store.load(one))?.version ?? '' });
  }
  return rows;
}
