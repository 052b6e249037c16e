/** The identity of submissions and products. Ids are strings always: 64-bit ids do not survive a double. */

export const kinds = ['hardware', 'addon', 'app', 'flight', 'msi'] as const;
export type Kind = (typeof kinds)[number];

export interface ProductKey {
  /** `kind:productId`, for flights `flight:appId:flightId`. */
  readonly text: string;
  readonly kind: Kind;
  /** For flights the app's Store id. */
  readonly productId: string;
  readonly flightId?: string;
}

export interface SubmissionKey {
  /** `kind:productId:submissionId`, for flights `flight:appId:flightId:submissionId`. */
  readonly text: string;
  readonly product: ProductKey;
  readonly submissionId: string;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// Tested as written: in capitals `ß` and `ſ` would pass for letters of an id.
const storeId = /^[A-Za-z0-9]{4,20}$/;
const storeSubmissionId = /^[A-Za-z0-9-]{1,40}$/;
const largestLong = 2n ** 63n - 1n;

/**
 * Reads a submission key as a person may write it (Store ids and GUIDs in any casing) into its one canonical form.
 * @returns undefined when the text is not a key; ids are checked here, before they can enter a URL or a row key.
 */
export function parseSubmissionKey(text: string): SubmissionKey | undefined {
  const cut = text.lastIndexOf(':');
  const product = parseProductKey(text.slice(0, Math.max(cut, 0)));
  const submissionId = text.slice(cut + 1);
  if (product === undefined || !isSubmissionId(product.kind, submissionId)) return undefined;
  return submissionKey(product, submissionId);
}

/** Reads a product key: `hardware:id`, `addon:id`, `app:id`, `flight:appId:flightId`, `msi:id`. */
export function parseProductKey(text: string): ProductKey | undefined {
  const [prefix, first = '', second, ...rest] = text.split(':');
  const kind = kinds.find((known) => known === prefix);
  if (rest.length > 0 || (second !== undefined) !== (kind === 'flight')) return undefined;
  switch (kind) {
    case 'hardware':
      return isLong(first) ? productKey(kind, first) : undefined;
    case 'addon':
    case 'app':
      return storeId.test(first) ? productKey(kind, first.toUpperCase()) : undefined;
    case 'flight': {
      const flightId = second?.toLowerCase() ?? '';
      return storeId.test(first) && guid.test(flightId) ? productKey(kind, first.toUpperCase(), flightId) : undefined;
    }
    case 'msi':
      return guid.test(first) ? productKey(kind, first.toLowerCase()) : undefined;
    case undefined:
      return undefined;
  }
}

export function submissionKey(product: ProductKey, submissionId: string): SubmissionKey {
  return { text: `${product.text}:${submissionId}`, product, submissionId };
}

export function isSubmissionId(kind: Kind, id: string): boolean {
  return kind === 'hardware' ? isLong(id) : storeSubmissionId.test(id);
}

function productKey(kind: Kind, productId: string, flightId?: string): ProductKey {
  return flightId === undefined
    ? { text: `${kind}:${productId}`, kind, productId }
    : { text: `${kind}:${productId}:${flightId}`, kind, productId, flightId };
}

function isLong(id: string): boolean {
  return /^[1-9]\d{0,18}$/.test(id) && BigInt(id) <= largestLong;
}
