import type { SyntaxNode } from '../bicep-parser.ts';
import { elementsOf, propertiesOf } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

const named = 'name location tags';
const child = 'parent name';

/**
 * Properties that may be set, as Microsoft's published types of that version have them. A compiler would refuse another name; Azure
 * itself mostly ignores it. What is free to choose, such as the names of app settings, ends in `*`.
 */
const known: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Authorization/roleAssignments': [
    'name scope properties.principalId properties.principalType properties.roleDefinitionId',
  ],
  'Microsoft.Graph/applications': ['uniqueName'],
  'Microsoft.Graph/applications/federatedIdentityCredentials': ['name description issuer subject audiences[]'],
  'Microsoft.Insights/actionGroups': [
    named,
    'properties.groupShortName properties.enabled properties.emailReceivers',
    'properties.emailReceivers[].name properties.emailReceivers[].emailAddress properties.emailReceivers[].useCommonAlertSchema',
  ],
  'Microsoft.Insights/components': [
    named,
    'kind properties.Application_Type properties.WorkspaceResourceId properties.DisableLocalAuth',
  ],
  'Microsoft.Insights/diagnosticSettings': [
    'name scope properties.workspaceId properties.logs[].category properties.logs[].enabled',
    'properties.metrics[].category properties.metrics[].enabled',
  ],
  'Microsoft.Insights/metricAlerts': [
    named,
    'properties.description properties.severity properties.enabled properties.scopes[] properties.evaluationFrequency',
    'properties.windowSize properties.autoMitigate properties.actions[].actionGroupId properties.criteria.odata.type',
    'properties.criteria.allOf[].name properties.criteria.allOf[].criterionType properties.criteria.allOf[].metricNamespace',
    'properties.criteria.allOf[].metricName properties.criteria.allOf[].timeAggregation properties.criteria.allOf[].operator',
    'properties.criteria.allOf[].threshold properties.criteria.allOf[].dimensions[].name',
    'properties.criteria.allOf[].dimensions[].operator properties.criteria.allOf[].dimensions[].values[]',
    'properties.criteria.webTestId properties.criteria.componentId properties.criteria.failedLocationCount',
  ],
  'Microsoft.Insights/scheduledQueryRules': [
    named,
    'kind properties.displayName properties.description properties.enabled properties.severity properties.scopes[]',
    'properties.evaluationFrequency properties.windowSize properties.autoMitigate properties.skipQueryValidation',
    'properties.actions.actionGroups[] properties.criteria.allOf[].query properties.criteria.allOf[].metricMeasureColumn',
    'properties.criteria.allOf[].timeAggregation properties.criteria.allOf[].operator properties.criteria.allOf[].threshold',
    'properties.criteria.allOf[].failingPeriods.numberOfEvaluationPeriods',
    'properties.criteria.allOf[].failingPeriods.minFailingPeriodsToAlert',
  ],
  'Microsoft.Insights/webtests': [
    named,
    'kind properties.SyntheticMonitorId properties.Name properties.Enabled properties.Frequency properties.Timeout',
    'properties.Kind properties.RetryEnabled properties.Locations[].Id properties.Request.RequestUrl',
    'properties.Request.HttpVerb properties.Request.ParseDependentRequests',
    'properties.ValidationRules.ExpectedHttpStatusCode properties.ValidationRules.SSLCheck',
    'properties.ValidationRules.SSLCertRemainingLifetimeCheck',
  ],
  'Microsoft.Insights/workbooks': [
    named,
    'kind properties.displayName properties.category properties.sourceId properties.version properties.serializedData',
  ],
  'Microsoft.KeyVault/vaults': [
    named,
    'properties.tenantId properties.sku.family properties.sku.name properties.enableRbacAuthorization',
    'properties.enableSoftDelete properties.softDeleteRetentionInDays properties.enablePurgeProtection',
    'properties.publicNetworkAccess properties.networkAcls.bypass properties.networkAcls.defaultAction',
  ],
  'Microsoft.KeyVault/vaults/secrets': [child, 'properties.value'],
  'Microsoft.ManagedIdentity/userAssignedIdentities': [named],
  'Microsoft.Network/privateDnsZones': [named],
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': [
    child,
    'location tags properties.registrationEnabled properties.virtualNetwork.id',
  ],
  'Microsoft.Network/privateEndpoints': [
    named,
    'properties.subnet.id properties.privateLinkServiceConnections[].name',
    'properties.privateLinkServiceConnections[].properties.privateLinkServiceId',
    'properties.privateLinkServiceConnections[].properties.groupIds[]',
  ],
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': [
    child,
    'properties.privateDnsZoneConfigs[].name properties.privateDnsZoneConfigs[].properties.privateDnsZoneId',
  ],
  'Microsoft.Network/virtualNetworks': [
    named,
    'properties.addressSpace.addressPrefixes[] properties.subnets[].name properties.subnets[].properties.addressPrefix',
    'properties.subnets[].properties.delegations[].name properties.subnets[].properties.delegations[].properties.serviceName',
    'properties.subnets[].properties.privateEndpointNetworkPolicies',
  ],
  'Microsoft.OperationalInsights/workspaces': [
    named,
    'properties.sku.name properties.retentionInDays properties.workspaceCapping.dailyQuotaGb',
    'properties.features.disableLocalAuth properties.features.enableLogAccessUsingOnlyResourcePermissions',
  ],
  'Microsoft.Resources/resourceGroups': [named],
  'Microsoft.ServiceBus/namespaces': [
    named,
    'sku.name sku.tier sku.capacity properties.disableLocalAuth properties.minimumTlsVersion properties.publicNetworkAccess',
  ],
  'Microsoft.ServiceBus/namespaces/queues': [
    child,
    'properties.requiresDuplicateDetection properties.duplicateDetectionHistoryTimeWindow properties.maxDeliveryCount',
    'properties.lockDuration properties.defaultMessageTimeToLive properties.deadLetteringOnMessageExpiration',
    'properties.autoDeleteOnIdle',
  ],
  'Microsoft.ServiceBus/namespaces/topics': [
    child,
    'properties.requiresDuplicateDetection properties.duplicateDetectionHistoryTimeWindow properties.supportOrdering',
    'properties.enablePartitioning properties.defaultMessageTimeToLive',
  ],
  'Microsoft.ServiceBus/namespaces/topics/subscriptions': [
    child,
    'properties.maxDeliveryCount properties.lockDuration properties.defaultMessageTimeToLive',
    'properties.deadLetteringOnMessageExpiration properties.deadLetteringOnFilterEvaluationExceptions',
    'properties.autoDeleteOnIdle',
  ],
  'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules': [
    child,
    'properties.filterType properties.sqlFilter.sqlExpression',
  ],
  'Microsoft.Storage/storageAccounts': [
    named,
    'kind sku.name properties.accessTier properties.allowBlobPublicAccess properties.allowCrossTenantReplication',
    'properties.allowSharedKeyAccess properties.defaultToOAuthAuthentication properties.minimumTlsVersion',
    'properties.supportsHttpsTrafficOnly properties.publicNetworkAccess properties.networkAcls.bypass',
    'properties.networkAcls.defaultAction',
  ],
  'Microsoft.Storage/storageAccounts/blobServices': [
    child,
    'properties.deleteRetentionPolicy.enabled properties.deleteRetentionPolicy.days',
  ],
  'Microsoft.Storage/storageAccounts/blobServices/containers': [child, 'properties.publicAccess'],
  'Microsoft.Storage/storageAccounts/tableServices': [child],
  'Microsoft.Storage/storageAccounts/tableServices/tables': [child],
  'Microsoft.Web/serverfarms': [named, 'kind sku.name sku.tier properties.reserved'],
  'Microsoft.Web/sites': [
    named,
    'kind identity.type identity.userAssignedIdentities.* properties.serverFarmId properties.httpsOnly',
    'properties.keyVaultReferenceIdentity properties.publicNetworkAccess properties.virtualNetworkSubnetId',
    'properties.siteConfig.minTlsVersion properties.siteConfig.http20Enabled properties.siteConfig.ftpsState',
    'properties.siteConfig.remoteDebuggingEnabled properties.functionAppConfig.deployment.storage.type',
    'properties.functionAppConfig.deployment.storage.value',
    'properties.functionAppConfig.deployment.storage.authentication.type',
    'properties.functionAppConfig.deployment.storage.authentication.userAssignedIdentityResourceId',
    'properties.functionAppConfig.runtime.name properties.functionAppConfig.runtime.version',
    'properties.functionAppConfig.scaleAndConcurrency.instanceMemoryMB',
    'properties.functionAppConfig.scaleAndConcurrency.maximumInstanceCount',
  ],
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': [child, 'properties.allow'],
  'Microsoft.Web/sites/config': [
    child,
    'dependsOn[] properties properties.platform.enabled properties.globalValidation.requireAuthentication',
    'properties.globalValidation.unauthenticatedClientAction properties.globalValidation.excludedPaths[]',
    'properties.httpSettings.requireHttps properties.login.tokenStore.enabled',
    'properties.identityProviders.azureActiveDirectory.enabled',
    'properties.identityProviders.azureActiveDirectory.registration.clientId',
    'properties.identityProviders.azureActiveDirectory.registration.openIdIssuer',
    'properties.identityProviders.azureActiveDirectory.validation.allowedAudiences[]',
    'properties.identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedApplications',
  ],
};

