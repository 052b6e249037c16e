import { type Finding, networkCause } from './diagnosis.ts';

export type TokenResult = { readonly outcome: 'issued' } | { readonly outcome: 'refused'; readonly message: string };

const federated =
  'the federated credential of the Entra app must have the issuer https://login.microsoftonline.com/TENANT/v2.0, the object id (not the client id) of the managed identity as its subject, and the audience api://AzureADTokenExchange';

/**
 * Refusals of Entra by the number of their `AADSTS` code: cause and cure.
 * Source: Microsoft's list of Entra error codes, and what its token endpoint says.
 */
const entra: Readonly<Record<string, string>> = {
  90002: 'Entra knows no such tenant: correct PARTNER_CENTER_TENANT_ID',
  900023: 'Entra takes this for no tenant id: correct PARTNER_CENTER_TENANT_ID',
  700016:
    'the tenant has no such app: correct PARTNER_CENTER_CLIENT_ID, or PARTNER_CENTER_TENANT_ID if the app lives in another tenant',
  7000112: 'the Entra app is disabled: enable it in its tenant',
  7000215:
    'the client secret is wrong: PARTNER_CENTER_CLIENT_SECRET must be the value of the secret, not its id, and of this app',
  7000222:
    'the client secret has expired: make a new one for the app and set PARTNER_CENTER_CLIENT_SECRET, or change to a federated credential, which does not expire',
  7000218: 'no credential was sent: set one of the three credentials of Partner Center',
  700027: 'Entra does not know the certificate: upload its public part to the app of PARTNER_CENTER_CLIENT_ID',
  70021: `no federated credential of the Entra app matches: ${federated}`,
  700211: `no federated credential of the Entra app has this issuer: ${federated}`,
  700212: `no federated credential of the Entra app has this audience: ${federated}`,
  700213: `no federated credential of the Entra app has this subject: ${federated}`,
  700024: 'the assertion is outside its time: the clock of the machine is wrong, or the certificate is',
  500011: 'the tenant does not know Partner Center: associate the tenant with the Partner Center account first',
  53003: 'a Conditional Access policy blocks the app: exempt this workload identity',
  90033: 'Entra has a passing fault: try again in a minute',
};

/** @param check such as `token for hardware and Store`. */
export function explainToken(check: string, result: TokenResult): Finding {
  return result.outcome === 'issued'
    ? { check, status: 'ok', message: 'Entra gives a token.' }
    : { check, status: 'failed', message: `No token: ${tokenCause(result.message)}.` };
}

function tokenCause(message: string): string {
  const code = /AADSTS(\d+)/.exec(message)?.[1];
  if (code !== undefined) {
    const known = entra[code];
    const link = `https://login.microsoftonline.com/error?code=${code}`;
    return known === undefined ? `Entra refuses with AADSTS${code}: see ${link}` : `${known} (AADSTS${code})`;
  }
  if (/ManagedIdentityCredential|CredentialUnavailable|IMDS|managed identity/i.test(message)) {
    return 'there is no managed identity here: a laptop has none, so ask the deployed app (POST /api/diagnose); in Azure PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID must be the client id of an identity that the app has';
  }
  if (/PEM|private key|certificate/i.test(message)) {
    return 'the certificate cannot be read: PARTNER_CENTER_CERTIFICATE must be PEM with certificate and private key, or the path of such a file';
  }
  const network = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT)\b/.exec(message)?.[1];
  const cause = networkCause({ code: network ?? (/fetch failed|in time/i.test(message) ? 'ETIMEDOUT' : '') });
  return cause === undefined
    ? 'the token authority gave none and no reason: check PARTNER_CENTER_AUTHORITY_URL'
    : `${cause}: check PARTNER_CENTER_AUTHORITY_URL and that the app may reach it`;
}
