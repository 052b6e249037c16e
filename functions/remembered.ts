/** Loads a value when it is asked for, and once more when the last one is too old. A failed attempt is not kept. */
export function remembered<T>(load: () => Promise<T>, seconds: number, now: () => Date): () => Promise<T> {
  let known: { readonly value: Promise<T>; readonly until: number } | undefined;
  return () => {
    const time = now().getTime();
    if (known === undefined || known.until <= time) {
      const value = load().catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      known = { value, until: time + seconds * 1000 };
    }
    return known.value;
  };
}
