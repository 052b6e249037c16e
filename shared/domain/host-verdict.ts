import { type FailureReason, isUnanswered } from './tracked-submission.ts';

/** How a host answered in a pass; counts. */
export interface HostTally {
  /** Answers that could be read, refusals of single submissions among them. */
  readonly answered: number;
  readonly succeeded: number;
  /** 403s. */
  readonly forbidden: number;
  /** Nothing came, or nothing that can be read. */
  readonly unanswered: number;
}

/** So many, and not one that went well, say that it is the host and not the submissions. */
const enough = 3;

/** 403 on everything is a quota or a lost role. */
export function isRefusing({ forbidden, succeeded }: HostTally): boolean {
  return forbidden >= enough && succeeded === 0;
}

/** @returns undefined where too few were asked for to tell. */
export function isAnswering({ answered, unanswered }: HostTally, isThrottled: boolean): boolean | undefined {
  if (answered > 0) return true;
  return isThrottled || unanswered >= enough ? false : undefined;
}

/**
 * Whose a failure is, once the pass is over: the submission's own; the host's, which is asked again for it soon; or the host's
 * that refuses everything, which leaves it to a later pass and is said once.
 */
export function verdictOf(reason: FailureReason, tally: HostTally, isThrottled: boolean): 'own' | 'of-host' | 'left' {
  if (reason === 'forbidden') return isRefusing(tally) ? 'left' : 'own';
  return isUnanswered(reason) && isAnswering(tally, isThrottled) === false ? 'of-host' : 'own';
}
