import { z } from 'zod';
import type { Listing } from '../../domain/decide-listing.ts';
import type { ReadView } from '../../domain/read-view.ts';
import type { Observation, Rollout } from '../../domain/snapshot.ts';
import { isSubmissionId, type ProductKey, type SubmissionKey } from '../../domain/submission-key.ts';
import { UnreadableBodyError } from '../../errors.ts';
import type { ListResult } from '../../ports/partner-center.ts';
import { parseExactJson } from './exact-json.ts';
import { bodyFailure, type Exchange } from './exchange.ts';
import { looseArray, looseText, parseWire, toIssues, toReport, wireIssues } from './wire-text.ts';

/**
 * Add-on, app and flight submissions, API v1.0 (windows-dev-docs `get-an-add-on-submission.md`,
 * `get-status-for-an-add-on-submission.md` and their siblings). Both views are read by one schema: the status view is the
 * full one without the descriptive fields.
 */
const wireSubmission = z.object({
  status: looseText,
  statusDetails: z
    .object({
      errors: wireIssues,
      warnings: wireIssues,
      certificationReports: looseArray(z.object({ date: looseText, reportUrl: z.string().nullish() })),
    })
    .nullish(),
  friendlyName: looseText,
  targetPublishMode: looseText,
  packageDeliveryOptions: z
    .object({
      packageRollout: z
        .object({
          isPackageRollout: z.boolean().nullish(),
          packageRolloutPercentage: z.number().nullish(),
          packageRolloutStatus: looseText,
        })
        .nullish(),
    })
    .nullish(),
});
type WireSubmission = z.output<typeof wireSubmission>;

export function storePath(key: SubmissionKey, view: ReadView): string {
  return `v1.0/my/${parentPath(key.product)}/submissions/${key.submissionId}${view === 'status' ? '/status' : ''}`;
}

const pointer = z
  .object({ id: looseText })
  .nullish()
  .transform((value) => value?.id);
const wireParent = z.object({
  id: looseText,
  flightId: looseText,
  friendlyName: looseText,
  primaryName: looseText,
  productId: looseText,
  pendingInAppProductSubmission: pointer,
  lastPublishedInAppProductSubmission: pointer,
  pendingApplicationSubmission: pointer,
  lastPublishedApplicationSubmission: pointer,
  pendingFlightSubmission: pointer,
  lastPublishedFlightSubmission: pointer,
});

/**
 * The two pointers of a product (`get-app-data.md`, `manage-add-ons.md`): there is no list. A pointer that there is none of is
 * null or absent; its `resourceLocation` is not used, because a flight's lacks the application.
 */
export async function listStore(exchange: Exchange, product: ProductKey, signal: AbortSignal): Promise<ListResult> {
  const answer = await exchange(product.kind, `v1.0/my/${parentPath(product)}`, signal);
  const { requests } = answer;
  if ('failure' in answer) return { outcome: 'failed', failure: answer.failure, requests };
  try {
    return { outcome: 'listed', listing: parsePointers(product, parseExactJson(answer.body)), requests };
  } catch (error) {
    return { outcome: 'failed', failure: bodyFailure(error, answer.headers), requests };
  }
}

/** @throws UnreadableBodyError */
export function parsePointers(product: ProductKey, body: unknown): Listing {
  const wire = parseWire(wireParent, body);
  // An answer that is not of this product must not be read as "it has no submissions".
  const [id, expected] = product.kind === 'flight' ? [wire.flightId, product.flightId] : [wire.id, product.productId];
  if (id?.toLowerCase() !== expected?.toLowerCase()) throw new UnreadableBodyError('The answer is of another product');
  const [name, pendingId, lastPublishedId] =
    product.kind === 'addon'
      ? [wire.productId, wire.pendingInAppProductSubmission, wire.lastPublishedInAppProductSubmission]
      : product.kind === 'app'
        ? [wire.primaryName, wire.pendingApplicationSubmission, wire.lastPublishedApplicationSubmission]
        : [wire.friendlyName, wire.pendingFlightSubmission, wire.lastPublishedFlightSubmission];
  const submissionIds = [lastPublishedId, pendingId].filter((id) => id !== undefined);
  if (!submissionIds.every((id) => isSubmissionId(product.kind, id))) {
    throw new UnreadableBodyError('A submission id is not usable');
  }
  return {
    ...(name === undefined ? {} : { name }),
    submissionIds,
    ...(pendingId === undefined ? {} : { pendingId }),
    ...(lastPublishedId === undefined ? {} : { lastPublishedId }),
  };
}

/** @throws UnreadableBodyError */
export function parseStore(body: unknown): Observation {
  const wire = parseWire(wireSubmission, body);
  if (wire.status === undefined) throw new UnreadableBodyError('There is no status');
  const details = wire.statusDetails;
  const errors = toIssues('error', details?.errors);
  const warnings = toIssues('warning', details?.warnings);
  const reports = details?.certificationReports?.flatMap(
    (report) => toReport(report.date, report.reportUrl ?? undefined) ?? [],
  );
  const rollout = rolloutOf(wire);
  return {
    state: wire.status,
    ...(wire.friendlyName === undefined ? {} : { name: wire.friendlyName }),
    ...(wire.targetPublishMode === undefined ? {} : { publishMode: wire.targetPublishMode }),
    ...(errors === undefined ? {} : { errors }),
    ...(warnings === undefined ? {} : { warnings }),
    ...(reports === undefined ? {} : { reports }),
    ...(rollout === undefined ? {} : { rollout }),
  };
}

function parentPath(product: ProductKey): string {
  if (product.kind === 'addon') return `inappproducts/${product.productId}`;
  const app = `applications/${product.productId}`;
  return product.flightId === undefined ? app : `${app}/flights/${product.flightId}`;
}

function rolloutOf(wire: WireSubmission): Rollout | null | undefined {
  const rollout = wire.packageDeliveryOptions?.packageRollout;
  if (rollout === null || rollout === undefined) return undefined;
  if (rollout.isPackageRollout !== true) return null;
  return { percentage: rollout.packageRolloutPercentage ?? 0, status: rollout.packageRolloutStatus ?? 'Unknown' };
}
