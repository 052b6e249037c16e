import { plainText } from '../../shared/domain/plain-text.ts';
import { kindWords } from './outcome-words.ts';

const longestName = 120;

interface Named {
  readonly kind: keyof typeof kindWords;
  readonly productKey: string;
  readonly submissionId: string;
  readonly name?: string | undefined;
}

/** Product names by product key, where they are known. */
export type ProductNames = ReadonlyMap<string, string>;

/**
 * What a reader calls it. Store submissions are named `Submission 4` by Partner Center, which says little without the
 * product's name.
 */
export function submissionName(submission: Named, products: ProductNames): string {
  const own = plainText(submission.name ?? '', longestName);
  const product = plainText(products.get(submission.productKey) ?? '', longestName);
  const name = own === '' ? `${kindWords[submission.kind] ?? 'A'} submission` : own;
  return product === '' || name.startsWith(product) ? name : `${product} · ${name}`;
}

/** `Add-on 9NSAMPLEADD1 · 1152921505689400021`. */
export function identityText(submission: Named & { readonly productId: string }): string {
  return `${kindWords[submission.kind] ?? submission.kind} ${submission.productId} · ${submission.submissionId}`;
}
