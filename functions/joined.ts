/** Longer than the work takes; work that hangs must not keep everybody who asks after it. */
const longestMs = 10_000;

/** Whoever asks while the work is under way gets what comes of it: however many ask at once, it is done once at a time. */
export function joined<T>(work: () => Promise<T>, now: () => Date): () => Promise<T> {
  let underWay: { readonly result: Promise<T>; readonly since: number } | undefined;
  return () => {
    const since = now().getTime();
    if (underWay !== undefined && since - underWay.since < longestMs) return underWay.result;
    const begun = { result: work().finally(forget), since };
    function forget(): void {
      if (underWay === begun) underWay = undefined;
    }
    underWay = begun;
    return begun.result;
  };
}
