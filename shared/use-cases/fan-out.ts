import type { ApiHost } from '../domain/api-host.ts';
import { isTooFarAhead } from '../domain/clock-ahead.ts';
import { DeliveryError } from '../errors.ts';
import type { Log } from '../ports/log.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Slice, SliceQueue } from '../ports/slice-queue.ts';
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

interface FannedOut {
  readonly slices: number;
  /** Reads in them. */
  readonly sent: number;
  /** The broker did not take it. Its budget is taken: whoever planned it may read it. */
  readonly unsent: readonly Due[];
}

const nothingSent: FannedOut = { slices: 0, sent: 0, unsent: [] };

/**
 * Hands the plan to other instances: slices on a queue, each to be seen at its time within the spread. The budget is taken here
 * for all of them. Two planners at once: one claims the time, the other leaves it at that.
 */
export async function fanOut(dependencies: FanOutDependencies, plan: readonly Due[], now: Date): Promise<FannedOut> {
  const { sliceQueue, spreadSeconds, log } = dependencies;
  const endAt = new Date(now.getTime() + spreadSeconds * 1000);
  if (!(await claim(dependencies, now, endAt))) {
    log.info('poll: the slices of another planner are under way');
    return nothingSent;
  }
  const work = await taken(dependencies, plan);
  const slices = toSlices(work, dependencies.sliceSize, now, endAt);
  try {
    await sliceQueue.send(slices);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    log.warn(`poll: ${error.message}; this instance reads alone`);
    return { ...nothingSent, unsent: work };
  }
  log.info(`poll: ${work.length} reads in ${slices.length} slices`);
  return { slices: slices.length, sent: work.length, unsent: [] };
}

async function claim({ planned, log }: FanOutDependencies, now: Date, until: Date): Promise<boolean> {
  const known = await planned.load();
  if (known !== undefined && known.value === undefined)
    log.error('poll: the time of the last planner cannot be read; it begins anew');
  const isClaimed = known?.value !== undefined && known.value.until > now.toISOString();
  if (isClaimed && !isTooFarAhead(known.value.until, until.getTime() - now.getTime(), now)) return false;
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

/** The rest is for the last slice to be run in: what is over when it is delivered waits for the next plan. */
const partOfTimeToStartIn = 0.8;

/** Oldest first, started evenly over the time. */
export function toSlices(work: readonly Due[], size: number, now: Date, endAt: Date): Slice[] {
  const count = Math.ceil(work.length / size);
  const stepMs = ((endAt.getTime() - now.getTime()) * partOfTimeToStartIn) / count;
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
