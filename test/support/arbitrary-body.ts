import fc from 'fast-check';
import type { Kind } from '../../shared/domain/submission-key.ts';

const text = fc.oneof(
  fc.constantFrom(
    'Published',
    'commitComplete',
    'signing',
    'failed',
    'FAILED',
    'None',
    '',
    ' ',
    '2025-05-22T14:03:11.5170000Z',
    '2025-05-22',
    '1152921505700517065',
    '1601-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    'https:// partner.microsoft.com/r?sig=abc&id=1',
    'javascript:alert(1)',
    'http://[',
  ),
  fc.string({ unit: 'binary', minLength: 1 }),
);

/** Bodies that are nearly those of the kind's API: each field is there, or missing, or of any other JSON type. */
export function arbitraryBody(kind: Kind): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: bodyOf(kind) }, fc.jsonValue());
}

function bodyOf(kind: Kind): fc.Arbitrary<unknown> {
  switch (kind) {
    case 'hardware':
      return hardwareBody();
    case 'addon':
    case 'app':
    case 'flight':
      return storeBody();
    case 'msi':
      return msiExeBody();
  }
}

function near<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 20, arbitrary }, fc.constant(null), fc.jsonValue({ maxDepth: 1 }));
}

function partly(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> {
  return near(fc.oneof({ weight: 3, arbitrary: fc.record(fields) }, fc.record(fields, { requiredKeys: [] })));
}

function listOf(item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return near(fc.array(item, { maxLength: 3 }));
}

function hardwareBody() {
  const words = near(text);
  return partly({
    id: near(fc.integer()),
    name: words,
    commitStatus: words,
    workflowStatus: partly({ currentStep: words, state: words, messages: listOf(words), errorReport: words }),
    downloads: partly({ items: listOf(partly({ type: words, url: words })), messages: listOf(words) }),
  });
}

function storeBody() {
  const words = near(text);
  const issues = listOf(partly({ code: words, details: words }));
  const rollout = partly({
    isPackageRollout: near(fc.boolean()),
    packageRolloutPercentage: near(fc.double({ noNaN: true, noDefaultInfinity: true })),
    packageRolloutStatus: words,
  });
  return partly({
    status: words,
    statusDetails: partly({
      errors: issues,
      warnings: issues,
      certificationReports: listOf(partly({ date: words, reportUrl: words })),
    }),
    friendlyName: words,
    targetPublishMode: words,
    packageDeliveryOptions: partly({ packageRollout: rollout }),
    pendingApplicationSubmission: partly({ id: words }),
    lastPublishedApplicationSubmission: partly({ id: words }),
  });
}

function msiExeBody() {
  const words = near(text);
  return partly({
    isSuccess: near(fc.boolean()),
    errors: listOf(partly({ code: words, message: words, target: words })),
    responseData: partly({ publishingStatus: words, hasFailed: near(fc.boolean()), ongoingSubmissionId: words }),
  });
}
