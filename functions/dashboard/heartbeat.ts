import { nextDelay } from './refresh-delay.ts';

/** How a beat went. */
export interface Beat {
  readonly isAnswered: boolean;
  readonly hasNews: boolean;
}

/**
 * Calls `beat` again and again, one at a time, while the page can be seen: a hidden tab costs the API nothing, and catches up
 * when it is looked at.
 * @param planned is told when the next beat is due, in ms since 1970, and how many failed in a row.
 */
export function startHeartbeat(beat: () => Promise<Beat>, planned: (at: number, failures: number) => void) {
  let failures = 0;
  let newsAt = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBeating = false;
  let isWanted = false;

  async function now(): Promise<void> {
    clearTimeout(timer);
    if (isBeating) {
      isWanted = true;
      return;
    }
    isBeating = true;
    do {
      isWanted = false;
      const { isAnswered, hasNews } = await beat();
      failures = isAnswered ? 0 : failures + 1;
      if (hasNews) newsAt = Date.now();
    } while (isWanted);
    isBeating = false;
    const delay = nextDelay(failures, Date.now() - newsAt);
    planned(Date.now() + delay, failures);
    timer = setTimeout(() => {
      if (!document.hidden) void now();
    }, delay);
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void now();
  });
  return { now };
}
