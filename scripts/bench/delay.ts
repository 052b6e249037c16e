import { type BestDelays, bestPossible } from './best-schedule.ts';
import type { Figure } from './figure.ts';
import { lifeOf, type Phase } from './life-cycles.ts';
import { quantile } from './rounds.ts';
import { cadenceAndPlanner, type Known, roundRobin, type Schedule, type Seen } from './schedules.ts';

const minute = 60_000;
const hour = 60 * minute;
/** The more are tracked, the more there is to see in less time. */
const populations = [
  { places: 200, warmUpMs: 12 * hour, measuredMs: 72 * hour },
  { places: 2_000, warmUpMs: 12 * hour, measuredMs: 48 * hour },
  { places: 20_000, warmUpMs: 12 * hour, measuredMs: 12 * hour },
] as const;
const startMs = Date.parse('2026-01-01T00:00:00Z');

/** Changes that happen from one moment to the other are counted; the clock goes on until the slowest has seen them. */
interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly endMs: number;
}

interface Delays {
  readonly inFlightMean: number;
  readonly inFlightP95: number;
  readonly inFlightWorst: number;
  readonly allMean: number;
}

/**
 * How long a change waits to be seen, in minutes of a virtual clock: the app's own cadence, budget and planner against round robin
 * with the same requests, and against the best that any schedule could do.
 */
export async function delay(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { places, warmUpMs, measuredMs } of populations) {
    for (const perMinute of [20, 50]) {
      const compared = await compareSchedules(places, perMinute, warmUpMs, measuredMs);
      const name = `delay, ${places} tracked (${compared.inFlight.toFixed(0)} in flight), ${perMinute} a minute`;
      figures.push(...figuresOf(name, compared, places === 2_000 && perMinute === 50));
    }
  }
  figures.push(await afterImport(2_000, 50));
  return figures;
}

export interface Compared {
  readonly ours: Delays;
  readonly ring: Delays;
  readonly best: BestDelays;
  /** On average. */
  readonly inFlight: number;
}

/** The three on the same lives, with changes of the time after the warm-up. */
export async function compareSchedules(
  places: number,
  perMinute: number,
  warmUpMs: number,
  measuredMs: number,
): Promise<Compared> {
  const untilMs = warmUpMs + measuredMs;
  const span = { fromMs: warmUpMs, untilMs, endMs: untilMs + (places / perMinute) * minute };
  const lives = Array.from({ length: places }, (_, place) => lifeOf(place + 1, span.endMs));
  return {
    ours: await simulate(lives, span, cadenceAndPlanner(lives.map(knownAtStart), perMinute, startMs)),
    ring: await simulate(lives, span, roundRobin(places, perMinute)),
    best: bestPossible(lives, warmUpMs, untilMs, perMinute),
    inFlight: averageInFlight(lives, span),
  };
}

function figuresOf(name: string, { ours, ring, best }: Compared, isTarget: boolean): Figure[] {
  return [
    {
      name: `${name}: mean / round robin`,
      value: ours.inFlightMean / ring.inFlightMean,
      unit: 'x',
      ...(isTarget ? { target: { atMost: 1 / 8 } } : {}),
      note: `${described(ours)}; round robin ${described(ring)}`,
    },
    {
      name: `${name}: mean / best possible`,
      value: ours.inFlightMean / best.inFlightMean,
      unit: 'x',
      note:
        `best ${best.inFlightMean.toFixed(1)} min; all changes, of drafts and late reports too: ` +
        `${ours.allMean.toFixed(1)}, round robin ${ring.allMean.toFixed(1)}, best ${best.allMean.toFixed(1)} min`,
    },
  ];
}

/** The first day after so many were tracked at once, of which nothing is known yet. */
async function afterImport(places: number, perMinute: number): Promise<Figure> {
  const span = { fromMs: 0, untilMs: 24 * hour, endMs: 24 * hour + (places / perMinute) * minute };
  const lives = Array.from({ length: places }, (_, place) => lifeOf(place + 1, span.endMs));
  const nothingKnown = lives.map(() => undefined);
  const ours = await simulate(lives, span, cadenceAndPlanner(nothingKnown, perMinute, startMs));
  const ring = await simulate(lives, span, roundRobin(places, perMinute));
  return {
    name: `delay, the first day after ${places} were tracked at once, ${perMinute} a minute: mean / round robin`,
    value: ours.inFlightMean / ring.inFlightMean,
    unit: 'x',
    note: `${described(ours)}; round robin ${described(ring)}`,
  };
}

function knownAtStart(phases: readonly Phase[]): Known {
  const { outcome, fromMs } = at(phases, 0);
  return { outcome, changedMs: startMs + fromMs };
}

function described({ inFlightMean, inFlightP95, inFlightWorst }: Delays): string {
  return `mean ${inFlightMean.toFixed(1)}, p95 ${inFlightP95.toFixed(1)}, worst ${inFlightWorst.toFixed(0)} min`;
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
  { fromMs, untilMs, endMs }: Span,
  schedule: Schedule,
): Promise<Delays> {
  const places = lives.map((phases): Place => ({ phases, on: 0, seen: 0 }));
  const begins = lives
    .flatMap((phases, place) => phases.slice(1).map(({ fromMs, isNew }) => ({ fromMs, isNew, place })))
    .sort((a, b) => a.fromMs - b.fromMs);
  const delays = { inFlight: [] as number[], others: [] as number[] };
  let begun = 0;

  /** Counts what happened in the place up to a phase and was not seen before. */
  function see(place: Place, upTo: number, nowMs: number): void {
    for (let index = place.seen + 1; index <= upTo; index += 1) {
      const [before, phase] = [place.phases[index - 1], place.phases[index]];
      if (before === undefined || phase === undefined || phase.isNew) continue;
      if (phase.fromMs < fromMs || phase.fromMs >= untilMs) continue;
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

  for (let nowMs = 0; nowMs < endMs; nowMs += minute) {
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
  for (const place of places) see(place, place.on, endMs);

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

function averageInFlight(lives: readonly (readonly Phase[])[], { fromMs, untilMs }: Span): number {
  let total = 0;
  for (const phases of lives) {
    for (const [index, phase] of phases.entries()) {
      const nextMs = phases[index + 1]?.fromMs ?? untilMs;
      if (phase.outcome !== 'inProgress') continue;
      total += Math.max(0, Math.min(untilMs, nextMs) - Math.max(fromMs, phase.fromMs));
    }
  }
  return total / (untilMs - fromMs);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
