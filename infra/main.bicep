targetScope = 'subscription'

import { channelType, settingsType } from 'settings.bicep'

@description('Name of the environment; makes names unique and tags every resource.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Azure region of every resource.')
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@description('Entra tenant of the app that is associated with the Partner Center account.')
@minLength(36)
@maxLength(36)
param partnerCenterTenantId string

@description('Client id of that app.')
@minLength(36)
@maxLength(36)
param partnerCenterClientId string

@description('How Submission Watch proves to be that app: its managed identity as a federated credential (no secret), a certificate or a client secret.')
@allowed([
  'federated'
  'certificate'
  'secret'
])
param partnerCenterCredential string = 'federated'

@description('PEM of the certificate with its key, to be stored in the vault. Empty keeps what the vault holds.')
@secure()
param partnerCenterCertificate string = ''

@description('Client secret, to be stored in the vault. Empty keeps what the vault holds.')
@secure()
param partnerCenterClientSecret string = ''

@description('Notify Teams. Its webhook URL is a secret of the vault.')
param teamsEnabled bool = false

@description('Webhook URL of a Teams workflow, to be stored in the vault. Empty keeps what the vault holds.')
@secure()
param teamsWebhookUrl string = ''

@description('Notify Slack. Its webhook URL is a secret of the vault.')
param slackEnabled bool = false

@description('Incoming webhook URL of Slack, to be stored in the vault. Empty keeps what the vault holds.')
@secure()
param slackWebhookUrl string = ''

@description('Channels besides those two, each with a subscription of its own. The webhook URL of one is the secret webhook-url-NAME of the vault.')
@maxLength(48)
param channels channelType[] = []

@description('SQL filter of the subscriptions of Teams and Slack, in place of what NOTIFY_EVENTS says; it alone chooses then.')
@maxLength(1024)
param channelFilter string = ''

@description('Further subscriptions of the topic, for other systems: [{ name, filter }] with an SQL filter each, 1=1 for everything.')
@maxLength(200)
param subscribers array = []

@description('Settings of the app that have a default there, by their names in docs/settings.md.')
param settings settingsType = {}

@description('Node.js version of the app.')
@allowed([
  '22'
  '24'
])
param nodeVersion string = '24'

@description('Memory of an instance in MB. 512 is enough for some thousand submissions and costs a quarter.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('Most instances at a time; the request budget holds over all of them.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Redundancy of the account that holds the history.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
  'Standard_GZRS'
])
param dataRedundancy string = 'Standard_ZRS'

@description('Tier of Service Bus. Premium is needed only for private endpoints, and costs about seventy times as much.')
@allowed([
  'Standard'
  'Premium'
])
param serviceBusSku string = 'Standard'

@description('Storage and vault, and Service Bus where it is Premium, are reached through a virtual network only.')
param vnetEnabled bool = false

@description('Address space of that network; a /24 or larger.')
param vnetAddressPrefix string = '10.90.0.0/24'

@description('Client id of the Entra app that callers of the HTTP API sign in to (Easy Auth), in place of function keys; it has the app roles Submissions.Read, .Write and .Operate. None where empty.')
param authClientId string = ''

@description('Client ids of those callers; whoever the tenant lets in where empty.')
param authAllowedClientIds array = []

@description('Object id of a person or group that may repair: rows, dead letters, secrets. None where empty.')
param operatorPrincipalId string = ''

@description('What the operator is.')
@allowed([
  'User'
  'Group'
  'ServicePrincipal'
])
param operatorPrincipalType string = 'User'

@description('Address that gets the alerts by mail. Nobody is told where it is empty.')
param alertEmail string = ''

@description('Minutes without a pass that ended well after which somebody is told.')
@allowed([
  10
  15
  30
  45
])
param noPassMinutes int = 15

@description('Ask GET /api/health from outside each quarter of an hour.')
param healthTestEnabled bool = true

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of logs a day after which no more is taken in; -1 for no limit.')
@minValue(-1)
@maxValue(100)
param logDailyQuotaGb int = 1

var abbreviations = loadJsonContent('abbreviations.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = {
  'azd-env-name': environmentName
}

// Names that the code knows as well; a test compares them.
var serviceName = 'watch'
var tableName = 'submissionwatch'
var topicName = 'submission-events'
var queueName = 'poll-slices'
var packageContainer = 'packages'
var simpleChannels = concat(
  teamsEnabled ? [{ name: 'teams', sort: 'teams', webhookSetting: 'TEAMS_WEBHOOK_URL' }] : [],
  slackEnabled ? [{ name: 'slack', sort: 'slack', webhookSetting: 'SLACK_WEBHOOK_URL' }] : []
)

