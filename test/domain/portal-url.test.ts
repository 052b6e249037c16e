import { portalUrl } from '../../shared/domain/portal-url.ts';
import { kinds } from '../../shared/domain/submission-key.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';

describe("the link to a submission's page", () => {
  it('of hardware leads to the driver', () => {
    expect(portalUrl(aSubmissionKey('hardware'))).toBe(
      'https://partner.microsoft.com/dashboard/hardware/driver/13635057453741329/submission/1152921504621441930',
    );
  });

  it.each(kinds)('of kind %s names product and submission', (kind) => {
    const key = aSubmissionKey(kind);
    const { pathname } = new URL(portalUrl(key));
    expect(pathname.split('/')).toEqual(expect.arrayContaining([key.product.productId, key.submissionId]));
  });
});
