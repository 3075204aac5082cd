//! Any bytes as an object of a cloud: JSON, Bicep, HCL, what PowerShell prints. A first byte chooses how it begins.
#![no_main]

use libfuzzer_sys::fuzz_target;

const BEGINNINGS: &[&str] = &[
    "{\"httpListeners\": [",
    "{\"type\": \"Microsoft.Network/applicationGateways\", \"properties\": {",
    "[{\"id\": \"/x/applicationGateways/a/probes/p\", ",
    "{\"$schema\": \"deploymentTemplate.json#\", \"resources\": [",
    "resource \"azurerm_application_gateway\" \"a\" {\n",
    "resource a 'Microsoft.Network/applicationGateways@2023-09-01' = {\n",
    "BackendHttpSettingsCollectionText : [\n",
    "{\"backendAddressPools\": [{\"backendHttpSettingsCollection\": [{\"servers\": [",
    "{\"Certificate\": {\"CertificateArn\": \"",
    "{\"apps\": {\"http\": {\"servers\": {",
];

fuzz_target!(|data: &[u8]| certlens_fuzz::evidence(BEGINNINGS, data));
