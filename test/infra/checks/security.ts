import { type Literal, literalOf, valueAt } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

/** What must stand in every resource of a type. */
const wanted: Readonly<Record<string, Readonly<Record<string, Literal>>>> = {
  'Microsoft.Storage/storageAccounts': {
    'properties.allowBlobPublicAccess': false,
    'properties.allowCrossTenantReplication': false,
    'properties.allowSharedKeyAccess': false,
    'properties.defaultToOAuthAuthentication': true,
    'properties.minimumTlsVersion': 'TLS1_2',
    'properties.supportsHttpsTrafficOnly': true,
    'properties.networkAcls.bypass': 'AzureServices',
  },
  'Microsoft.Storage/storageAccounts/blobServices/containers': { 'properties.publicAccess': 'None' },
  'Microsoft.ServiceBus/namespaces': { 'properties.disableLocalAuth': true, 'properties.minimumTlsVersion': '1.2' },
  'Microsoft.ServiceBus/namespaces/topics': {
    'properties.requiresDuplicateDetection': true,
    'properties.duplicateDetectionHistoryTimeWindow': 'P1D',
    'properties.supportOrdering': true,
    'properties.enablePartitioning': false,
  },
  'Microsoft.ServiceBus/namespaces/topics/subscriptions': {
    'properties.deadLetteringOnMessageExpiration': true,
    'properties.deadLetteringOnFilterEvaluationExceptions': true,
    'properties.autoDeleteOnIdle': 'P10675199DT2H48M5.4775807S',
  },
  'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules': { name: '$Default' },
  'Microsoft.ServiceBus/namespaces/queues': { 'properties.requiresDuplicateDetection': true },
  'Microsoft.Web/serverfarms': { 'sku.name': 'FC1', 'sku.tier': 'FlexConsumption', 'properties.reserved': true },
  'Microsoft.Web/sites': {
    kind: 'functionapp,linux',
    'identity.type': 'UserAssigned',
    'properties.httpsOnly': true,
    'properties.siteConfig.minTlsVersion': '1.2',
    'properties.siteConfig.http20Enabled': true,
    'properties.siteConfig.ftpsState': 'Disabled',
    'properties.siteConfig.remoteDebuggingEnabled': false,
    'properties.functionAppConfig.runtime.name': 'node',
    'properties.functionAppConfig.deployment.storage.authentication.type': 'UserAssignedIdentity',
  },
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': { 'properties.allow': false },
  'Microsoft.Insights/components': { 'properties.DisableLocalAuth': true },
  'Microsoft.OperationalInsights/workspaces': { 'properties.features.disableLocalAuth': true },
  'Microsoft.KeyVault/vaults': {
    'properties.enableRbacAuthorization': true,
    'properties.enableSoftDelete': true,
    'properties.enablePurgeProtection': true,
    'properties.networkAcls.bypass': 'AzureServices',
  },
};

/** Resources that must be there by type and name. */
const present = [
  ['Microsoft.Web/sites/basicPublishingCredentialsPolicies', 'ftp'],
  ['Microsoft.Web/sites/basicPublishingCredentialsPolicies', 'scm'],
  ['Microsoft.Web/sites/config', 'appsettings'],
  ['Microsoft.Web/sites/config', 'authsettingsV2'],
] as const;

/** What has an audience writes its diagnostics to the workspace. */
const diagnosed = ['namespace', 'vault', 'app', 'tableService'];

export function security({ files }: Infra): string[] {
  const resources = files.flatMap((file) => file.resources.map((resource) => ({ file, resource })));
  const made = resources.filter(({ resource }) => !resource.isExisting);
  return [
    ...made.flatMap(({ file, resource }) =>
      Object.entries(wanted[resource.type] ?? {})
        .filter(([path, value]) => literalOf(valueAt(resource.body, path)) !== value)
        .map(([path, value]) => `${file.path}: ${resource.name} must have ${path}: ${value}`),
    ),
    ...Object.keys(wanted)
      .filter((type) => !made.some(({ resource }) => resource.type === type))
      .map((type) => `there is no ${type}`),
    ...present
      .filter(([type, name]) => !made.some(({ resource }) => isNamed(resource, type, name)))
      .map(([type, name]) => `there is no ${type} ${name}`),
    ...diagnosed
      .filter((scope) => !made.some(({ resource }) => diagnoses(resource, scope)))
      .map((scope) => `${scope} has no diagnostic settings`),
    ...networkProblems(made.map(({ resource }) => resource)),
  ];
}

type Resource = Infra['files'][number]['resources'][number];

function isNamed(resource: Resource, type: string, name: string): boolean {
  return resource.type === type && literalOf(valueAt(resource.body, 'name')) === name;
}

function diagnoses({ type, body }: Resource, scope: string): boolean {
  return type === 'Microsoft.Insights/diagnosticSettings' && valueAt(body, 'scope')?.text === scope;
}

/** Where a virtual network is asked for, the public way in is closed. */
function networkProblems(resources: readonly Resource[]): string[] {
  return ['Microsoft.Storage/storageAccounts', 'Microsoft.KeyVault/vaults', 'Microsoft.ServiceBus/namespaces'].flatMap(
    (type) =>
      resources
        .filter((resource) => resource.type === type)
        .filter(
          ({ body }) => valueAt(body, 'properties.publicNetworkAccess')?.text !== "isPrivate ? 'Disabled' : 'Enabled'",
        )
        .map(({ name }) => `${name} stays open where a virtual network is asked for`),
  );
}

/** Easy Auth, where it is on, refuses whoever is not signed in, but for the test of health; and the app counts on it. */
export function easyAuth({ files }: Infra): string[] {
  const resources = files.flatMap((file) => file.resources);
  const auth = resources.find(({ name }) => name === 'authentication')?.body;
  const rules: readonly [path: string, value: Literal][] = [
    ['properties.platform.enabled', true],
    ['properties.globalValidation.requireAuthentication', true],
    ['properties.globalValidation.unauthenticatedClientAction', 'Return401'],
    ['properties.httpSettings.requireHttps', true],
    ['properties.login.tokenStore.enabled', false],
  ];
  const open = valueAt(auth, 'properties.globalValidation.excludedPaths')?.namedChildren.map(literalOf) ?? [];
  const settings = resources.find(({ name }) => name === 'appSettings')?.node.text ?? '';
  return [
    ...rules
      .filter(([path, value]) => literalOf(valueAt(auth, path)) !== value)
      .map(([path, value]) => `${path} must be ${value}`),
    ...(open.join() === '/api/health' ? [] : [`open without signing in: ${open.join(', ')}`]),
    ...(settings.includes("EASY_AUTH_REQUIRED: empty(authClientId) ? '' : 'true'")
      ? []
      : ['the app does not count on Easy Auth where it is on']),
  ];
}
