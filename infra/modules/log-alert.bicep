@description('Name of the alert.')
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What it says to whom it wakes.')
param displayName string

@description('What it means, and where the runbook is.')
param text string

@description('0 critical, 1 error, 2 warning, 3 information.')
@minValue(0)
@maxValue(4)
param severity int

@description('Workspace that is asked.')
param workspaceId string

@description('KQL that gives one row with a column `alerts`: how much there is to say; 0 is quiet.')
param query string

@description('Minutes between two evaluations; more often costs more.')
@allowed([
  5
  10
  15
])
param everyMinutes int

@description('Minutes that one evaluation looks back over.')
@allowed([
  10
  15
  30
  45
])
param windowMinutes int

@description('Who is told.')
param actionGroupId string

resource alert 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: name
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: displayName
    description: text
    enabled: true
    severity: severity
    scopes: [
      workspaceId
    ]
    evaluationFrequency: 'PT${everyMinutes}M'
    windowSize: 'PT${windowMinutes}M'
    criteria: {
      allOf: [
        {
          query: query
          metricMeasureColumn: 'alerts'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: true
    // A new workspace knows the tables of Application Insights only when their first rows have come.
    skipQueryValidation: true
    actions: {
      actionGroups: [
        actionGroupId
      ]
    }
  }
}
