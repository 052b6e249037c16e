import { z } from 'zod';
import type { WatchedProduct } from '../shared/domain/watched-product.ts';
import { failureSchema, kindSchema } from './submission-view.ts';

const instant = z.iso.datetime();

/** A watched product as the API shows it. */
export const productSchema = z
  .object({
    key: z.string().describe('kind:productId, for flights flight:appId:flightId.'),
    kind: kindSchema,
    productId: z.string(),
    flightId: z.string().optional().describe('Of flights only.'),
    name: z.string().optional(),
    watchedAt: instant,
    baselineAt: instant
      .optional()
      .describe('When its submissions were first listed: those are the baseline, later ones are discoveries.'),
    lastCheckedAt: instant.optional().describe('Last successful list call.'),
    nextPollAt: instant,
    pendingId: z.string().optional().describe('Submission under way, where Partner Center says one.'),
    lastPublishedId: z.string().optional(),
    failures: z.int().nonnegative().describe('Failed list calls in a row.'),
    lastFailure: failureSchema.optional(),
  })
  .describe('A watched product.');
type ProductView = z.infer<typeof productSchema>;

export function productView({ key, watched: _, ...rest }: WatchedProduct): ProductView {
  return { key: key.text, kind: key.kind, productId: key.productId, flightId: key.flightId, ...rest };
}
