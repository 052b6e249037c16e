import type { Infra } from '../infra.ts';

/** What may be deployed, each in the one version that was looked up; another one is a decision, not a typo. */
const allowed = new Set([
  'Microsoft.Authorization/roleAssignments@2022-04-01',
  'Microsoft.Graph/applications@v1.0',
  'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0',
  'Microsoft.Insights/actionGroups@2023-01-01',
  'Microsoft.Insights/components@2020-02-02',
  'Microsoft.Insights/diagnosticSettings@2021-05-01-preview',
  'Microsoft.Insights/metricAlerts@2018-03-01',
  'Microsoft.Insights/scheduledQueryRules@2022-06-15',
  'Microsoft.Insights/webtests@2022-06-15',
  'Microsoft.Insights/workbooks@2023-06-01',
  'Microsoft.KeyVault/vaults@2024-11-01',
  'Microsoft.KeyVault/vaults/secrets@2024-11-01',
  'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30',
  'Microsoft.Network/privateDnsZones@2024-06-01',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01',
  'Microsoft.Network/privateEndpoints@2024-05-01',
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01',
  'Microsoft.Network/virtualNetworks@2024-05-01',
  'Microsoft.OperationalInsights/workspaces@2025-07-01',
  'Microsoft.Resources/resourceGroups@2024-03-01',
  'Microsoft.ServiceBus/namespaces@2024-01-01',
  'Microsoft.ServiceBus/namespaces/queues@2024-01-01',
  'Microsoft.ServiceBus/namespaces/topics@2024-01-01',
  'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01',
  'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01',
  'Microsoft.Storage/storageAccounts@2025-01-01',
  'Microsoft.Storage/storageAccounts/blobServices@2025-01-01',
  'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01',
  'Microsoft.Storage/storageAccounts/tableServices@2025-01-01',
  'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01',
  'Microsoft.Web/serverfarms@2025-03-01',
  'Microsoft.Web/sites@2025-03-01',
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01',
  'Microsoft.Web/sites/config@2025-03-01',
]);

export function resourceTypes({ files }: Infra): string[] {
  const used = files.flatMap((file) =>
    file.resources.map(({ type, apiVersion }) => ({ file, name: `${type}@${apiVersion}` })),
  );
  const names = new Set(used.map(({ name }) => name));
  return [
    ...used
      .filter(({ name }) => !allowed.has(name))
      .map(({ file, name }) => `${file.path} has ${name}, which is not on the list`),
    ...[...allowed].filter((name) => !names.has(name)).map((name) => `${name} is on the list and used nowhere`),
  ];
}
