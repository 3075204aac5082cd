//! How each target is told to trust a root, in its own terms.

use super::{Case, uploads};
use crate::diagnosis::words::Words;
use crate::report::{Command, Fix};
use crate::shell::{self, Shell, host};
use crate::situation::says_root;

/// The line that uploads a root to a gateway.
pub(super) const UPLOAD: &str = "az network application-gateway root-cert create --resource-group GROUP --gateway-name GATEWAY --name ROOT --cert-file root.cer";

/// The same in Az PowerShell.
pub(super) fn upload() -> String {
    let add = "Add-AzApplicationGatewayTrustedRootCertificate -ApplicationGateway $g -Name ROOT -CertificateFile root.cer";
    format!("{}; {add}; {}", shell::AZURE_GATEWAY, shell::AZURE_SET)
}

const STORE: &str = "Trusted Root Certification Authorities, or the system's store";
const IMPORT: &str = "Import-Certificate -FilePath @ -CertStoreLocation Cert:\\LocalMachine\\Root";
const MONGOD: &str = "mongod --tlsMode requireTLS --tlsCertificateKeyFile server.pem --tlsCAFile @";

/// Where a target's trust is set: target, path of the setting, tool, line. `@` stands for the root's file.
const PLACES: &[(&str, &str, &str, &str)] = &[
    ("openssl", "-CAfile", "openssl", "openssl verify -CAfile @ -untrusted chain.pem server.pem"),
    ("curl", "--cacert", "sh", "curl --cacert @ https://HOST/"),
    ("python", "SSL_CERT_FILE, REQUESTS_CA_BUNDLE", "sh", "export SSL_CERT_FILE=@ REQUESTS_CA_BUNDLE=@"),
    ("nodejs", "NODE_EXTRA_CA_CERTS", "sh", "export NODE_EXTRA_CA_CERTS=@"),
    ("go", "System store or SSL_CERT_FILE", "sh", "export SSL_CERT_FILE=@"),
    (
        "java",
        "Trust store (javax.net.ssl.trustStore)",
        "keytool",
        "keytool -importcert -noprompt -alias root -file @ -keystore truststore.p12 -storetype PKCS12",
    ),
    ("gnutls", "--x509cafile", "sh", "gnutls-cli --x509cafile @ HOST"),
    ("chrome", STORE, "powershell", IMPORT),
    ("firefox", "Settings > Certificates > Authorities > Import", "sh", "certutil -A -n root -t C,, -i @ -d PROFILE"),
    (
        "safari",
        "Keychain Access > System",
        "sh",
        "sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain @",
    ),
    ("dotnet", STORE, "powershell", IMPORT),
    ("schannel", STORE, "powershell", IMPORT),
    (
        "android",
        "Settings > Security > Install a certificate > CA certificate; in the app, network_security_config.xml > trust-anchors > certificates src=\"user\"",
        "sh",
        "adb push @ /sdcard/Download/",
    ),
    ("git", "http.sslCAInfo", "sh", "git config --global http.sslCAInfo @"),
    ("wget", "--ca-certificate", "sh", "wget --ca-certificate=@ https://HOST/"),
    ("libpq", "sslrootcert", "sh", "psql 'host=HOST sslmode=verify-full sslrootcert=@'"),
    ("php", "openssl.cafile (php.ini)", "sh", "php -d openssl.cafile=@ -r 'echo file_get_contents(\"https://HOST/\");'"),
    ("ruby", "SSL_CERT_FILE", "sh", "export SSL_CERT_FILE=@"),
    ("perl", "PERL_LWP_SSL_CA_FILE", "sh", "export PERL_LWP_SSL_CA_FILE=@"),
    ("nginx-upstream", "proxy_ssl_trusted_certificate", "nginx", "proxy_ssl_trusted_certificate @;"),
    ("apache-proxy", "SSLProxyCACertificateFile", "apache", "SSLProxyCACertificateFile @"),
    ("haproxy-upstream", "server ... ca-file", "haproxy", "server s1 ADDRESS:443 ssl verify required ca-file @"),
    ("envoy-upstream", "validation_context > trusted_ca", "envoy", "trusted_ca: { filename: @ }"),
    ("nginx-client-auth", "ssl_client_certificate", "nginx", "ssl_client_certificate @;"),
    ("apache-client-auth", "SSLCACertificateFile", "apache", "SSLCACertificateFile @"),
    ("haproxy-client-auth", "bind ... ca-file", "haproxy", "bind :443 ssl crt site.pem ca-file @ verify required"),
    ("envoy-client-auth", "DownstreamTlsContext > validation_context > trusted_ca", "envoy", "trusted_ca: { filename: @ }"),
    (
        "azure-application-gateway-client-auth",
        "SSL profile > Client Authentication > Trusted client CA certificate",
        "az",
        "az network application-gateway client-cert add --resource-group GROUP --gateway-name GATEWAY --name CLIENTS --data @",
    ),
    (
        "postgresql-client-auth",
        "ssl_ca_file",
        "sh",
        "psql -c \"ALTER SYSTEM SET ssl_ca_file = '@'\" -c 'SELECT pg_reload_conf()'",
    ),
    ("mongodb-client-auth", "net.tls.CAFile", "sh", MONGOD),
    ("mongodb-member", "net.tls.CAFile", "sh", MONGOD),
    (
        "java-client-auth",
        "Trust store of the server",
        "keytool",
        "keytool -importcert -noprompt -alias clients -file @ -keystore truststore.p12 -storetype PKCS12",
    ),
    (
        "azure-api-management",
        "API Management > Security > Certificates > CA certificates > Add (Root)",
        "powershell",
        "New-AzApiManagementSystemCertificate -StoreName Root -PfxPath root.pfx",
    ),
    (
        "azure-application-gateway-v2",
        "Backend setting > Backend server's certificate is issued by a well-known CA: No > Upload Root CA certificate",
        "az",
        UPLOAD,
    ),
];

