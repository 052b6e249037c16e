import { decideOnRead } from '../../shared/domain/decide.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked, untracked } from '../../shared/domain/tracked-submission.ts';
import { newlyWatched, unwatched } from '../../shared/domain/watched-product.ts';
import type { OutboxEntry } from '../../shared/ports/outbox.ts';
import type { ProductStore } from '../../shared/ports/product-store.ts';
import type { SetAside } from '../../shared/ports/set-aside.ts';
import { decide, recorded } from '../support/decide.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';
import { someRules } from '../support/some-rules.ts';
import { collect, dueKeys } from './read-all.ts';
import type { StoreUnderTest } from './store-under-test.ts';

interface SetAsideUnderTest extends StoreUnderTest {
  readonly products: ProductStore;
  readonly setAside: SetAside;
  /** Makes the row of a submission or a product unreadable. */
  spoil(text: string): void | Promise<void>;
  /** Puts back what was spoilt, as a person may by hand: all but whether it is tracked or watched. */
  mend(text: string): void | Promise<void>;
  /** Makes what says of something that it is set aside unreadable. */
  spoilEntry(id: string): void | Promise<void>;
}

const now = new Date('2026-03-02T08:00:00.000Z');
const later = new Date('2026-03-02T09:00:00.000Z');
const key = keyOf('addon:9NBLGGH4TNMP:1');
const flight = keyOf('flight:9NBLGGH4R315:7d5e0f2c-3a41-4c8e-9b1f-2f6a8e0c5d11:12');

