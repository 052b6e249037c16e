// Who may do what, where: one table of all rights. Bicep wants the scope of an assignment to be known when it is compiled, so each
// scope takes its lines of the table in a loop of its own.

@description('Object id of the identity of the app.')
param appPrincipalId string

@description('Object id of a person or group that repairs: reads rows, settles dead letters, keeps the secrets. None where empty.')
param operatorPrincipalId string

@description('What the operator is: User, Group or ServicePrincipal.')
param operatorPrincipalType string

@description('Account of the host: its keys, locks and the deployed package.')
param hostStorageName string

@description('Account of the table.')
param dataStorageName string

@description('Table of all rows.')
param tableName string

@description('Service Bus namespace.')
param serviceBusName string

@description('Topic of the events.')
param topicName string

@description('Queue of the slices.')
param queueName string

@description('Subscriptions that the app itself receives from.')
param channels array

@description('Application Insights component.')
param insightsName string

@description('Key Vault.')
param vaultName string

var roles = loadJsonContent('../roles.json')

var principals = {
  app: {
    id: appPrincipalId
    type: 'ServicePrincipal'
  }
  operator: {
    id: operatorPrincipalId
    type: operatorPrincipalType
  }
}

var allGrants = [
  { scope: 'hostStorage', to: 'app', role: 'Storage Blob Data Owner' }
  { scope: 'table', to: 'app', role: 'Storage Table Data Contributor' }
  { scope: 'topic', to: 'app', role: 'Azure Service Bus Data Sender' }
  { scope: 'queue', to: 'app', role: 'Azure Service Bus Data Sender' }
  { scope: 'queue', to: 'app', role: 'Azure Service Bus Data Receiver' }
  { scope: 'channel', to: 'app', role: 'Azure Service Bus Data Receiver' }
  { scope: 'insights', to: 'app', role: 'Monitoring Metrics Publisher' }
  { scope: 'vault', to: 'app', role: 'Key Vault Secrets User' }
  { scope: 'table', to: 'operator', role: 'Storage Table Data Contributor' }
  { scope: 'serviceBus', to: 'operator', role: 'Azure Service Bus Data Sender' }
  { scope: 'serviceBus', to: 'operator', role: 'Azure Service Bus Data Receiver' }
  { scope: 'vault', to: 'operator', role: 'Key Vault Secrets Officer' }
]
var grants = filter(allGrants, one => !empty(principals[one.to].id))

// Receiving is a right on each subscription: one on the topic is refused when a trigger starts to listen.
var channelReceiverRole = roles[first(filter(allGrants, one => one.scope == 'channel')).role]

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostStorageName
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' existing = {
  name: '${dataStorageName}/default/${tableName}'
}

resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
}

resource topic 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = {
  parent: serviceBus
  name: topicName
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = {
  parent: serviceBus
  name: queueName
}

resource subscriptions 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' existing = [for channel in channels: {
  parent: topic
  name: channel
}]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource hostStorageGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for grant in filter(grants, one => one.scope == 'hostStorage'): {
  name: guid(hostStorage.id, principals[grant.to].id, roles[grant.role])
  scope: hostStorage
  properties: {
    principalId: principals[grant.to].id
    principalType: principals[grant.to].type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
  }
}]

resource tableGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for grant in filter(grants, one => one.scope == 'table'): {
  name: guid(table.id, principals[grant.to].id, roles[grant.role])
  scope: table
  properties: {
    principalId: principals[grant.to].id
    principalType: principals[grant.to].type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
  }
}]

resource serviceBusGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for grant in filter(grants, one => one.scope == 'serviceBus'): {
  name: guid(serviceBus.id, principals[grant.to].id, roles[grant.role])
  scope: serviceBus
  properties: {
    principalId: principals[grant.to].id
    principalType: principals[grant.to].type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
  }
}]

resource topicGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for grant in filter(grants, one => one.scope == 'topic'): {
  name: guid(topic.id, principals[grant.to].id, roles[grant.role])
  scope: topic
  properties: {
    principalId: principals[grant.to].id
    principalType: principals[grant.to].type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
  }
}]

resource queueGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for grant in filter(grants, one => one.scope == 'queue'): {
  name: guid(queue.id, principals[grant.to].id, roles[grant.role])
  scope: queue
  properties: {
    principalId: principals[grant.to].id
    principalType: principals[grant.to].type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
  }
}]

resource channelGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (channel, index) in channels: {
  name: guid(subscriptions[index].id, appPrincipalId, channelReceiverRole)
  scope: subscriptions[index]
  properties: {
    principalId: appPrincipalId
    principalType: principals.app.type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', channelReceiverRole)
  }
}]

resource insightsGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for grant in filter(grants, one => one.scope == 'insights'): {
  name: guid(insights.id, principals[grant.to].id, roles[grant.role])
  scope: insights
  properties: {
    principalId: principals[grant.to].id
    principalType: principals[grant.to].type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
  }
}]

resource vaultGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for grant in filter(grants, one => one.scope == 'vault'): {
  name: guid(vault.id, principals[grant.to].id, roles[grant.role])
  scope: vault
  properties: {
    principalId: principals[grant.to].id
    principalType: principals[grant.to].type
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
  }
}]