/** Each property of a resource is one that its type has. */
export function properties({ files }: Infra): string[] {
  return files.flatMap(({ path, resources }) =>
    resources
      .filter(({ isExisting, body }) => !isExisting && body !== undefined)
      .flatMap(({ name, type, body }) => {
        const allowed = new Set((known[type] ?? []).flatMap((line) => line.split(' ')));
        return (body === undefined ? [] : pathsOf(body, ''))
          .filter((found) => !allowed.has(found) && !allowed.has(found.replace(/[^.]+$/, '*')))
          .map((found) => `${path}: ${name} has ${found}, which ${type} has not`);
      }),
  );
}

/** Paths of what is set, as far as objects and arrays are written out. */
function pathsOf(node: SyntaxNode, at: string): string[] {
  if (node.type === 'object') {
    const inner = [...propertiesOf(node)];
    return inner
      .flatMap(([name, value]) => pathsOf(value, at === '' ? name : `${at}.${name}`))
      .concat(inner.length === 0 ? [at] : []);
  }
  if (node.type === 'array') return elementsOf(node).flatMap((element) => pathsOf(element, `${at}[]`));
  const branches =
    node.type === 'ternary_expression'
      ? node.namedChildren.filter(({ type }) => type === 'array' || type === 'object')
      : [];
  return [at, ...branches.flatMap((branch) => pathsOf(branch, at))];
}
