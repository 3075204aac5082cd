//! One literal-only file per target. Profiles hold no logic.

mod apache_proxy;
mod apache_server;
mod azure_application_gateway;
mod azure_origins;
mod azure_uploads;
mod chrome;
mod chrome_reading;
mod client_auth;
mod client_auth_others;
mod curl;
mod dotnet;
mod envoy_upstream;
mod erlang;
mod erlang_reading;
mod firefox;
mod firefox_reading;
mod gnutls;
mod gnutls_clients;
mod gnutls_reading;
mod go;
mod go_reading;
mod haproxy_server;
mod haproxy_upstream;
mod java;
mod java_key_store;
mod java_reading;
mod kubernetes_ingress;
mod loads;
mod mongodb;
mod more_uploads;
mod nginx_server;
mod nginx_upstream;
mod nodejs;
mod openssl;
mod openssl_clients;
mod openssl_files;
mod openssl_words;
mod other_clients;
mod other_uploads;
mod python;
mod rabbitmq;
mod readings;
mod rustls;
mod rustls_reading;
mod safari;
pub mod sources;
mod trust_uploads;

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
    &firefox::PROFILE,
    &nginx_upstream::PROFILE,
    &apache_proxy::PROFILE,
    &haproxy_upstream::PROFILE,
    &envoy_upstream::PROFILE,
    &azure_application_gateway::V2,
    &azure_application_gateway::V1,
    &azure_origins::FRONT_DOOR,
    &azure_origins::API_MANAGEMENT,
    &azure_origins::GATEWAY_FOR_CONTAINERS,
    &azure_origins::CLOUDFRONT,
    &azure_uploads::LISTENER,
    &azure_uploads::TRUSTED_ROOT,
    &azure_uploads::CLIENT_CA,
    &nginx_server::PROFILE,
    &apache_server::PROFILE,
    &haproxy_server::PROFILE,
    &other_uploads::IIS_SERVER,
    &kubernetes_ingress::PROFILE,
    &azure_uploads::APP_SERVICE_CERTIFICATE,
    &azure_uploads::FRONT_DOOR_CERTIFICATE,
    &other_uploads::AWS_ACM,
    &other_uploads::GCP_LOAD_BALANCER,
    &dotnet::PROFILE,
    &rustls::PROFILE,
    &safari::PROFILE,
    &openssl_clients::LIBPQ,
    &openssl_clients::MYSQL,
    &openssl_clients::PHP,
    &openssl_clients::RUBY,
    &openssl_clients::PERL,
    &openssl_clients::OLD_OPENSSL,
    &erlang::PROFILE,
    &gnutls_clients::WGET,
    &gnutls_clients::GIT,
    &gnutls_clients::LDAP,
    &other_clients::SCHANNEL,
    &other_clients::ANDROID,
    &java_key_store::PROFILE,
    &loads::POSTGRESQL,
    &loads::MYSQL,
    &loads::POSTFIX,
    &loads::DOVECOT,
    &loads::MOSQUITTO,
    &loads::CADDY,
    &loads::TRAEFIK,
    &loads::DOCKER_REGISTRY,
    &rabbitmq::SERVER,
    &more_uploads::KEY_VAULT,
    &more_uploads::CONTAINER_APPS,
    &more_uploads::VCENTER,
    &more_uploads::IAM,
    &more_uploads::CLOUDFRONT_VIEWER,
    &more_uploads::GCP_CERTIFICATE_MANAGER,
    &more_uploads::SQL_SERVER,
    &more_uploads::DOMAIN_CONTROLLER,
    &more_uploads::REMOTE_DESKTOP,
    &more_uploads::KUBERNETES_GATEWAY,
    &more_uploads::API_MANAGEMENT,
    &trust_uploads::APP_SERVICE_PUBLIC,
    &trust_uploads::API_MANAGEMENT_CA,
    &trust_uploads::API_GATEWAY_TRUST_STORE,
    &trust_uploads::LOAD_BALANCER_TRUST_STORE,
    &trust_uploads::GCP_TRUST_CONFIG,
    &mongodb::MEMBER,
    &client_auth::OPENSSL,
    &client_auth::NGINX,
    &client_auth::APACHE,
    &client_auth::HAPROXY,
    &client_auth::ENVOY,
    &client_auth::APPLICATION_GATEWAY,
    &client_auth::API_GATEWAY,
    &client_auth::POSTGRESQL,
    &mongodb::CLIENTS,
    &client_auth::NODEJS,
    &client_auth_others::GO,
    &client_auth_others::JAVA,
    &rabbitmq::CLIENTS,
];

/// The profile with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Profile> {
    ALL.iter().find(|p| p.id == id).copied()
}
