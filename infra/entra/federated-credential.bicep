// Lets the identity of the app stand for the Entra app of Partner Center, without any secret. Deployed on its own, by somebody who may
// change that Entra app (docs/deploy.md, "Trust"); the same can be done with one `az` command.
extension microsoftGraphV1

@description('Unique name of the Entra app (az ad app update --id CLIENT_ID --set uniqueName=NAME).')
param appUniqueName string

@description('Object id of the identity of the app (AZURE_IDENTITY_PRINCIPAL_ID).')
param identityPrincipalId string

resource partnerCenterApp 'Microsoft.Graph/applications@v1.0' existing = {
  uniqueName: appUniqueName
}

resource federatedCredential 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${partnerCenterApp.uniqueName}/submission-watch'
  description: 'Submission Watch, by the managed identity of its function app.'
  issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
  subject: identityPrincipalId
  audiences: [
    'api://AzureADTokenExchange'
  ]
}

output clientId string = partnerCenterApp.appId
