import type { ApiHost } from '../domain/api-host.ts';
import { type Decision, decideOnFailure, decideOnRead } from '../domain/decide.ts';
import { fitEvent } from '../domain/fit-event.ts';
import { planPass } from '../domain/plan.ts';
import { readView } from '../domain/read-view.ts';
import type { SubmissionKey } from '../domain/submission-key.ts';
import type { DueProduct, DueSubmission, PartnerCenter, PassSummary, ReadFailure, Stored } from '../ports.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { type ProductDependencies, settleListFailure, settleListing } from './poll-product.ts';
import { type RelayDependencies, relayOutbox } from './relay-outbox.ts';

export interface PollDependencies extends RelayDependencies, ProductDependencies {
  readonly partnerCenter: PartnerCenter;
  /** Reads of one pass, per host. */
  readonly budget: Readonly<Record<ApiHost, number>>;
  readonly concurrency: number;
}

const relaysToGiveUp = 3;

/**
 * One pass: reads what is due, within the budget; stores and publishes what changed.
 * @param signal ends the pass early; what it has not read stays due.
 * @throws AggregateError when single submissions failed in a way that is not a failed read; the others are done then.
 */
export async function pollSubmissions(dependencies: PollDependencies, signal: AbortSignal): Promise<PassSummary> {
  const { store, products, concurrency, now, budget, log } = dependencies;
  const plan = await planPass(concatenated<DueProduct | DueSubmission>(products.due(now()), store.due(now())), budget);
  const pass = startPass(dependencies, signal);
  const errors: unknown[] = [];
  await forEachConcurrently(plan.chosen, concurrency, async (due) => {
    try {
      await ('product' in due ? pass.pollProduct(due) : pass.pollSubmission(due));
    } catch (error) {
      const key = 'product' in due ? due.product : due.key;
      log.error(`poll: ${key.text}: ${error instanceof Error ? error.message : 'unknown error'}`);
      errors.push(error);
    }
  });
  await pass.flush().catch((error: unknown) => errors.push(error));
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${plan.chosen.length} reads were not settled`);
  return { due: plan.due, ...pass.counts, left: plan.chosen.length - pass.counts.read - pass.counts.failed };
}

function startPass(dependencies: PollDependencies, signal: AbortSignal) {
  const { store, partnerCenter, rules, now, random, log } = dependencies;
  const counts = { read: 0, changed: 0, events: 0, published: 0, failed: 0 };
  const halted = new Set<ApiHost>();
  const unchanged: { next: Decision['next']; version: string }[] = [];
  let failedRelays = 0;

  async function pollSubmission(due: DueSubmission): Promise<void> {
    if (signal.aborted || halted.has(due.host)) return;
    const stored = await due.stored();
    const result = await partnerCenter.read(due.key, readView(stored.submission), signal);
    if (result.outcome === 'read') {
      counts.read += 1;
      await settle(stored, decideOnRead(stored.submission, result.observation, now(), rules, random()));
    } else if (countsAsFailure(due.key.text, due.host, result.failure)) {
      await settle(stored, decideOnFailure(stored.submission, result.failure, now(), rules, random()));
    }
  }

  async function pollProduct(due: DueProduct): Promise<void> {
    if (signal.aborted || halted.has(due.host)) return;
    const stored = await due.stored();
    const result = await partnerCenter.list(due.product, signal);
    if (result.outcome === 'listed') {
      counts.read += 1;
      const announced = await settleListing(dependencies, stored, result.listing);
      counts.events += announced.length;
      for (const key of announced) await relay(key);
    } else if (countsAsFailure(due.product.text, due.host, result.failure)) {
      await settleListFailure(dependencies, stored, result.failure);
    }
  }

  /** @returns false where the failure says nothing of what was asked for: it stays due, and is not counted against it. */
  function countsAsFailure(key: string, host: ApiHost, failure: ReadFailure): boolean {
    const trace = failure.correlationId === undefined ? '' : ` [${failure.correlationId}]`;
    if (failure.reason === 'throttled' || failure.reason === 'unauthorized') {
      if (!halted.has(host)) log.warn(`poll: ${host} is left alone: ${failure.message}${trace}`);
      halted.add(host);
      return false;
    }
    if (signal.aborted) return false;
    counts.failed += 1;
    log.warn(`poll: ${key}: ${failure.message}${trace}`);
    return true;
  }

  async function settle(stored: Stored, { next, events }: Decision): Promise<void> {
    const { snapshot, withdrawn } = stored.submission;
    if (events.length === 0 && next.snapshot === snapshot && next.withdrawn === withdrawn) {
      unchanged.push({ next, version: stored.version });
      return;
    }
    const recorded = events.map((event) => ({ whole: event, published: fitEvent(event) }));
    const committed = await store.commit(next, stored.version, recorded);
    if (committed === 'conflict') {
      log.info(`poll: ${next.key.text} was changed by another writer; the next pass reads it again`);
      return;
    }
    counts.changed += 1;
    counts.events += events.length;
    if (events.length > 0) await relay(next.key);
  }

  /** A broker that is down is left to the sweep: the pass goes on reading and does not wait at each change. */
  async function relay(key: SubmissionKey): Promise<void> {
    if (failedRelays >= relaysToGiveUp) return;
    const relayed = await relayOutbox(dependencies, signal, key);
    counts.published += relayed.published;
    failedRelays = relayed.stopped === 0 ? 0 : failedRelays + 1;
  }

  return { pollSubmission, pollProduct, flush: () => store.reschedule(unchanged), counts };
}

async function* concatenated<T>(...sources: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  for (const source of sources) yield* source;
}
