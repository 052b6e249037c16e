export interface Alarm {
  /** Rings at this point in time or, when the clock is moved by hand, at the next `ring`. */
  set(at: number): void;
  ring(): void;
  stop(): void;
}

// setTimeout takes a signed 32-bit number of milliseconds.
const LONGEST_TIMEOUT_MS = 0x7fffffff;

/** One timer for all deadlines of the broker. `onRing` does what is due and returns the next deadline. */
export function createAlarm(now: () => number, onRing: () => number | undefined): Alarm {
  let timer: NodeJS.Timeout | undefined;
  let armedFor = Number.POSITIVE_INFINITY;
  let stopped = false;

  function set(at: number): void {
    if (stopped || at >= armedFor) return;
    clearTimeout(timer);
    armedFor = at;
    timer = setTimeout(ring, Math.min(Math.max(at - now(), 1), LONGEST_TIMEOUT_MS));
  }

  function ring(): void {
    clearTimeout(timer);
    armedFor = Number.POSITIVE_INFINITY;
    const next = onRing();
    if (next !== undefined) set(next);
  }

  return {
    set,
    ring,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
