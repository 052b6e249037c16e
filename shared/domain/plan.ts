import { type ApiHost, apiHosts } from './api-host.ts';

/** Something to ask Partner Center for: a submission, or the list of a product. */
interface Due {
  readonly host: ApiHost;
  /** ISO 8601 in UTC. */
  readonly nextPollAt: string;
}

export interface Plan<T> {
  /** Longest due first. */
  readonly chosen: readonly T[];
  /** Everything that is due, chosen or not. */
  readonly due: number;
  /** `nextPollAt` of what is due longest, chosen or not: how late the reads are. */
  readonly oldestDueAt?: string;
}

/**
 * Chooses what a pass reads: of each host the longest due, up to its budget, so that nothing starves however much is due.
 * Takes the due rows one by one and keeps no more than the budget of them.
 */
export async function planPass<T extends Due>(
  due: AsyncIterable<T>,
  budget: Readonly<Record<ApiHost, number>>,
): Promise<Plan<T>> {
  const kept: Record<ApiHost, T[]> = { devCenter: [], store: [] };
  let count = 0;
  let oldestDueAt: string | undefined;
  for await (const entry of due) {
    count += 1;
    if (oldestDueAt === undefined || entry.nextPollAt < oldestDueAt) oldestDueAt = entry.nextPollAt;
    kept[entry.host].push(entry);
    // Sorting now and then, instead of at each row, keeps a plan over many rows linear.
    if (kept[entry.host].length >= 2 * budget[entry.host] + 100) {
      kept[entry.host] = longestDue(kept[entry.host], budget[entry.host]);
    }
  }
  const chosen = apiHosts.flatMap((host) => longestDue(kept[host], budget[host])).sort(byDueTime);
  return { chosen, due: count, ...(oldestDueAt === undefined ? {} : { oldestDueAt }) };
}

function longestDue<T extends Due>(entries: readonly T[], count: number): T[] {
  return entries.toSorted(byDueTime).slice(0, count);
}

/** ISO 8601 in UTC with a fixed number of digits sorts as text. */
function byDueTime(a: Due, b: Due): number {
  return a.nextPollAt < b.nextPollAt ? -1 : a.nextPollAt > b.nextPollAt ? 1 : 0;
}
