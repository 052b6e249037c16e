import type { Event } from '../../shared/contract/event.ts';
import { apiHostOf } from '../../shared/domain/api-host.ts';
import type { TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import type {
  DueSubmission,
  Outbox,
  OutboxEntry,
  PassLog,
  PassRecord,
  ProductStore,
  Stored,
  SubmissionStore,
} from '../../shared/ports.ts';

import { createInMemoryProducts } from './in-memory-products.ts';

/** What one table holds, for all its fakes together: a commit of the store is what the outbox shows. */
export interface InMemoryTable {
  readonly store: SubmissionStore;
  readonly outbox: Outbox;
  readonly passLog: PassLog;
  readonly products: ProductStore;
}

interface Row {
  /** JSON, so that nobody can change a stored row by changing what was read or written. */
  readonly json: string;
  readonly version: string;
}

/** Keeps the contracts of `test/contracts`. */
export function createInMemoryTable(): InMemoryTable {
  const rows = new Map<string, Row>();
  const history = new Map<string, Map<number, string>>();
  const unsent = new Map<string, Map<number, string>>();
  let writes = 0;
  let lastPass: string | undefined;

  function write(submission: TrackedSubmission): void {
    writes += 1;
    rows.set(submission.key.text, { json: JSON.stringify(submission), version: `v${writes}` });
  }

  const store: SubmissionStore = {
    async load({ text }) {
      const row = rows.get(text);
      return row === undefined ? undefined : toStored(row);
    },

    async commit(next, expected, events) {
      const { text } = next.key;
      if (rows.get(text)?.version !== expected) return 'conflict';
      const [told, queued] = [history.get(text) ?? new Map(), unsent.get(text) ?? new Map()];
      const sequences = events.map(({ whole }) => Number(whole.sequence));
      if (sequences.some((sequence) => told.has(sequence) || queued.has(sequence))) return 'conflict';
      for (const { whole, published } of events) {
        told.set(Number(whole.sequence), JSON.stringify(whole));
        queued.set(Number(published.sequence), JSON.stringify(published));
      }
      history.set(text, told);
      unsent.set(text, queued);
      write(next);
      return 'committed';
    },

    async reschedule(changes) {
      for (const { next, version } of changes) {
        const row = rows.get(next.key.text);
        if (row === undefined || row.version !== version) continue;
        const { lastCheckedAt: _checked, lastFailure: _failure, ...kept } = toStored(row).submission;
        const { nextPollAt, failures, lastCheckedAt, lastFailure } = next;
        write({
          ...kept,
          nextPollAt,
          failures,
          ...(lastCheckedAt === undefined ? {} : { lastCheckedAt }),
          ...(lastFailure === undefined ? {} : { lastFailure }),
        });
      }
    },

    async *due(now) {
      for (const row of [...rows.values()]) {
        const stored = toStored(row);
        const { key, nextPollAt, tracked } = stored.submission;
        const host = apiHostOf(key.product.kind);
        const due: DueSubmission = { key, host, nextPollAt, stored: async () => stored };
        if (tracked && nextPollAt <= now.toISOString()) yield due;
      }
    },

    async list({ size, after }) {
      const items = inOrder(rows.keys())
        .filter((text) => after === undefined || text > after.text)
        .flatMap((text) => submissionsIn(rows.get(text)))
        .filter((submission) => submission.tracked);
      return { items: items.slice(0, size), more: items.length > size };
    },

    async history({ text }, { size, before }) {
      const sequences = [...(history.get(text)?.keys() ?? [])]
        .filter((sequence) => before === undefined || sequence < before)
        .sort((a, b) => b - a);
      const items = sequences.slice(0, size).flatMap((sequence) => eventsIn(history.get(text)?.get(sequence)));
      return { items, more: sequences.length > size };
    },
  };

  const outbox: Outbox = {
    async *pending(key) {
      for (const text of key === undefined ? inOrder(unsent.keys()) : [key.text]) yield* entriesOf(text);
    },
    async remove({ key, event }) {
      unsent.get(key.text)?.delete(Number(event.sequence));
    },
  };

  function entriesOf(text: string): OutboxEntry[] {
    const queued = [...(unsent.get(text) ?? [])].sort(([a], [b]) => a - b);
    return queued.flatMap(([, json]) => {
      const [submission] = submissionsIn(rows.get(text));
      return submission === undefined ? [] : [{ key: submission.key, event: JSON.parse(json) as Event }];
    });
  }

  const passLog: PassLog = {
    async record(pass) {
      lastPass = JSON.stringify(pass);
    },
    async last() {
      return lastPass === undefined ? undefined : (JSON.parse(lastPass) as PassRecord);
    },
  };

  const submissionsOf: ProductStore['submissionsOf'] = async ({ text }) =>
    inOrder(rows.keys()).flatMap((key) => {
      const row = rows.get(key);
      return row !== undefined && toStored(row).submission.key.product.text === text ? [toStored(row)] : [];
    });

  return { store, outbox, passLog, products: createInMemoryProducts(submissionsOf) };
}

function toStored({ json, version }: Row): Stored {
  return { submission: JSON.parse(json) as TrackedSubmission, version };
}

function submissionsIn(row: Row | undefined): TrackedSubmission[] {
  return row === undefined ? [] : [toStored(row).submission];
}

function eventsIn(json: string | undefined): Event[] {
  return json === undefined ? [] : [JSON.parse(json) as Event];
}

function inOrder(texts: Iterable<string>): string[] {
  return [...texts].sort();
}
