import { type ApiHost, apiHosts } from '../domain/api-host.ts';
import { dueBy } from '../domain/cadence.ts';
import { planPass } from '../domain/plan.ts';
import { secondsBetween } from '../domain/seconds-between.ts';
import type { PassSummary } from '../ports/pass-log.ts';
import { type FanOutDependencies, fanOut } from './fan-out.ts';
import { type Due, type Run, type RunDependencies, runPass } from './run-pass.ts';
import { type BudgetDependencies, readAllowance, reserve, settleBudget } from './spend-budget.ts';

export interface PollDependencies extends RunDependencies, BudgetDependencies, FanOutDependencies {}

/**
 * One pass: plans what is due within the budget, oldest first, and reads it; above the inline limit it is handed to other
 * instances in slices, unless there is no broker to hand it over.
 * @param signal ends the pass early; what it has not read stays due.
 * @throws AggregateError when something failed that is not a failed read; the rest is done then.
 */
export async function pollSubmissions(dependencies: PollDependencies, signal: AbortSignal): Promise<PassSummary> {
  const { store, products, rules, now, inlineLimit } = dependencies;
  const startedAt = now();
  const allowed = await perHost((host) => readAllowance(dependencies, host));
  const until = dueBy(startedAt, rules.cadence);
  const plan = await planPass(concatenated<Due>(products.due(until), store.due(until)), allowed, startedAt);
  const at = startedAt.toISOString();
  const oldestDueSeconds = secondsBetween(plan.oldestDueAt ?? at, at);

  const fanned = plan.chosen.length > inlineLimit ? await fanOut(dependencies, plan.chosen, startedAt) : undefined;
  if (fanned?.unsent.length === 0) {
    const { slices, sent } = fanned;
    return { ...nothingRead, due: plan.due, left: plan.chosen.length - sent, slices, oldestDueSeconds };
  }
  const chosen = fanned?.unsent ?? (await withinBudget(dependencies, plan.chosen));
  const run = await runPass(dependencies, chosen, signal);
  await settleBudgets(dependencies, chosen, run);
  if (run.errors.length > 0)
    throw new AggregateError(run.errors, `${run.errors.length} of ${chosen.length} reads failed`);
  const { read, changed, events, published, failed } = run;
  const requests = run.met.devCenter.requests + run.met.store.requests;
  const left = plan.chosen.length - read - failed;
  return { due: plan.due, read, changed, events, published, failed, left, requests, slices: 0, oldestDueSeconds };
}

const nothingRead = { read: 0, changed: 0, events: 0, published: 0, failed: 0, requests: 0 };

/** What the shared budget grants of the plan: another pass may have spent since it was made. */
async function withinBudget(dependencies: BudgetDependencies, planned: readonly Due[]): Promise<readonly Due[]> {
  const granted = await perHost((host) => reserve(dependencies, host, countAt(planned, host)));
  return planned.filter(({ host }) => {
    granted[host] -= 1;
    return granted[host] >= 0;
  });
}

/** Gives back what was reserved for `work` and not used. */
async function settleBudgets(dependencies: BudgetDependencies, work: readonly Due[], run: Run): Promise<void> {
  for (const host of apiHosts) {
    const reserved = countAt(work, host);
    if (reserved > 0) await settleBudget(dependencies, host, { ...run.met[host], reserved });
  }
}

function countAt(work: readonly Due[], host: ApiHost): number {
  return work.filter((due) => due.host === host).length;
}

async function perHost(ask: (host: ApiHost) => Promise<number>): Promise<Record<ApiHost, number>> {
  const [devCenter, store] = await Promise.all([ask('devCenter'), ask('store')]);
  return { devCenter, store };
}

async function* concatenated<T>(...sources: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  for (const source of sources) yield* source;
}
