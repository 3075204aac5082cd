//! A file in another form, or another file in its place.

use super::{Case, Remedy, cost, trust_words};
use crate::cure;
use crate::diagnosis::words::Words;
use crate::fault::FaultKind as F;
use crate::policy::{Check, Container, Method, Slot};
use crate::report::Fix;
use crate::request::{Change, Edit, Seat, Which, With};
use crate::shell::{self, Shell};

pub(super) fn offer(case: &Case<'_>, all: &mut Vec<Remedy>) {
    match case.profile.method {
        Method::Upload(rules) if rules.slot == Slot::TrustFile => {
            trust_file(case, all);
            trusted_root(case, all);
        }
        Method::Upload(rules) if rules.slot == Slot::ClientCaFile => {
            trust_file(case, all);
            client_ca(case, all);
        }
        Method::Upload(rules) if matches!(rules.container, Container::Pfx | Container::PfxOnly | Container::KeyStore) => {
            pfx(case, all)
        }
        _ => {}
    }
    let key = |text: &'static str, line: fn(&str) -> String| {
        let input = input_with(case, |content| matches!(content, crate::input::Content::PrivateKey(_)))?;
        let told = Fix::of(text).command("openssl", line(&named(case, input))).repair("key");
        Some(convert(case, input, "key", told))
    };
    if case.has(&[F::KeyEncrypted]) {
        all.extend(key(cure::DECRYPT_KEY.text, |file| format!("openssl pkey -in {file} -out plain.key")));
    }
    if case.has(&[F::KeyFormOther]) {
        all.extend(key(cure::KEY_FORM.text, |file| format!("openssl pkcs8 -topk8 -nocrypt -in {file} -out server.pkcs8.key")));
    }
    written_anew(case, all);
    if case.has(&[F::StoreWithoutEntries]) {
        store_anew(case, all);
    }
    let texts = matches!(case.check, Check::Load | Check::Upload) && case.server.is_some();
    let pfx =
        matches!(case.profile.method, Method::Upload(rules) if !matches!(rules.container, Container::Pem | Container::Either));
    if texts && case.has(&[F::FormatUnsupported]) {
        all.extend(key("Write the private key as PEM.", |file| format!("openssl pkey -inform DER -in {file} -out plain.key")));
    }
    if texts && !pfx && case.has(&[F::FormatUnsupported, F::EndEntityMissing, F::Malformed]) {
        let input = case.server.and_then(|s| s.inputs.first().copied());
        let words = "Write the file as PEM: the server's certificate, then its issuers.";
        all.extend(input.map(|input| convert(case, input, "bundle", as_pem(case, input, words).repair("bundle"))));
    }
}

/// A file's name as one word of a command line.
fn named(case: &Case<'_>, input: usize) -> String {
    case.inputs.get(input).map_or_else(|| "FILE".to_owned(), |file| shell::file(&file.name, Shell::Posix))
}

fn convert(case: &Case<'_>, input: usize, repair: &'static str, told: Box<Fix>) -> Remedy {
    case.remedy(cost::CONVERT, Edit::Convert { input, repair: repair.to_owned() }, told)
}

/// What is uploaded to be trusted, in Base-64.
fn trust_file(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let of_format = case.faults.iter().find(|f| f.kind == F::FormatUnsupported);
    let Some(certificate) = of_format.and_then(|f| f.certificate) else { return };
    let mut files = case.scene.files.iter().filter(|f| f.certificates.contains(&certificate));
    let Some(input) = files.find_map(|f| f.input) else { return };
    let told = as_pem(case, input, "Write the file as Base-64 (PEM), with the certificates alone.");
    all.push(convert(case, input, "root-cer", told.repair("root-cer")));
}

/// How a file of another form becomes PEM: the form, and the line.
const TO_PEM: &[(&str, &str, &str)] = &[
    ("der", "openssl", "openssl x509 -inform DER -in FILE -out new.pem"),
    ("pem", "openssl", "openssl x509 -in FILE -out new.pem"),
    ("pkcs7", "openssl", "openssl pkcs7 -inform DER -print_certs -in FILE -out new.pem"),
    ("pkcs7-pem", "openssl", "openssl pkcs7 -print_certs -in FILE -out new.pem"),
    ("pkcs12", "openssl", "openssl pkcs12 -nokeys -in FILE -out new.pem"),
    ("java-keystore", "keytool", "keytool -exportcert -rfc -keystore FILE -alias ALIAS -file new.pem"),
];

