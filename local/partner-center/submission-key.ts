/** The names the control calls use: `kind:productId[:flightId]` for a product, with `:submissionId` for a submission. */
const kinds = ['hardware', 'addon', 'app', 'flight', 'msi'] as const;
export type Kind = (typeof kinds)[number];

export interface ProductKey {
  readonly text: string;
  readonly kind: Kind;
  /** For flights the app's id. */
  readonly productId: string;
  readonly flightId?: string;
}

export interface SubmissionKey {
  readonly text: string;
  readonly product: ProductKey;
  readonly submissionId: string;
}

const plainId = /^[A-Za-z0-9._-]{1,64}$/;
const largestLong = 2n ** 63n - 1n;

/**
 * @returns undefined where the text is no key of a submission, or its ids are none that the API of its kind has.
 */
export function parseSubmissionKey(text: string): SubmissionKey | undefined {
  const cut = text.lastIndexOf(':');
  const product = parseProductKey(text.slice(0, Math.max(cut, 0)));
  const submissionId = text.slice(cut + 1);
  return product && isId(product.kind, submissionId) ? { text, product, submissionId } : undefined;
}

/**
 * @returns undefined where the text is no key of a product, or its ids are none that the API of its kind has.
 */
export function parseProductKey(text: string): ProductKey | undefined {
  const [prefix, productId = '', flightId, ...rest] = text.split(':');
  const kind = kinds.find((known) => known === prefix);
  if (kind === undefined || rest.length > 0 || !isId(kind, productId)) return undefined;
  if (kind !== 'flight') return flightId === undefined ? { text, kind, productId } : undefined;
  return flightId !== undefined && isId(kind, flightId) ? { text, kind, productId, flightId } : undefined;
}

/** Hardware ids are written as bare JSON numbers, so only digits without a leading zero that fit a long will do. */
function isId(kind: Kind, id: string): boolean {
  if (kind !== 'hardware') return plainId.test(id);
  return /^[1-9]\d{0,18}$/.test(id) && BigInt(id) <= largestLong;
}
