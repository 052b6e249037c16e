/**
 * Calls back once the process that started this one is gone. npm that is ended by a signal takes its shell along and leaves
 * the script running, which would keep ports and data. (On Windows nothing is seen of it.)
 */
export function whenOrphaned(callback: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    callback();
  }, 500).unref();
}
