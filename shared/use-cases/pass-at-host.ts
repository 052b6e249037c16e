import type { ApiHost } from '../domain/api-host.ts';
import type { PassAtHost } from '../domain/budget.ts';
import { type HostTally, isAnswering, isRefusing, verdictOf } from '../domain/host-verdict.ts';
import { type Failure, isUnanswered } from '../domain/tracked-submission.ts';
import type { Log } from '../ports/log.ts';
import type { ListResult, ReadFailure, ReadResult } from '../ports/partner-center.ts';
import { createPatientHost, type PatienceDependencies } from './ask-patiently.ts';

/** What the budget has to know of a pass at a host. */
export type Met = Omit<PassAtHost, 'reserved'>;

/** A failed read of something, and what is done about it once it is known whose failure it is. */
interface FailedRead {
  /** Key of the submission or the product. */
  readonly text: string;
  readonly failure: ReadFailure;
  settle(failure: Failure): Promise<void>;
  /** Leaves it to a later pass, behind others: asked first each time, those that are refused would keep the others from being read. */
  leave(failure: Failure): Promise<void>;
}

export interface PassAtHostDependencies extends PatienceDependencies {
  readonly log: Log;
}

/** The part of a pass that concerns one API host: asks it, and tells its failures from those of what it is asked for. */
export function startPassAtHost(host: ApiHost, dependencies: PassAtHostDependencies, signal: AbortSignal) {
  const { log } = dependencies;
  const patient = createPatientHost(dependencies, signal);
  const met: { -readonly [Name in keyof Met]: Met[Name] } = { requests: 0, unserved: 0, succeeded: 0 };
  /** They may be the host's: nothing is said of a submission before the pass is over. */
  const held: FailedRead[] = [];
  /** 401s, each after a new token: the credentials', unless somebody was answered with the same ones. */
  const unauthorized: FailedRead[] = [];
  let refusals = 0;

  const isHalted = () => met.throttled !== undefined || met.refused !== undefined;
  const isOver = () => signal.aborted || isHalted();

  /** @returns undefined where the host is not to be asked any more. */
  function ask<Result extends ReadResult | ListResult>(request: () => Promise<Result>): Promise<Result | undefined> {
    const counted = async () => {
      const result = await request();
      met.requests += result.requests ?? 1;
      if (result.outcome !== 'failed') met.succeeded += 1;
      else if (result.failure.reason === 'throttled') met.unserved += 1;
      return result;
    };
    return patient.ask(counted, isOver);
  }

  /** What says something of the host and nothing of what was asked for ends the host's part of the pass. */
  async function fail(read: FailedRead): Promise<void> {
    const { failure } = read;
    if (failure.reason === 'unauthorized') unauthorized.push(read);
    if (failure.reason === 'throttled' || failure.reason === 'unauthorized') return halt(failure);
    if (signal.aborted) return;
    if (failure.reason === 'forbidden' || isUnanswered(failure.reason)) {
      held.push(read);
      return;
    }
    refusals += 1;
    await settle(read, failure);
  }

  function halt(failure: ReadFailure): void {
    const isRefused = failure.reason === 'unauthorized';
    if (!isHalted()) {
      const asked = failure.retryAfterSeconds === undefined ? '' : ` for ${failure.retryAfterSeconds} s, as it asks`;
      log[isRefused ? 'error' : 'warn'](`poll: ${host} is left alone${asked}: ${failure.message}${traceOf(failure)}`);
    }
    if (isRefused) met.refused = { reason: 'unauthorized', message: failure.message };
    else met.throttled = longerWait(met.throttled, failure.retryAfterSeconds);
  }

  async function settle(read: FailedRead, judged: Failure): Promise<void> {
    log.warn(`poll: ${read.text}: ${read.failure.message}${traceOf(read.failure)}`);
    await read.settle(judged);
  }

  /** Ends the pass at this host, once nothing is asked any more: settles the failed reads by whose failure it is. */
  async function end(): Promise<void> {
    // A wait that the end of the pass cut short is for the next pass to keep.
    const retryAfterSeconds = patient.secondsLeft();
    if (retryAfterSeconds > 0) met.throttled ??= { retryAfterSeconds };
    const isThrottled = met.throttled !== undefined;
    const tally = tallyOfReads();
    const answering = isAnswering(tally, isThrottled);
    if (answering !== undefined) met.isAnswering = answering;
    noteRefusal(tally);
    if (met.succeeded > 0) delete met.refused;
    for (const read of unauthorized) {
      if (met.succeeded > 0) await settle(read, read.failure);
      else await read.leave({ ...read.failure, isOfHost: true });
    }
    for (const read of held) {
      const verdict = verdictOf(read.failure.reason, tally, isThrottled);
      if (verdict === 'own') await settle(read, read.failure);
      else if (verdict === 'of-host') await settle(read, { ...read.failure, isOfHost: true });
      else await read.leave({ ...read.failure, isOfHost: true });
    }
  }

  function noteRefusal(tally: HostTally): void {
    const first = held.find(({ failure }) => failure.reason === 'forbidden');
    if (first === undefined || !isRefusing(tally)) return;
    met.refused = { reason: 'forbidden', message: first.failure.message };
    log.error(`poll: ${host} refuses everything: ${first.failure.message}; rights or a daily quota`);
  }

  function tallyOfReads(): HostTally {
    const forbidden = held.filter(({ failure }) => failure.reason === 'forbidden').length;
    const { succeeded } = met;
    return { succeeded, forbidden, answered: succeeded + forbidden + refusals, unanswered: held.length - forbidden };
  }

  return { met: met as Met, isOver, ask, fail, end };
}

function traceOf({ correlationId }: ReadFailure): string {
  return correlationId === undefined ? '' : ` [${correlationId}]`;
}

function longerWait(known: PassAtHost['throttled'], seconds: number | undefined): NonNullable<PassAtHost['throttled']> {
  const longest = Math.max(known?.retryAfterSeconds ?? 0, seconds ?? 0);
  return longest === 0 ? {} : { retryAfterSeconds: longest };
}
