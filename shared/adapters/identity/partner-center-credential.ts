import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';

export interface PartnerCenterIdentity {
  readonly tenantId: string;
  readonly clientId: string;
  /** For example `https://login.microsoftonline.com`. */
  readonly authorityUrl: string;
  readonly credential:
    | { readonly type: 'secret'; readonly secret: string }
    | { readonly type: 'certificate'; readonly pem: string }
    | { readonly type: 'certificate-file'; readonly path: string }
    | { readonly type: 'federated'; readonly managedIdentityClientId: string };
}

/** Audience of the assertion by which a managed identity stands for an app registration (workload identity federation). */
const exchangeScope = 'api://AzureADTokenExchange/.default';

/**
 * The app registration that is associated with the Partner Center account. `federated` needs no secret: the managed identity
 * of the function app is a federated credential of the registration.
 */
export function createPartnerCenterCredential(identity: PartnerCenterIdentity): TokenCredential {
  const { tenantId, clientId, credential } = identity;
  const options = { authorityHost: identity.authorityUrl };
  switch (credential.type) {
    case 'secret':
      return new ClientSecretCredential(tenantId, clientId, credential.secret, options);
    case 'certificate':
      return new ClientCertificateCredential(tenantId, clientId, { certificate: credential.pem }, options);
    case 'certificate-file':
      return new ClientCertificateCredential(tenantId, clientId, { certificatePath: credential.path }, options);
    case 'federated': {
      const managed = new ManagedIdentityCredential({ clientId: credential.managedIdentityClientId });
      const assertion = async () => (await managed.getToken(exchangeScope)).token;
      return new ClientAssertionCredential(tenantId, clientId, assertion, options);
    }
  }
}
