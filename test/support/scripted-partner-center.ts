import type { Listing } from '../../shared/domain/decide-listing.ts';
import type { ReadView } from '../../shared/domain/read-view.ts';
import type { Observation } from '../../shared/domain/snapshot.ts';
import type { ProductKey, SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { FailureReason } from '../../shared/domain/tracked-submission.ts';
import type { ListResult, PartnerCenter, ReadFailure, ReadResult } from '../../shared/ports/partner-center.ts';

export interface ScriptedPartnerCenter extends PartnerCenter {
  /** `view key` of every read and `list key` of every listing, in the order asked. */
  readonly reads: readonly string[];
  /** @param requests that the read takes; more than one after a token ran out. */
  shows(key: SubmissionKey, observation: Observation, requests?: number): void;
  fails(key: SubmissionKey, reason: FailureReason, more?: Partial<ReadFailure>): void;
  lists(product: ProductKey, listing: Listing, requests?: number): void;
  failsToList(product: ProductKey, reason: FailureReason): void;
  /** Answers only once the caller gives up, as a failure. */
  hangs(key: SubmissionKey): void;
  /** Runs before the next read of the key is answered, and no more. */
  beforeAnswering(key: SubmissionKey, act: () => void | Promise<void>): void;
}

type Answer = ReadResult | 'hang';

/** Answers what it is told to; a submission it was told nothing of is not found. */
export function createScriptedPartnerCenter(): ScriptedPartnerCenter {
  const answers = new Map<string, Answer>();
  const listings = new Map<string, ListResult>();
  const acts = new Map<string, () => void | Promise<void>>();
  const reads: string[] = [];
  return {
    reads,
    shows(key, observation, requests = 1) {
      answers.set(key.text, { outcome: 'read', observation, requests });
    },
    fails(key, reason, more = {}) {
      answers.set(key.text, failed(reason, more));
    },
    lists(product, listing, requests = 1) {
      listings.set(product.text, { outcome: 'listed', listing, requests });
    },
    failsToList(product, reason) {
      listings.set(product.text, failed(reason));
    },
    hangs(key) {
      answers.set(key.text, 'hang');
    },
    beforeAnswering(key, act) {
      acts.set(key.text, act);
    },
    async read(key: SubmissionKey, view: ReadView, signal: AbortSignal) {
      reads.push(`${view} ${key.text}`);
      const act = acts.get(key.text);
      acts.delete(key.text);
      await act?.();
      const answer = answers.get(key.text) ?? failed('not-found', { status: 404 });
      if (answer !== 'hang') return answer;
      await aborted(signal);
      return failed('timeout');
    },
    async list(product: ProductKey) {
      reads.push(`list ${product.text}`);
      return listings.get(product.text) ?? failed('not-found', { status: 404 });
    },
  };
}

function failed(reason: FailureReason, more: Partial<ReadFailure> = {}) {
  return { outcome: 'failed' as const, failure: { reason, message: `Scripted: ${reason}`, ...more } };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
