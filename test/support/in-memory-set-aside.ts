import type { OutboxEntry } from '../../shared/ports/outbox.ts';
import type { SetAside, SetAsideEntry } from '../../shared/ports/set-aside.ts';

/** What setting aside does to the rows of a table. */
interface RowsToSetAside {
  queue(entry: OutboxEntry): void;
  /** @returns false where it is not in the outbox any more. */
  unqueue(entry: OutboxEntry): boolean;
  /** Takes the row of that key out of what is due and listed. @returns false where there is no such row. */
  hide(what: 'submission' | 'product', key: string): boolean;
  /** Makes the row anew, or leaves it as it is where it was mended meanwhile; due at once. */
  renew(what: 'submission' | 'product', key: string, now: Date): void;
  /** Makes the row anew, neither tracked nor watched, or leaves it as it is where it was mended meanwhile. */
  giveUp(what: 'submission' | 'product', key: string, now: Date): void;
}

interface InMemorySetAside {
  readonly setAside: SetAside;
  /** Makes an entry unreadable. */
  spoilEntry(id: string): void;
}

/** Keeps the contract of `test/contracts/set-aside.ts`. */
export function createInMemorySetAside({ queue, unqueue, hide, renew, giveUp }: RowsToSetAside): InMemorySetAside {
  const aside = new Map<string, SetAsideEntry & { readonly entry?: OutboxEntry }>();

  const rowOf =
    (what: 'submission' | 'product'): SetAside['submission'] & SetAside['product'] =>
    async ({ text }, reason, now) => {
      const id = `${what}/${text}`;
      if (!hide(what, text)) return;
      aside.set(id, { id, what, key: text, reason: reason.slice(0, 1_000), at: now.toISOString() });
    };

  const setAside: SetAside = {
    async event(entry, reason, now) {
      const { text } = entry.key;
      const id = `event/${text}/${entry.event.sequence}`;
      if (!unqueue(entry)) return;
      aside.set(id, { id, what: 'event', key: text, reason: reason.slice(0, 1_000), at: now.toISOString(), entry });
    },
    submission: rowOf('submission'),
    product: rowOf('product'),
    async list(count) {
      return [...aside.values()].slice(0, count).map(({ entry: _, ...shown }) => shown);
    },
    async retry(id, now) {
      const known = aside.get(id);
      if (known === undefined) return 'unknown';
      if (known.what === 'unreadable' || (known.what === 'event' && known.entry === undefined)) return 'unreadable';
      aside.delete(id);
      if (known.entry !== undefined) queue(known.entry);
      if (known.what === 'submission' || known.what === 'product') renew(known.what, known.key, now);
      return 'retried';
    },
    async discard(id, now) {
      const known = aside.get(id);
      if (known === undefined) return 'unknown';
      aside.delete(id);
      if (known.what === 'submission' || known.what === 'product') giveUp(known.what, known.key, now);
      return 'discarded';
    },
  };

  return {
    setAside,
    spoilEntry(id) {
      const known = aside.get(id);
      if (known === undefined) return;
      const { entry: _, ...rest } = known;
      aside.set(id, { ...rest, reason: 'This entry itself cannot be read' });
    },
  };
}
