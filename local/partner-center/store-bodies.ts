import type { JsonBody } from './json-body.ts';
import type { World } from './simulated-api.ts';
import { addonContent, appClosing, appContent, packageRollout, packages } from './store-templates.ts';
import type { Submission } from './submission.ts';
import type { ProductKey } from './submission-key.ts';

export type StoreSubmission = Extract<Submission, { api: 'store' }>;

/** The body of `/status`. Right after a commit the service may answer with the status alone. */
export function statusBody(world: World, { key, model }: StoreSubmission): { readonly [field: string]: JsonBody } {
  if (model.statusDetails === 'omit') return { status: model.status, statusDetails: undefined };
  const issues = (list: readonly { code: string; details: string }[]) =>
    list.map(({ code, details }) => ({ code, details: world.sas.inText(details, key.text) }));
  return {
    status: model.status,
    statusDetails: {
      errors: issues(model.errors),
      warnings: issues(model.warnings),
      certificationReports: model.certificationReports.map(({ date, reportUrl }) => ({ date, reportUrl })),
    },
  };
}

/** The body of `packagerollout`, which the whole submission holds too. */
export function rolloutBody(world: World, { key, model }: StoreSubmission): JsonBody {
  const { text, kind, productId } = key.product;
  // Who is not in the rollout keeps what was published before; a first flight falls back to the app itself.
  const before = world.submissions.lastPublished(text, key.text);
  const fallback = before ?? (kind === 'flight' ? world.submissions.lastPublished(`app:${productId}`) : undefined);
  return packageRollout(model.rollout, fallback?.key.submissionId ?? '0');
}

/** The whole submission, in the field order of its kind. */
export function submissionBody(world: World, submission: StoreSubmission): JsonBody {
  const { key, model } = submission;
  const name = world.submissions.product(key.product.text)?.name;
  const publishing = { targetPublishMode: model.targetPublishMode, targetPublishDate: model.targetPublishDate };
  const isClosed = model.status === 'Published' || model.status === 'Canceled';
  const fileUploadUrl = isClosed ? undefined : world.sas.upload(key.text, submission.createdAt);
  const packageDeliveryOptions = {
    packageRollout: rolloutBody(world, submission),
    isMandatoryUpdate: false,
    mandatoryUpdateEffectiveDate: '1601-01-01T00:00:00.0000000Z',
  };
  const status = statusBody(world, submission);
  const id = key.submissionId;
  const friendlyName = model.friendlyName ?? 'Submission 1';
  switch (key.product.kind) {
    case 'addon':
      return { id, ...addonContent(name), ...publishing, ...status, fileUploadUrl, friendlyName };
    case 'flight':
      return {
        id,
        flightId: key.product.flightId,
        ...status,
        flightPackages: packages('2000000000055209876', '4.3.0.0'),
        packageDeliveryOptions,
        fileUploadUrl,
        ...publishing,
        notesForCertification: '',
        // Not among the documented fields of a flight submission: printed only when it was set.
        friendlyName: model.friendlyName,
      };
    default:
      return {
        id,
        ...appContent(name ?? 'Contoso Maps'),
        ...publishing,
        ...status,
        fileUploadUrl,
        applicationPackages: packages('2000000000055101234', '4.2.0.0'),
        packageDeliveryOptions,
        ...appClosing,
        friendlyName,
        trailers: null,
      };
  }
}

/** The product with its two pointers. Where there is none, apps say null and the others leave the field out. */
export function productBody(world: World, product: ProductKey): JsonBody {
  const name = world.submissions.product(product.text)?.name;
  const pointer = (submission: Submission | undefined) =>
    submission && {
      id: submission.key.submissionId,
      resourceLocation: `${resourceOf(product)}/submissions/${submission.key.submissionId}`,
    };
  const pending = pointer(world.submissions.pending(product.text));
  const lastPublished = pointer(world.submissions.lastPublished(product.text));
  switch (product.kind) {
    case 'addon':
      return {
        id: product.productId,
        productId: name ?? 'premium.maps',
        productType: 'Durable',
        applications: {
          value: [{ id: '9NSAMPLE0APP', resourceLocation: 'applications/9NSAMPLE0APP' }],
          totalCount: 1,
        },
        pendingInAppProductSubmission: pending,
        lastPublishedInAppProductSubmission: lastPublished,
      };
    case 'flight':
      return {
        flightId: product.flightId,
        friendlyName: name ?? 'Insiders',
        pendingFlightSubmission: pending,
        lastPublishedFlightSubmission: lastPublished,
        groupIds: ['1152921504606962205'],
        rankHigherThan: 'Non-flighted submission',
      };
    default:
      return {
        id: product.productId,
        primaryName: name ?? 'Contoso Maps',
        packageFamilyName: 'Contoso.Maps_8wekyb3sample',
        packageIdentityName: 'Contoso.Maps',
        publisherName: 'CN=00000000-0000-0000-0000-000000000000',
        firstPublishedDate: '2023-02-11T00:00:00Z',
        lastPublishedApplicationSubmission: lastPublished ?? null,
        pendingApplicationSubmission: pending ?? null,
        hasAdvancedListingPermission: true,
      };
  }
}

/** Without the app in front for flights: the service's own omission. */
function resourceOf({ kind, productId, flightId }: ProductKey): string {
  if (kind === 'flight') return `flights/${flightId}`;
  return kind === 'addon' ? `inappproducts/${productId}` : `applications/${productId}`;
}
