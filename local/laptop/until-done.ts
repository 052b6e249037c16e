import type { Arrival, Arrivals } from './arrivals.ts';
import type { Scenario } from './scenarios.ts';

interface Comparison {
  /** Events that the scenarios announce and that have not come, as `key type`. */
  readonly missing: readonly string[];
  /** Events of the scenarios' submissions that they do not announce. */
  readonly unexpected: readonly string[];
  readonly arrived: number;
}

/** Resolves once nothing is missing, at the first unexpected event, or when the time is over. */
export function watchUntilDone(
  scenarios: readonly Scenario[],
  arrivals: Arrivals,
  limitMs: number,
): Promise<Comparison> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(compare(scenarios, arrivals.all())), limitMs);
    const look = () => {
      const comparison = compare(scenarios, arrivals.all());
      if (comparison.missing.length > 0 && comparison.unexpected.length === 0) return;
      clearTimeout(timer);
      resolve(comparison);
    };
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
