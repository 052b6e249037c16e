/**
 * How long something took, over any number of times, in little space: counts by size of the duration, in classes that grow by
 * 4 %. Two sketches add up to one, in any order, so parts can be kept apart and put together when they are asked for.
 */
export interface DurationSketch {
  readonly count: number;
  /** How often, by class. */
  readonly classes: Readonly<Record<string, number>>;
}

const growth = 1.04;

export const emptySketch: DurationSketch = { count: 0, classes: {} };

export function sketchOf(seconds: number): DurationSketch {
  return { count: 1, classes: { [classOf(seconds)]: 1 } };
}

export function addSketches(a: DurationSketch, b: DurationSketch): DurationSketch {
  const classes: Record<string, number> = { ...a.classes };
  for (const [name, count] of Object.entries(b.classes)) classes[name] = (classes[name] ?? 0) + count;
  return { count: a.count + b.count, classes };
}

/**
 * @param share 0.5 for the median, 0.9 for what nine of ten stay within.
 * @returns whole seconds, within 2 % of the exact one; undefined of an empty sketch.
 */
export function quantile(sketch: DurationSketch, share: number): number | undefined {
  const rank = Math.max(1, Math.ceil(share * sketch.count));
  let passed = 0;
  const sorted = Object.entries(sketch.classes)
    .map(([name, count]): readonly [number, number] => [Number(name), count])
    .sort(([a], [b]) => a - b);
  for (const [name, count] of sorted) {
    passed += count;
    if (passed >= rank) return middleOf(name);
  }
  return undefined;
}

/** Class 0 is less than a second. */
function classOf(seconds: number): number {
  return seconds < 1 ? 0 : 1 + Math.floor(Math.log(seconds) / Math.log(growth));
}

function middleOf(name: number): number {
  return name === 0 ? 0 : Math.round(growth ** (name - 0.5));
}
