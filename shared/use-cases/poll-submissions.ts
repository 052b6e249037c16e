import { type Decision, decideOnFailure, decideOnRead, type Rules } from '../domain/decide.ts';
import { fitEvent } from '../domain/fit-event.ts';
import { type ApiHost, apiHostOf, planPass } from '../domain/plan.ts';
import { readView } from '../domain/read-view.ts';
import type { DueSubmission, PartnerCenter, PassSummary, ReadFailure, Stored, SubmissionStore } from '../ports.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { type RelayDependencies, relayOutbox } from './relay-outbox.ts';

export interface PollDependencies extends RelayDependencies {
  readonly store: SubmissionStore;
  readonly partnerCenter: PartnerCenter;
  readonly rules: Rules;
  /** Reads of one pass, per host. */
  readonly budget: Readonly<Record<ApiHost, number>>;
  readonly concurrency: number;
  readonly now: () => Date;
  /** 0 to 1. */
  readonly random: () => number;
}

const relaysToGiveUp = 3;

/**
 * One pass: reads what is due, within the budget; stores and publishes what changed.
 * @param signal ends the pass early; what it has not read stays due.
 * @throws AggregateError when single submissions failed in a way that is not a failed read; the others are done then.
 */
export async function pollSubmissions(dependencies: PollDependencies, signal: AbortSignal): Promise<PassSummary> {
  const { store, concurrency, now, budget } = dependencies;
  const plan = await planPass(store.due(now()), budget);
  const pass = startPass(dependencies, signal);
  const errors: unknown[] = [];
  await forEachConcurrently(plan.chosen, concurrency, async (due) => {
    try {
      await pass.poll(due);
    } catch (error) {
      dependencies.log.error(`poll: ${due.key.text}: ${error instanceof Error ? error.message : 'unknown error'}`);
      errors.push(error);
    }
  });
  await pass.flush().catch((error: unknown) => errors.push(error));
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${plan.chosen.length} submissions failed`);
  return { due: plan.due, ...pass.counts, left: plan.chosen.length - pass.counts.read - pass.counts.failed };
}

function startPass(dependencies: PollDependencies, signal: AbortSignal) {
  const { store, partnerCenter, rules, now, random, log } = dependencies;
  const counts = { read: 0, changed: 0, events: 0, published: 0, failed: 0 };
  const halted = new Set<ApiHost>();
  let unchanged: { next: Decision['next']; version: string }[] = [];
  let failedRelays = 0;

  async function poll(due: DueSubmission): Promise<void> {
    const host = apiHostOf(due.key.product.kind);
    if (signal.aborted || halted.has(host)) return;
    const stored = await due.stored();
    const result = await partnerCenter.read(due.key, readView(stored.submission), signal);
    if (result.outcome === 'failed') return fail(stored, host, result.failure);
    counts.read += 1;
    await settle(stored, decideOnRead(stored.submission, result.observation, now(), rules, random()));
  }

  async function fail(stored: Stored, host: ApiHost, failure: ReadFailure): Promise<void> {
    const { key } = stored.submission;
    const trace = failure.correlationId === undefined ? '' : ` [${failure.correlationId}]`;
    if (failure.reason === 'throttled' || failure.reason === 'unauthorized') {
      // Says nothing of this submission: it stays due, and the host is left alone for the rest of the pass.
      if (!halted.has(host)) log.warn(`poll: ${host} is left alone: ${failure.message}${trace}`);
      halted.add(host);
      return;
    }
    if (signal.aborted) return;
    counts.failed += 1;
    log.warn(`poll: ${key.text}: ${failure.message}${trace}`);
    await settle(stored, decideOnFailure(stored.submission, failure.reason, now(), rules, random()));
  }

  async function settle(stored: Stored, { next, events }: Decision): Promise<void> {
    if (events.length === 0 && next.snapshot === stored.submission.snapshot) {
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
    // A broker that is down is left to the sweep: the pass goes on reading and does not wait at each change.
    if (events.length === 0 || failedRelays >= relaysToGiveUp) return;
    const relayed = await relayOutbox(dependencies, signal, next.key);
    counts.published += relayed.published;
    failedRelays = relayed.stopped === 0 ? 0 : failedRelays + 1;
  }

  async function flush(): Promise<void> {
    const rows = unchanged;
    unchanged = [];
    await store.reschedule(rows);
  }

  return { poll, flush, counts };
}
