import { settingsType } from '../settings.bicep'

@description('Name of the app.')
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Name of the service in azure.yaml, which deploys into the app that is tagged with it.')
param serviceName string

@description('Flex Consumption plan.')
param planId string

@description('Node.js version of the worker.')
param nodeVersion string

@description('Memory of an instance.')
param instanceMemoryMB int

@description('Most instances at a time.')
param maximumInstanceCount int

@description('Subnet for outgoing traffic; none where empty.')
param subnetId string

@description('User-assigned identity of the app.')
param identityId string

@description('Its client id.')
param identityClientId string

@description('Account of the host.')
param hostStorageName string

@description('Address of its blobs.')
param hostBlobEndpoint string

@description('Container of the deployed package.')
param packageContainer string

@description('Address of the tables.')
param tablesEndpoint string

@description('Table of all rows.')
param tableName string

@description('Host name of the Service Bus namespace.')
param serviceBusHostName string

@description('Topic of the events.')
param topicName string

@description('Address of Application Insights. It lets nobody in: only identities may send.')
param insightsAddress string

@description('Key Vault address; ends with a slash.')
param vaultUri string

@description('Entra tenant of Partner Center.')
param partnerCenterTenantId string

@description('Entra app of Partner Center.')
param partnerCenterClientId string

@description('How the app proves to be that Entra app.')
@allowed([
  'federated'
  'certificate'
  'secret'
])
param partnerCenterCredential string

@description('Queue of the slices.')
param queueName string

@description('Teams has a webhook URL in the vault.')
param teamsEnabled bool

@description('Slack has one.')
param slackEnabled bool

@description('Channels for NOTIFY_CHANNELS; the simple ones of Teams and Slack by themselves where there are none.')
param channels array

@description('Name of the secret by the setting that holds it, for channels besides the simple ones.')
param webhookSettings object

@description('Settings that have a default in the app.')
param settings settingsType

@description('Entra app that callers of the HTTP API sign in to; none where empty, then function keys guard it.')
param authClientId string

@description('Client ids that may call the HTTP API; any of the tenant where empty.')
param authAllowedClientIds array

@description('Log Analytics workspace that gets its diagnostics.')
param workspaceId string

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: planId
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
      ftpsState: 'Disabled'
      remoteDebuggingEnabled: false
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostBlobEndpoint}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'node'
        version: nodeVersion
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
    }
  }
}

