//! The lines that make or check the same without this program.

use super::kinds::{Kind, Material};
use crate::report::Command;
use crate::request::Input;
use crate::scene::Scene;
use crate::shell::{AZURE_GATEWAY as GATEWAY, AZURE_SET as SET, Shell, file};

/// Command lines for a file.
pub fn equivalent(scene: &Scene<'_>, inputs: &[Input], material: &Material) -> Vec<Command> {
    let out = file(&material.name(scene), Shell::Posix);
    let mut lines = Lines::default();
    match material.kind {
        Kind::Bundle | Kind::BundleWithRoot | Kind::Chain | Kind::TrustBundle => {
            lines.collect(scene, inputs, &material.certificates, &out);
            lines.openssl(format!("openssl crl2pkcs7 -nocrl -certfile {out} | openssl pkcs7 -print_certs -noout"));
            if material.kind == Kind::Bundle && super::kinds::material(scene, Kind::Key, material.server).is_some() {
                lines.add("kubectl", format!("kubectl create secret tls NAME --cert={out} --key=server.key"));
            }
            if material.kind == Kind::TrustBundle {
                lines.add(
                    "keytool",
                    format!("keytool -importcert -noprompt -alias root -file {out} -keystore truststore.p12 -storetype PKCS12"),
                );
            }
        }
        Kind::Certificate => lines.collect(scene, inputs, &material.certificates, &out),
        Kind::RootCer => {
            lines.collect(scene, inputs, &material.certificates, &out);
            lines.openssl(format!("openssl x509 -in {out} -noout -subject -issuer -fingerprint -sha256"));
            lines.add(
                "az",
                format!(
                    "az network application-gateway root-cert create --resource-group GROUP --gateway-name GATEWAY --name ROOT --cert-file {out}"
                ),
            );
            let out = file(&material.name(scene), Shell::PowerShell);
            lines.add("powershell", format!("{GATEWAY}; Add-AzApplicationGatewayTrustedRootCertificate -ApplicationGateway $g -Name ROOT -CertificateFile {out}; {SET}"));
        }
        Kind::Key => {
            if let Some(name) = file_of_item(scene, inputs, material.key) {
                let container = format_of(scene, material.key) == "pkcs12";
                let from = file(name, Shell::Posix);
                lines.openssl(if container {
                    format!("openssl pkcs12 -in {from} -nocerts -noenc -out {out}")
                } else {
                    format!("openssl pkey -in {from} -out {out}")
                });
            }
        }
        Kind::BundleWithKey => lines.add("sh", format!("cat fullchain.pem server.key > {out}")),
        Kind::PfxLegacy => {
            lines.openssl(format!(
                "openssl pkcs12 -export -inkey server.key -in server.pem -certfile chain.pem -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -out {out}"
            ));
            lines.powershell(scene, material, "TripleDES_SHA1");
        }
        Kind::PfxModern => {
            lines.openssl(format!("openssl pkcs12 -export -inkey server.key -in server.pem -certfile chain.pem -out {out}"));
            lines.powershell(scene, material, "AES256_SHA256");
        }
    }
    lines.0
}

#[derive(Default)]
struct Lines(Vec<Command>);

impl Lines {
    fn add(&mut self, tool: &'static str, text: String) {
        self.0.push(Command::new(tool, text));
    }

    fn openssl(&mut self, text: String) {
        self.add("openssl", text);
    }

    /// Splits what was given into single PEM files and puts those wanted together.
    fn collect(&mut self, scene: &Scene<'_>, inputs: &[Input], certificates: &[usize], out: &str) {
        let mut pieces = Vec::new();
        let mut split: Vec<usize> = Vec::new();
        for &index in certificates {
            let Some(item) = handiest(scene, index) else { return };
            let Some(input) = scene.prepared.reading.items.get(item).map(|i| i.input) else { return };
            let Some(name) = inputs.get(input).map(|i| file(&i.name, Shell::Posix)) else { return };
            let stem = input + 1;
            let place = ordinal(scene, input, item);
            let format = format_of(scene, Some(item));
            if !split.contains(&input) {
                split.push(input);
                let list = format!("certs-{stem}.pem");
                match format {
                    "pkcs12" => self.openssl(format!("openssl pkcs12 -in {name} -nokeys -out {list}")),
                    "pkcs7" => self.openssl(format!("openssl pkcs7 -print_certs -in {name} -out {list}")),
                    "der" => self.openssl(format!("openssl x509 -inform DER -in {name} -out {list}")),
                    "java-keystore" => {
                        self.add("keytool", format!("keytool -list -rfc -keystore {name} > {list}"));
                    }
                    _ => {}
                }
                let from = if matches!(format, "pkcs12" | "pkcs7" | "der" | "java-keystore") { list } else { name };
                self.add(
                    "sh",
                    format!("awk '/-----BEGIN CERTIFICATE-----/{{n++; on=1}} on{{print > (\"cert-{stem}-\" n \".pem\")}} /END CERTIFICATE/{{on=0}}' {from}"),
                );
            }
            pieces.push(format!("cert-{stem}-{place}.pem"));
        }
        self.add("sh", format!("cat {} > {out}", pieces.join(" ")));
    }

    fn powershell(&mut self, scene: &Scene<'_>, material: &Material, option: &str) {
        let Some(&leaf) = material.certificates.first() else { return };
        let out = file(&material.name(scene), Shell::PowerShell);
        let thumbprint: String = scene.certificate(leaf).sha1.iter().map(|b| format!("{b:02X}")).collect();
        self.add(
            "powershell",
            format!(
                "Export-PfxCertificate -Cert Cert:\\LocalMachine\\My\\{thumbprint} -FilePath {out} -ChainOption BuildChain -CryptoAlgorithmOption {option} -Password (Read-Host -AsSecureString)"
            ),
        );
    }
}

/// Where a certificate is taken from: a file that needs no conversion before others.
fn handiest(scene: &Scene<'_>, certificate: usize) -> Option<usize> {
    let items = &scene.prepared.pool.get(certificate)?.items;
    items.iter().copied().min_by_key(|&item| format_of(scene, Some(item)) != "pem")
}

/// Which certificate of its file an item is, counted from one.
fn ordinal(scene: &Scene<'_>, input: usize, item: usize) -> usize {
    scene
        .prepared
        .reading
        .items
        .iter()
        .take(item + 1)
        .filter(|i| i.input == input && matches!(i.content, crate::input::Content::Certificate(_)))
        .count()
}

fn file_of_item<'a>(scene: &Scene<'_>, inputs: &'a [Input], item: Option<usize>) -> Option<&'a str> {
    let input = scene.prepared.reading.items.get(item?)?.input;
    inputs.get(input).map(|i| i.name.as_str())
}

fn format_of(scene: &Scene<'_>, item: Option<usize>) -> &'static str {
    let read = item.and_then(|i| scene.prepared.reading.items.get(i));
    let outer = read.and_then(|r| scene.prepared.reading.items.get(r.parent?)).map(|p| p.content.kind());
    match outer {
        Some(kind) => kind,
        None => read.and_then(|r| scene.prepared.reading.inputs.get(r.input)).map_or("", |i| i.format),
    }
}
