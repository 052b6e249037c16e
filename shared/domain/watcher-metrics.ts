import type { ApiHost } from './api-host.ts';
import { allowance, type Budget, refilled } from './budget.ts';
import type { HealthReason } from './watcher-health.ts';

/** What a look at its own health gives to count and to chart. */
export interface WatcherMetrics {
  readonly reasons: readonly HealthReason[];
  /** How long the oldest unsent event waits; 0 with none. */
  readonly outboxAgeSeconds: number;
  /** What was set aside and needs a person, as far as it was looked at. */
  readonly setAside: number;
  /** Requests that each API host may be asked now; what was never asked has its whole budget. */
  readonly devCenterBudgetLeft: number;
  readonly storeBudgetLeft: number;
  /** Requests a minute for now: below what is configured after 429. */
  readonly devCenterPerMinute: number;
  readonly storePerMinute: number;
}

/** @param configured requests a minute. */
export function watcherMetrics(
  health: {
    readonly reasons: readonly HealthReason[];
    readonly oldestUnsent?: string;
    readonly setAside: readonly unknown[];
    readonly budgets: readonly Budget[];
  },
  configured: number,
  now: Date,
): WatcherMetrics {
  const at = (host: ApiHost) => {
    const known = health.budgets.find((budget) => budget.host === host);
    if (known === undefined) return { left: configured, perMinute: configured };
    const budget = refilled(known, configured, now);
    return { left: allowance(budget, now), perMinute: Math.floor(budget.perMinute) };
  };
  const [devCenter, store] = [at('devCenter'), at('store')];
  const { reasons, oldestUnsent, setAside } = health;
  const ageMs = oldestUnsent === undefined ? 0 : now.getTime() - Date.parse(oldestUnsent);
  return {
    reasons,
    outboxAgeSeconds: Math.max(0, Math.floor(ageMs / 1000)),
    setAside: setAside.length,
    devCenterBudgetLeft: devCenter.left,
    storeBudgetLeft: store.left,
    devCenterPerMinute: devCenter.perMinute,
    storePerMinute: store.perMinute,
  };
}
