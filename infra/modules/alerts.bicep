@description('Prefix of the names of alerts.')
param alertPrefix string

@description('Name of the action group.')
param actionGroupName string

@description('Name of the test of health; none where empty.')
param healthTestName string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Who gets a mail; nobody where empty.')
param email string

@description('Minutes without a pass that ended well after which somebody is told.')
param noPassMinutes int

@description('Minutes that reads may be late before somebody is told: a limit of health.')
param lateMinutes int

@description('Minutes that events may wait to be sent: the other one.')
param waitingMinutes int

@description('Workspace of the logs.')
param workspaceId string

@description('Application Insights component.')
param insightsId string

@description('Service Bus namespace.')
param serviceBusId string

@description('Host name of the app.')
param appHostName string

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'SubmWatch'
    enabled: true
    emailReceivers: empty(email) ? [] : [
      {
        name: 'owner'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

module noPass 'log-alert.bicep' = {
  name: 'alert-no-pass'
  params: {
    name: '${alertPrefix}no-pass'
    location: location
    tags: tags
    displayName: 'Submission Watch: no pass'
    text: 'No pass has ended well for ${noPassMinutes} minutes: submissions are not read. docs/operate.md, "No pass".'
    severity: 1
    workspaceId: workspaceId
    query: loadTextContent('../queries/no-pass.kql')
    everyMinutes: 5
    windowMinutes: noPassMinutes
    actionGroupId: actionGroup.id
  }
}

module failingRuns 'log-alert.bicep' = {
  name: 'alert-failing-runs'
  params: {
    name: '${alertPrefix}failing-runs'
    location: location
    tags: tags
    displayName: 'Submission Watch: runs fail'
    text: 'A function that nobody waits for has failed three times or more. docs/operate.md, "Failing runs".'
    severity: 2
    workspaceId: workspaceId
    query: loadTextContent('../queries/failing-runs.kql')
    everyMinutes: 15
    windowMinutes: 15
    actionGroupId: actionGroup.id
  }
}

module behind 'log-alert.bicep' = {
  name: 'alert-behind'
  params: {
    name: '${alertPrefix}behind'
    location: location
    tags: tags
    displayName: 'Submission Watch: behind'
    text: 'For a quarter of an hour reads have been late, events have waited, or most reads have failed; the result says which. docs/operate.md, "Behind".'
    severity: 2
    workspaceId: workspaceId
    query: replace(replace(loadTextContent('../queries/behind.kql'), 'lateMinutes = 60;', 'lateMinutes = ${lateMinutes};'), 'waitingMinutes = 10;', 'waitingMinutes = ${waitingMinutes};')
    everyMinutes: 15
    windowMinutes: 15
    actionGroupId: actionGroup.id
  }
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${alertPrefix}dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'A subscription or the slice queue holds dead letters. docs/operate.md, "Dead letters".'
    severity: 2
    enabled: true
    scopes: [
      serviceBusId
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead-letters'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [
            {
              name: 'EntityName'
              operator: 'Include'
              values: [
                '*'
              ]
            }
          ]
        }
      ]
    }
    actions: [
      {
        actionGroupId: actionGroup.id
      }
    ]
  }
}

// Asked from outside, because an app that is down cannot say so. It answers 503 with reasons while it cannot see or speak.
resource healthTest 'Microsoft.Insights/webtests@2022-06-15' = if (!empty(healthTestName)) {
  name: empty(healthTestName) ? 'none' : healthTestName
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: healthTestName
    Name: healthTestName
    Enabled: true
    Frequency: 900
    Timeout: 60
    Kind: 'standard'
    RetryEnabled: true
    Locations: [
      {
        Id: 'emea-nl-ams-azr'
      }
      {
        Id: 'us-va-ash-azr'
      }
    ]
    Request: {
      RequestUrl: 'https://${appHostName}/api/health'
      HttpVerb: 'GET'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

resource unhealthy 'Microsoft.Insights/metricAlerts@2018-03-01' = if (!empty(healthTestName)) {
  name: '${alertPrefix}health'
  location: 'global'
  tags: tags
  properties: {
    description: 'GET /api/health does not answer 200; its body says why. docs/operate.md, "Health".'
    severity: 1
    enabled: true
    scopes: [
      healthTest.id
      insightsId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT30M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: healthTest.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [
      {
        actionGroupId: actionGroup.id
      }
    ]
  }
}
