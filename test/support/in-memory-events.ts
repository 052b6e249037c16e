import type { Event } from '../../shared/contract/event.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { Outbox, OutboxEntry } from '../../shared/ports/outbox.ts';
import type { Page } from '../../shared/ports/page.ts';
import type { RecordedEvent, SubmissionStore } from '../../shared/ports/submission-store.ts';

export type InMemoryEvents = ReturnType<typeof createInMemoryEvents>;

interface Told {
  readonly key: SubmissionKey;
  /** JSON by sequence. */
  readonly events: Map<number, string>;
}

/** History and outbox of an in-memory table. */
export function createInMemoryEvents() {
  const history = new Map<string, Told>();
  const unsent = new Map<string, Told>();

  function toldIn(all: Map<string, Told>, key: SubmissionKey): Told {
    const told = all.get(key.text) ?? { key, events: new Map() };
    all.set(key.text, told);
    return told;
  }

  function queue({ key, event }: OutboxEntry): void {
    toldIn(unsent, key).events.set(Number(event.sequence), JSON.stringify(event));
  }

  function unqueue({ key, event }: OutboxEntry): boolean {
    return unsent.get(key.text)?.events.delete(Number(event.sequence)) ?? false;
  }

  const outbox: Outbox = {
    async *pending(key) {
      for (const text of key === undefined ? [...unsent.keys()].sort() : [key.text]) {
        yield* entriesOf(unsent.get(text));
      }
    },
    async remove(entry) {
      unqueue(entry);
    },
  };

  return {
    outbox,
    queue,
    unqueue,
    /** @returns false where there is an event of that sequence already; nothing is kept then. */
    record(key: SubmissionKey, recorded: readonly RecordedEvent[]): boolean {
      const told = toldIn(history, key);
      const queued = toldIn(unsent, key);
      const sequences = recorded.map(({ whole }) => Number(whole.sequence));
      if (sequences.some((sequence) => told.events.has(sequence) || queued.events.has(sequence))) return false;
      for (const { whole, published } of recorded) {
        told.events.set(Number(whole.sequence), JSON.stringify(whole));
        queue({ key, event: published });
      }
      return true;
    },

    newestSequence: ({ text }: SubmissionKey): number => Math.max(0, ...(history.get(text)?.events.keys() ?? [])),

    history({ text }: SubmissionKey, { size, before }: Parameters<SubmissionStore['history']>[1]): Page<Event> {
      const told = history.get(text);
      const items = (told === undefined ? [] : inOrder(told))
        .filter((event) => before === undefined || Number(event.sequence) < before)
        .toReversed();
      return { items: items.slice(0, size), more: items.length > size };
    },

    async *changes({ since, until }: Parameters<SubmissionStore['changes']>[0]): AsyncGenerator<Event> {
      const all = [...history.values()].flatMap(inOrder).filter(({ time }) => time >= since && time < until);
      yield* all.sort(olderFirst);
    },
  };
}

function entriesOf(told: Told | undefined): OutboxEntry[] {
  return told === undefined ? [] : inOrder(told).map((event) => ({ key: told.key, event }));
}

function inOrder({ events }: Told): Event[] {
  return [...events].sort(([a], [b]) => a - b).map(([, json]) => JSON.parse(json) as Event);
}

function olderFirst(a: Event, b: Event): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  if (a.subject !== b.subject) return a.subject < b.subject ? -1 : 1;
  return Number(a.sequence) - Number(b.sequence);
}
