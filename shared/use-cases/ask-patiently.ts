import { afterRefusal, type Patience } from '../domain/patience.ts';
import type { ListResult, ReadResult } from '../ports/partner-center.ts';

export interface PatienceDependencies {
  readonly now: () => Date;
  /** Resolves after the time, or at once when the signal ends it. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Asks one host for the time of a pass. */
interface PatientHost {
  /**
   * Asks, and where the host asks for a short wait, once more after it. From its first refusal on the host is asked one
   * thing at a time, so that a wait is followed by one request and not by a volley.
   * @param isOver asked before each request: nothing is to be asked any more.
   * @returns undefined where nothing was asked; a 429 only where it ends the host's part of the pass.
   */
  ask<Result extends ReadResult | ListResult>(
    request: () => Promise<Result>,
    isOver: () => boolean,
  ): Promise<Result | undefined>;
  /** Of a wait that the pass did not sit out. */
  secondsLeft(): number;
}

export function createPatientHost({ now, wait }: PatienceDependencies, signal: AbortSignal): PatientHost {
  let patience: Patience | undefined;
  /** The one that has its turn, and those behind it. */
  let queue: Promise<unknown> = Promise.resolve();

  /** @returns whether the host is waited for. */
  function isWaitedFor(result: ReadResult | ListResult): boolean {
    if (result.outcome !== 'failed' || result.failure.reason !== 'throttled') return false;
    const next = afterRefusal(patience, result.failure.retryAfterSeconds, now());
    patience = next ?? patience;
    return next !== undefined;
  }

  async function inTurn<Result extends ReadResult | ListResult>(
    request: () => Promise<Result>,
    isOver: () => boolean,
  ): Promise<Result | undefined> {
    for (;;) {
      const ms = (patience?.resumeAt ?? 0) - now().getTime();
      if (ms > 0 && !isOver()) await wait(ms, signal);
      if (isOver()) return undefined;
      const result = await request();
      if (!isWaitedFor(result)) return result;
    }
  }

  return {
    async ask(request, isOver) {
      if (patience === undefined) {
        if (isOver()) return undefined;
        const result = await request();
        if (!isWaitedFor(result)) return result;
      }
      const turn = queue.then(() => inTurn(request, isOver));
      queue = turn.catch(() => undefined);
      return turn;
    },
    secondsLeft: () => Math.max(0, (patience?.resumeAt ?? 0) - now().getTime()) / 1000,
  };
}
