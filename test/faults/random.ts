/** Chance that depends on its seed alone, so that what it decides can be decided again. */
export interface Random {
  /** 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** A whole number from `least` to `most`, both inclusive. */
  int(least: number, most: number): number;
  chance(probability: number): boolean;
  /** @throws Error when there is nothing to pick. */
  pick<T>(items: readonly T[]): T;
  /** Random hexadecimal digits in the form of a GUID. */
  guid(): string;
  /** Another stream, by name: what is drawn from one does not move the others. */
  stream(name: string): Random;
}

/** @param seed any text; the generator is sfc32, seeded by a hash of it. */
export function createRandom(seed: string): Random {
  const next = sfc32(seed);
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const hex = (digits: number) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join('');
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new Error('There is nothing to pick');
      return item;
    },
    guid: () => [8, 4, 4, 4, 12].map(hex).join('-'),
    stream: (name) => createRandom(`${seed}/${name}`),
  };
}

function sfc32(seed: string): () => number {
  let [a, b, c, d] = hash(seed);
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still show how alike two seeds are.
  for (let round = 0; round < 15; round += 1) next();
  return next;
}

/** FNV-1a, four times with another start each. */
function hash(text: string): [number, number, number, number] {
  const from = (start: number) => {
    let value = start;
    for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
    return value | 0;
  };
  return [from(0x811c9dc5), from(0x9e3779b9), from(0x7f4a7c15), from(0x2545f491)];
}
