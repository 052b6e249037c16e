import { explainToken } from '../../shared/domain/explain-token.ts';

const refused = (message: string) => explainToken('token', { outcome: 'refused', message });

describe('a token that is refused', () => {
  it.each([
    ['90002', /no such tenant: correct PARTNER_CENTER_TENANT_ID/],
    ['900023', /PARTNER_CENTER_TENANT_ID/],
    ['700016', /no such app: correct PARTNER_CENTER_CLIENT_ID/],
    ['7000112', /disabled/],
    ['7000215', /value of the secret, not its id/],
    ['7000222', /has expired/],
    ['7000218', /no credential was sent/],
    ['700027', /upload its public part/],
    ['70021', /no federated credential/],
    ['700211', /issuer https:\/\/login\.microsoftonline\.com\/TENANT\/v2\.0, the object id \(not the client id\)/],
    ['700212', /audience/],
    ['700213', /subject/],
    ['700024', /clock/],
    ['500011', /associate the tenant/],
    ['53003', /Conditional Access/],
    ['90033', /try again/],
  ])('for AADSTS%s is explained', (code, message) => {
    const finding = refused(`invalid_client: AADSTS${code}: Something of Entra. Trace ID: 1`);
    expect(finding).toEqual({ check: 'token', status: 'failed', message: expect.stringMatching(message) });
    expect(finding.message).toContain(`(AADSTS${code})`);
  });

  it.each([
    ['AuthenticationError: AADSTS123456: never heard of', 'https://login.microsoftonline.com/error?code=123456'],
    ['CredentialUnavailableError: ManagedIdentityCredential: no endpoint', 'POST /api/diagnose'],
    ['Error: error:1E08010C:DECODER routines::unsupported PEM', 'PARTNER_CENTER_CERTIFICATE must be PEM'],
    [
      'TypeError: request failed, getaddrinfo ENOTFOUND login.example.org',
      'there is no such host name: check PARTNER_CENTER_AUTHORITY_URL',
    ],
    ['Error: connect ECONNREFUSED 127.0.0.1:1', 'nothing listens at that address'],
    ['TypeError: fetch failed', 'no answer came in time'],
    ['whatever', 'check PARTNER_CENTER_AUTHORITY_URL'],
  ])('for %j says %j', (message, expected) => {
    expect(refused(message)).toMatchObject({ status: 'failed', message: expect.stringContaining(expected) });
  });

  it('shows nothing of what the authority said but its code', () => {
    const finding = refused('AADSTS7000215: Invalid client secret provided: hunter2 for app 1234');
    expect(finding.message).not.toMatch(/hunter2|1234/);
  });
});

it('a token that is given is well', () => {
  expect(explainToken('token', { outcome: 'issued' })).toMatchObject({ status: 'ok' });
});
