//! What is secret in a key and a password, and the forms in which it could turn up.

use certlens::der::Reader;

/// The private numbers of a key in PKCS #8.
pub fn private_numbers(pkcs8: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = Reader::new(pkcs8, 0).expect(0x30).unwrap().children();
    parts.read().unwrap();
    parts.read().unwrap();
    let private = parts.expect(0x04).unwrap().value;
    let Ok(inner) = Reader::new(private, 0).read() else { return vec![private.to_vec()] };
    if inner.tag == 0x04 {
        return vec![inner.value.to_vec()];
    }
    let mut numbers = inner.children();
    let mut all = Vec::new();
    while let Ok(number) = numbers.read() {
        all.push((number.tag, number.value.to_vec()));
    }
    match all.len() {
        // RSA: version, n, e, and then all is private.
        9.. => all.drain(3..).map(|(_, value)| value).collect(),
        _ => all.into_iter().filter(|(tag, _)| *tag == 0x04).map(|(_, value)| value).collect(),
    }
}

/// A secret in the forms in which it may be written.
pub fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
    let hex = secret.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut forms = vec![secret.to_vec(), hex.clone().into_bytes(), hex.to_uppercase().into_bytes()];
    for shift in 0..3 {
        let text = super::to_base64(&secret[shift.min(secret.len())..]);
        forms.push(text.trim_end_matches('=').as_bytes().to_vec());
    }
    forms
}

/// A password in the encodings in which it is used.
pub fn password_forms(password: &str) -> Vec<Vec<u8>> {
    let wide = |bytes: fn(u16) -> [u8; 2]| password.encode_utf16().flat_map(bytes).collect();
    vec![password.as_bytes().to_vec(), wide(u16::to_be_bytes), wide(u16::to_le_bytes)]
}

/// The files of the PFX matrix that differ in what matters here, with their passwords.
pub fn containers() -> Vec<(std::path::PathBuf, String)> {
    let folder = super::corpus("pfx");
    let manifest = super::json(&folder.join("manifest.json"));
    let mut files = Vec::new();
    for row in manifest["files"].as_array().unwrap() {
        let name = row["file"].as_str().unwrap();
        // Producers with many rounds by default, and nine passwords in the same place, add time and nothing else.
        let same =
            ["certtool", "nss", "openssl-pw-", "openssl-default-", "pyca"].iter().any(|producer| name.starts_with(producer))
                || name.contains("00k")
                || name.starts_with("keytool") && name.ends_with("p12") && name != "keytool-default.p12";
        if row["slow"] != true && (!same || name == "openssl-default-names.pfx" || name == "openssl-pw-unicode-1.pfx") {
            let password = row["entry_password"].as_str().or(row["password"].as_str()).unwrap();
            files.push((folder.join(name), password.to_owned()));
        }
    }
    files
}
