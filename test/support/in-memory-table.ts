import { apiHostOf } from '../../shared/domain/api-host.ts';
import type { Budget } from '../../shared/domain/budget.ts';
import { isPutOffWrongly } from '../../shared/domain/clock-ahead.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked, type TrackedSubmission, untracked } from '../../shared/domain/tracked-submission.ts';
import type { WatcherHealth } from '../../shared/domain/watcher-health.ts';
import { CorruptRowError } from '../../shared/errors.ts';
import type { ProductStore } from '../../shared/ports/product-store.ts';
import type { DueSubmission, Stored, SubmissionStore } from '../../shared/ports/submission-store.ts';
import { createInMemoryDeliveries } from './in-memory-deliveries.ts';
import { createInMemoryEvents, type InMemoryEvents } from './in-memory-events.ts';
import { createInMemoryPassLog } from './in-memory-pass-log.ts';
import { createInMemoryProducts } from './in-memory-products.ts';
import { createInMemoryQueries } from './in-memory-queries.ts';
import { createInMemorySetAside } from './in-memory-set-aside.ts';
import { createInMemoryState } from './in-memory-state.ts';

/** What one table holds, for all its fakes together: a commit of the store is what the outbox shows. */
export type InMemoryTable = ReturnType<typeof createInMemoryTable>;

interface Row {
  readonly key: SubmissionKey;
  readonly tracked: boolean;
  readonly due: Omit<DueSubmission, 'stored'>;
  /** JSON of the whole, so that nobody can change it by changing what was read or written; of nothing where it is spoilt. */
  readonly json: string;
  readonly version: string;
}

/** Keeps the contracts of `test/contracts`. */
export function createInMemoryTable() {
  const rows = new Map<string, Row>();
  /** What spoilt rows held. */
  const whole = new Map<string, string>();
  const events = createInMemoryEvents();
  const { store, submissionsOf, write } = createStore(rows, events);
  const { products, ...productRows } = createInMemoryProducts(submissionsOf);
  function changeRow(text: string, changes: Partial<Row>): boolean {
    const row = rows.get(text);
    if (row !== undefined) rows.set(text, { ...row, ...changes, version: `${row.version}+` });
    return row !== undefined;
  }

  function mendedRow(text: string): TrackedSubmission | undefined {
    const row = rows.get(text);
    return row === undefined || row.json === '' ? undefined : toStored(row).submission;
  }

  const sequenceOf = ({ key, sequence }: TrackedSubmission) => Math.max(sequence, events.newestSequence(key));

  function madeAnew(text: string, now: Date): TrackedSubmission | undefined {
    const key = rows.get(text)?.key;
    return key === undefined ? undefined : { ...newlyTracked(key, now), sequence: events.newestSequence(key) };
  }

  const { setAside, spoilEntry } = createInMemorySetAside({
    queue: events.queue,
    unqueue: events.unqueue,
    hide: (what, text) => (what === 'product' ? productRows.hide(text) : changeRow(text, { tracked: false })),
    renew(what, text, now) {
      if (what === 'product') return productRows.renew(text, now);
      const nextPollAt = now.toISOString();
      const mended = mendedRow(text);
      if (mended !== undefined) return write({ ...mended, tracked: true, nextPollAt, sequence: sequenceOf(mended) });
      const anew = madeAnew(text, now);
      if (anew !== undefined) write(anew);
    },
    giveUp(what, text, now) {
      if (what === 'product') return productRows.giveUp(text, now);
      if (mendedRow(text) !== undefined) return;
      const anew = madeAnew(text, now);
      if (anew !== undefined) write(untracked(anew));
    },
  });
  const readable = () =>
    [...rows.values()].flatMap((row) => (row.tracked && row.json !== '' ? [toStored(row).submission] : []));
  return {
    store,
    queries: createInMemoryQueries(readable, events),
    products,
    outbox: events.outbox,
    setAside,
    passLog: createInMemoryPassLog(),
    deliveries: createInMemoryDeliveries(),
    budgets: { devCenter: createInMemoryState<Budget>(), store: createInMemoryState<Budget>() },
    planned: createInMemoryState<{ readonly until: string }>(),
    watcherHealth: createInMemoryState<WatcherHealth>(),
    /** Makes the row of a submission or a product unreadable, as another hand or release may. */
    spoil(text: string): void {
      productRows.spoil(text);
      const row = rows.get(text);
      if (row !== undefined) whole.set(text, row.json);
      changeRow(text, { json: '' });
    },
    /** Puts back what was spoilt, as a person may by hand: all but whether it is tracked or watched. */
    mend(text: string): void {
      productRows.mend(text);
      const json = whole.get(text);
      const row = rows.get(text);
      if (json === undefined || row === undefined) return;
      changeRow(text, { json: JSON.stringify({ ...JSON.parse(json), tracked: row.tracked }) });
    },
    spoilEntry,
  };
}

function createStore(
  rows: Map<string, Row>,
  events: InMemoryEvents,
): {
  store: SubmissionStore;
  submissionsOf: ProductStore['submissionsOf'];
  write(submission: TrackedSubmission): void;
} {
  let writes = 0;
  const inOrder = () => [...rows.keys()].sort().flatMap((text) => rows.get(text) ?? []);

  function write(submission: TrackedSubmission): void {
    writes += 1;
    const { key, tracked } = submission;
    rows.set(key.text, {
      key,
      tracked,
      due: dueOf(submission),
      json: JSON.stringify(submission),
      version: `v${writes}`,
    });
  }

  const store: SubmissionStore = {
    async load({ text }) {
      const row = rows.get(text);
      return row === undefined ? undefined : toStored(row);
    },

    async commit(next, expected, recorded) {
      const { text } = next.key;
      if (rows.get(text)?.version !== expected || !events.record(next.key, recorded)) return 'conflict';
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
        const { due, tracked } = row;
        const isAhead = row.json !== '' && isPutOffWrongly(toStored(row).submission, now);
        const nextPollAt = isAhead ? toStored(row).submission.trackedAt : due.nextPollAt;
        if (tracked && nextPollAt <= now.toISOString()) yield { ...due, nextPollAt, stored: async () => toStored(row) };
      }
    },

    async list({ size, after }) {
      const items = inOrder().filter((row) => row.tracked && (after === undefined || row.key.text > after.text));
      return { items: items.slice(0, size).map((row) => toStored(row).submission), more: items.length > size };
    },

    history: async (key, page) => events.history(key, page),
    changes: (range) => events.changes(range),
  };

  return {
    store,
    write,
    submissionsOf: async ({ text }) =>
      inOrder().flatMap((row) => (row.key.product.text === text && row.json !== '' ? [toStored(row)] : [])),
  };
}

/** @throws CorruptRowError */
/** Decided at the last read, whatever came of it; the service tells by when the row was written. */
function dueOf({ key, nextPollAt, trackedAt, lastCheckedAt, lastFailure }: TrackedSubmission): Row['due'] {
  const [scheduledAt = trackedAt] = [trackedAt, lastCheckedAt ?? '', lastFailure?.at ?? ''].sort().toReversed();
  const isFirst = lastCheckedAt === undefined ? ({ isFirstRead: true } as const) : {};
  return { key, host: apiHostOf(key.product.kind), nextPollAt, scheduledAt, ...isFirst };
}

function toStored({ key, json, version }: Row): Stored {
  if (json === '') throw new CorruptRowError(`The row of ${key.text} is not readable`);
  return { submission: JSON.parse(json) as TrackedSubmission, version };
}