// Each channel has one entry, for NOTIFY_CHANNELS, and the filter of its subscription is made from it as the app makes it
// (shared/domain/channel-routing.ts); a test evaluates both. Where a filter is given, the entry leaves the choice to that.
var furtherChannels = map(channels, channel => {
  filter: channel.?filter ?? ''
  secret: 'webhook-url-${channel.name}'
  entry: any(union(empty(channel.?filter ?? '') ? {} : { events: 'all' }, channel.?options ?? {}, {
    name: channel.name
    sort: channel.sort
    webhookSetting: 'WEBHOOK_URL_${toUpper(replace(channel.name, '-', '_'))}'
  }))
})
var allChannels = concat(map(simpleChannels, channel => {
  filter: channelFilter
  entry: any(empty(channelFilter) ? channel : union(channel, { events: 'all' }))
}), furtherChannels)

var defaultEvents = (settings.?NOTIFY_EVENTS ?? '') == 'all' ? 'all' : 'default'
var defaultSteps = '((sys.Label = \'submissionwatch.submission.state-changed.v1\' AND user.outcome IN (\'failed\', \'waiting\', \'succeeded\', \'canceled\')) OR sys.Label IN (\'submissionwatch.submission.errors-raised.v1\', \'submissionwatch.submission.report-added.v1\', \'submissionwatch.submission.stalled.v1\', \'submissionwatch.submission.unreachable.v1\', \'submissionwatch.submission.recovered.v1\'))'
var ofWatcher = 'sys.Label LIKE \'submissionwatch.watcher.%\''
var channelTerms = map(allChannels, channel => {
  name: channel.entry.name
  filter: channel.filter
  steps: (channel.entry.?events ?? defaultEvents) == 'all' ? [] : [
    (channel.entry.?events ?? defaultEvents) == 'default' ? defaultSteps : 'sys.Label IN (${join(map(channel.entry.events, one => '\'submissionwatch.submission.${one}.v1\''), ', ')})'
  ]
  kinds: contains(channel.entry, 'kinds') ? ['user.kind IN (${join(map(channel.entry.kinds, one => '\'${one}\''), ', ')})'] : []
  products: contains(channel.entry, 'products') ? ['user.productId IN (${join(map(channel.entry.products, one => '\'${one}\''), ', ')})'] : []
  severities: contains(channel.entry, 'severities') ? 'user.severity IN (${join(map(channel.entry.severities, one => '\'${one}\''), ', ')})' : ''
})
// Two for each: with its products, and without, should that be longer than Service Bus takes; the app looks at products, too.
var channelChoices = map(channelTerms, channel => {
  name: channel.name
  filter: channel.filter
  severities: channel.severities
  ofSubmissions: map(map([channel.products, []], products => concat(channel.steps, channel.kinds, products)), terms => length(terms) > 1 ? '(${join(terms, ' AND ')})' : join(terms, ''))
})
var channelRules = map(channelChoices, channel => {
  name: channel.name
  filter: channel.filter
  rules: map(channel.ofSubmissions, chosen => empty(chosen) ? (!empty(channel.severities) ? channel.severities : '1=1') : (empty(channel.severities) ? '${chosen} OR ${ofWatcher}' : '(${chosen} OR ${ofWatcher}) AND ${channel.severities}'))
})
var channelSubscribers = map(channelRules, channel => {
  name: channel.name
  filter: !empty(channel.filter) ? channel.filter : (length(channel.rules[0]) <= 1024 ? channel.rules[0] : (channel.rules[1]))
})

var serviceBusIsPrivate = vnetEnabled && serviceBusSku == 'Premium'
var appName = '${abbreviations.functionApp}${token}'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: '${abbreviations.resourceGroup}${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: '${abbreviations.identity}${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: '${abbreviations.workspace}${token}'
    insightsName: '${abbreviations.insights}${token}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
  }
}

// Two accounts: what runs the host and what the team wants to keep have different rights, redundancy and worth.
module hostStorage 'modules/storage.bicep' = {
  name: 'host-storage'
  scope: group
  params: {
    name: '${abbreviations.hostStorage}${token}'
    location: location
    tags: tags
    redundancy: 'Standard_LRS'
    isPrivate: vnetEnabled
    containers: [
      packageContainer
    ]
    workspaceId: monitoring.outputs.workspaceId
  }
}

