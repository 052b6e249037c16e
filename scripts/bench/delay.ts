import type { Figure } from './figure.ts';
import { lifeOf, type Phase } from './life-cycles.ts';
import { quantile } from './rounds.ts';
import { cadenceAndPlanner, roundRobin, type Schedule, type Seen } from './schedules.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** With the time to warm up and the time in all: the more are tracked, the more there is to see in less time. */
const populations = [
  { places: 200, warmUpMs: day, runMs: 4 * day },
  { places: 2_000, warmUpMs: day, runMs: 3 * day },
  { places: 20_000, warmUpMs: 0.75 * day, runMs: 1.5 * day },
] as const;
const startMs = Date.parse('2026-01-01T00:00:00Z');

interface Span {
  readonly warmUpMs: number;
  readonly runMs: number;
}

interface Delays {
  readonly inFlightMean: number;
  readonly inFlightP95: number;
  readonly inFlightWorst: number;
  readonly allMean: number;
}

/**
 * How long a change waits to be seen, in minutes of a virtual clock: the app's own cadence, budget and planner against round robin
 * with the same requests, and against the best that any schedule could do for those in flight.
 */
export async function delay(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { places, ...span } of populations) {
    const lives = Array.from({ length: places }, (_, place) => lifeOf(place + 1, span.runMs));
    const inFlight = averageInFlight(lives, span);
    for (const perMinute of [20, 50]) {
      const ours = await simulate(lives, span, cadenceAndPlanner(places, perMinute, startMs));
      const ring = await simulate(lives, span, roundRobin(places, perMinute));
      const best = bestPossible(inFlight, perMinute);
      const name = `delay, ${places} tracked (${inFlight.toFixed(0)} in flight), ${perMinute} a minute`;
      const isTarget = places === 2_000 && perMinute === 50;
      figures.push(
        {
          name: `${name}: mean / round robin`,
          value: ours.inFlightMean / ring.inFlightMean,
          unit: 'x',
          ...(isTarget ? { target: { atMost: 1 / 8 } } : {}),
          note: `${described(ours)}; round robin ${described(ring)}`,
        },
        {
          name: `${name}: mean / best possible`,
          value: ours.inFlightMean / best,
          unit: 'x',
          note: `best ${best.toFixed(1)} min; all changes ${ours.allMean.toFixed(1)} min, round robin ${ring.allMean.toFixed(1)}`,
        },
      );
    }
  }
  return figures;
}

function described({ inFlightMean, inFlightP95, inFlightWorst }: Delays): string {
  return `mean ${inFlightMean.toFixed(1)}, p95 ${inFlightP95.toFixed(1)}, worst ${inFlightWorst.toFixed(0)} min`;
}

/**
 * Every request goes to those in flight, and they take turns: no schedule that does not know when a change comes can do better.
 * Reads happen at ticks a minute apart, so half a minute is the least.
 */
function bestPossible(inFlight: number, perMinute: number): number {
  return Math.max(1, inFlight / perMinute) / 2;
}

interface Place {
  readonly phases: readonly Phase[];
  /** Index of the phase that is on. */
  on: number;
  /** Index of the newest phase that was read. */
  seen: number;
}

async function simulate(
  lives: readonly (readonly Phase[])[],
  { warmUpMs, runMs }: Span,
  schedule: Schedule,
): Promise<Delays> {
  const places = lives.map((phases): Place => ({ phases, on: 0, seen: -1 }));
  const begins = lives
    .flatMap((phases, place) => phases.slice(1).map(({ fromMs, isNew }) => ({ fromMs, isNew, place })))
    .sort((a, b) => a.fromMs - b.fromMs);
  const delays = { inFlight: [] as number[], others: [] as number[] };
  let begun = 0;

  /** Counts what happened in the place up to a phase and was not seen before. */
  function see(place: Place, upTo: number, nowMs: number): void {
    for (let index = place.seen + 1; index <= upTo; index += 1) {
      const [before, phase] = [place.phases[index - 1], place.phases[index]];
      if (before === undefined || phase === undefined || phase.isNew || phase.fromMs < warmUpMs) continue;
      delays[before.outcome === 'inProgress' ? 'inFlight' : 'others'].push((nowMs - phase.fromMs) / minute);
    }
    place.seen = Math.max(place.seen, upTo);
  }

  function read(index: number, nowMs: number): Seen {
    const place = at(places, index);
    const changed = place.on !== place.seen;
    see(place, place.on, nowMs);
    return { outcome: at(place.phases, place.on).outcome, changed };
  }

  for (let nowMs = 0; nowMs < runMs; nowMs += minute) {
    for (; begun < begins.length && at(begins, begun).fromMs <= nowMs; begun += 1) {
      const { place: index, isNew } = at(begins, begun);
      const place = at(places, index);
      place.on += 1;
      if (!isNew) continue;
      // What its predecessor did and nobody saw has waited at least until now.
      see(place, place.on - 1, nowMs);
      schedule.track(index, startMs + nowMs);
    }
    await schedule.tick(startMs + nowMs, (index) => read(index, nowMs));
  }
  // What nobody saw in time has waited at least until now: leaving it out would flatter the slow.
  for (const place of places) see(place, place.on, runMs);

  const sorted = delays.inFlight.toSorted((a, b) => a - b);
  return {
    inFlightMean: mean(sorted),
    inFlightP95: quantile(sorted, 0.95),
    inFlightWorst: quantile(sorted, 1),
    allMean: mean([...delays.inFlight, ...delays.others]),
  };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`There is no ${index}`);
  return item;
}

function averageInFlight(lives: readonly (readonly Phase[])[], { warmUpMs, runMs }: Span): number {
  let total = 0;
  for (const phases of lives) {
    for (const [index, { fromMs, outcome }] of phases.entries()) {
      const until = phases[index + 1]?.fromMs ?? runMs;
      if (outcome === 'inProgress') total += Math.max(0, Math.min(runMs, until) - Math.max(warmUpMs, fromMs));
    }
  }
  return total / (runMs - warmUpMs);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
