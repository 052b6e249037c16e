import { createHash } from 'node:crypto';

/** Numbers in [0, 1) that depend on the seed text alone, so that a run can be repeated. */
export function seededRandom(seed: string): () => number {
  let draws = 0;
  return () => {
    draws += 1;
    return createHash('sha256').update(`${seed} ${draws}`).digest().readUInt32BE() / 2 ** 32;
  };
}
