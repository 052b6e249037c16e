import type { Random } from '../random.ts';
import { hardwareStory } from './hardware-story.ts';
import { msiStory } from './msi-story.ts';
import { storeStory } from './store-story.ts';
import type { Story } from './story.ts';

/** Products of which one submission after the other is found by watching them, instead of being named. */
export const watchedProducts = ['hardware:13635057453741330', 'app:9NSAMPLEWAT0'] as const;

/** A submission before its first appearance. */
export interface Entrance {
  readonly key: string;
  readonly product: string;
  readonly story: Story;
}

// As doubles, a few hundred of these in a row are one and the same number.
const firstHardwareId = 1_152_921_504_621_441_930n;
const storeId = (number: number) => `9NSAMPLE${number.toString(36).toUpperCase().padStart(4, '0')}`;

/**
 * Makes up the submission with this number.
 * @param product one of `watchedProducts`, or undefined for a product of any kind that is not watched.
 */
export function enter(random: Random, number: number, product: string | undefined): Entrance {
  const chosen = product ?? anyProduct(random, number);
  const [kind = '', productId = ''] = chosen.split(':');
  const submissionId = kind === 'hardware' ? String(firstHardwareId + BigInt(number)) : `11529215${number + 1000}`;
  const key = `${chosen}:${submissionId}`;
  const own = random.stream(key);
  switch (kind) {
    case 'hardware':
      return { key, product: chosen, story: hardwareStory(own, productId, submissionId) };
    case 'addon':
    case 'app':
    case 'flight':
      return { key, product: chosen, story: storeStory(own, kind, key) };
    default:
      return { key, product: chosen, story: msiStory(own) };
  }
}

function anyProduct(random: Random, number: number): string {
  switch (random.pick(['hardware', 'hardware', 'addon', 'app', 'flight', 'msi'])) {
    case 'hardware':
      return 'hardware:13635057453741329';
    case 'addon':
      return `addon:${storeId(number)}`;
    case 'app':
      return `app:${storeId(number)}`;
    case 'flight':
      return `flight:${storeId(number)}:${random.guid()}`;
    default:
      return `msi:${random.guid()}`;
  }
}
