param location string = resourceGroup().location
@secure()
param pfxPassword string
var gwName = 'agw-adatum'
var backendHost = 'app.adatum.internal'

resource agw 'Microsoft.Network/applicationGateways@2023-11-01' = {
  name: gwName
  location: location
  properties: {
    sku: { name: 'WAF_v2', tier: 'WAF_v2' }
    sslCertificates: [
      { name: 'www', properties: { data: loadFileAsBase64('www.pfx'), password: pfxPassword } }
    ]
    trustedRootCertificates: [
      {
        name: 'adatum-root'
        properties: {
          data: loadFileAsBase64('certs/adatum-root.cer')
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'pool-app'
        properties: {
          backendAddresses: [
            { ipAddress: '10.20.0.4' } // vm4
            { ipAddress: '10.20.0.5' }
          ]
        }
      }
    ]
    probes: [
      {
        name: 'probe-app'
        properties: {
          protocol: 'Https'
          host: 'probe.adatum.internal'
          path: '/health'
          pickHostNameFromBackendHttpSettings: false
        }
      }
    ]
    backendHttpSettingsCollection: [
      {
        name: 'https-app'
        properties: {
          port: 443
          protocol: 'Https'
          hostName: backendHost
          pickHostNameFromBackendAddress: false
          probe: { id: resourceId('Microsoft.Network/applicationGateways/probes', gwName, 'probe-app') }
          trustedRootCertificates: [
            { id: resourceId('Microsoft.Network/applicationGateways/trustedRootCertificates', gwName, 'adatum-root') }
          ]
        }
      }
    ]
    httpListeners: [
      {
        name: 'l-www'
        properties: {
          protocol: 'Https'
          hostNames: [
            'www.adatum.example'
            'adatum.example'
          ]
          sslCertificate: { id: '${resourceId('Microsoft.Network/applicationGateways', gwName)}/sslCertificates/www' }
        }
      }
    ]
    requestRoutingRules: [
      {
        name: 'r1'
        properties: {
          ruleType: 'Basic'
          priority: 10
          httpListener: { id: resourceId('Microsoft.Network/applicationGateways/httpListeners', gwName, 'l-www') }
          backendAddressPool: { id: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', gwName, 'pool-app') }
          backendHttpSettings: { id: resourceId('Microsoft.Network/applicationGateways/backendHttpSettingsCollection', gwName, 'https-app') }
        }
      }
    ]
  }
}
