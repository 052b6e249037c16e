@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace that is asked.')
param workspaceId string

var charts = [
  { title: 'What the passes did', view: 'timechart', query: loadTextContent('../queries/passes.kql') }
  { title: 'How late reads and events are, and how long passes take, in seconds', view: 'timechart', query: loadTextContent('../queries/lateness.kql') }
  { title: 'What is left of the request budget', view: 'timechart', query: loadTextContent('../queries/budget.kql') }
  { title: 'How long the runs take, in seconds', view: 'timechart', query: loadTextContent('../queries/pass-duration.kql') }
  { title: 'Answers of Partner Center that were no reads', view: 'barchart', query: loadTextContent('../queries/throttling.kql') }
  { title: 'Dead letters', view: 'timechart', query: loadTextContent('../queries/dead-letters.kql') }
  { title: 'Warnings and errors', view: 'table', query: loadTextContent('../queries/complaints.kql') }
]

var timeRange = {
  type: 9
  name: 'time range'
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    queryType: 0
    resourceType: 'microsoft.operationalinsights/workspaces'
    parameters: [
      {
        id: guid(workspaceId, 'time-range')
        version: 'KqlParameterItem/1.0'
        name: 'TimeRange'
        label: 'Time range'
        type: 4
        isRequired: true
        value: {
          durationMs: 86400000
        }
        typeSettings: {
          selectableValues: [
            { durationMs: 3600000 }
            { durationMs: 86400000 }
            { durationMs: 604800000 }
            { durationMs: 2592000000 }
          ]
        }
      }
    ]
  }
}

var chartItems = [for chart in charts: {
  type: 3
  name: chart.title
  content: {
    version: 'KqlItem/1.0'
    title: chart.title
    query: chart.query
    size: 0
    queryType: 0
    resourceType: 'microsoft.operationalinsights/workspaces'
    timeContextFromParameter: 'TimeRange'
    visualization: chart.view
  }
}]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'submission-watch')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Submission Watch'
    category: 'workbook'
    sourceId: workspaceId
    version: '1.0'
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([timeRange], chartItems)
      fallbackResourceIds: [
        workspaceId
      ]
    })
  }
}
