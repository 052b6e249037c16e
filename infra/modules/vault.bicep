@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Reachable through private endpoints only.')
param isPrivate bool

@description('Log Analytics workspace that gets its diagnostics.')
param workspaceId string

@description('Secrets to store, by name. An empty one is left as it is in the vault.')
@secure()
param secrets object

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource teamsWebhook 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(secrets.teamsWebhookUrl)) {
  parent: vault
  name: 'teams-webhook-url'
  properties: {
    value: secrets.teamsWebhookUrl
  }
}

resource slackWebhook 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(secrets.slackWebhookUrl)) {
  parent: vault
  name: 'slack-webhook-url'
  properties: {
    value: secrets.slackWebhookUrl
  }
}

resource certificate 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(secrets.partnerCenterCertificate)) {
  parent: vault
  name: 'partner-center-certificate'
  properties: {
    value: secrets.partnerCenterCertificate
  }
}

resource clientSecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(secrets.partnerCenterClientSecret)) {
  parent: vault
  name: 'partner-center-client-secret'
  properties: {
    value: secrets.partnerCenterClientSecret
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
