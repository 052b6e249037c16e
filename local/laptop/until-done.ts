import type { Arrival, Arrivals } from './arrivals.ts';
import type { Scenario } from './scenarios.ts';

interface Comparison {
  /** Events that the scenarios announce and that have not come, as `key type`. */
  readonly missing: readonly string[];
  /** Events of the scenarios' submissions that they do not announce. */
  readonly unexpected: readonly string[];
  readonly arrived: number;
}

/**
 * Compares what arrived with what the scenarios announce, once nothing is missing or the time is over. One more pass is let go
 * by first: what is announced twice or for nothing comes with it.
 */
export async function watchUntilDone(
  scenarios: readonly Scenario[],
  arrivals: Arrivals,
  nextPass: (signal: AbortSignal) => Promise<void>,
  limitMs: number,
): Promise<Comparison> {
  const limit = AbortSignal.timeout(limitMs);
  await allArrived(scenarios, arrivals, limit);
  await nextPass(limit);
  return compare(scenarios, arrivals.all());
}

/** Resolves once every event that the scenarios announce has come, or with the limit. */
export function allArrived(scenarios: readonly Scenario[], arrivals: Arrivals, limit?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (compare(scenarios, arrivals.all()).missing.length === 0) resolve();
    };
    limit?.addEventListener('abort', () => resolve());
    arrivals.onArrival(look);
    look();
  });
}

function compare(scenarios: readonly Scenario[], arrivals: readonly Arrival[]): Comparison {
  const keys = new Set(scenarios.flatMap((scenario) => scenario.keys));
  const missing = scenarios.flatMap((scenario) => scenario.expects.map(({ key, type }) => `${key} ${type}`));
  const unexpected: string[] = [];
  const ours = arrivals.filter((arrival) => keys.has(arrival.key));
  for (const { key, type } of ours) {
    const index = missing.indexOf(`${key} ${type}`);
    if (index < 0) unexpected.push(`${key} ${type}`);
    else missing.splice(index, 1);
  }
  return { missing, unexpected, arrived: ours.length };
}
