import { type ApiHost, apiHosts } from './api-host.ts';

/** Something to ask Partner Center for: a submission, or the list of a product. */
interface Due {
  readonly host: ApiHost;
  /** ISO 8601 in UTC. */
  readonly nextPollAt: string;
  /** When `nextPollAt` was decided, ISO 8601 in UTC. Absent: at that very time. */
  readonly scheduledAt?: string;
  /** It was never read. */
  readonly isFirstRead?: boolean;
}

interface Plan<T> {
  /** Most overdue first. */
  readonly chosen: readonly T[];
  /** Everything that is due, chosen or not. */
  readonly due: number;
  /** `nextPollAt` of what is due longest, chosen or not: how late the reads are. */
  readonly oldestDueAt?: string;
}

/** What waits for less than a tick of the default schedule counts as waiting for one. */
const shortestIntervalMs = 60_000;
/** In intervals: what was read before and has waited for so long is not kept waiting by what was never read. */
const longestCrowdedOut = 20;

interface Candidate<T> {
  readonly entry: T;
  readonly overdue: number;
}

/**
 * Chooses what a pass reads: of each host the most overdue, up to its budget. Overdue is measured by the interval that was
 * decided on: a minute late is much for what is to be read each minute, and little for what is to be read once a day. So a
 * budget that is too small stretches all intervals by the same factor, and nothing starves however much is due.
 * Thousands that are tracked at once would all be more overdue than what is in flight, until each of them was read: half of the budget
 * goes past them.
 * Takes the due rows one by one and keeps no more than a few times the budget of them.
 */
export async function planPass<T extends Due>(
  due: AsyncIterable<T>,
  budget: Readonly<Record<ApiHost, number>>,
  now: Date,
): Promise<Plan<T>> {
  const kept: Record<ApiHost, Candidate<T>[]> = { devCenter: [], store: [] };
  const crowdedOut: Record<ApiHost, Candidate<T>[]> = { devCenter: [], store: [] };
  let count = 0;
  let oldestDueAt: string | undefined;
  for await (const entry of due) {
    count += 1;
    if (oldestDueAt === undefined || entry.nextPollAt < oldestDueAt) oldestDueAt = entry.nextPollAt;
    const candidate = { entry, overdue: overdueOf(entry, now) };
    keep(kept, candidate, budget[entry.host]);
    if (entry.isFirstRead !== true && candidate.overdue >= longestCrowdedOut)
      keep(crowdedOut, candidate, budget[entry.host]);
  }
  const chosen = mostOverdue(
    apiHosts.flatMap((host) => chosenOf(kept[host], crowdedOut[host], budget[host])),
    count,
  );
  return {
    chosen: chosen.map(({ entry }) => entry),
    due: count,
    ...(oldestDueAt === undefined ? {} : { oldestDueAt }),
  };
}

/** Sorting now and then, instead of at each row, keeps a plan over many rows linear. */
function keep<T extends Due>(lists: Record<ApiHost, Candidate<T>[]>, candidate: Candidate<T>, budget: number): void {
  const { host } = candidate.entry;
  lists[host].push(candidate);
  if (lists[host].length >= 2 * budget + 100) lists[host] = mostOverdue(lists[host], budget);
}

function chosenOf<T>(
  kept: readonly Candidate<T>[],
  crowdedOut: readonly Candidate<T>[],
  budget: number,
): Candidate<T>[] {
  // Rounded down: the one request of a budget of one must not go past the first reads for good.
  const ahead = new Set(mostOverdue(crowdedOut, Math.floor(budget / 2)));
  const others = mostOverdue(kept, budget).filter((candidate) => !ahead.has(candidate));
  return [...ahead, ...others].slice(0, budget);
}

/** In intervals: 2 for what waits for three times as long as it was to wait. */
function overdueOf({ nextPollAt, scheduledAt }: Due, now: Date): number {
  const dueMs = Date.parse(nextPollAt);
  const intervalMs = scheduledAt === undefined ? 0 : dueMs - Date.parse(scheduledAt);
  return (now.getTime() - dueMs) / Math.max(shortestIntervalMs, intervalMs);
}

function mostOverdue<T>(candidates: readonly Candidate<T>[], count: number): Candidate<T>[] {
  return candidates.toSorted((a, b) => b.overdue - a.overdue).slice(0, count);
}
