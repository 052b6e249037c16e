import { addSketches, type DurationSketch, emptySketch, quantile, sketchOf } from './duration-sketch.ts';
import { secondsBetween } from './seconds-between.ts';
import type { Outcome } from './snapshot.ts';
import type { FinishedRun } from './stay.ts';
import type { Kind } from './submission-key.ts';
import type { TrackedSubmission } from './tracked-submission.ts';

/** Of one state, over the finished runs of a kind. */
export interface StateStatistics {
  readonly kind: Kind;
  readonly state: string;
  /** Time in the state. */
  readonly seconds: DurationSketch;
  /** Time from coming into the state to the end of the run. */
  readonly toEnd: DurationSketch;
}

export interface OutcomeCount {
  readonly kind: Kind;
  readonly outcome: Outcome;
  readonly count: number;
}

/** What finished submissions took. Parts add up, in any order. */
export interface Statistics {
  readonly states: readonly StateStatistics[];
  /** How runs ended. */
  readonly outcomes: readonly OutcomeCount[];
}

export interface ExpectedRest {
  readonly remainingSeconds: number;
  /** From coming into the state to the end: the median. */
  readonly typicalSeconds: number;
  /** Finished runs that this comes from. */
  readonly basedOn: number;
}

/** Fewer say nothing. */
const enoughRuns = 5;

export function statisticsOfRun(kind: Kind, { outcome, states }: FinishedRun): Statistics {
  return {
    states: states.map(({ state, seconds, toEnd }) => ({
      kind,
      state,
      seconds: sketchOf(seconds),
      toEnd: sketchOf(toEnd),
    })),
    outcomes: [{ kind, outcome, count: 1 }],
  };
}

/** Sorted by kind, then by state or outcome. */
export function addStatistics(parts: readonly Statistics[]): Statistics {
  const states = new Map<string, StateStatistics>();
  const outcomes = new Map<string, OutcomeCount>();
  for (const part of parts) {
    for (const { kind, state, seconds, toEnd } of part.states) {
      const name = `${kind} ${state}`;
      const known = states.get(name);
      states.set(name, {
        kind,
        state,
        seconds: addSketches(known?.seconds ?? emptySketch, seconds),
        toEnd: addSketches(known?.toEnd ?? emptySketch, toEnd),
      });
    }
    for (const { kind, outcome, count } of part.outcomes) {
      const name = `${kind} ${outcome}`;
      outcomes.set(name, { kind, outcome, count: count + (outcomes.get(name)?.count ?? 0) });
    }
  }
  return { states: inOrder(states), outcomes: inOrder(outcomes) };
}

/** How long a submission in progress may still take, by those that came through the same state before; undefined where nobody can say. */
export function expectedRest(
  { states }: Statistics,
  { key, snapshot, stateSince }: TrackedSubmission,
  now: Date,
): ExpectedRest | undefined {
  if (snapshot?.outcome !== 'inProgress' || stateSince === undefined) return undefined;
  const known = states.find(({ kind, state }) => kind === key.product.kind && state === snapshot.state);
  const typicalSeconds = known === undefined ? undefined : quantile(known.toEnd, 0.5);
  if (known === undefined || typicalSeconds === undefined || known.toEnd.count < enoughRuns) return undefined;
  const remainingSeconds = Math.max(0, typicalSeconds - secondsBetween(stateSince, now.toISOString()));
  return { remainingSeconds, typicalSeconds, basedOn: known.toEnd.count };
}

function inOrder<T>(byName: ReadonlyMap<string, T>): T[] {
  return [...byName].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}
