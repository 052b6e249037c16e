import { z } from 'zod';
import { parseProductKey } from '../../shared/domain/submission-key.ts';

/** Query parameters: schemas of what they mean, out of the texts that they are. */

export function wholeNumber(fallback: number, least: number, most: number, description: string) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .preprocess(numberIn, z.int(message).min(least, message).max(most, message))
    .default(fallback)
    .describe(description);
}

/** Several values: separated by commas, or by repeating the parameter. */
export function listOf<const Name extends string>(names: readonly Name[], description: string) {
  const message = `must be one or more of ${names.join(', ')}, separated by commas`;
  return z
    .preprocess(partsOf, z.array(z.enum(names, message)).min(1, message).max(names.length, message))
    .describe(`${description} Several values are separated by commas.`);
}

/** Years beyond have a sign and six digits, and as text come before all others. */
const usualLength = '2026-01-31T12:00:00.000Z'.length;

/** A point in time with its zone; stored times have milliseconds and are compared as text. */
export function instant(description: string) {
  return z.iso
    .datetime({ offset: true, error: 'must be a time such as 2026-01-31T12:00:00Z' })
    .transform((text) => new Date(text).toISOString())
    .refine((time) => time.length === usualLength, 'must be a time of the years 0000 to 9999 in UTC')
    .describe(description);
}

/** The text of a product key in its one form. */
export function productKey(description: string) {
  return z
    .string('must be given once')
    .refine((text) => parseProductKey(text) !== undefined, 'must be a product key')
    .describe(description);
}

export const token = z
  .string('must be given once')
  .max(1_000, 'is too long')
  .optional()
  .describe('Where to go on: out of a `nextLink`, with the parameters it had there.');

function numberIn(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
}

/** Not more parts than the longest list has names, and some: what is beyond is refused anyway. */
function partsOf(value: unknown): unknown {
  if (value === undefined) return undefined;
  return [...new Set([value].flat().flatMap((text) => String(text).split(',', 50)))].map((part) => part.trim());
}