module dataStorage 'modules/storage.bicep' = {
  name: 'data-storage'
  scope: group
  params: {
    name: '${abbreviations.dataStorage}${token}'
    location: location
    tags: tags
    redundancy: dataRedundancy
    isPrivate: vnetEnabled
    tables: [
      tableName
    ]
    workspaceId: monitoring.outputs.workspaceId
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  name: 'service-bus'
  scope: group
  params: {
    name: '${abbreviations.serviceBus}${token}'
    location: location
    tags: tags
    sku: serviceBusSku
    isPrivate: serviceBusIsPrivate
    topicName: topicName
    queueName: queueName
    subscribers: concat(channelSubscribers, subscribers)
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: '${abbreviations.vault}${token}'
    location: location
    tags: tags
    isPrivate: vnetEnabled
    workspaceId: monitoring.outputs.workspaceId
    secrets: {
      // What is not used is not kept, though a shell may happen to have it.
      teamsWebhookUrl: teamsEnabled ? teamsWebhookUrl : ''
      slackWebhookUrl: slackEnabled ? slackWebhookUrl : ''
      partnerCenterCertificate: partnerCenterCredential == 'certificate' ? partnerCenterCertificate : ''
      partnerCenterClientSecret: partnerCenterCredential == 'secret' ? partnerCenterClientSecret : ''
    }
  }
}

module network 'modules/network.bicep' = if (vnetEnabled) {
  name: 'network'
  scope: group
  params: {
    name: '${abbreviations.network}${token}'
    location: location
    tags: tags
    addressPrefix: vnetAddressPrefix
  }
}

var storageSuffix = environment().suffixes.storage
var privateParts = [
  { name: 'blob', zone: 'privatelink.blob.${storageSuffix}', isWanted: true }
  { name: 'table', zone: 'privatelink.table.${storageSuffix}', isWanted: true }
  { name: 'vault', zone: 'privatelink.vaultcore.azure.net', isWanted: true }
  { name: 'namespace', zone: 'privatelink.servicebus.windows.net', isWanted: serviceBusIsPrivate }
]
var privatePartIds = {
  blob: hostStorage.outputs.id
  table: dataStorage.outputs.id
  vault: vault.outputs.id
  namespace: serviceBus.outputs.id
}

module privateEndpoints 'modules/private-endpoint.bicep' = [for part in privateParts: if (vnetEnabled && part.isWanted) {
  name: 'private-endpoint-${part.name}'
  scope: group
  params: {
    name: '${abbreviations.privateEndpoint}${part.name}-${token}'
    location: location
    tags: tags
    targetId: privatePartIds[part.name]
    groupId: part.name
    zoneName: part.zone
    #disable-next-line BCP318 // there whenever it is asked for
    networkId: vnetEnabled ? network.outputs.id : ''
    #disable-next-line BCP318 // there whenever it is asked for
    subnetId: vnetEnabled ? network.outputs.endpointSubnetId : ''
  }
}]

module roles 'modules/roles.bicep' = {
  name: 'roles'
  scope: group
  params: {
    appPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
    hostStorageName: hostStorage.outputs.name
    dataStorageName: dataStorage.outputs.name
    tableName: tableName
    serviceBusName: serviceBus.outputs.name
    topicName: topicName
    queueName: queueName
    channels: map(channelSubscribers, subscriber => subscriber.name)
    insightsName: monitoring.outputs.insightsName
    vaultName: vault.outputs.name
  }
}

module plan 'modules/plan.bicep' = {
  name: 'plan'
  scope: group
  params: {
    name: '${abbreviations.plan}${token}'
    location: location
    tags: tags
  }
}

module app 'modules/function-app.bicep' = {
  name: 'function-app'
  scope: group
  // The rights first: a host that starts without them gives up for minutes.
  dependsOn: [
    roles
    privateEndpoints
  ]
  params: {
    name: appName
    location: location
    tags: tags
    serviceName: serviceName
    planId: plan.outputs.id
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    #disable-next-line BCP318 // there whenever it is asked for
    subnetId: vnetEnabled ? network.outputs.appSubnetId : ''
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageName: hostStorage.outputs.name
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    packageContainer: packageContainer
    tablesEndpoint: dataStorage.outputs.tableEndpoint
    tableName: tableName
    serviceBusHostName: serviceBus.outputs.hostName
    topicName: topicName
    insightsAddress: monitoring.outputs.insightsAddress
    vaultUri: vault.outputs.uri
    partnerCenterTenantId: partnerCenterTenantId
    partnerCenterClientId: partnerCenterClientId
    partnerCenterCredential: partnerCenterCredential
    queueName: queueName
    teamsEnabled: teamsEnabled
    slackEnabled: slackEnabled
    channels: empty(channels) && empty(channelFilter) ? [] : map(allChannels, channel => channel.entry)
    webhookSettings: toObject(furtherChannels, channel => channel.entry.webhookSetting, channel => channel.secret)
    settings: settings
    authClientId: authClientId
    authAllowedClientIds: authAllowedClientIds
    workspaceId: monitoring.outputs.workspaceId
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    alertPrefix: '${abbreviations.alert}${environmentName}-'
    actionGroupName: '${abbreviations.actionGroup}${token}'
    healthTestName: healthTestEnabled ? '${abbreviations.healthTest}${token}' : ''
    location: location
    tags: tags
    email: alertEmail
    noPassMinutes: noPassMinutes
    lateMinutes: settings.?POLL_BEHIND_MINUTES ?? 60
    waitingMinutes: settings.?OUTBOX_STUCK_MINUTES ?? 10
    workspaceId: monitoring.outputs.workspaceId
    insightsId: monitoring.outputs.insightsId
    serviceBusId: serviceBus.outputs.id
    appHostName: app.outputs.hostName
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_NAME string = app.outputs.name
output SERVICE_WATCH_NAME string = app.outputs.name
output AZURE_IDENTITY_CLIENT_ID string = identity.outputs.clientId
output AZURE_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output AZURE_SERVICE_BUS_NAME string = serviceBus.outputs.name
output API_URL string = 'https://${app.outputs.hostName}/api'
output TABLES_ENDPOINT string = dataStorage.outputs.tableEndpoint