/// Tools that read DER as well.
const READ_BOTH: [&str; 3] = ["powershell", "keytool", "az"];

/// The line for the system's store on Debian and its kin.
const SYSTEM: &str = "sudo cp @ /usr/local/share/ca-certificates/root.crt && sudo update-ca-certificates";

/// The words, setting and lines for one target.
pub(super) fn told(case: &Case<'_>, root: usize) -> Box<Fix> {
    let pool = &case.scene.prepared.pool;
    let file = case.file(root).filter(|_| case.dropped(root));
    let words = verb(case, &case.label(root), file);
    let words = match file {
        None if case.scene.prepared.hypothetical.contains(root) => words.say(": ask your CA for this root."),
        None if pool[root].mozilla_root => words.say(", a public root: its CA publishes the certificate."),
        _ => words.say("."),
    };
    let mut told = place(case, words, case.label(root));
    // These read PEM alone: what is here in another form is written anew first.
    if let Some((form, tool, line)) = case.input(root).and_then(|input| uploads::to_pem(case, input))
        && form != "pem"
        && told.commands.iter().any(|c| c.text.contains("root.cer"))
        && told.commands.iter().all(|c| !READ_BOTH.contains(&c.tool))
    {
        told.commands.insert(0, Command::new(tool, line.replace("new.pem", "root.cer")));
    }
    if case.dropped(root) { told.repair("root-cer") } else { told }
}

/// The same for a root that nobody dropped, by its name.
pub(super) fn of_name(case: &Case<'_>, name: &str) -> Box<Fix> {
    // Whether an issuer that is not here is the root, its name may tell.
    let words = verb(case, name, None).say(if says_root(name) {
        ": ask your CA for this root."
    } else {
        ": ask your CA for it. If it is an issuing CA, the server sends it, and the root above it is trusted."
    });
    place(case, words, name.to_owned())
}

fn verb(case: &Case<'_>, name: &str, file: Option<&str>) -> Words {
    let (before, after) = if case.scene.of_clients {
        ("Put ", " among the CAs whose clients the server takes")
    } else if case.profile.id.starts_with("azure-application-gateway") {
        ("Upload the root ", " as the trusted root certificate")
    } else if case.profile.id == "azure-api-management" {
        ("Add ", " to the CA certificates of API Management")
    } else {
        ("Have the other side trust ", "")
    };
    let words = Words::default().say(before).name(name);
    match file {
        Some(file) if after.is_empty() => words.say(", which is in ").name(file),
        Some(file) => words.say(", which is in ").name(file).say(",").say(after),
        None => words.say(after),
    }
}

fn place(case: &Case<'_>, words: Words, label: String) -> Box<Fix> {
    let mut told = Fix::words(words);
    let Some((id, path, tool, line)) = PLACES.iter().find(|(id, ..)| *id == case.profile.id) else { return told };
    let shell = if *tool == "powershell" { Shell::PowerShell } else { Shell::Posix };
    let host = host(case.host, shell);
    let fill = |line: &str| line.replace('@', "root.cer").replace("HOST", &host);
    told = told.setting(path, label).command(tool, fill(line));
    if matches!(*id, "openssl" | "curl" | "python" | "go" | "chrome" | "dotnet") {
        told = told.command("sh", fill(SYSTEM));
    }
    if *line == UPLOAD {
        told = told.command("powershell", upload());
    }
    told
}