/** What every SetAside does to the table it belongs to. @param open with an empty table for each test. */
export function setAsideContract(open: () => Promise<SetAsideUnderTest>): void {
  describe('set aside', () => {
    it('has nothing at first, and knows no id', async () => {
      const { setAside } = await open();

      expect(await setAside.list(10)).toEqual([]);
      for (const id of [
        '',
        'x',
        '00/aside|submission|x',
        '00/submission|addon:9NBLGGH4TNMP:1',
        '../aside|x',
        '99/aside|',
      ]) {
        expect(await setAside.retry(id, now)).toBe('unknown');
        expect(await setAside.discard(id, now)).toBe('unknown');
      }
    });

    it('takes an event out of the outbox, says why, and puts it back whole and in its place', async () => {
      const table = await open();
      const [first, second, third] = await withEvents(table, key);

      await table.setAside.event(second, 'too large', now);
      expect(await unsent(table)).toEqual([first.event, third.event]);
      const [entry] = await table.setAside.list(10);
      expect(entry).toEqual({
        id: entry?.id,
        what: 'event',
        key: key.text,
        reason: 'too large',
        at: now.toISOString(),
      });

      expect(await table.setAside.retry(entry?.id ?? '', later)).toBe('retried');
      expect(await unsent(table)).toEqual([first.event, second.event, third.event]);
      expect(await table.setAside.list(10)).toEqual([]);
      expect(await table.setAside.retry(entry?.id ?? '', later)).toBe('unknown');
    });

    it('does not bring back an event that was sent meanwhile', async () => {
      const table = await open();
      const [first] = await withEvents(table, key);
      await table.outbox.remove(first);

      await table.setAside.event(first, 'too large', now);

      expect(await table.setAside.list(10)).toEqual([]);
    });

    it('leaves the history of an event as it is', async () => {
      const table = await open();
      const [, second] = await withEvents(table, key);
      const before = await table.store.history(key, { size: 10 });

      await table.setAside.event(second, 'too large', now);

      expect(await table.store.history(key, { size: 10 })).toEqual(before);
    });

    it('takes a submission that cannot be read out of what is due and listed, until it is made anew', async () => {
      const table = await open();
      await table.store.commit(newlyTracked(key, now), undefined, []);
      await withEvents(table, flight);
      const { items } = await table.store.history(flight, { size: 10 });
      await table.spoil(flight.text);

      await table.setAside.submission(flight, 'not readable', now);
      expect(await dueKeys(table, later)).toEqual([key.text]);
      const listed = await table.store.list({ size: 10 });
      expect(listed.items.map((item) => item.key.text)).toEqual([key.text]);
      const [entry] = await table.setAside.list(10);
      expect(entry).toMatchObject({ what: 'submission', key: flight.text, reason: 'not readable' });

      expect(await table.setAside.retry(entry?.id ?? '', later)).toBe('retried');
      expect(await dueKeys(table, later)).toEqual([key.text, flight.text].sort());
      expect(await dueKeys(table, new Date(later.getTime() - 1))).toEqual([key.text]);
      expect(await table.setAside.list(10)).toEqual([]);
      const stored = await table.store.load(flight);
      expect(stored?.submission).toEqual({ ...newlyTracked(flight, later), sequence: items.length });
      const next = decideOnRead(
        stored?.submission ?? newlyTracked(flight, now),
        { state: 'Release' },
        later,
        someRules(),
        0,
      );
      expect(await table.store.commit(next.next, stored?.version, recorded(next))).toBe('committed');
    });

    it('takes a product that cannot be read out of what is due, and none of its submissions', async () => {
      const table = await open();
      await table.store.commit(newlyTracked(flight, now), undefined, []);
      await table.products.save(newlyWatched(flight.product, now), undefined);
      await table.spoil(flight.product.text);

      await table.setAside.product(flight.product, 'not readable', now);
      expect(await collect(table.products.due(later))).toEqual([]);
      expect(await dueKeys(table, later)).toEqual([flight.text]);
      const [entry] = await table.setAside.list(10);
      expect(entry).toMatchObject({ what: 'product', key: flight.product.text });

      expect(await table.setAside.retry(entry?.id ?? '', later)).toBe('retried');
      expect(await collect(table.products.due(later))).toMatchObject([{ product: flight.product }]);
      expect((await table.products.load(flight.product))?.product).toEqual(newlyWatched(flight.product, later));
    });

    it('does not list a product that cannot be read', async () => {
      const table = await open();
      for (const one of [key, flight]) await table.products.save(newlyWatched(one.product, now), undefined);
      await table.spoil(flight.product.text);

      await table.setAside.product(flight.product, 'not readable', now);

      const { items } = await table.products.list({ size: 10 });
      expect(items.map((item) => item.key.text)).toEqual([key.product.text]);
    });

    it('gives up what is discarded: it is listed no more, and neither sent nor due', async () => {
      const table = await open();
      const [, second] = await withEvents(table, key);
      await table.store.commit(newlyTracked(flight, now), undefined, []);
      await table.spoil(flight.text);
      await table.setAside.event(second, 'too large', now);
      await table.setAside.submission(flight, 'not readable', now);
      const before = await table.store.history(key, { size: 10 });

      for (const { id } of await table.setAside.list(10)) {
        expect(await table.setAside.discard(id, later)).toBe('discarded');
        expect(await table.setAside.discard(id, later)).toBe('unknown');
        expect(await table.setAside.retry(id, later)).toBe('unknown');
      }

      expect(await table.setAside.list(10)).toEqual([]);
      expect((await unsent(table)).map(({ sequence }) => Number(sequence))).toEqual([1, 3]);
      expect(await dueKeys(table, later)).not.toContain(flight.text);
      expect(await table.store.history(key, { size: 10 })).toEqual(before);
    });

    it('leaves nothing unreadable of what is discarded: it can be asked for again, and repeats no event id', async () => {
      const table = await open();
      await withEvents(table, flight);
      await table.products.save(newlyWatched(flight.product, now), undefined);
      for (const { text } of [flight, flight.product]) await table.spoil(text);
      await table.setAside.submission(flight, 'not readable', now);
      await table.setAside.product(flight.product, 'not readable', now);

      for (const { id } of await table.setAside.list(10)) await table.setAside.discard(id, later);

      const stored = await table.store.load(flight);
      const { items } = await table.store.history(flight, { size: 10 });
      expect(items).toHaveLength(3);
      expect(stored?.submission).toEqual({ ...untracked(newlyTracked(flight, later)), sequence: items.length });
      const product = await table.products.load(flight.product);
      expect(product?.product).toEqual(unwatched(newlyWatched(flight.product, later)));
      const next = decide({ ...newlyTracked(flight, later), sequence: items.length });
      expect(await table.store.commit(next.next, stored?.version, recorded(next))).toBe('committed');
    });

    it('keeps a row that was mended meanwhile when it is retried, and does not tell again what was told', async () => {
      const table = await open();
      const before = await mendedMeanwhile(table);

      for (const { id } of await table.setAside.list(10)) expect(await table.setAside.retry(id, later)).toBe('retried');

      expect(await table.setAside.list(10)).toEqual([]);
      expect((await table.store.load(flight))?.submission).toEqual({
        ...before?.submission,
        nextPollAt: later.toISOString(),
      });
      expect(await dueKeys(table, later)).toEqual([flight.text]);
      const product = await table.products.load(flight.product);
      expect(product?.product).toMatchObject({ name: 'Ring', watched: true, nextPollAt: later.toISOString() });
    });

    it('keeps a row that was mended meanwhile when it is discarded, neither tracked nor watched', async () => {
      const table = await open();
      const before = await mendedMeanwhile(table);

      for (const { id } of await table.setAside.list(10)) await table.setAside.discard(id, later);

      expect(await table.setAside.list(10)).toEqual([]);
      expect((await table.store.load(flight))?.submission).toEqual({ ...before?.submission, tracked: false });
      expect((await table.products.load(flight.product))?.product).toMatchObject({ name: 'Ring', watched: false });
    });

    it('settles an entry once, however many ask for it at the same time', async () => {
      const table = await open();
      await withEvents(table, flight);
      await table.spoil(flight.text);
      await table.setAside.submission(flight, 'not readable', now);
      const [entry] = await table.setAside.list(10);

      const id = entry?.id ?? '';
      const { retry, discard } = table.setAside;
      const results = await Promise.all([retry(id, later), discard(id, later), retry(id, later)]);

      expect(results.filter((result) => result === 'unknown')).toHaveLength(2);
    });

    it('lists an entry that cannot be read itself among the others, to be made anew or given up', async () => {
      const table = await open();
      const [first] = await withEvents(table, key);
      await table.store.commit(newlyTracked(flight, now), undefined, []);
      await table.products.save(newlyWatched(flight.product, now), undefined);
      for (const { text } of [flight, flight.product]) await table.spoil(text);
      await table.setAside.event(first, 'too large', now);
      await table.setAside.submission(flight, 'not readable', now);
      await table.setAside.product(flight.product, 'not readable', now);
      for (const { id } of await table.setAside.list(10)) await table.spoilEntry(id);

      const entries = await table.setAside.list(10);
      expect(entries.map(({ what, key: text }) => `${what} ${text}`).sort()).toEqual(
        [`event ${key.text}`, `submission ${flight.text}`, `product ${flight.product.text}`].sort(),
      );
      for (const { reason, at } of entries) {
        expect(reason).toBe('This entry itself cannot be read');
        expect(Number.isNaN(Date.parse(at))).toBe(false);
      }

      for (const { id, what } of entries) {
        // The event was in the entry alone; its history has it still.
        const expected = what === 'event' ? 'unreadable' : 'retried';
        expect([what, await table.setAside.retry(id, later)]).toEqual([what, expected]);
      }
      expect((await table.store.load(flight))?.submission).toEqual(newlyTracked(flight, later));
      const [left, ...none] = await table.setAside.list(10);
      expect([left?.what, none]).toEqual(['event', []]);
      expect(await table.setAside.discard(left?.id ?? '', later)).toBe('discarded');
      expect(await table.setAside.list(10)).toEqual([]);
    });

    it('lists what is set aside twice once, with the latest reason', async () => {
      const table = await open();
      await table.store.commit(newlyTracked(key, now), undefined, []);

      await table.setAside.submission(key, 'first', now);
      await table.setAside.submission(key, 'second', later);

      expect(await table.setAside.list(10)).toMatchObject([{ reason: 'second', at: later.toISOString() }]);
    });

    it('sets nothing aside where the row is gone', async () => {
      const table = await open();

      await table.setAside.submission(key, 'not readable', now);
      await table.setAside.product(key.product, 'not readable', now);

      expect(await table.setAside.list(10)).toEqual([]);
      expect(await table.store.load(key)).toBeUndefined();
    });

    it('cuts a reason that is longer than anybody reads', async () => {
      const table = await open();
      await table.store.commit(newlyTracked(key, now), undefined, []);

      await table.setAside.submission(key, 'x'.repeat(50_000), now);

      expect((await table.setAside.list(10))[0]?.reason).toHaveLength(1_000);
    });

    it('lists no more than it is asked for', async () => {
      const table = await open();
      for (const one of keysOfProducts(5)) {
        await table.store.commit(newlyTracked(one, now), undefined, []);
        await table.setAside.submission(one, 'not readable', now);
      }

      expect(await table.setAside.list(3)).toHaveLength(3);
      expect(await table.setAside.list(10)).toHaveLength(5);
    });
  });
}

