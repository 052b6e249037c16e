import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
} from '@azure/identity';
import { createManagedIdentity } from '../../shared/adapters/identity/managed-identity.ts';
import {
  createPartnerCenterCredential,
  type PartnerCenterIdentity,
} from '../../shared/adapters/identity/partner-center-credential.ts';

const tenantId = '11111111-2222-4333-8444-555555555555';
const clientId = '66666666-7777-4888-9999-aaaaaaaaaaaa';

function credentialOf(
  credential: PartnerCenterIdentity['credential'],
  authorityUrl = 'https://login.microsoftonline.com',
) {
  return createPartnerCenterCredential({ tenantId, clientId, authorityUrl, credential });
}

describe('the credential for Partner Center', () => {
  it.each([
    [{ type: 'secret', secret: 'not-a-real-secret' }, ClientSecretCredential],
    [{ type: 'certificate', pem: '-----BEGIN CERTIFICATE-----' }, ClientCertificateCredential],
    [{ type: 'certificate-file', path: 'certificate.pem' }, ClientCertificateCredential],
    [{ type: 'federated', managedIdentityClientId: clientId }, ClientAssertionCredential],
  ] as const)('is of the kind that the settings name: %j', (credential, kind) => {
    expect(credentialOf(credential)).toBeInstanceOf(kind);
  });

  it('is not made for an authority without https, to which it would send the secret', () => {
    const create = () => credentialOf({ type: 'secret', secret: 'not-a-real-secret' }, 'http://login.example.org');

    expect(create).toThrow(/https/);
    expect(create).not.toThrow(/not-a-real-secret/);
  });

  it.each([undefined, clientId])('of Azure itself is a managed identity (%s)', (id) => {
    expect(createManagedIdentity(id)).toBeInstanceOf(ManagedIdentityCredential);
  });
});
