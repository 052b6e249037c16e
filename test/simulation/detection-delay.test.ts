import { bestPossible } from '../../scripts/bench/best-schedule.ts';
import { compareSchedules } from '../../scripts/bench/delay.ts';
import { lifeOf } from '../../scripts/bench/life-cycles.ts';

const hour = 3_600_000;

describe('how long a change waits to be seen', () => {
  it('is for what is in flight a fraction of round robin, and no less than the bound', async () => {
    // As scarce as 2,000 tracked with 50 requests a minute.
    const { ours, ring, best, inFlight } = await compareSchedules(400, 10, 12 * hour, 24 * hour);

    expect(inFlight).toBeGreaterThan(20);
    expect(ours.inFlightMean).toBeLessThanOrEqual(ring.inFlightMean / 8);
    expect(ours.inFlightMean).toBeGreaterThanOrEqual(best.inFlightMean);
    expect(ours.allMean).toBeGreaterThanOrEqual(best.allMean);
    expect(best.allMean).toBeGreaterThanOrEqual(best.inFlightMean);
  });

  it('is at the least half a tick, however many requests are free', () => {
    const lives = Array.from({ length: 20 }, (_, place) => lifeOf(place + 1, 24 * hour));

    expect(bestPossible(lives, 0, 24 * hour, 1_000)).toEqual({ inFlightMean: 0.5, allMean: 0.5 });
  });

  it('is at best what equal turns give where there is nothing to prefer', () => {
    const stay = { leastHours: 1, mostHours: 48, chance: 1 };
    const lives = Array.from({ length: 100 }, () => [
      { fromMs: -10 * hour, outcome: 'inProgress' as const, isNew: false, stay },
    ]);

    const { inFlightMean } = bestPossible(lives, 0, hour, 10);

    expect(inFlightMean).toBeCloseTo(100 / 10 / 2, 6);
  });
});
