import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { OutboxEntry } from '../../shared/ports/outbox.ts';
import { decide, recorded } from '../support/decide.ts';
import { keyOf, keysOfProducts } from '../support/key-of.ts';
import { collect } from './read-all.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const key = keyOf('addon:9NBLGGH4TNMP:1');

/** What every Outbox does with what commits leave in it. @param open an empty one for each test. */
export function outboxContract(open: () => Promise<StoreUnderTest>): void {
  describe('outbox', () => {
    it('is empty at first', async () => {
      const { outbox } = await open();

      expect(await collect(outbox.pending())).toEqual([]);
      expect(await collect(outbox.pending(key))).toEqual([]);
    });

    it('gives the events of a submission together and in sequence order', async () => {
      const table = await open();
      const keys = keysOfProducts(25);
      for (const one of keys) await commitEvents(table, one, 12);

      const entries = await collect(table.outbox.pending());

      const runs = entries.map((entry) => entry.key.text).filter((text, index, all) => text !== all[index - 1]);
      expect(runs.toSorted()).toEqual(keys.map(({ text }) => text).sort());
      for (const one of keys) expect(sequencesOf(entries, one)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    });

    it('gives those of one submission, and none of a key that begins alike', async () => {
      const table = await open();
      for (const text of ['addon:9NBLGGH4TNMP:1', 'addon:9NBLGGH4TNMP:11', 'addon:9NBLGGH4TNMP:1-1']) {
        await commitEvents(table, keyOf(text), 2);
      }

      const entries = await collect(table.outbox.pending(key));

      expect(entries.map((entry) => entry.event.id)).toEqual([`${key.text}/1`, `${key.text}/2`]);
      expect(entries.map((entry) => entry.key)).toEqual([key, key]);
    });

    it('removes an event for good, and only that one', async () => {
      const table = await open();
      await commitEvents(table, key, 3);
      const [, second] = await collect(table.outbox.pending(key));
      if (second === undefined) throw new Error('there are three');

      await table.outbox.remove(second);

      expect(sequencesOf(await collect(table.outbox.pending()), key)).toEqual([1, 3]);
    });

    it('takes the removal of what is gone already for done', async () => {
      const table = await open();
      await commitEvents(table, key, 2);
      const [first] = await collect(table.outbox.pending(key));
      if (first === undefined) throw new Error('there are two');
      await table.outbox.remove(first);

      await expect(table.outbox.remove(first)).resolves.toBeUndefined();

      expect(sequencesOf(await collect(table.outbox.pending()), key)).toEqual([2]);
    });

    it('leaves the history as it is when an event is removed', async () => {
      const table = await open();
      await commitEvents(table, key, 2);
      for (const entry of await collect(table.outbox.pending())) await table.outbox.remove(entry);

      const { items } = await table.store.history(key, { size: 10 });

      expect(items.map((event) => Number(event.sequence))).toEqual([2, 1]);
    });

    it('can be emptied while it is read', async () => {
      const table = await open();
      for (const one of keysOfProducts(10)) await commitEvents(table, one, 3);
      const seen: string[] = [];

      for await (const entry of table.outbox.pending()) {
        seen.push(entry.event.id);
        await table.outbox.remove(entry);
      }

      expect(new Set(seen).size).toBe(30);
      expect(await collect(table.outbox.pending())).toEqual([]);
    });
  });
}

async function commitEvents({ store }: StoreUnderTest, one: SubmissionKey, count: number): Promise<void> {
  let decision = decide(one, { state: 'State1' });
  let version: string | undefined;
  for (let step = 1; step <= count; step += 1) {
    await store.commit(decision.next, version, recorded(decision));
    version = (await store.load(one))?.version;
    decision = decide(decision.next, { state: `State${step + 1}` });
  }
}

function sequencesOf(entries: readonly OutboxEntry[], one: SubmissionKey): number[] {
  return entries.filter((entry) => entry.key.text === one.text).map((entry) => Number(entry.event.sequence));
}
