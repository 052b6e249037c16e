export interface FixedClock {
  now(): Date;
  /** Moves on by hand; nothing else does. */
  advance(seconds: number): void;
}

export function createFixedClock(start = '2026-03-02T08:00:00.000Z'): FixedClock {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    advance(seconds) {
      time += seconds * 1000;
    },
  };
}