fn as_pem(case: &Case<'_>, input: usize, words: &'static str) -> Box<Fix> {
    let told = Fix::of(words);
    match to_pem(case, input) {
        Some((_, tool, line)) => told.command(tool, line),
        None => told,
    }
}

/// The form of a file, and the line that writes its certificates as PEM.
pub(super) fn to_pem(case: &Case<'_>, input: usize) -> Option<(&'static str, &'static str, String)> {
    let reading = &case.scene.prepared.reading;
    let form = reading.inputs.get(input).map_or("", |read| read.format);
    let armoured = form == "pem" && reading.items_of(input).any(|(_, item)| matches!(item.content, crate::input::Content::Pkcs7));
    let form = if armoured { "pkcs7-pem" } else { form };
    let (form, tool, line) = TO_PEM.iter().find(|(of, ..)| *of == form)?;
    Some((*form, *tool, line.replace("FILE", &named(case, input))))
}

/// What is wrong with how a certificate is written, and not with the certificate.
fn written_anew(case: &Case<'_>, all: &mut Vec<Remedy>) {
    const OF_THE_FILE: [F; 4] = [F::TrailingOctets, F::StoreTrailing, F::FileTrailing, F::LabelWrong];
    let odd = case.faults.iter().filter(|f| OF_THE_FILE.contains(&f.kind)).find_map(|f| f.certificate);
    let trusted = odd.is_some_and(|c| case.scene.trust.contains(&c));
    let sent = case.server.and_then(|s| s.inputs.first().copied()).filter(|_| !trusted);
    let Some(input) = odd.and_then(|c| case.input(c)).or(sent.filter(|_| case.has(&OF_THE_FILE))) else { return };
    let repair = if trusted { "trust-bundle" } else { "bundle" };
    let words = "Write the file as PEM again, with the certificates alone and nothing after them.";
    all.push(convert(case, input, repair, as_pem(case, input, words).repair(repair)));
}

/// A trust store whose certificates are entries.
fn store_anew(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let first = case.scene.trust_items.iter().flatten().next();
    let Some(input) = first.map(|&item| case.scene.prepared.reading.items[item].input) else { return };
    let told = Fix::of(cure::STORE_ENTRIES.text)
        .command("keytool", "keytool -importcert -noprompt -alias root -file root.cer -keystore truststore.p12 -storetype PKCS12")
        .command("openssl", "openssl pkcs12 -export -nokeys -in root.cer -jdktrust anyExtendedKeyUsage -out truststore.p12");
    all.push(convert(case, input, "trust-bundle", told));
}

fn input_with(case: &Case<'_>, wanted: impl Fn(&crate::input::Content) -> bool) -> Option<usize> {
    let inputs = &case.server?.inputs;
    case.scene.prepared.reading.items.iter().find(|i| inputs.contains(&i.input) && wanted(&i.content)).map(|i| i.input)
}

fn pfx(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let Some(server) = case.server else { return };
    let there = input_with(case, |content| matches!(content, crate::input::Content::Pkcs12(_)));
    let Some(input) = there.or(server.inputs.first().copied()) else { return };
    if case.has(&[F::ContainerEncryption]) {
        let told = Fix::of(cure::PFX_ENCRYPTION.text)
            .command("openssl", format!("openssl pkcs12 -in {} -out combined.pem -noenc", named(case, input)))
            .command(
                "openssl",
                "openssl pkcs12 -export -legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -in combined.pem -out site-3des.pfx",
            )
            .command(
                "powershell",
                "Export-PfxCertificate -Cert Cert:\\LocalMachine\\My\\THUMBPRINT -FilePath site-3des.pfx -CryptoAlgorithmOption TripleDES_SHA1 -Password (Read-Host -AsSecureString)",
            )
            .repair("pfx-legacy");
        all.push(convert(case, input, "pfx-legacy", told));
    }
    let key_beside = case.has(&[F::KeyMissing]) && !server.keys.is_empty();
    if key_beside || case.has(&[F::FormatUnsupported, F::CountWrong, F::ChainIncomplete]) {
        let key = server.keys.first().and_then(|&item| Some(case.scene.prepared.reading.items.get(item)?.input));
        // Where there is no PFX to export again, one is made of what is here.
        let cure = if there.is_none() && key.is_some() { cure::MAKE_PFX } else { cure::WHOLE_PFX };
        let is_pem = |input: &usize| case.scene.prepared.reading.inputs.get(*input).is_some_and(|read| read.format == "pem");
        let word = |input: Option<usize>, other: &str| input.filter(is_pem).map_or_else(|| other.to_owned(), |i| named(case, i));
        let own = case.leaf().and_then(|leaf| case.input(leaf));
        let mut issuers: Vec<usize> = server.proposed.order.iter().filter_map(|&i| case.input(i)).collect();
        issuers.retain(|input| Some(*input) != own);
        issuers.dedup();
        let (key, own) = (word(key, "server.key"), word(own, "chain.pem"));
        let more = issuers.first().map_or_else(String::new, |&input| format!(" -certfile {}", word(Some(input), "issuers.pem")));
        let line = format!(
            "openssl pkcs12 -export -legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -inkey {key} -in {own}{more} -out site-3des.pfx"
        );
        let told = Fix::of(cure.text).command("openssl", line).repair("pfx-legacy");
        all.push(convert(case, input, "pfx-legacy", told));
    }
}

