import { type ApiHost, apiHosts } from '../domain/api-host.ts';
import type { PassAtHost } from '../domain/budget.ts';
import { type Decision, decideOnFailure, decideOnRead } from '../domain/decide.ts';
import { fitEvent } from '../domain/fit-event.ts';
import { type HostTally, isAnswering, isRefusing, verdictOf } from '../domain/host-verdict.ts';
import { readView } from '../domain/read-view.ts';
import type { SubmissionKey } from '../domain/submission-key.ts';
import { type Failure, isUnanswered } from '../domain/tracked-submission.ts';
import { CorruptRowError } from '../errors.ts';
import type { ListResult, PartnerCenter, ReadFailure, ReadResult } from '../ports/partner-center.ts';
import type { DueProduct } from '../ports/product-store.ts';
import type { SetAside } from '../ports/set-aside.ts';
import type { DueSubmission, Stored } from '../ports/submission-store.ts';
import { createPatientHost, type PatienceDependencies } from './ask-patiently.ts';
import { forEachConcurrently } from './for-each-concurrently.ts';
import { type ProductDependencies, settleListFailure, settleListing } from './poll-product.ts';
import { type RelayDependencies, relayOutbox } from './relay-outbox.ts';

export interface RunDependencies extends RelayDependencies, ProductDependencies, PatienceDependencies {
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
  readonly met: Readonly<Record<ApiHost, Omit<PassAtHost, 'reserved'>>>;
  /** What was not a failed read: storage, mistakes of ours. The rest was done all the same. */
  readonly errors: readonly unknown[];
}

const relaysToGiveUp = 3;

type Met = { -readonly [Name in keyof Omit<PassAtHost, 'reserved'>]: PassAtHost[Name] };

/** Reads what it is given; stores and publishes what changed. Once `signal` is aborted the rest is left due. */
export async function runPass(dependencies: RunDependencies, work: readonly Due[], signal: AbortSignal): Promise<Run> {
  const { log } = dependencies;
  const pass = startPass(dependencies, signal);
  const errors: unknown[] = [];
  const settled = async (due: Due, step: () => Promise<void>) => {
    try {
      await step();
    } catch (error) {
      const failure = error instanceof CorruptRowError ? await putAside(dependencies, due, error) : error;
      if (failure === undefined) return;
      log.error(`poll: ${keyOf(due).text}: ${failure instanceof Error ? failure.message : 'unknown error'}`);
      errors.push(failure);
    }
  };
  await forEachConcurrently(work, dependencies.concurrency, (due) => settled(due, () => pass.poll(due)));
  pass.remember();
  for (const { due, settle } of pass.heldFailures()) await settled(due, settle);
  await pass.flush().catch((error: unknown) => errors.push(error));
  return { ...pass.counts, met: pass.met, errors };
}