/** A submission and its product are set aside and then mended by hand. @returns the row of the submission as it was before. */
async function mendedMeanwhile(table: SetAsideUnderTest) {
  await withEvents(table, flight);
  await table.products.save({ ...newlyWatched(flight.product, now), name: 'Ring' }, undefined);
  const before = await table.store.load(flight);
  for (const { text } of [flight, flight.product]) await table.spoil(text);
  await table.setAside.submission(flight, 'not readable', now);
  await table.setAside.product(flight.product, 'not readable', now);
  for (const { text } of [flight, flight.product]) await table.mend(text);
  return before;
}

async function withEvents(
  { store, outbox }: StoreUnderTest,
  one: SubmissionKey,
): Promise<[OutboxEntry, OutboxEntry, OutboxEntry]> {
  let decision = decide(one, { state: 'State1' });
  for (let state = 2; state <= 4; state += 1) {
    await store.commit(decision.next, (await store.load(one))?.version, recorded(decision));
    decision = decide(decision.next, { state: `State${state}` });
  }
  const [first, second, third] = await collect(outbox.pending(one));
  if (first === undefined || second === undefined || third === undefined) throw new Error('each state makes an event');
  return [first, second, third];
}

async function unsent({ outbox }: StoreUnderTest) {
  return (await collect(outbox.pending())).map(({ event }) => event);
}
