import { type ApiHost, apiHosts } from './api-host.ts';

/** Something to ask Partner Center for: a submission, or the list of a product. */
interface Due {
  readonly host: ApiHost;
  /** ISO 8601 in UTC. */
  readonly nextPollAt: string;
}

/**
 * Chooses what a pass reads: of each host the longest due, up to its budget, so that nothing starves however much is due.
 * Takes the due rows one by one and keeps no more than the budget of them.
 */
export async function planPass<T extends Due>(
  due: AsyncIterable<T>,
  budget: Readonly<Record<ApiHost, number>>,
): Promise<{ readonly chosen: readonly T[]; readonly due: number }> {
  const kept: Record<ApiHost, T[]> = { devCenter: [], store: [] };
  let count = 0;
  for await (const entry of due) {
    count += 1;
    kept[entry.host].push(entry);
    // Sorting now and then, instead of at each row, keeps a plan over many rows linear.
    if (kept[entry.host].length >= 2 * budget[entry.host] + 100) {
      kept[entry.host] = longestDue(kept[entry.host], budget[entry.host]);
    }
  }
  return { chosen: apiHosts.flatMap((host) => longestDue(kept[host], budget[host])).sort(byDueTime), due: count };
}

function longestDue<T extends Due>(entries: readonly T[], count: number): T[] {
  return entries.toSorted(byDueTime).slice(0, count);
}

/** ISO 8601 in UTC with a fixed number of digits sorts as text. */
function byDueTime(a: Due, b: Due): number {
  return a.nextPollAt < b.nextPollAt ? -1 : a.nextPollAt > b.nextPollAt ? 1 : 0;
}
