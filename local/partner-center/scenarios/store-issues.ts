/** Issues as the Store API words them, shared by the scenarios. */

/** On practically every submission seen live; clients keep quiet about it. */
export const salesWarning = {
  code: 'SalesUnsupportedWarning',
  details: 'Sales of this product are managed outside of this API and are left as they are.',
};

export const languageWarning = {
  code: 'ListingOptOutWarning',
  details: 'Listing language(s) taken out: [de-de]',
};

export const capabilityWarning = {
  code: 'PackageValidationWarning',
  details: 'The package asks for a restricted capability: runFullTrust',
};

/** Address of a certification report, in the form in which the portal shows it. */
export function reportUrl(productId: string, submissionId: string, report: string): string {
  return `https://partner.microsoft.com/dashboard/products/${productId}/submissions/${submissionId}/certification-reports/${report}`;
}
