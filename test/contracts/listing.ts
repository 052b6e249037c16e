import type { Event } from '../../shared/contract/event.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked, untracked } from '../../shared/domain/tracked-submission.ts';
import { decide, recorded } from '../support/decide.ts';
import { keyOf, keysOfOneProduct, keysOfProducts } from '../support/key-of.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const key = keyOf('addon:9NBLGGH4TNMP:1');

/** Reading page by page: the submissions, and the history of one. */
export function listingContract(open: () => Promise<StoreUnderTest>): void {
  describe('list', () => {
    it('is empty at first', async () => {
      const { store } = await open();

      expect(await store.list({ size: 10 })).toEqual({ items: [], more: false });
    });

    it.each([1, 7, 44, 45, 46])('gives each tracked submission once, in pages of %i', async (size) => {
      const table = await open();
      const keys = [...keysOfProducts(30), ...keysOfOneProduct(15)];
      for (const one of keys) await table.store.commit(newlyTracked(one, now), undefined, []);

      const pages = await listPages(table, size);

      expect(pages.flat().sort()).toEqual(keys.map(({ text }) => text).sort());
      expect(pages.slice(0, -1).every((page) => page.length === size)).toBe(true);
      expect(pages).toHaveLength(Math.ceil(keys.length / size));
    });

    it('has one order, whatever the size of the pages', async () => {
      const table = await open();
      for (const one of keysOfProducts(30)) await table.store.commit(newlyTracked(one, now), undefined, []);

      const [whole] = await listPages(table, 100);

      expect((await listPages(table, 4)).flat()).toEqual(whole);
    });

    it('leaves out what is not tracked, and goes on after it', async () => {
      const table = await open();
      const keys = keysOfProducts(12);
      for (const one of keys) await table.store.commit(newlyTracked(one, now), undefined, []);
      const order = (await listPages(table, 100)).flat();
      const gone = keyOf(order[5] ?? '');
      const stored = await table.store.load(gone);
      await table.store.commit(untracked(newlyTracked(gone, now)), stored?.version, []);

      expect((await listPages(table, 3)).flat()).toEqual(order.toSpliced(5, 1));
      const { items } = await table.store.list({ size: 100, after: gone });
      expect(items.map((item) => item.key.text)).toEqual(order.slice(6));
    });

    it('keeps apart submissions whose ids are one and the same double', async () => {
      const table = await open();
      const colliding = ['1152921504621467600', '1152921504621467601', '1152921504621467613'].map((id) =>
        keyOf(`hardware:14461751976964156:${id}`),
      );
      for (const [index, one] of colliding.entries()) {
        await table.store.commit(decide(one, { state: `scanning/${index}` }).next, undefined, []);
      }

      const { items } = await table.store.list({ size: 10 });

      expect(items.map((item) => `${item.key.submissionId} ${item.snapshot?.state}`)).toEqual([
        '1152921504621467600 scanning/0',
        '1152921504621467601 scanning/1',
        '1152921504621467613 scanning/2',
      ]);
    });
  });

  describe('history', () => {
    it('is newest first, also past the ninth and the ninety-ninth event', async () => {
      const table = await open();
      const events = await commitStates(table, key, 101);

      const { items, more } = await table.store.history(key, { size: 200 });

      expect(items).toEqual(events.toReversed());
      expect(more).toBe(false);
    });

    it.each([
      [3, undefined, [7, 6, 5], true],
      [3, 5, [4, 3, 2], true],
      [3, 4, [3, 2, 1], false],
      [3, 2, [1], false],
      [3, 1, [], false],
      [7, undefined, [7, 6, 5, 4, 3, 2, 1], false],
      [2, 9_999_999_999, [7, 6], true],
    ])('gives %i events before %s', async (size, before, sequences, more) => {
      const table = await open();
      await commitStates(table, key, 7);

      const page = await table.store.history(key, { size, ...(before === undefined ? {} : { before }) });

      expect(page.items.map((event) => Number(event.sequence))).toEqual(sequences);
      expect(page.more).toBe(more);
    });

    it('holds no event of a submission whose key begins alike', async () => {
      const table = await open();
      const alike = ['addon:9NBLGGH4TNMP:1', 'addon:9NBLGGH4TNMP:11', 'addon:9NBLGGH4TNMP:1-1', 'addon:9NBLGGH4TNM:1'];
      for (const text of alike) await commitStates(table, keyOf(text), 2);

      for (const text of alike) {
        const { items } = await table.store.history(keyOf(text), { size: 10 });
        expect(items.map((event) => event.id)).toEqual([`${text}/2`, `${text}/1`]);
      }
    });
  });
}

async function listPages({ store }: StoreUnderTest, size: number): Promise<string[][]> {
  const pages: string[][] = [];
  let after: SubmissionKey | undefined;
  for (;;) {
    const { items, more } = await store.list({ size, ...(after === undefined ? {} : { after }) });
    pages.push(items.map((item) => item.key.text));
    after = items.at(-1)?.key;
    if (!more) return pages;
  }
}

/** As many events, each of a commit of its own. */
async function commitStates({ store }: StoreUnderTest, one: SubmissionKey, count: number): Promise<Event[]> {
  const events: Event[] = [];
  let decision = decide(one, { state: 'State1' });
  let version: string | undefined;
  for (let step = 1; step <= count; step += 1) {
    await store.commit(decision.next, version, recorded(decision));
    events.push(...decision.events);
    version = (await store.load(one))?.version;
    decision = decide(decision.next, { state: `State${step + 1}` });
  }
  return events;
}
