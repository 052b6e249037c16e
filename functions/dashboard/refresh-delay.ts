const liveMs = 5_000;
const quietMs = 20_000;
const longestMs = 60_000;
/** After so long without news nobody is watching something happen. */
const liveForMs = 10 * 60_000;

/** Milliseconds to the next beat. */
export function nextDelay(failures: number, msSinceNews: number): number {
  if (failures > 0) return Math.min(longestMs, liveMs * 2 ** (failures - 1));
  return msSinceNews < liveForMs ? liveMs : quietMs;
}