// An empty setting counts as one that is not there. A reference to a secret that the vault does not hold stays as it is written,
// and the app says so: a secret is asked for only where a parameter says that there is one.
resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  // An app that counts on Easy Auth does not start without it.
  dependsOn: [
    authentication
  ]
  properties: union(mapValues(webhookSettings, secret => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secret})'), {
    // The host: by identity, all of it.
    AzureWebJobsStorage__accountName: hostStorageName
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
    ServiceBusConnection__credential: 'managedidentity'
    ServiceBusConnection__clientId: identityClientId
    APPLICATIONINSIGHTS_CONNECTION_STRING: insightsAddress
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'

    // The app: where things are.
    AZURE_CLIENT_ID: identityClientId
    TABLES_ENDPOINT: tablesEndpoint
    TABLE_NAME: tableName
    ServiceBusConnection__fullyQualifiedNamespace: serviceBusHostName
    SERVICEBUS_TOPIC: topicName
    SERVICEBUS_SLICE_QUEUE: queueName

    // The app: who it is in Partner Center.
    PARTNER_CENTER_TENANT_ID: partnerCenterTenantId
    PARTNER_CENTER_CLIENT_ID: partnerCenterClientId
    PARTNER_CENTER_FEDERATED_IDENTITY_CLIENT_ID: partnerCenterCredential == 'federated' ? identityClientId : ''
    PARTNER_CENTER_CERTIFICATE: partnerCenterCredential == 'certificate' ? '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/partner-center-certificate)' : ''
    PARTNER_CENTER_CLIENT_SECRET: partnerCenterCredential == 'secret' ? '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/partner-center-client-secret)' : ''

    // The app: whom it notifies.
    NOTIFY_CHANNELS: empty(channels) ? '' : string(channels)
    TEAMS_WEBHOOK_URL: teamsEnabled ? '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/teams-webhook-url)' : ''
    SLACK_WEBHOOK_URL: slackEnabled ? '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/slack-webhook-url)' : ''

    // The app: whom it answers, behind Easy Auth; without it function keys guard the API.
    EASY_AUTH_REQUIRED: empty(authClientId) ? '' : 'true'
    EASY_AUTH_READ_ROLE: empty(authClientId) ? '' : 'Submissions.Read'
    EASY_AUTH_WRITE_ROLE: empty(authClientId) ? '' : 'Submissions.Write'
    EASY_AUTH_OPERATE_ROLE: empty(authClientId) ? '' : 'Submissions.Operate'

    // The app: what a deployment may choose.
    PARTNER_CENTER_SELLER_ID: settings.?PARTNER_CENTER_SELLER_ID ?? ''
    PARTNER_CENTER_AUTHORITY_URL: settings.?PARTNER_CENTER_AUTHORITY_URL ?? ''
    PARTNER_CENTER_DEV_CENTER_URL: settings.?PARTNER_CENTER_DEV_CENTER_URL ?? ''
    PARTNER_CENTER_STORE_URL: settings.?PARTNER_CENTER_STORE_URL ?? ''
    PARTNER_CENTER_TIMEOUT_SECONDS: string(settings.?PARTNER_CENTER_TIMEOUT_SECONDS ?? '')
    PARTNER_CENTER_REQUESTS_PER_MINUTE: string(settings.?PARTNER_CENTER_REQUESTS_PER_MINUTE ?? '')
    POLL_SCHEDULE: settings.?POLL_SCHEDULE ?? ''
    POLL_CONCURRENCY: string(settings.?POLL_CONCURRENCY ?? '')
    POLL_PASS_SECONDS: string(settings.?POLL_PASS_SECONDS ?? '')
    ACTIVE_POLL_SECONDS: string(settings.?ACTIVE_POLL_SECONDS ?? '')
    WAITING_POLL_SECONDS: string(settings.?WAITING_POLL_SECONDS ?? '')
    DRAFT_POLL_SECONDS: string(settings.?DRAFT_POLL_SECONDS ?? '')
    SETTLED_POLL_SECONDS: string(settings.?SETTLED_POLL_SECONDS ?? '')
    PRODUCT_POLL_SECONDS: string(settings.?PRODUCT_POLL_SECONDS ?? '')
    RETIRE_AFTER_DAYS: string(settings.?RETIRE_AFTER_DAYS ?? '')
    RELAY_SCHEDULE: settings.?RELAY_SCHEDULE ?? ''
    INLINE_LIMIT: string(settings.?INLINE_LIMIT ?? '')
    SLICE_SIZE: string(settings.?SLICE_SIZE ?? '')
    SLICE_SPREAD_SECONDS: string(settings.?SLICE_SPREAD_SECONDS ?? '')
    HEALTH_SCHEDULE: settings.?HEALTH_SCHEDULE ?? ''
    PASS_OVERDUE_MINUTES: string(settings.?PASS_OVERDUE_MINUTES ?? '')
    OUTBOX_STUCK_MINUTES: string(settings.?OUTBOX_STUCK_MINUTES ?? '')
    POLL_BEHIND_MINUTES: string(settings.?POLL_BEHIND_MINUTES ?? '')
    PARTNER_CENTER_CREDENTIAL_EXPIRES_ON: settings.?PARTNER_CENTER_CREDENTIAL_EXPIRES_ON ?? ''
    STALL_HOURS: string(settings.?STALL_HOURS ?? '')
    STALL_HOURS_BY_STATE: settings.?STALL_HOURS_BY_STATE ?? ''
    MUTED_ISSUE_CODES: settings.?MUTED_ISSUE_CODES ?? ''
    EVENT_SOURCE: settings.?EVENT_SOURCE ?? ''
    NOTIFY_EVENTS: settings.?NOTIFY_EVENTS ?? ''
    NOTIFY_SETTLE_SECONDS: string(settings.?NOTIFY_SETTLE_SECONDS ?? '')
    NOTIFY_SCHEDULE: settings.?NOTIFY_SCHEDULE ?? ''
    WEBHOOK_HOSTS: settings.?WEBHOOK_HOSTS ?? ''
    HISTORY_URL: settings.?HISTORY_URL ?? ''
  })
}

// No user name and password opens the deployment endpoints; Entra does.
resource ftpPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scmPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

// In place of function keys: a token with one of three app roles. Health stays open: it tells nothing, and its test has no token.
resource authentication 'Microsoft.Web/sites/config@2025-03-01' = if (!empty(authClientId)) {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: true
    }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
      excludedPaths: [
        '/api/health'
      ]
    }
    httpSettings: {
      requireHttps: true
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: authClientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [
            authClientId
            'api://${authClientId}'
          ]
          defaultAuthorizationPolicy: {
            allowedApplications: empty(authAllowedClientIds) ? null : authAllowedClientIds
          }
        }
      }
    }
    login: {
      tokenStore: {
        enabled: false
      }
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: app
  properties: {
    workspaceId: workspaceId
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
