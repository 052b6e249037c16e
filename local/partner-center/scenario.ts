import type { ModelInput } from './submission-model.ts';

/** Short names of the event types a scenario may give rise to. */
type SeenType =
  | 'tracked'
  | 'discovered'
  | 'state-changed'
  | 'errors-raised'
  | 'warnings-raised'
  | 'issues-cleared'
  | 'report-added'
  | 'artifact-available'
  | 'rollout-changed';

interface Expectation {
  readonly key: string;
  readonly type: SeenType;
}

export interface ScenarioStep {
  /** For a human: what just happened. */
  readonly note: string;
  /** Submissions that this step makes or replaces; the others stay as they are. */
  readonly put: Readonly<Record<string, ModelInput>>;
  /** What a watcher that reads between all steps is to see, in order for each key. */
  readonly expects: readonly Expectation[];
}

/** A course of events as data. The first step puts the submissions in place: a watcher's baseline. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  /** Product keys and their names. */
  readonly products: Readonly<Record<string, string>>;
  readonly steps: readonly ScenarioStep[];
}

/** Events of one submission, in their order. */
export function expecting(key: string, ...types: readonly SeenType[]): readonly Expectation[] {
  return types.map((type) => ({ key, type }));
}

/** Keys of all submissions that take part, in order of appearance. */
export function keysOf(scenario: Scenario): readonly string[] {
  return [...new Set(scenario.steps.flatMap((step) => Object.keys(step.put)))];
}