/// One root in one file, and nothing else.
fn trusted_root(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let scene = case.scene;
    let prepared = scene.prepared;
    let files: Vec<usize> = scene.files.iter().filter(|f| f.seat == Seat::Trust).flat_map(|f| f.certificates.clone()).collect();
    let is_root = |&i: &usize| case.self_signed(i) && prepared.certificate(i).is_ca();
    // The root that the servers' chains end in comes before others.
    let wanted: Vec<usize> = scene.servers.iter().filter_map(|s| s.proposed.path.last().copied()).filter(is_root).collect();
    let others = (0..prepared.pool.len()).filter(|i| is_root(i) && !prepared.pool[*i].items.is_empty());
    let mut roots: Vec<usize> = Vec::new();
    for root in wanted.into_iter().chain(files.iter().copied().filter(is_root)).chain(others) {
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    // Converting it is another remedy.
    let alone = case.has(&[F::FormatUnsupported]) && files.len() == 1;
    for root in roots.into_iter().filter(|root| !(alone && files.contains(root))).take(2) {
        let wrong: Vec<String> = files.iter().filter(|&&i| i != root).map(|&i| case.sha256(i)).collect();
        let trust = Edit::Trust { certificates: Which::These(vec![case.sha256(root)]) };
        let mut told = trust_words::told(case, root);
        told.setting = Some("Backend setting > Upload Root CA certificate");
        let mut changes = Vec::new();
        // In its own file, and as Base-64.
        changes.push(Change::everywhere(Edit::Distrust { certificates: Which::These(vec![case.sha256(root)]) }));
        if !wrong.is_empty() {
            changes.push(Change::everywhere(Edit::Distrust { certificates: Which::These(wrong) }));
        }
        changes.push(Change::everywhere(trust));
        all.push(case.remedy(cost::TRUST, Edit::All { changes }, told));
    }
}

/// The root of the clients' chains with its issuing CAs, in one file.
fn client_ca(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let scene = case.scene;
    let prepared = scene.prepared;
    for &ca in &scene.client_ca {
        if !prepared.certificate(ca).is_ca() && case.self_signed(ca) {
            let with =
                With { ca: Some(true), key_usage: Some(vec!["keyCertSign".to_owned(), "cRLSign".to_owned()]), ..With::default() };
            let words = Words::default().say("Upload a CA certificate: ").name(case.label(ca));
            let words = words.say(" is not marked as a CA (CA:TRUE). Issue the clients' certificates from a root of your own, and upload that root.");
            let edit = Edit::Reissue { certificate: case.sha256(ca), with };
            let told = Fix::words(words).command(
                "openssl",
                "openssl req -x509 -newkey rsa:3072 -noenc -keyout clients-ca.key -out clients-ca.pem -days 3650 -subj '/CN=Clients CA' -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign",
            );
            all.push(case.remedy(cost::REISSUE, edit, told));
        }
        let roots = prepared.graph.issuers(ca).iter().map(|e| e.issuer);
        for root in roots.filter(|&i| i != ca && !prepared.pool[i].items.is_empty() && !scene.client_ca.contains(&i)) {
            let Some(&item) = prepared.pool[root].items.first() else { continue };
            let words = Words::default().say("Put ").name(case.label(root)).say(" into the same file, together with ");
            let words = words.name(case.label(ca)).say(": the file must hold the whole chain up to the root.");
            let edit = Edit::Seat { item, seat: Seat::ClientCa, server: None };
            all.push(case.remedy(cost::SUPPLY, edit, Fix::words(words)));
        }
    }
}
