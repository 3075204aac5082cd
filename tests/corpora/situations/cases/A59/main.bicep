param location string = resourceGroup().location
resource agw 'Microsoft.Network/applicationGateways@2023-09-01' = {
  name: 'gw-bicep'
  location: location
  properties: {
    sku: {
      name: 'Standard_v2'
      tier: 'Standard_v2'
    }
    sslCertificates: [
      {
        name: 'www'
        properties: {
          keyVaultSecretId: 'https://kv-nw.vault.azure.net/secrets/www'
        }
      }
    ]
    trustedRootCertificates: [
      {
        name: 'nw'
        properties: {
          data: loadFileAsBase64('nw-root.cer')
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'p1'
        properties: {
          backendAddresses: [
            {
              ipAddress: '10.1.0.4'
            }
          ]
        }
      }
    ]
    backendHttpSettingsCollection: [
      {
        name: 's1'
        properties: {
          port: 443
          protocol: 'Https'
          hostName: 'app.northwind.internal'
          pickHostNameFromBackendAddress: false
          trustedRootCertificates: [
            {
              id: resourceId('Microsoft.Network/applicationGateways/trustedRootCertificates', 'gw-bicep', 'nw')
            }
          ]
        }
      }
    ]
    httpListeners: [
      {
        name: 'l1'
        properties: {
          protocol: 'Https'
          hostName: 'www.northwind.example'
          sslCertificate: {
            id: resourceId('Microsoft.Network/applicationGateways/sslCertificates', 'gw-bicep', 'www')
          }
        }
      }
    ]
    requestRoutingRules: [
      {
        name: 'r1'
        properties: {
          ruleType: 'Basic'
          httpListener: {
            id: resourceId('Microsoft.Network/applicationGateways/httpListeners', 'gw-bicep', 'l1')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', 'gw-bicep', 'p1')
          }
          backendHttpSettings: {
            id: resourceId('Microsoft.Network/applicationGateways/backendHttpSettingsCollection', 'gw-bicep', 's1')
          }
        }
      }
    ]
  }
}
