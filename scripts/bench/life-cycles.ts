import type { Outcome } from '../../shared/domain/snapshot.ts';

/** A submission from a moment on, until the next one. */
export interface Phase {
  readonly fromMs: number;
  readonly outcome: Outcome;
  /** A new submission in the place of a retired one: it was tracked, which is no change to be detected. */
  readonly isNew: boolean;
  /** How long it lasts until the next change. Absent: no change comes any more. */
  readonly stay?: Stay;
}

/** A change comes after so long, evenly over the orders of magnitude, as waiting times of stages are; or, at times, not at all. */
interface Stay {
  readonly leastHours: number;
  readonly mostHours: number;
  readonly chance: number;
}

const inDraft: Stay = { leastHours: 1, mostHours: 120, chance: 1 };
const inStage: Stay = { leastHours: 1 / 12, mostHours: 48, chance: 1 };
const inWait: Stay = { leastHours: 1, mostHours: 120, chance: 1 };
const beforeLateReport: Stay = { leastHours: 1, mostHours: 72, chance: 0.2 };

const hour = 3_600_000;
const stages = 5;

function lengthMs({ leastHours, mostHours }: Stay, random: number): number {
  return leastHours * hour * (mostHours / leastHours) ** random;
}

/** How likely a change is within the next hour, by the hour, for what has stayed for so long already. */
export function changesAnHour({ leastHours, mostHours, chance }: Stay, ageMs: number): number {
  const age = ageMs / hour;
  if (age < leastHours || age >= mostHours) return 0;
  const orders = Math.log(mostHours / leastHours);
  const stillToCome = Math.log(mostHours / age) / orders;
  return chance / (age * orders) / (1 - chance + chance * stillToCome);
}

/** Numbers from 0 to 1, the same ones for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * What happens to one tracked submission after another in the same place, from a random moment of a life on. A life: at times a
 * draft (1 hour to 5 days), five stages in progress (5 minutes to 48 hours each, 7.5 hours on average), at times a wait for a
 * person, then settled for 1 to 37 days, at times with a late report in the first three. On average one place in thirteen is
 * in progress: 150 of 2,000. The first phase is the one that is on at 0 and began before it.
 */
export function lifeOf(seed: number, untilMs: number): readonly Phase[] {
  const random = randomFrom(seed);
  const phases: Phase[] = [];
  let at = 0;
  function add(outcome: Outcome, ms: number, stay: Stay | undefined, isNew = false): void {
    phases.push({ fromMs: at, outcome, isNew, ...(stay === undefined ? {} : { stay }) });
    at += ms;
  }
  function live(): void {
    const start = phases.length;
    if (random() < 0.3) add('draft', lengthMs(inDraft, random()), inDraft, true);
    for (let stage = 0; stage < stages; stage += 1) {
      add('inProgress', lengthMs(inStage, random()), inStage, phases.length === start);
    }
    if (random() < 0.2) add('waiting', lengthMs(inWait, random()), inWait);
    const settledMs = (1 + 36 * random()) * 24 * hour;
    const outcome = random() < 0.1 ? 'failed' : 'succeeded';
    const reportMs = random() < beforeLateReport.chance ? lengthMs(beforeLateReport, random()) : settledMs;
    add(outcome, Math.min(reportMs, settledMs), beforeLateReport);
    if (reportMs < settledMs) add(outcome, settledMs - reportMs, undefined);
  }
  // Far enough in, that long and short lives are met as often as they take time.
  const offset = (100 + 100 * random()) * 24 * hour;
  while (at < offset + untilMs) live();
  const moved = phases.map((phase) => ({ ...phase, fromMs: phase.fromMs - offset }));
  return moved.slice(
    Math.max(
      0,
      moved.findLastIndex(({ fromMs }) => fromMs <= 0),
    ),
  );
}