function startPass(dependencies: RunDependencies, signal: AbortSignal) {
  const { store, partnerCenter, rules, now, random, log } = dependencies;
  const counts = { read: 0, changed: 0, events: 0, published: 0, failed: 0 };
  const met: Record<ApiHost, Met> = {
    devCenter: { requests: 0, unserved: 0, succeeded: 0 },
    store: { requests: 0, unserved: 0, succeeded: 0 },
  };
  const patient = {
    devCenter: createPatientHost(dependencies, signal),
    store: createPatientHost(dependencies, signal),
  };
  const held: { due: Due; failure: ReadFailure; settle: (failure: Failure) => Promise<void> }[] = [];
  const refusals: Record<ApiHost, number> = { devCenter: 0, store: 0 };
  const unchanged: { next: Decision['next']; version: string }[] = [];
  let failedRelays = 0;

  const isHalted = ({ host }: Due) => met[host].throttled !== undefined || met[host].refused !== undefined;

  const isOver = (due: Due) => signal.aborted || isHalted(due);

  async function poll(due: Due): Promise<void> {
    if (isOver(due)) return;
    await ('product' in due ? pollProduct(due) : pollSubmission(due));
  }

  async function pollSubmission(due: DueSubmission): Promise<void> {
    const stored = await due.stored();
    const view = readView(stored.submission);
    const result = await ask(due, () => partnerCenter.read(due.key, view, signal));
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
    const result = await ask(due, () => partnerCenter.list(due.product, signal));
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

  function ask<Result extends ReadResult | ListResult>(
    due: Due,
    request: () => Promise<Result>,
  ): Promise<Result | undefined> {
    const counted = async () => {
      const result = await request();
      const { [due.host]: host } = met;
      host.requests += result.requests ?? 1;
      if (result.outcome !== 'failed') host.succeeded += 1;
      else if (result.failure.reason === 'throttled') host.unserved += 1;
      return result;
    };
    return patient[due.host].ask(counted, () => isOver(due));
  }

  /** What says something of the host and nothing of what was asked for leaves it due, and ends the host's part of the pass. */
  async function fail(
    due: Due,
    failure: ReadFailure,
    settleFailure: (failure: Failure) => Promise<void>,
  ): Promise<void> {
    const { host } = due;
    const trace = failure.correlationId === undefined ? '' : ` [${failure.correlationId}]`;
    if (failure.reason === 'throttled' || failure.reason === 'unauthorized') {
      const isRefused = failure.reason === 'unauthorized';
      if (!isHalted(due)) log[isRefused ? 'error' : 'warn'](`poll: ${host} is left alone: ${failure.message}${trace}`);
      const { retryAfterSeconds, message } = failure;
      if (isRefused) met[host].refused = { reason: 'unauthorized', message };
      else met[host].throttled = longerWait(met[host].throttled, retryAfterSeconds);
      return;
    }
    if (signal.aborted) return;
    const settle = async (judged: Failure) => {
      counts.failed += 1;
      log.warn(`poll: ${keyOf(due).text}: ${failure.message}${trace}`);
      await settleFailure(judged);
    };
    // These may be the host's: nothing is said of a submission before the pass is over.
    if (failure.reason === 'forbidden' || isUnanswered(failure.reason)) {
      held.push({ due, failure, settle });
      return;
    }
    refusals[host] += 1;
    await settle(failure);
  }

  /** What is to be settled of them once it is known whose they are; the rest is left due. */
  function heldFailures() {
    const tallies = { devCenter: tallyOf('devCenter'), store: tallyOf('store') };
    for (const host of apiHosts) noteHost(host, tallies[host]);
    return held.flatMap(({ due, failure, settle }) => {
      const verdict = verdictOf(failure.reason, tallies[due.host], met[due.host].throttled !== undefined);
      if (verdict === 'left') return [];
      return [{ due, settle: () => settle(verdict === 'own' ? failure : { ...failure, isOfHost: true }) }];
    });
  }

  function noteHost(host: ApiHost, tally: HostTally): void {
    const answering = isAnswering(tally, met[host].throttled !== undefined);
    if (answering !== undefined) met[host].isAnswering = answering;
    const first = held.find(({ due, failure }) => due.host === host && failure.reason === 'forbidden');
    if (first === undefined || !isRefusing(tally)) return;
    met[host].refused = { reason: 'forbidden', message: first.failure.message };
    log.error(`poll: ${host} refuses everything: ${first.failure.message}; rights or a daily quota`);
  }

  function tallyOf(host: ApiHost): HostTally {
    const reasons = held.filter(({ due }) => due.host === host).map(({ failure }) => failure.reason);
    const forbidden = reasons.filter((reason) => reason === 'forbidden').length;
    const { succeeded } = met[host];
    return {
      succeeded,
      forbidden,
      answered: succeeded + forbidden + refusals[host],
      unanswered: reasons.length - forbidden,
    };
  }

  /** A wait that the end of the pass cut short is for the next pass to keep. */
  function remember(): void {
    for (const host of apiHosts) {
      const retryAfterSeconds = patient[host].secondsLeft();
      if (retryAfterSeconds > 0) met[host].throttled ??= { retryAfterSeconds };
    }
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

  return { poll, heldFailures, remember, flush: () => store.reschedule(unchanged), counts, met };
}

function longerWait(known: PassAtHost['throttled'], seconds: number | undefined): NonNullable<PassAtHost['throttled']> {
  const longest = Math.max(known?.retryAfterSeconds ?? 0, seconds ?? 0);
  return longest === 0 ? {} : { retryAfterSeconds: longest };
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
