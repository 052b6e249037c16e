import { parseSubmissionKey, type SubmissionKey } from '../../shared/domain/submission-key.ts';

export function keyOf(text: string): SubmissionKey {
  const key = parseSubmissionKey(text);
  if (key === undefined) throw new Error(`${text} is not a submission key`);
  return key;
}

/** Keys of as many products, which spread over the shards. */
export function keysOfProducts(count: number): SubmissionKey[] {
  return Array.from({ length: count }, (_, index) => keyOf(`addon:9NBLGGH4${1000 + index}:1`));
}

/** Keys of one product, which share a shard. */
export function keysOfOneProduct(count: number): SubmissionKey[] {
  return Array.from({ length: count }, (_, index) =>
    keyOf(`hardware:14461751976964156:${1_152_921_504_621_000 + index}`),
  );
}
