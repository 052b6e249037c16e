import type { FixedClock } from '../support/fixed-clock.ts';

/** Time that passes only while everybody waits for it: what is done at the same time takes as long as the longest of it. */
export interface SimulatedTime {
  sleep(ms: number): Promise<void>;
  /** Work over real sockets: it takes no time of the clock, which stands still until it is done. */
  during<T>(work: Promise<T>): Promise<T>;
}

export function createSimulatedTime(clock: FixedClock): SimulatedTime {
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  let working = 0;
  let isLooking = false;

  /** Those that were woken go on in microtasks; once these are through, whoever has work says so. */
  function lookAgain(): void {
    if (isLooking) return;
    isLooking = true;
    setImmediate(() => {
      isLooking = false;
      const [next] = sleepers;
      if (working > 0 || next === undefined) return;
      sleepers.shift();
      clock.advance(Math.max(0, next.at - clock.now().getTime()) / 1000);
      next.wake();
      lookAgain();
    });
  }

  return {
    sleep(ms) {
      const { promise, resolve } = Promise.withResolvers<void>();
      sleepers.push({ at: clock.now().getTime() + Math.max(0, ms), wake: resolve });
      sleepers.sort((a, b) => a.at - b.at);
      lookAgain();
      return promise;
    },
    async during(work) {
      working += 1;
      try {
        return await work;
      } finally {
        working -= 1;
        lookAgain();
      }
    },
  };
}
