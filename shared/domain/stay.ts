import type { Event } from '../contract/event.ts';
import { secondsBetween } from './seconds-between.ts';
import { isSettled, type Outcome } from './snapshot.ts';

/** Time that a submission spent in one state, as it was observed. Times are ISO 8601. */
export interface Stay {
  readonly state: string;
  readonly outcome: Outcome;
  readonly since: string;
  /** Absent while it lasts. */
  readonly until?: string;
}

/** The way of a submission from its first unsettled state to its end. One that failed and was sent in again has several. */
export interface FinishedRun {
  readonly outcome: Outcome;
  /** Each state once, however often it was in it. Seconds. */
  readonly states: readonly {
    readonly state: string;
    /** In the state, all visits together. */
    readonly seconds: number;
    /** From when it first came into the state to the end of the run. */
    readonly toEnd: number;
  }[];
}

/** @param events of one submission, oldest first; those that say nothing of its state are passed over. */
export function staysOf(events: readonly Event[]): Stay[] {
  const stays: Stay[] = [];
  for (const event of events) {
    const arrival = arrivalOf(event);
    if (arrival === undefined) continue;
    const last = stays.pop();
    if (last !== undefined) stays.push({ ...last, until: event.time });
    stays.push({ ...arrival, since: event.time });
  }
  return stays;
}

/** @returns the run that the last stay ended; undefined where it is not settled, or where nothing unsettled came before. */
export function finishedRun(stays: readonly Stay[]): FinishedRun | undefined {
  const end = stays.at(-1);
  if (end === undefined || !isSettled(end.outcome)) return undefined;
  const way = stays.slice(0, -1);
  const run = way.slice(way.findLastIndex((stay) => isSettled(stay.outcome)) + 1);
  if (run.length === 0) return undefined;
  const states = [...new Set(run.map(({ state }) => state))].map((state) => {
    const visits = run.filter((stay) => stay.state === state);
    return {
      state,
      seconds: visits.reduce((sum, { since, until = since }) => sum + secondsBetween(since, until), 0),
      toEnd: secondsBetween(visits[0]?.since ?? end.since, end.since),
    };
  });
  return { outcome: end.outcome, states };
}

/** Whether the events end a run: then, and only then, there is one more to count. */
export function endsRun(events: readonly Event[]): boolean {
  return events.some(
    (event) =>
      event.type === 'submissionwatch.submission.state-changed.v1' &&
      !isSettled(event.data.fromOutcome) &&
      isSettled(event.data.toOutcome),
  );
}

function arrivalOf(event: Event): Pick<Stay, 'state' | 'outcome'> | undefined {
  switch (event.type) {
    case 'submissionwatch.submission.tracked.v1':
      return { state: event.data.state, outcome: event.data.outcome };
    case 'submissionwatch.submission.state-changed.v1':
      return { state: event.data.to, outcome: event.data.toOutcome };
    default:
      return undefined;
  }
}
