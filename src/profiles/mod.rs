//! One literal-only file per target. Profiles hold no logic.

mod apache_proxy;
mod azure_application_gateway;
mod chrome;
mod curl;
mod dotnet;
mod envoy_upstream;
mod gnutls;
mod go;
mod haproxy_upstream;
mod java;
mod nginx_upstream;
mod nodejs;
mod openssl;
mod openssl_words;
mod python;
mod rustls;
mod safari;
pub mod sources;

use crate::policy::Profile;

/// Every target, in catalog order.
pub const ALL: &[&Profile] = &[
    &openssl::PROFILE,
    &curl::PROFILE,
    &python::PROFILE,
    &nodejs::PROFILE,
    &go::PROFILE,
    &java::PROFILE,
    &gnutls::PROFILE,
    &chrome::PROFILE,
    &nginx_upstream::PROFILE,
    &apache_proxy::PROFILE,
    &haproxy_upstream::PROFILE,
    &envoy_upstream::PROFILE,
    &azure_application_gateway::V2,
    &azure_application_gateway::V1,
    &dotnet::PROFILE,
    &rustls::PROFILE,
    &safari::PROFILE,
];

/// The profile with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Profile> {
    ALL.iter().find(|p| p.id == id).copied()
}
