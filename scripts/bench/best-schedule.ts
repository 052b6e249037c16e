import { changesAnHour, type Phase } from './life-cycles.ts';

const minute = 60_000;
const sampleMs = 30 * minute;

/** Mean delays in minutes that no schedule can go below. */
export interface BestDelays {
  /** With every request for those in flight. */
  readonly inFlightMean: number;
  /** With requests for whatever may change. */
  readonly allMean: number;
}

/**
 * The best that a schedule could do that knows of every submission how long it has been as it is and how likely that makes a
 * change, but not when the change comes. What is read `f` times a minute sees a change after `1 / 2f` minutes on average; with
 * chances `h` and so many requests a minute, the sum of `h / 2f` is least where `f` goes with the root of `h`. Reads happen at
 * ticks a minute apart, so nothing is read more often than that.
 */
export function bestPossible(
  lives: readonly (readonly Phase[])[],
  fromMs: number,
  untilMs: number,
  perMinute: number,
): BestDelays {
  const inFlight = { changes: 0, delay: 0 };
  const all = { changes: 0, delay: 0 };
  const on = lives.map(() => 0);
  for (let atMs = fromMs; atMs < untilMs; atMs += sampleMs) {
    const chances: Record<'inFlight' | 'others', number[]> = { inFlight: [], others: [] };
    for (const [place, phases] of lives.entries()) {
      let index = on[place] ?? 0;
      while ((phases[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY) <= atMs) index += 1;
      on[place] = index;
      const phase = phases[index];
      if (phase?.stay === undefined) continue;
      const chance = changesAnHour(phase.stay, atMs - phase.fromMs);
      if (chance > 0) chances[phase.outcome === 'inProgress' ? 'inFlight' : 'others'].push(chance);
    }
    addTo(inFlight, chances.inFlight, perMinute);
    addTo(all, [...chances.inFlight, ...chances.others], perMinute);
  }
  return { inFlightMean: inFlight.delay / inFlight.changes, allMean: all.delay / all.changes };
}

function addTo(sum: { changes: number; delay: number }, chances: readonly number[], perMinute: number): void {
  const roots = chances.map(Math.sqrt).sort((a, b) => b - a);
  let requests = perMinute;
  let left = roots.reduce((total, root) => total + root, 0);
  for (const root of roots) {
    // The likeliest first: whatever its share of the requests, once a minute is enough. The others share what that leaves.
    const frequency = Math.min(1, (requests * root) / left);
    requests -= frequency;
    left -= root;
    sum.changes += root ** 2;
    sum.delay += root ** 2 / (2 * frequency);
  }
}
