param location string = resourceGroup().location
var agwName = 'agw-bicep'

resource agw 'Microsoft.Network/applicationGateways@2023-11-01' = {
  name: agwName
  location: location
  properties: {
    sku: { name: 'WAF_v2', tier: 'WAF_v2' }
    trustedRootCertificates: [
      {
        name: 'corp'
        properties: {
          data: loadFileAsBase64('./certs/corp-root.cer')
        }
      }
    ]
    backendAddressPools: [
      { name: 'api', properties: { backendAddresses: [ { fqdn: 'api.tailspin.internal' } ] } }
    ]
    backendHttpSettingsCollection: [
      {
        name: 'api-https'
        properties: {
          port: 443
          protocol: 'Https'
          pickHostNameFromBackendAddress: true
          trustedRootCertificates: [
            { id: resourceId('Microsoft.Network/applicationGateways/trustedRootCertificates', agwName, 'corp') }
          ]
        }
      }
    ]
    httpListeners: [
      {
        name: 'l'
        properties: {
          protocol: 'Https'
          hostName: 'shop.tailspin.example'
          sslCertificate: { id: resourceId('Microsoft.Network/applicationGateways/sslCertificates', agwName, 'shop') }
        }
      }
    ]
    requestRoutingRules: [
      {
        name: 'r'
        properties: {
          ruleType: 'Basic'
          priority: 100
          httpListener: { id: resourceId('Microsoft.Network/applicationGateways/httpListeners', agwName, 'l') }
          backendAddressPool: { id: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', agwName, 'api') }
          backendHttpSettings: { id: resourceId('Microsoft.Network/applicationGateways/backendHttpSettingsCollection', agwName, 'api-https') }
        }
      }
    ]
  }
}
