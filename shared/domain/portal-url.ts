import type { SubmissionKey } from './submission-key.ts';

const dashboard = 'https://partner.microsoft.com/dashboard';

/** The page of the submission in Partner Center. The paths are those that Microsoft's own pages and clients link to. */
export function portalUrl(key: SubmissionKey): string {
  const { kind, productId } = key.product;
  switch (kind) {
    case 'hardware':
      return `${dashboard}/hardware/driver/${productId}/submission/${key.submissionId}`;
    case 'addon':
    case 'app':
    case 'flight':
    case 'msi':
      return `${dashboard}/products/${productId}/submissions/${key.submissionId}`;
  }
}
