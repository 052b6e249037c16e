import type { Finding } from './diagnosis.ts';
import type { Failure } from './tracked-submission.ts';

/** A first page of a list, or one submission; or why there was none. */
export type ListAccess =
  | { readonly outcome: 'listed'; readonly count: number }
  | { readonly outcome: 'failed'; readonly failure: Failure };

const rights =
  'add the Entra app in Partner Center (Account settings, User management, Microsoft Entra applications) with the role Manager, for hardware with the hardware roles too; a change takes some minutes';

/** What an answer of an API that is no list means. */
export function failureCause({ reason, status }: Failure): string {
  switch (reason) {
    case 'unauthorized':
      return `Partner Center refuses the token (401): the tenant of PARTNER_CENTER_TENANT_ID is not associated with the account; ${rights}`;
    case 'forbidden':
      return `Partner Center does not let the app read (403): ${rights}; where it could read before, a daily quota may be spent`;
    case 'throttled':
      return 'the request limit is spent (429): wait a minute; if it goes on, lower PARTNER_CENTER_REQUESTS_PER_MINUTE or look for another client of this app';
    case 'not-found':
      return 'there is nothing at this address (404): check PARTNER_CENTER_DEV_CENTER_URL and PARTNER_CENTER_STORE_URL';
    case 'invalid-request':
      return 'Partner Center does not accept the request (400): check PARTNER_CENTER_SELLER_ID';
    case 'conflict':
      return 'Partner Center cannot serve the product (409): it uses a feature that its API does not know';
    case 'timeout':
      return 'Partner Center did not answer in time: try again, then raise PARTNER_CENTER_TIMEOUT_SECONDS';
    case 'invalid-body':
      return 'the answer is not what the API sends: check PARTNER_CENTER_DEV_CENTER_URL and PARTNER_CENTER_STORE_URL, and what stands in between';
    case 'unavailable':
      return status === undefined
        ? 'Partner Center cannot be reached: check its URLs and that the app may reach them'
        : `Partner Center has a fault (${status}): mostly it passes; where it stays, the account is not set up for this API`;
  }
}

export function explainList(check: string, access: ListAccess): Finding {
  if (access.outcome === 'failed')
    return { check, status: 'failed', message: `${sentence(failureCause(access.failure))}.` };
  if (access.count > 0) return { check, status: 'ok', message: 'The list can be read.' };
  const message =
    'The list can be read and is empty: there is nothing yet, or the Entra app is associated with no account, or with another one.';
  return { check, status: 'warning', message };
}

/**
 * Hardware and Store share credentials, but an account may have only one of them: one that is forbidden is a failure only where
 * the other is, too.
 */
export function softened(finding: Finding, access: ListAccess, other: ListAccess): Finding {
  const isForbidden = access.outcome === 'failed' && access.failure.reason === 'forbidden';
  if (!isForbidden || other.outcome === 'failed') return finding;
  const message = `This API is closed to the app (403), which is right if nothing of it is to be watched; else ${rights}.`;
  return { ...finding, status: 'warning', message };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
