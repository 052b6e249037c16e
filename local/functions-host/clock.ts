/** Time, as the timers and retry delays of the host see it. */
export type Clock = {
  now(): Date;
  /** Calls back once at the time, or as soon as possible where it has passed. Returns what cancels it. */
  at(time: Date, callback: () => void): () => void;
};

/** A clock that moves only when it is set. */
export type ManualClock = Clock & {
  /** Moves to the time in one jump, then calls back everything that is due by it, the earliest first. */
  set(time: Date): void;
};

// Looked at again at least this often: a laptop that slept must not be late by the length of its sleep.
const longestWait = 30_000;

/** The clock of the machine, by timeouts. */
export function createRealClock(): Clock {
  return {
    now: () => new Date(),
    at: (time, callback) => {
      let timeout: NodeJS.Timeout | undefined;
      const check = (): void => {
        const left = time.getTime() - Date.now();
        if (left > 0) {
          timeout = setTimeout(check, Math.min(left, longestWait));
        } else {
          callback();
        }
      };
      timeout = setTimeout(check, Math.min(Math.max(0, time.getTime() - Date.now()), longestWait));
      return () => clearTimeout(timeout);
    },
  };
}

/** A clock that stands at `start` until it is set. */
export function createManualClock(start: Date): ManualClock {
  let current = start;
  const waiting = new Set<{ time: Date; callback: () => void }>();

  return {
    now: () => current,
    at: (time, callback) => {
      const entry = { time, callback };
      waiting.add(entry);
      if (time <= current) {
        queueMicrotask(() => {
          if (waiting.delete(entry)) {
            callback();
          }
        });
      }
      return () => waiting.delete(entry);
    },
    set: (time) => {
      current = time;
      const due = [...waiting]
        .filter((entry) => entry.time <= time)
        .sort((a, b) => a.time.getTime() - b.time.getTime());
      for (const entry of due) {
        if (waiting.delete(entry)) {
          entry.callback();
        }
      }
    },
  };
}
