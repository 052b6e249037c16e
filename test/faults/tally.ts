/** Counts of what happened, by name, in the order in which they first happened. */
export interface Tally {
  add(name: string, count?: number): void;
  of(name: string): number;
  /** Those whose name begins so, without the beginning. */
  under(beginning: string): readonly (readonly [name: string, count: number])[];
}

export function createTally(): Tally {
  const counts = new Map<string, number>();
  return {
    add: (name, count = 1) => {
      if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
    },
    of: (name) => counts.get(name) ?? 0,
    under: (beginning) =>
      [...counts]
        .filter(([name]) => name.startsWith(beginning))
        .map(([name, count]) => [name.slice(beginning.length), count] as const),
  };
}
