/** The one account of the simulated Partner Center. Fixed, so that settings can be written down; worthless anywhere else. */
export const TENANT_ID = '3b6c1f52-8d0e-4a97-9c45-7e1fa0d2b813';
export const CLIENT_ID = 'c7a4e9d0-52b3-4f18-8e6a-1d90b7f3a254';
export const CLIENT_SECRET = 'FAKE-CLIENT-SECRET~simulated-partner-center';

/** Sent as `X-Seller-Account-Id` to the MSI/EXE API; also the seller in certification report links. */
export const SELLER_ACCOUNT_ID = '10000001';

/** Hardware and Store (v1.0, v2.0) share one audience, MSI/EXE has its own. */
export const MANAGE_AUDIENCE = 'https://manage.devcenter.microsoft.com';
export const STORE_AUDIENCE = 'https://api.store.microsoft.com';

/** Text that starts every access token, and every SAS signature once base64 is undone: what a leak test looks for. */
export const TOKEN_MARK = 'FAKE-ACCESS-TOKEN';
export const SIGNATURE_MARK = 'FAKE-SAS-SIGNATURE';
/** Part of `notesForCertification` of every app. */
export const NOTES_PASSWORD = 'NOT-A-REAL-PASSWORD';
