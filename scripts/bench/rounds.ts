interface Spread {
  readonly median: number;
  readonly spread: readonly [least: number, greatest: number];
}

/** Median, least and greatest; NaN where there is no value. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), spread: [quantile(sorted, 0), quantile(sorted, 1)] };
}

/** @param sorted upwards. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return below + (above - below) * (at - Math.floor(at));
}

interface Cost {
  readonly ms: number;
  /** Of this process, user and system. */
  readonly cpuMs: number;
}

/** What the work takes, in milliseconds of the clock and of the processor. */
export async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000 };
}

interface Compared {
  readonly time: Spread;
  readonly cpu: Spread;
  readonly floor: { readonly ms: number; readonly cpuMs: number };
}

/**
 * Floor and subject in turns, so that what else the machine does falls on both; the first round warms up and is not counted.
 * The ratios are of neighbours in time.
 */
export async function compare(
  rounds: number,
  floor: () => Promise<unknown>,
  subject: () => Promise<unknown>,
): Promise<Compared> {
  const pairs: { floor: Cost; subject: Cost }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    globalThis.gc?.();
    const floorCost = await costOf(floor);
    globalThis.gc?.();
    pairs.push({ floor: floorCost, subject: await costOf(subject) });
  }
  const counted = pairs.slice(1);
  return {
    time: spreadOf(counted.map((pair) => pair.subject.ms / pair.floor.ms)),
    cpu: spreadOf(counted.map((pair) => pair.subject.cpuMs / pair.floor.cpuMs)),
    floor: {
      ms: spreadOf(counted.map((pair) => pair.floor.ms)).median,
      cpuMs: spreadOf(counted.map((pair) => pair.floor.cpuMs)).median,
    },
  };
}
