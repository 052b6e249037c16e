import type { Outcome } from '../../shared/domain/snapshot.ts';

/** A submission from a moment on, until the next one. */
export interface Phase {
  readonly fromMs: number;
  readonly outcome: Outcome;
  /** A new submission in the place of a retired one: it was tracked, which is no change to be detected. */
  readonly isNew: boolean;
}

/** Numbers from 0 to 1, the same ones for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const hour = 3_600_000;
const stages = 5;

/** Evenly over the orders of magnitude, as waiting times of stages are. */
function between(leastHours: number, mostHours: number, chance: number): number {
  return leastHours * hour * (mostHours / leastHours) ** chance;
}

/**
 * What happens to one tracked submission after another in the same place, from a random moment of a life on. A life: at times a
 * draft (1 hour to 5 days), five stages in progress (5 minutes to 48 hours each, 7.5 hours on average), at times a wait for a
 * person, then settled for 1 to 37 days, at times with a late report in the first three. On average one place in thirteen is
 * in progress: 150 of 2,000.
 */
export function lifeOf(seed: number, untilMs: number): readonly Phase[] {
  const random = randomFrom(seed);
  const phases: Phase[] = [];
  let at = 0;
  const stay = (outcome: Outcome, ms: number, isNew = false) => {
    phases.push({ fromMs: at, outcome, isNew });
    at += ms;
  };
  function live(): void {
    const start = phases.length;
    if (random() < 0.3) stay('draft', between(1, 120, random()), true);
    for (let stage = 0; stage < stages; stage += 1) {
      stay('inProgress', between(1 / 12, 48, random()), phases.length === start);
    }
    if (random() < 0.2) stay('waiting', between(1, 120, random()));
    const settledMs = (1 + 36 * random()) * 24 * hour;
    const outcome = random() < 0.1 ? 'failed' : 'succeeded';
    const reportMs = random() < 0.2 ? between(1, 72, random()) : settledMs;
    stay(outcome, Math.min(reportMs, settledMs));
    if (reportMs < settledMs) stay(outcome, settledMs - reportMs);
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
