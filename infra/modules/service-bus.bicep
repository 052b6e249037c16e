@description('Name of the namespace.')
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Standard is the least that has topics; Premium is needed for private endpoints.')
param sku string

@description('Reachable through private endpoints only.')
param isPrivate bool

@description('Topic that gets the events.')
param topicName string

@description('Queue by which a pass hands slices of its work to other instances.')
param queueName string

@description('Subscriptions of the topic: name and SQL filter of each.')
param subscribers array

@description('Log Analytics workspace that gets its diagnostics.')
param workspaceId string

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
    tier: sku
    capacity: sku == 'Premium' ? 1 : null
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

// A send that is repeated after a crash has the same message id, and is dropped within the window. Partitions would each look
// for doubles on their own, and lose the order.
resource topic 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: namespace
  name: topicName
  properties: {
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'P1D'
    supportOrdering: true
    enablePartitioning: false
    defaultMessageTimeToLive: 'P14D'
  }
}

resource subscriptions 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [for subscriber in subscribers: {
  parent: topic
  name: subscriber.name
  properties: {
    maxDeliveryCount: 10
    lockDuration: 'PT1M'
    defaultMessageTimeToLive: 'P14D'
    deadLetteringOnMessageExpiration: true
    deadLetteringOnFilterEvaluationExceptions: true
    autoDeleteOnIdle: 'P10675199DT2H48M5.4775807S'
  }
}]

// A rule of this name takes the place of the one that lets everything in; under another name it would stand beside it.
resource rules 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = [for (subscriber, index) in subscribers: {
  parent: subscriptions[index]
  name: '$Default'
  properties: {
    filterType: 'SqlFilter'
    sqlFilter: {
      sqlExpression: subscriber.filter
    }
  }
}]

// What a slice does not finish stays due, so an old slice is worth nothing: it expires, and is not kept as a dead letter.
resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: queueName
  properties: {
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    maxDeliveryCount: 5
    lockDuration: 'PT5M'
    defaultMessageTimeToLive: 'PT1H'
    deadLetteringOnMessageExpiration: false
    autoDeleteOnIdle: 'P10675199DT2H48M5.4775807S'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'OperationalLogs'
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

output id string = namespace.id
output name string = namespace.name
output hostName string = '${namespace.name}.servicebus.windows.net'
