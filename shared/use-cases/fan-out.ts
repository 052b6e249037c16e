import type { ApiHost } from '../domain/api-host.ts';
import type { Log, SharedState, Slice, SliceQueue } from '../ports.ts';
import type { Due } from './run-pass.ts';
import { type BudgetDependencies, reserve } from './spend-budget.ts';

export interface FanOutDependencies extends BudgetDependencies {
  readonly sliceQueue: SliceQueue;
  /** Until when the slices of the last planner run; nobody plans before. */
  readonly planned: SharedState<{ readonly until: string }>;
  /** So many are read by the pass itself. */
  readonly inlineLimit: number;
  readonly sliceSize: number;
  /** Time over which the slices of a pass are spread, so that the budget holds at any time. */
  readonly spreadSeconds: number;
  readonly log: Log;
}

/**
 * Hands the plan to other instances: slices on a queue, each to be seen at its time within the spread. The budget is taken here
 * for all of them. Two planners at once: one claims the time, the other leaves it at that.
 * @returns how many slices were sent.
 */
export async function fanOut(dependencies: FanOutDependencies, plan: readonly Due[], now: Date): Promise<number> {
  const { sliceQueue, spreadSeconds, log } = dependencies;
  const endAt = new Date(now.getTime() + spreadSeconds * 1000);
  if (!(await claim(dependencies, now, endAt))) {
    log.info('poll: the slices of another planner are under way');
    return 0;
  }
  const work = await taken(dependencies, plan);
  const slices = toSlices(work, dependencies.sliceSize, now, endAt);
  await sliceQueue.send(slices);
  log.info(`poll: ${work.length} reads in ${slices.length} slices`);
  return slices.length;
}

async function claim({ planned }: FanOutDependencies, now: Date, until: Date): Promise<boolean> {
  const known = await planned.load();
  if (known !== undefined && known.value.until > now.toISOString()) return false;
  return (await planned.save({ until: until.toISOString() }, known?.version)) === 'committed';
}

async function taken(dependencies: FanOutDependencies, plan: readonly Due[]): Promise<readonly Due[]> {
  const wanted = (host: ApiHost) => plan.filter((due) => due.host === host).length;
  const granted = {
    devCenter: await reserve(dependencies, 'devCenter', wanted('devCenter')),
    store: await reserve(dependencies, 'store', wanted('store')),
  };
  return plan.filter(({ host }) => {
    granted[host] -= 1;
    return granted[host] >= 0;
  });
}

/** Oldest first, evenly over the time; the last one starts early enough to be run before the end. */
export function toSlices(work: readonly Due[], size: number, now: Date, endAt: Date): Slice[] {
  const count = Math.ceil(work.length / size);
  const stepMs = (endAt.getTime() - now.getTime()) / (count + 1);
  return Array.from({ length: count }, (_, index) => {
    const part = work.slice(index * size, (index + 1) * size);
    return {
      id: `${now.toISOString()}/${index + 1}`,
      submissions: part.flatMap((due) => ('product' in due ? [] : [due.key.text])),
      products: part.flatMap((due) => ('product' in due ? [due.product.text] : [])),
      startAt: new Date(now.getTime() + Math.floor(index * stepMs)).toISOString(),
      endAt: endAt.toISOString(),
    };
  });
}
