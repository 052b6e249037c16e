import type { ApiHost } from '../domain/api-host.ts';
import { afterPass, allowance, type Budget, freshBudget, type PassAtHost, refilled } from '../domain/budget.ts';
import type { Log } from '../ports/log.ts';
import type { SharedState } from '../ports/shared-state.ts';

export interface BudgetDependencies {
  readonly budgets: Readonly<Record<ApiHost, SharedState<Budget>>>;
  /** Configured requests a minute. */
  readonly budget: Readonly<Record<ApiHost, number>>;
  readonly now: () => Date;
  readonly log: Log;
}

/** A writer that loses so often in a row is in a storm of writers; it asks for nothing then. */
const attempts = 10;

/** What could be spent now. Nothing is taken. */
export async function readAllowance(dependencies: BudgetDependencies, host: ApiHost): Promise<number> {
  return allowance((await loaded(dependencies, host)).budget, dependencies.now());
}

/** Whether the host asked to be left alone. */
export async function isSetAside(dependencies: BudgetDependencies, host: ApiHost): Promise<boolean> {
  const { setAsideUntil = '' } = (await loaded(dependencies, host)).budget;
  return setAsideUntil > dependencies.now().toISOString();
}

/** Takes up to `wanted` requests out of the budget that all instances share. @returns what it got. */
export async function reserve(dependencies: BudgetDependencies, host: ApiHost, wanted: number): Promise<number> {
  if (wanted <= 0) return 0;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { budget, version } = await loaded(dependencies, host);
    const granted = Math.min(wanted, allowance(budget, dependencies.now()));
    if (granted === 0) return 0;
    const spent = { ...budget, tokens: budget.tokens - granted };
    if ((await dependencies.budgets[host].save(spent, version)) === 'committed') return granted;
  }
  return 0;
}

/** Gives back what was not used, and remembers what the pass met. */
export async function settleBudget(dependencies: BudgetDependencies, host: ApiHost, pass: PassAtHost): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { budget, version } = await loaded(dependencies, host);
    const next = afterPass(budget, pass, dependencies.now());
    if ((await dependencies.budgets[host].save(next, version)) === 'committed') return;
  }
  // What was reserved is lost for a minute, and a wait that was asked for is met again.
  dependencies.log.warn(`poll: the budget of ${host} could not be settled: too many write it at once`);
}

async function loaded({ budgets, budget, now, log }: BudgetDependencies, host: ApiHost) {
  const known = await budgets[host].load();
  if (known?.value !== undefined) return { budget: refilled(known.value, budget[host], now()), version: known.version };
  if (known !== undefined) log.error(`poll: the budget of ${host} cannot be read; it begins anew`);
  return { budget: freshBudget(host, budget[host], now()), version: known?.version };
}
