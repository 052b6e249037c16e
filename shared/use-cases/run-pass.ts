import { type ApiHost, apiHosts } from '../domain/api-host.ts';
import { type Decision, decideOnFailure, decideOnRead } from '../domain/decide.ts';
import { fitEvent } from '../domain/fit-event.ts';
import { readView } from '../domain/read-view.ts';
import type { SubmissionKey } from '../domain/submission-key.ts';
import type { Failure } from '../domain/tracked-submission.ts';
import { CorruptRowError } from '../errors.ts';
import type { PartnerCenter, ReadFailure } from '../ports/partner-center.ts';
import type { DueProduct } from '../ports/product-store.ts';
import type { SetAside } from '../ports/set-aside.ts';
import type { DueSubmission, Stored } from '../ports/submission-store.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { type Met, type PassAtHostDependencies, startPassAtHost } from './pass-at-host.ts';
import { type ProductDependencies, settleListFailure, settleListing } from './poll-product.ts';
import { type RelayDependencies, relayOutbox } from './relay-outbox.ts';

export interface RunDependencies extends RelayDependencies, ProductDependencies, PassAtHostDependencies {
  readonly partnerCenter: PartnerCenter;
  readonly setAside: SetAside;
  readonly concurrency: number;
}

export type Due = DueProduct | DueSubmission;

/** What a run did. `met` says per host what the budget has to know. */
export interface Run {
  readonly read: number;
  readonly changed: number;
  readonly events: number;
  readonly published: number;
  readonly failed: number;
  readonly met: Readonly<Record<ApiHost, Met>>;
  /** What was not a failed read: storage, mistakes of ours. The rest was done all the same. */
  readonly errors: readonly unknown[];
}

const relaysToGiveUp = 3;

/** Reads what it is given; stores and publishes what changed. Once `signal` is aborted the rest is left due. */
export async function runPass(dependencies: RunDependencies, work: readonly Due[], signal: AbortSignal): Promise<Run> {
  const pass = startPass(dependencies, signal);
  await forEachConcurrently(work, dependencies.concurrency, pass.poll);
  return pass.end();
}

function startPass(dependencies: RunDependencies, signal: AbortSignal) {
  const { store, partnerCenter, rules, now, random, log } = dependencies;
  const counts = { read: 0, changed: 0, events: 0, published: 0, failed: 0 };
  const hosts = {
    devCenter: startPassAtHost('devCenter', dependencies, signal),
    store: startPassAtHost('store', dependencies, signal),
  };
  const unchanged: { next: Decision['next']; version: string }[] = [];
  const errors: unknown[] = [];
  let failedRelays = 0;

  function poll(due: Due): Promise<void> {
    return guarded(due, async () => {
      if (hosts[due.host].isOver()) return;
      await ('product' in due ? pollProduct(due) : pollSubmission(due));
    });
  }

  /** What goes wrong with one must not keep the others from being read. */
  async function guarded(due: Due, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      const failure = error instanceof CorruptRowError ? await putAside(dependencies, due, error) : error;
      if (failure === undefined) return;
      note(failure, `${keyOf(due).text}: `);
    }
  }

  /** The run fails in the end, and says only how many these were. */
  function note(error: unknown, of = ''): void {
    log.error(`poll: ${of}${error instanceof Error ? error.message : 'unknown error'}`);
    errors.push(error);
  }

  async function pollSubmission(due: DueSubmission): Promise<void> {
    const stored = await due.stored();
    const view = readView(stored.submission);
    const result = await hosts[due.host].ask(() => partnerCenter.read(due.key, view, signal));
    if (result === undefined) return;
    if (result.outcome === 'read') {
      counts.read += 1;
      await settle(stored, decideOnRead(stored.submission, result.observation, now(), rules, random()));
    } else {
      await fail(due, result.failure, (failure) =>
        settle(stored, decideOnFailure(stored.submission, failure, now(), rules, random())),
      );
    }
  }

  async function pollProduct(due: DueProduct): Promise<void> {
    const stored = await due.stored();
    const result = await hosts[due.host].ask(() => partnerCenter.list(due.product, signal));
    if (result === undefined) return;
    if (result.outcome === 'listed') {
      counts.read += 1;
      const announced = await settleListing(dependencies, stored, result.listing);
      counts.events += announced.length;
      for (const key of announced) await relay(key);
    } else {
      await fail(due, result.failure, (failure) => settleListFailure(dependencies, stored, failure));
    }
  }

  function fail(due: Due, failure: ReadFailure, settleFailure: (failure: Failure) => Promise<void>): Promise<void> {
    const leave = (judged: Failure) => guarded(due, () => settleFailure(judged));
    return hosts[due.host].fail({
      text: keyOf(due).text,
      failure,
      leave,
      async settle(judged) {
        counts.failed += 1;
        await leave(judged);
      },
    });
  }

  async function settle(stored: Stored, { next, events }: Decision): Promise<void> {
    const { snapshot, withdrawn, unreachable } = stored.submission;
    const isKnown = next.snapshot === snapshot && next.withdrawn === withdrawn && next.unreachable === unreachable;
    if (events.length === 0 && isKnown) {
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

  async function end(): Promise<Run> {
    for (const host of apiHosts) await hosts[host].end();
    await store.reschedule(unchanged).catch((error: unknown) => note(error));
    return { ...counts, met: { devCenter: hosts.devCenter.met, store: hosts.store.met }, errors };
  }

  return { poll, end };
}

/** @returns what kept it from being set aside. */
async function putAside({ setAside, log, now }: RunDependencies, due: Due, error: CorruptRowError): Promise<unknown> {
  log.error(`poll: ${error.message}; it is set aside`);
  try {
    await ('product' in due
      ? setAside.product(due.product, error.message, now())
      : setAside.submission(due.key, error.message, now()));
    return undefined;
  } catch (failure) {
    return failure;
  }
}

function keyOf(due: Due): { readonly text: string } {
  return 'product' in due ? due.product : due.key;
}
