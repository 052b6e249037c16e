import type { Kind } from './submission-key.ts';

/** The hosts that Partner Center's APIs live on. Request limits are per host. */
export type ApiHost = 'devCenter' | 'store';

export function apiHostOf(kind: Kind): ApiHost {
  return kind === 'msi' ? 'store' : 'devCenter';
}

interface Due {
  readonly key: { readonly product: { readonly kind: Kind } };
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
    const host = apiHostOf(entry.key.product.kind);
    kept[host].push(entry);
    // Sorting now and then, instead of at each row, keeps a plan over many rows linear.
    if (kept[host].length >= 2 * budget[host] + 100) kept[host] = longestDue(kept[host], budget[host]);
  }
  const chosen = (Object.keys(kept) as ApiHost[]).flatMap((host) => longestDue(kept[host], budget[host]));
  return { chosen: chosen.sort(byDueTime), due: count };
}

function longestDue<T extends Due>(entries: readonly T[], count: number): T[] {
  return entries.toSorted(byDueTime).slice(0, count);
}

/** ISO 8601 in UTC with a fixed number of digits sorts as text. */
function byDueTime(a: Due, b: Due): number {
  return a.nextPollAt < b.nextPollAt ? -1 : a.nextPollAt > b.nextPollAt ? 1 : 0;
}
