import type { Event } from '../../shared/contract/event.ts';
import { fitEvent } from '../../shared/domain/fit-event.ts';
import { addStatistics, statisticsOfRun } from '../../shared/domain/statistics.ts';
import { endsRun, finishedRun, staysOf } from '../../shared/domain/stay.ts';
import { passesFilter } from '../../shared/domain/submission-filter.ts';
import { parseSubmissionKey, type SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import type { EventFilter, PageRequest, QueryPage, SubmissionQueries } from '../../shared/ports/submission-queries.ts';
import type { InMemoryEvents } from './in-memory-events.ts';

interface Positioned<T> {
  readonly item: T;
  /** Sorts as the list does, and holds what a token may hold. */
  readonly position: string;
}

/** Keeps the contract of `test/contracts/submission-queries.ts`. @param tracked those that can be read. */
export function createInMemoryQueries(
  tracked: () => readonly TrackedSubmission[],
  events: InMemoryEvents,
): SubmissionQueries {
  const historyOf = (key: SubmissionKey) => events.history(key, { size: Number.MAX_SAFE_INTEGER }).items.toReversed();

  async function everything(): Promise<Event[]> {
    const all: Event[] = [];
    for await (const event of events.changes({ since: '', until: '~' })) all.push(event);
    return all;
  }

  return {
    async submissions({ filter, sort, ...request }) {
      const rows = tracked()
        .filter((submission) => passesFilter(submission, filter))
        .map((item) => {
          const changed = newerFirst(item.lastChangedAt ?? item.trackedAt);
          return { item, position: sort === 'key' ? item.key.text : `${changed}|${item.key.text}` };
        });
      return pageOf(rows, request);
    },

    async history(key, { order, ...query }) {
      const rows = historyOf(key)
        .filter((event) => isWithin(event, query))
        .map((item) => ({
          item,
          position: digits(order === 'oldest' ? Number(item.sequence) : -Number(item.sequence)),
        }));
      return pageOf(rows, query);
    },

    async changes({ severities, kinds, product, ...query }) {
      const rows = (await everything())
        .filter((event) => isWithin(event, query))
        .filter(({ data }) => severities?.includes(data.severity) ?? true)
        .filter(({ data }) => kinds?.includes(data.kind) ?? true)
        .filter(({ data }) => product === undefined || product.text === data.productKey)
        .map((item) => ({ item, position: `${newerFirst(item.time)}|${item.subject}|${item.sequence}` }));
      const page = pageOf(rows, query);
      return { ...page, items: page.items.map(fitEvent) };
    },

    async moves(key) {
      return historyOf(key).filter(({ type }) => /\.(tracked|state-changed)\.v1$/.test(type));
    },

    async statistics() {
      const keys = new Set((await everything()).map(({ subject }) => subject));
      return addStatistics([...keys].flatMap((text) => runsOf(parseSubmissionKey(text), historyOf)));
    },
  };
}

function runsOf(key: SubmissionKey | undefined, historyOf: (key: SubmissionKey) => readonly Event[]) {
  if (key === undefined) return [];
  const history = historyOf(key);
  return history.flatMap((event, index) => {
    const run = endsRun([event]) ? finishedRun(staysOf(history.slice(0, index + 1))) : undefined;
    return run === undefined ? [] : [statisticsOfRun(key.product.kind, run)];
  });
}

function isWithin({ type, time }: Event, { types, since, until }: EventFilter): boolean {
  return (
    (types?.some((name) => type === `submissionwatch.${name}.v1`) ?? true) &&
    (since === undefined || time >= since) &&
    (until === undefined || time < until)
  );
}

function pageOf<T>(rows: readonly Positioned<T>[], { size, after }: PageRequest): QueryPage<T> {
  const left = rows
    .toSorted((a, b) => (a.position < b.position ? -1 : 1))
    .filter(({ position }) => after === undefined || position > after);
  const page = left.slice(0, size);
  const last = page.at(-1);
  const items = page.map(({ item }) => item);
  return left.length > size && last !== undefined ? { items, next: last.position } : { items };
}

function newerFirst(time: string): string {
  return digits(-Date.parse(time));
}

function digits(value: number): string {
  return String(1e15 + value).padStart(16, '0');
}
