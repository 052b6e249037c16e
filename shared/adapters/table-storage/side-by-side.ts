/**
 * What several sources give, in the order in which it comes; a few of them are asked at the same time. A query takes most of its
 * time on the way, and a pass begins with one for each shard.
 * @param atOnce bounds what is held: one item of each source that is open.
 */
export async function* sideBySide<T>(sources: readonly AsyncIterable<T>[], atOnce: number): AsyncGenerator<T> {
  const waiting = sources.map((source) => source[Symbol.asyncIterator]());
  const asked = new Map<AsyncIterator<T>, Promise<Arrival<T>>>();
  const ask = (from: AsyncIterator<T>) => {
    const arrival = from.next().then((result) => ({ from, result }));
    // The first failure is thrown when its turn comes; those behind it must not end the process meanwhile.
    arrival.catch(() => undefined);
    asked.set(from, arrival);
  };
  for (const source of waiting.splice(0, atOnce)) ask(source);
  try {
    while (asked.size > 0) {
      const { from, result } = await Promise.race(asked.values());
      asked.delete(from);
      const next = result.done === true ? waiting.shift() : from;
      if (next !== undefined) ask(next);
      if (result.done !== true) yield result.value;
    }
  } finally {
    for (const source of asked.keys()) void source.return?.();
  }
}

interface Arrival<T> {
  readonly from: AsyncIterator<T>;
  readonly result: IteratorResult<T>;
}
