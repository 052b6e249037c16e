import type { Facet } from './facet.ts';
import type { Scenario } from './scenario.ts';

/** A scenario that was started, and how far it is. */
export interface Run {
  readonly scenario: Scenario;
  /** 1 for the first. */
  step: number;
  /** Absent: moved by hand only. */
  readonly everySeconds?: number;
  /** Milliseconds. */
  movedAt: number;
  /** What of which submission the last steps put in place and nobody has read since. */
  readonly unread: Map<string, Set<Facet>>;
}

/** Whether its last step is in place. */
export function isDone(run: Run): boolean {
  return run.step >= run.scenario.steps.length;
}
