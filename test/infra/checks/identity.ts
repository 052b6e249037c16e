import type { Module } from '../bicep-file.ts';
import { literalOf, propertiesOf, valueAt } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

/** One user-assigned identity does everything: it runs the app, fetches the package, opens the vault, and has the rights of the table. */
export function identity({ files, main }: Infra): string[] {
  const resources = files.flatMap((file) => file.resources);
  const identities = resources.filter(({ type }) => type === 'Microsoft.ManagedIdentity/userAssignedIdentities');
  const site = resources.find(({ type }) => type === 'Microsoft.Web/sites')?.body;
  const assigned = [...propertiesOf(valueAt(site, 'identity.userAssignedIdentities')).keys()];
  const given = (module: string, parameter: string) => parameterOf(main.modules, module, parameter);
  const uses: readonly (readonly [what: string, found: string | undefined, wanted: string])[] = [
    ['the app runs as', assigned.join(), '${identityId}'],
    ['the vault is opened as', valueAt(site, 'properties.keyVaultReferenceIdentity')?.text, 'identityId'],
    [
      'the package is fetched as',
      valueAt(site, 'properties.functionAppConfig.deployment.storage.authentication.userAssignedIdentityResourceId')
        ?.text,
      'identityId',
    ],
    ['the app gets', given('app', 'identityId'), 'identity.outputs.id'],
    ['the app gets the client id', given('app', 'identityClientId'), 'identity.outputs.clientId'],
    ['rights go to', given('roles', 'appPrincipalId'), 'identity.outputs.principalId'],
  ];
  return [
    ...(identities.length === 1 ? [] : [`there are ${identities.length} identities`]),
    ...uses
      .filter(([, found, wanted]) => found !== wanted)
      .map(([what, found, wanted]) => `${what} ${found}, not ${wanted}`),
  ];
}

/** The Entra app of Partner Center trusts that identity: by its object id, its tenant, and the audience that Entra wants. */
export function federation({ files }: Infra): string[] {
  const file = files.find(({ path }) => path === 'infra/entra/federated-credential.bicep');
  const body = file?.resources.find(({ name }) => name === 'federatedCredential')?.body;
  const audiences = valueAt(body, 'audiences')?.namedChildren.map(literalOf).join();
  const rules: readonly (readonly [name: string, found: unknown, wanted: string])[] = [
    [
      'issuer',
      valueAt(body, 'issuer')?.text,
      "'${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'",
    ],
    ['subject', valueAt(body, 'subject')?.text, 'identityPrincipalId'],
    ['audiences', audiences, 'api://AzureADTokenExchange'],
    ['name', valueAt(body, 'name')?.text, "'${partnerCenterApp.uniqueName}/submission-watch'"],
  ];
  return [
    ...rules
      .filter(([, found, wanted]) => found !== wanted)
      .map(([name, found]) => `the ${name} of the trust is ${found}`),
    ...(/^extension microsoftGraphV1$/m.test(file?.text ?? '') ? [] : ['the trust does not load the Graph extension']),
  ];
}

export function parameterOf(modules: readonly Module[], module: string, parameter: string): string | undefined {
  return valueAt(modules.find(({ name }) => name === module)?.body, `params.${parameter}`)?.text;
}
