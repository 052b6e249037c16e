import { decide, recorded } from '../support/decide.ts';
import { keysOfOneProduct, keysOfProducts } from '../support/key-of.ts';
import { collect } from './read-all.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const at = (ms: number) => new Date(start + ms);
const iso = (ms: number) => at(ms).toISOString();
const always = { since: '1970-01-01T00:00:00.000Z', until: '9999-12-31T00:00:00.000Z' };

/** The feed of what changed in all submissions. */
export function changesContract(open: () => Promise<StoreUnderTest>): void {
  describe('changes', () => {
    it('are none at first', async () => {
      const { store } = await open();

      expect(await collect(store.changes(always))).toEqual([]);
    });

    it('are the events of all submissions, oldest first, those of one moment by submission and sequence', async () => {
      const { store } = await open();
      const keys = [...keysOfProducts(12), ...keysOfOneProduct(3)];
      const expected: { time: string; subject: string; sequence: string }[] = [];
      for (const [index, key] of keys.entries()) {
        // Some at the same moment, and written in another order than they are to be read.
        const first = decide(key, { state: 'State1' }, at(5_000 - (index % 4)));
        const second = decide(first.next, { state: 'State2', reports: [{ url: 'https://example.org/r' }] }, at(9_000));
        await store.commit(first.next, undefined, recorded(first));
        await store.commit(second.next, (await store.load(key))?.version, recorded(second));
        expected.push(...[...first.events, ...second.events]);
      }

      const events = await collect(store.changes(always));

      const places = (all: readonly { time: string; subject: string; sequence: string }[]) =>
        all.map(({ time, subject, sequence }) => `${time} ${subject} ${sequence}`);
      expect(places(events)).toEqual(places(expected).sort());
    });

    it('are whole, however long', async () => {
      const { store } = await open();
      const [key] = keysOfProducts(1);
      if (key === undefined) throw new Error('there is one');
      const errors = Array.from({ length: 200 }, (_, index) => ({
        severity: 'error' as const,
        code: `Error${index}`,
        details: 'y'.repeat(900),
      }));
      const first = decide(key, { state: 'CertificationFailed', errors });
      await store.commit(first.next, undefined, recorded(first));

      expect(await collect(store.changes(always))).toEqual(first.events);
    });

    it('of a range have its first millisecond and not its last', async () => {
      const { store } = await open();
      for (const [index, key] of keysOfProducts(5).entries()) {
        const first = decide(key, { state: 'State1' }, at(index));
        await store.commit(first.next, undefined, recorded(first));
      }

      const timesOf = async (since: number, until: number) => {
        const events = await collect(store.changes({ since: iso(since), until: iso(until) }));
        return events.map(({ time }) => time);
      };

      expect(await timesOf(1, 3)).toEqual([iso(1), iso(2)]);
      expect(await timesOf(0, 1)).toEqual([iso(0)]);
      expect(await timesOf(3, 3)).toEqual([]);
      expect(await timesOf(3, 1)).toEqual([]);
      expect(await timesOf(-1_000, 1_000)).toHaveLength(5);
    });

    it.each(['0001-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z'])(
      'since %s, which is before everything, are all',
      async (since) => {
        const { store } = await open();
        const [key] = keysOfProducts(1);
        if (key === undefined) throw new Error('there is one');
        const first = decide(key);
        await store.commit(first.next, undefined, recorded(first));

        expect(await collect(store.changes({ since, until: always.until }))).toEqual(first.events);
        expect(await collect(store.changes({ since, until: since }))).toEqual([]);
      },
    );

    it('have nothing of a commit that was refused', async () => {
      const { store } = await open();
      const [key] = keysOfProducts(1);
      if (key === undefined) throw new Error('there is one');
      const first = decide(key);
      await store.commit(first.next, undefined, recorded(first));
      const other = decide(key, { state: 'Release' });

      expect(await store.commit(other.next, undefined, recorded(other))).toBe('conflict');
      expect(await collect(store.changes(always))).toEqual(first.events);
    });
  });
}
