import { SELLER_ACCOUNT_ID } from './credentials.ts';
import { exactNumber, type JsonBody } from './json-body.ts';
import type { World } from './simulated-api.ts';
import type { Submission } from './submission.ts';
import type { HardwareModel } from './submission-model.ts';

export type HardwareSubmission = Extract<Submission, { api: 'hardware' }>;

const fileNames: Readonly<Record<string, (id: string) => string>> = {
  initialPackage: (id) => `initial_${id}.cab`,
  derivedPackage: (id) => `Shell_${id}.hlkx`,
  signedPackage: (id) => `Signed_${id}.zip`,
  driverMetadata: (id) => `DriverMetadata_${id}.json`,
};

const flags = { isExtensionInf: false, isUniversal: true, isDeclarativeInf: true };

/** Address of a product on this server; with an empty id that of the list. */
export function productUrl(world: World, productId: string): string {
  return `${world.baseUrl()}/v2.0/my/hardware/products/${productId}`;
}

/** The body of the single GET. */
export function submissionBody(world: World, submission: HardwareSubmission): JsonBody {
  const { key, model } = submission;
  const url = `${productUrl(world, key.product.productId)}/submissions/${key.submissionId}`;
  const isDraft = model.commitStatus?.toLowerCase() === 'commitpending';
  return {
    id: exactNumber(key.submissionId),
    productId: exactNumber(key.product.productId),
    commitStatus: model.commitStatus,
    workflowStatus: workflowStatus(world, submission),
    downloads: { items: model.downloads.map((type) => download(world, submission, type, isDraft)), messages: [] },
    links: [
      link(url, 'self', 'GET'),
      link(url, 'update_submission', 'PATCH'),
      ...(isDraft ? [link(`${url}/commit`, 'commit_submission', 'POST')] : []),
    ],
    ...flags,
    name: model.name,
    type: model.type,
  };
}

/** A row of the list: no downloads, no error report, and not every row has a workflow (windows-driver-docs `get-all-submissions.md`). */
export function listRow(world: World, submission: HardwareSubmission, withWorkflow: boolean): JsonBody {
  const { key, model } = submission;
  const url = `${productUrl(world, key.product.productId)}/submissions/${key.submissionId}`;
  const hasWorkflow = withWorkflow && isInWorkflow(model);
  return {
    id: exactNumber(key.submissionId),
    productId: exactNumber(key.product.productId),
    workflowStatus: hasWorkflow
      ? { currentStep: model.currentStep, state: model.state, messages: texts(world, submission) }
      : undefined,
    links: [link(url, 'self', 'GET')],
    commitStatus: model.commitStatus,
    ...flags,
    name: model.name,
    type: model.type,
  };
}

/** A product, in the list as by itself. What no control call sets is as in the recorded bodies. */
export function productBody(world: World, productId: string, name: string): JsonBody {
  const url = productUrl(world, productId);
  return {
    id: exactNumber(productId),
    sharedProductId: exactNumber(String(1152921504607010608n + (BigInt(productId) % 1_000_003n))),
    links: [link(url, 'self', 'GET'), link(`${url}/submissions`, 'get_submissions', 'GET')],
    isCommitted: true,
    isExtensionInf: false,
    announcementDate: '2025-04-01T00:00:00Z',
    deviceMetadataIds: [],
    deviceType: 'internal',
    isTestSign: false,
    isFlightSign: false,
    marketingNames: [name],
    productName: name,
    selectedProductTypes: { windows_v100_X64_RS3_full: 'Device.Network.WLAN.Base' },
    requestedSignatures: ['WINDOWS_v100_X64_RS3_FULL'],
    additionalAttributes: null,
    testHarness: 'hlk',
  };
}

/** An entry of `links`, by which the API says where to go on. */
export function link(href: string, rel: string, method: string): JsonBody {
  return { href, rel, method };
}

function isInWorkflow(model: HardwareModel): boolean {
  return (model.currentStep ?? model.state ?? null) !== null;
}

function workflowStatus(world: World, submission: HardwareSubmission): JsonBody {
  const { key, model } = submission;
  if (!isInWorkflow(model)) return null;
  const errorReport = model.errorReport
    ? world.sas.download(`${key.text} errorReport`, `ErrorReport_${key.submissionId}.txt`, 'rl')
    : undefined;
  return { currentStep: model.currentStep, state: model.state, messages: texts(world, submission), errorReport };
}

function texts(world: World, { key, model }: HardwareSubmission): readonly string[] {
  return model.messages.map((message) => world.sas.inText(message, key.text));
}

function download(world: World, { key }: HardwareSubmission, type: string, isDraft: boolean): JsonBody {
  const { productId } = key.product;
  const id = key.submissionId;
  if (type === 'certificationReport') {
    const path = 'https://manage.devcenter.microsoft.com/dashboard/hardware/Driver/DownloadCertificationReport';
    return { type, url: `${path}/${SELLER_ACCOUNT_ID}/${productId}/${id}` };
  }
  const fileName = fileNames[type]?.(id) ?? `${type}_${id}.bin`;
  const permissions = isDraft && type === 'initialPackage' ? 'rwl' : 'rl';
  return { type, url: world.sas.download(`${key.text} ${type}`, fileName, permissions) };
}
