import { elementsOf, type Literal, literalOf, valueAt } from '../bicep-value.ts';
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
    'properties.maxDeliveryCount': 10,
    'properties.deadLetteringOnMessageExpiration': true,
    'properties.deadLetteringOnFilterEvaluationExceptions': true,
    'properties.autoDeleteOnIdle': 'P10675199DT2H48M5.4775807S',
  },
  'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules': { name: '$Default' },
  'Microsoft.ServiceBus/namespaces/queues': {
    'properties.requiresDuplicateDetection': true,
    'properties.lockDuration': 'PT5M',
    'properties.maxDeliveryCount': 5,
    'properties.autoDeleteOnIdle': 'P10675199DT2H48M5.4775807S',
  },
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

/** What has an audience writes its diagnostics to the workspace: by a category that Azure has for it. */
const diagnosed = {
  namespace: 'OperationalLogs AllMetrics',
  vault: 'AuditEvent AllMetrics',
  app: 'AllMetrics',
  tableService: 'StorageDelete Transaction',
};

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
    ...Object.entries(diagnosed).flatMap(([scope, categories]) => diagnosticProblems(made, scope, categories)),
    ...networkProblems(made.map(({ resource }) => resource)),
    ...ingestionProblems(made.map(({ resource }) => resource)),
  ];
}

type Resource = Infra['files'][number]['resources'][number];

function isNamed(resource: Resource, type: string, name: string): boolean {
  return resource.type === type && literalOf(valueAt(resource.body, 'name')) === name;
}

function diagnosticProblems(made: readonly { resource: Resource }[], scope: string, categories: string): string[] {
  const body = made
    .map(({ resource }) => resource)
    .find(
      (one) => one.type === 'Microsoft.Insights/diagnosticSettings' && valueAt(one.body, 'scope')?.text === scope,
    )?.body;
  if (body === undefined) return [`${scope} has no diagnostic settings`];
  const written = ['logs', 'metrics']
    .flatMap((kind) => elementsOf(valueAt(body, `properties.${kind}`)))
    .filter((one) => literalOf(valueAt(one, 'enabled')) === true)
    .map((one) => literalOf(valueAt(one, 'category')))
    .join(' ');
  return [
    ...(written === categories ? [] : [`${scope} writes ${written || 'nothing'} to the workspace, not ${categories}`]),
    ...(valueAt(body, 'properties.workspaceId')?.text === 'workspaceId' ? [] : [`${scope} writes to no workspace`]),
  ];
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

/** Telemetry goes into the workspace, and the host signs in with the identity to send it. */
function ingestionProblems(resources: readonly Resource[]): string[] {
  const insights = resources.find(({ type }) => type === 'Microsoft.Insights/components')?.body;
  const settings = resources.find(({ name }) => name === 'appSettings')?.node.text ?? '';
  return [
    ...(valueAt(insights, 'properties.WorkspaceResourceId')?.text === 'workspace.id'
      ? []
      : ['Application Insights keeps its data outside the workspace']),
    ...(settings.includes("APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'")
      ? []
      : ['the host sends telemetry without signing in']),
  ];
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
