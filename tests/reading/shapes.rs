//! One certificate, or a leaf and its issuer, in every shape that is seen in the wild. The list of notes must be exact:
//! a repair that is not said and an alarm about nothing are both wrong.

use super::support::to_base64 as base64;
use super::{certificates, count, hex, ids, input, read_one, scenario};
use certlens::input::{Reading, read};
use certlens::report::PasswordState;
use certlens::x509;

/// Bytes and text of the leaf and its issuer.
pub struct Samples {
    pub pem: String,
    pub leaf_pem: String,
    pub leaf: Vec<u8>,
    pub both: Vec<String>,
    pub key: String,
}

pub fn samples() -> Samples {
    let pem = String::from_utf8(scenario("right-chain/bundle.pem")).unwrap();
    let key = String::from_utf8(scenario("right-chain/server.key")).unwrap();
    let end = pem.find("-----END CERTIFICATE-----\n").unwrap() + 26;
    let leaf = scenario("der-single/app.cer");
    let both = certificates(&read_one(pem.clone()));
    assert_eq!(both.len(), 2);
    assert_eq!(both[0], hex(&x509::decode_certificate(&leaf).unwrap().sha256));
    Samples { leaf_pem: pem[..end].to_owned(), pem, leaf, both, key }
}

pub fn wrapped(text: &str, width: usize, end: &str) -> String {
    text.as_bytes().chunks(width).map(|line| String::from_utf8(line.to_vec()).unwrap() + end).collect()
}

pub fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

pub fn each_line(text: &str, edit: impl Fn(usize, &str) -> String) -> String {
    text.lines().enumerate().map(|(i, line)| edit(i, line) + "\n").collect()
}

/// Only what a PEM line would not have anyway is spelled.
fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let line = line.replace('=', "=3D");
        for (i, piece) in line.as_bytes().chunks(40).enumerate() {
            if i > 0 {
                out.push_str("=\r\n");
            }
            out.push_str(std::str::from_utf8(piece).unwrap());
        }
        out.push_str("\r\n");
    }
    out
}

#[track_caller]
pub fn reads(what: &str, bytes: impl Into<Vec<u8>>, wanted: &[String], notes: &[&str]) -> Reading {
    let bytes = bytes.into();
    let size = bytes.len();
    let reading = read_one(bytes);
    let found: Vec<&str> = ids(&reading).into_iter().collect();
    let mut notes = notes.to_vec();
    notes.sort_unstable();
    assert_eq!(certificates(&reading), wanted, "{what}: {found:?}");
    assert_eq!(found, notes, "{what}");
    for item in &reading.items {
        assert!(item.range.from < item.range.to && item.range.to <= size, "{what}: {:?}", item.range);
        for note in &item.notes {
            let at = note.at.unwrap_or_else(|| panic!("{what}: {} has no place", note.id));
            assert!(at.from <= at.to && at.to <= size, "{what}: {note:?}");
        }
    }
    reading
}

#[test]
fn ordinary_files_need_no_note() {
    let s = samples();
    for (what, text) in [
        ("as written", s.pem.clone()),
        ("CRLF", s.pem.replace('\n', "\r\n")),
        ("no line end at the end", s.pem.trim_end().to_owned()),
        ("blank line between blocks", s.pem.replace("-----END CERTIFICATE-----\n", "-----END CERTIFICATE-----\n\n")),
        ("trailing blanks on BEGIN", s.pem.replace("CERTIFICATE-----\n", "CERTIFICATE-----  \n")),
        ("comments", format!("# our chain, f\u{fc}r uns\n{}# end\n", s.pem)),
        ("bytes of another encoding in a comment", format!("Bag Attributes\n    friendlyName: x\nsubject=CN = a\n\n{}", s.pem)),
        (
            "76 columns",
            s.leaf_pem.lines().next().unwrap().to_owned()
                + "\n"
                + &wrapped(&base64(&s.leaf), 76, "\n")
                + "-----END CERTIFICATE-----\n",
        ),
    ] {
        let wanted = if what == "76 columns" { &s.both[..1] } else { &s.both[..] };
        let reading = reads(what, text, wanted, &[]);
        assert_eq!(reading.inputs[0].format, "pem", "{what}");
    }
    reads("Latin-1 comment", [b"# f\xfcr uns\n", s.pem.as_bytes()].concat(), &s.both, &[]);
    reads("DER", s.leaf.clone(), &s.both[..1], &[]);
}

#[test]
fn encodings_of_text() {
    let s = samples();
    let crlf = s.pem.replace('\n', "\r\n");
    reads("UTF-8 with BOM", format!("\u{feff}{}", s.pem), &s.both, &["byte-order-mark-removed"]);
    let wide = ["byte-order-mark-removed", "wide-text-decoded"];
    reads("UTF-16LE", [vec![0xff, 0xfe], utf16(&crlf, u16::to_le_bytes)].concat(), &s.both, &wide);
    reads("UTF-16BE", [vec![0xfe, 0xff], utf16(&crlf, u16::to_be_bytes)].concat(), &s.both, &wide);
    reads("UTF-16LE without BOM", utf16(&crlf, u16::to_le_bytes), &s.both, &wide[1..]);
    reads("UTF-16BE without BOM", utf16(&s.pem, u16::to_be_bytes), &s.both, &wide[1..]);
    let utf32: Vec<u8> = s.pem.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    reads("UTF-32LE", [vec![0xff, 0xfe, 0, 0], utf32].concat(), &s.both, &wide);
    let dashes = s.pem.replace("-----BEGIN", "\u{2014}-BEGIN");
    reads(
        "UTF-16 with typographic dashes",
        [vec![0xff, 0xfe], utf16(&dashes, u16::to_le_bytes)].concat(),
        &s.both,
        &["byte-order-mark-removed", "wide-text-decoded", "dash-count-corrected", "typographic-dashes-corrected"],
    );
}

#[test]
fn places_are_those_of_the_input() {
    let s = samples();
    let text = format!("# comment\n{}", s.pem);
    let begin = text.find("-----BEGIN").unwrap();
    let end = text.find("-----END CERTIFICATE-----").unwrap() + 25;
    let plain = read_one(text.clone());
    assert_eq!((plain.items[0].range.from, plain.items[0].range.to), (begin, end));
    let wide = read_one([vec![0xff, 0xfe], utf16(&text, u16::to_le_bytes)].concat());
    assert_eq!((wide.items[0].range.from, wide.items[0].range.to), (2 + 2 * begin, 2 + 2 * end));
    let marked = read_one(format!("\u{feff}{text}"));
    assert_eq!((marked.items[0].range.from, marked.items[0].range.to), (3 + begin, 3 + end));
    let two = read_one([&s.leaf[..], &s.leaf[..]].concat());
    assert_eq!((two.items[1].range.from, two.items[1].range.to), (s.leaf.len(), 2 * s.leaf.len()));
}

#[test]
fn lines_and_indentation() {
    let s = samples();
    for (what, text, notes) in [
        ("CR only", s.pem.replace('\n', "\r"), &["carriage-return-line-ends"][..]),
        ("CR CR LF", s.pem.replace('\n', "\r\r\n"), &["blank-lines-removed", "carriage-return-line-ends"]),
        ("indented", each_line(&s.pem, |_, l| format!("      {l}")), &["indentation-removed"]),
        ("tabs", each_line(&s.pem, |_, l| format!("\t{l}")), &["indentation-removed"]),
        (
            "only the body indented",
            each_line(&s.pem, |_, l| if l.contains('-') { l.into() } else { format!(" {l}") }),
            &["indentation-removed"],
        ),
        (
            "YAML block",
            format!("tls:\n  crt: |\n{}  other: 1\n", each_line(&s.pem, |_, l| format!("    {l}"))),
            &["indentation-removed"],
        ),
        ("doubled line ends", s.pem.replace('\n', "\n\n"), &["blank-lines-removed"]),
        (
            "one long line",
            s.leaf_pem.lines().next().unwrap().to_owned() + "\n" + &base64(&s.leaf) + "\n-----END CERTIFICATE-----\n",
            &["base64-lines-long"],
        ),
        ("spaces for line breaks", s.pem.replace('\n', " "), &["line-breaks-missing"]),
        ("no line breaks at all", s.pem.replace('\n', ""), &["line-breaks-missing"]),
        ("glued", s.pem.replace("-----END CERTIFICATE-----\n", "-----END CERTIFICATE-----"), &["pem-lines-glued"]),
        (
            "spaces inside",
            each_line(&s.pem, |_, l| if l.len() == 64 { l[..20].to_owned() + " " + &l[20..] } else { l.into() }),
            &["spaces-removed"],
        ),
    ] {
        let wanted = if what == "one long line" { &s.both[..1] } else { &s.both[..] };
        reads(what, text, wanted, notes);
    }
}

#[test]
fn escapes_of_configuration_and_code() {
    let s = samples();
    let once = s.pem.replace('\n', "\\n");
    for (what, text, notes) in [
        ("JSON", format!("{{\"cert\": \"{once}\", \"name\": \"app\"}}"), &["escapes-decoded"][..]),
        ("JSON with escaped slashes", format!("{{\"cert\": \"{}\"}}", once.replace('/', "\\/")), &["escapes-decoded"]),
        (
            "JSON with code points",
            format!("{{\"cert\": \"{}\"}}", once.replace('+', "\\u002b").replace('=', "\\u003D")),
            &["escapes-decoded"],
        ),
        (".env", format!("A=1\nTLS_CRT=\"{once}\"\n"), &["escapes-decoded"]),
        ("escaped twice", s.pem.replace('\n', "\\\\n"), &["escapes-decoded"]),
        ("escaped CRLF", s.pem.replace('\n', "\\r\\n"), &["escapes-decoded"]),
        ("string literals", each_line(&s.pem, |_, l| format!("    \"{l}\\n\" +")), &["escapes-decoded", "string-quotes-removed"]),
        (
            "JSON list of lines",
            format!("[{}]", s.pem.lines().map(|l| format!("\"{l}\"")).collect::<Vec<_>>().join(", ")),
            &["string-quotes-removed"],
        ),
        ("shell continuation", each_line(&s.pem, |_, l| format!("{l}\\")), &["string-quotes-removed"]),
        (
            "percent encoding",
            s.pem.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D").replace(' ', "%20").replace('\n', "%0A"),
            &["percent-encoding-decoded"],
        ),
        (
            "form encoding",
            s.pem.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D").replace(' ', "+").replace('\n', "%0D%0A"),
            &["percent-encoding-decoded"],
        ),
        ("comment signs", each_line(&s.pem, |_, l| format!("# {l}")), &["line-prefix-removed"]),
        ("diff", each_line(&s.pem, |_, l| format!("+{l}")), &["line-prefix-removed"]),
        ("log of a container", each_line(&s.pem, |_, l| format!("app_1  | {l}")), &["line-prefix-removed"]),
    ] {
        reads(what, text, &s.both, notes);
    }
}

#[test]
fn damage_by_mail_and_word_processors() {
    let s = samples();
    let html = s.pem.replace('+', "&#43;").replace('/', "&#x2F;").replace('\n', "<br>\n");
    let blanks = s.pem.replace("BEGIN CERT", "BEGIN\u{a0}CERT").replace('\n', "\u{200b}\n");
    for (what, text, notes) in [
        ("four dashes", s.pem.replace("-----", "----"), &["dash-count-corrected"][..]),
        ("six dashes", s.pem.replace("-----\n", "------\n"), &["dash-count-corrected"]),
        ("no dashes before END", s.pem.replace("-----END", "END"), &["dash-count-corrected"]),
        ("em dashes", s.pem.replace("-----", "\u{2014}\u{2014}-"), &["dash-count-corrected", "typographic-dashes-corrected"]),
        ("five en dashes", s.pem.replace("-----", &"\u{2013}".repeat(5)), &["typographic-dashes-corrected"]),
        ("quoted", each_line(&s.pem, |_, l| format!("> {l}")), &["line-prefix-removed", "quote-marks-removed"]),
        ("quoted twice", each_line(&s.pem, |_, l| format!("> > {l}")), &["line-prefix-removed", "quote-marks-removed"]),
        ("quoted-printable", quoted_printable(&s.pem), &["quoted-printable-decoded"]),
        ("invisible characters", blanks, &["invisible-characters-removed", "invisible-line-ends-removed", "pem-line-shared"]),
        ("HTML", format!("<html><body><pre>{html}</pre></body></html>"), &["markup-removed"]),
        ("line numbers", each_line(&s.pem, |i, l| format!("{:>3}  {l}", i + 1)), &["line-numbers-removed"]),
        ("line numbers with colon", each_line(&s.pem, |i, l| format!("{}: {l}", i + 1)), &["line-numbers-removed"]),
        (
            "lower case words",
            s.pem.replace("BEGIN CERTIFICATE", "begin certificate").replace("END CERTIFICATE", "end certificate"),
            &["pem-letter-case-corrected"],
        ),
        ("padding gone", s.pem.replace("=\n", "\n").replace("=\n", "\n"), &["base64-padding-corrected"]),
    ] {
        reads(what, text, &s.both, notes);
    }
}

#[test]
fn missing_and_damaged_lines() {
    let s = samples();
    let second = s.leaf_pem.len();
    let issuer = &s.pem[second..];
    let end = "-----END CERTIFICATE-----\n";
    reads("END missing before the next BEGIN", s.leaf_pem.replace(end, "") + issuer, &s.both, &["pem-end-line-missing"]);
    reads("END missing at the end", s.pem[..s.pem.len() - end.len()].to_owned(), &s.both, &["pem-end-line-missing"]);
    reads("END with one wrong letter", s.leaf_pem.replace("END", "FND") + issuer, &s.both, &["pem-end-line-damaged"]);
    reads(
        "BEGIN missing",
        s.leaf_pem.replace("-----BEGIN CERTIFICATE-----\n", "") + issuer,
        &s.both,
        &["pem-begin-line-missing"],
    );
    reads(
        "other words after END",
        s.leaf_pem.replace("END CERTIFICATE", "END X509 CRL") + issuer,
        &s.both,
        &["pem-end-label-differs"],
    );
    let cut = reads("cut off in the second block", s.pem[..second + 300].to_owned(), &s.both[..1], &["pem-truncated"]);
    assert_eq!(cut.items[1].error.as_ref().unwrap().at.unwrap().from, second + 300);
    let cut = s.leaf_pem[..400].to_owned() + "\n" + end + issuer;
    reads("cut off inside", cut, &s.both[1..], &["der-truncated"]);
    reads("nothing inside", format!("-----BEGIN CERTIFICATE-----\n{end}{}", s.pem), &s.both, &["pem-empty"]);
    reads("BEGIN alone", "-----BEGIN CERTIFICATE-----", &[], &["pem-truncated"]);
    let mut bad = s.pem.clone().into_bytes();
    bad[400] = b'!';
    let bad = reads("a character that is not Base64", bad, &s.both[1..], &["base64-illegal-character"]);
    let error = bad.items[0].error.as_ref().unwrap();
    assert_eq!((error.at.unwrap().from, &*error.detail), (400, "line 7: !"));
}

#[test]
fn labels_are_held_against_the_contents() {
    let s = samples();
    let relabel = |to: &str| s.leaf_pem.replace("CERTIFICATE", to);
    let leaf = &s.both[..1];
    reads("X509 CERTIFICATE", relabel("X509 CERTIFICATE"), leaf, &["pem-label-old"]);
    reads("TRUSTED CERTIFICATE", relabel("TRUSTED CERTIFICATE"), leaf, &["pem-label-trusted"]);
    let mut with_trust = s.leaf.clone();
    with_trust.extend([0x30, 0x0c, 0x30, 0x0a, 0x06, 0x08, 0x2b, 6, 1, 5, 5, 7, 3, 1]);
    let trusted = format!(
        "-----BEGIN TRUSTED CERTIFICATE-----\n{}-----END TRUSTED CERTIFICATE-----\n",
        wrapped(&base64(&with_trust), 64, "\n")
    );
    reads("with trust settings", trusted, leaf, &["pem-label-trusted", "trust-settings-removed"]);
    let headers = s.leaf_pem.replacen("-----\n", "-----\nSubject: mail\n\n", 1);
    reads("header lines", headers, leaf, &["pem-headers-skipped"]);
    let quoted = format!("\"{}\"\n", s.leaf_pem.trim_end());
    reads("in quotes", quoted, leaf, &["pem-line-shared"]);
    let apart = s.leaf_pem.replace("-----BEGIN CERTIFICATE-----", "----- BEGIN CERTIFICATE -----");
    reads("spaces around the words", apart, leaf, &["dash-count-corrected"]);
    reads("END not at the start", s.leaf_pem.replace("-----END", " -----END"), leaf, &["pem-end-line-damaged"]);
    reads("PKCS7 for a certificate", relabel("PKCS7"), leaf, &["pem-label-mismatch"]);
    reads("PRIVATE KEY for a certificate", relabel("PRIVATE KEY"), leaf, &["pem-label-mismatch"]);
    reads("unknown words", relabel("SERVER THING"), leaf, &["pem-label-unknown"]);
    let key = read_one(s.key.replace("PRIVATE KEY", "CERTIFICATE"));
    assert_eq!(count(&key, "private-key"), 1);
    assert!(ids(&key).contains("pem-label-mismatch"));
}

#[test]
fn locked_keys_keep_their_headers_in_every_shape() {
    let key = String::from_utf8(scenario("key-traditional-encrypted/server.key")).unwrap();
    for (what, text) in [
        ("as written", key.clone()),
        ("CRLF", key.replace('\n', "\r\n")),
        ("CR only", key.replace('\n', "\r")),
        ("indented", each_line(&key, |_, l| format!("    {l}"))),
        ("JSON", format!("{{\"key\":\"{}\"}}", key.replace('\n', "\\n"))),
        ("spaces for line breaks", key.replace('\n', " ")),
        ("quoted", each_line(&key, |_, l| format!("> {l}"))),
        ("HTML", format!("<pre>{}</pre>", key.replace('\n', "<br>"))),
        ("UTF-16", String::from_utf8_lossy(&utf16(&key, u16::to_le_bytes)).into_owned()),
        ("Base64", base64(key.as_bytes())),
    ] {
        let opened = read(&[input("server.key", text.clone().into_bytes(), Some("Geheim-2026"))]);
        assert_eq!(count(&opened, "private-key"), 1, "{what}: {:?}", ids(&opened));
        let locked = read_one(text);
        assert_eq!(locked.items[0].content.kind(), "encrypted-private-key", "{what}");
        assert_eq!(locked.inputs[0].password, PasswordState::Needed, "{what}");
    }
}

#[test]
fn base64_and_hexadecimal_without_lines() {
    let s = samples();
    let leaf = &s.both[..1];
    let flat = base64(&s.leaf);
    let url = flat.trim_end_matches('=').replace('+', "-").replace('/', "_");
    let dump = |line: &dyn Fn(usize, &[u8]) -> String| -> String {
        s.leaf.chunks(16).enumerate().map(|(i, c)| line(16 * i, c) + "\n").collect()
    };
    let joined = |c: &[u8], by: &str| c.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(by);
    for (what, text, notes) in [
        ("one line", flat.clone(), &["pem-lines-missing"][..]),
        ("wrapped", wrapped(&flat, 64, "\n"), &["pem-lines-missing"]),
        ("wrapped with CRLF and indentation", wrapped(&flat, 76, "\r\n    "), &["pem-lines-missing"]),
        ("URL alphabet", url, &["pem-lines-missing", "base64-url-alphabet"]),
        ("x5c", format!("{{\"keys\":[{{\"kty\":\"RSA\",\"x5c\":[\"{flat}\"]}}]}}"), &["pem-lines-missing"]),
        (
            "SAML metadata",
            format!("<?xml version=\"1.0\"?>\n<ds:X509Certificate>\n{}</ds:X509Certificate>", wrapped(&flat, 76, "\n")),
            &["pem-lines-missing"],
        ),
        (
            "kubeconfig",
            format!(
                "clusters:\n- cluster:\n    certificate-authority-data: {}\n    server: https://x\n",
                base64(s.leaf_pem.as_bytes())
            ),
            &["base64-layer-removed"],
        ),
        ("Base64 of PEM, wrapped", wrapped(&base64(s.leaf_pem.as_bytes()), 76, "\n"), &["base64-layer-removed"]),
        ("Base64 twice", base64(base64(s.leaf_pem.as_bytes()).as_bytes()), &["base64-layer-removed"]),
        ("Base64 of Base64 of DER", base64(flat.as_bytes()), &["base64-layer-removed", "pem-lines-missing"]),
        (
            "PEM around Base64 of PEM",
            format!(
                "-----BEGIN CERTIFICATE-----\n{}-----END CERTIFICATE-----\n",
                wrapped(&base64(s.leaf_pem.as_bytes()), 64, "\n")
            ),
            &["base64-layer-removed"],
        ),
        ("data URI", format!("data:application/x-x509-ca-cert;base64,{flat}"), &["pem-lines-missing"]),
        ("hexadecimal", joined(&s.leaf, ""), &["hex-decoded"]),
        ("hexadecimal in JSON", format!("{{\"der\": \"{}\"}}", joined(&s.leaf, "")), &["hex-decoded"]),
        ("hexadecimal with colons", dump(&|_, c| joined(c, ":") + ":"), &["hex-decoded"]),
        ("hexdump -C", dump(&|at, c| format!("{at:08x}  {}  |................|", joined(c, " "))), &["hex-decoded"]),
        (
            "xxd",
            dump(&|at, c| {
                format!("{at:08x}: {}  0.. ab..cd..ef..", c.chunks(2).map(|p| joined(p, "")).collect::<Vec<_>>().join(" "))
            }),
            &["hex-decoded"],
        ),
        ("C array", dump(&|_, c| c.iter().map(|b| format!("0x{b:02X},")).collect()), &["hex-decoded"]),
    ] {
        reads(what, text, leaf, notes);
    }
    let two = format!("{{\"x5c\":[\"{flat}\",\"{flat}\"]}}");
    reads("two in one list", two, &[leaf[0].clone(), leaf[0].clone()], &["pem-lines-missing"]);
    reads("one value per line", format!("{flat}\n{flat}\n"), &[leaf[0].clone(), leaf[0].clone()], &["pem-lines-missing"]);
    let secret = format!("data:\n  tls.crt: {}\n  tls.key: {}\n", base64(s.pem.as_bytes()), base64(s.key.as_bytes()));
    let secret = reads("Kubernetes secret", secret, &s.both, &["base64-layer-removed"]);
    assert_eq!(count(&secret, "private-key"), 1);
    let pfx = std::fs::read(super::support::corpus("pfx").join("certtool-3des-pkcs12.p12")).unwrap();
    let vault = read_one(base64(&pfx));
    assert_eq!(vault.items[0].content.kind(), "pkcs12", "{:?}", ids(&vault));
    assert!(ids(&vault).contains("pem-lines-missing"));
}

#[test]
fn several_shapes_in_one_file() {
    let s = samples();
    let second = &s.pem[s.leaf_pem.len()..];
    let mixed = format!("tls.crt: {}\nca.crt: |\n{}", base64(s.leaf_pem.as_bytes()), each_line(second, |_, l| format!("  {l}")));
    reads("Base64 value and YAML block", mixed, &s.both, &["base64-layer-removed", "indentation-removed"]);
    let der = [&s.leaf[..], b"\r\n\r\n"].concat();
    let trailing = reads("DER with bytes after it", der, &s.both[..1], &["trailing-data"]);
    let note = &trailing.items[0].notes[0];
    assert_eq!((note.at.unwrap().from, note.at.unwrap().to, &*note.detail), (s.leaf.len(), s.leaf.len() + 4, "4 bytes"));
    reads("DER after DER", [&s.leaf[..], &s.leaf[..]].concat(), &[s.both[0].clone(), s.both[0].clone()], &["der-concatenated"]);
    reads("DER cut off", s.leaf[..500].to_vec(), &[], &["der-truncated"]);
}

#[test]
fn other_files_are_named() {
    let padded = |head: &[u8]| [head, &[0x55; 200]].concat();
    for (what, bytes, format, problem) in [
        ("empty", vec![], "empty", "file-empty"),
        ("blanks", b" \r\n\n\t".to_vec(), "empty", "file-blank"),
        ("zeros", vec![0; 4096], "empty", "file-zeros"),
        ("PNG", padded(b"\x89PNG\r\n\x1a\n"), "image", "file-image"),
        ("JPEG", padded(b"\xff\xd8\xff\xe0"), "image", "file-image"),
        ("PDF", padded(b"%PDF-1.7\n"), "pdf", "file-document"),
        ("Word", padded(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "document", "file-document"),
        ("gzip", padded(b"\x1f\x8b\x08"), "archive", "file-archive"),
        ("ELF", padded(b"\x7fELF"), "program", "file-program"),
        ("PE", padded(b"MZ\x90\x00"), "program", "file-program"),
        ("SQLite", padded(b"SQLite format 3\0"), "database", "file-database"),
        ("HTML", b"\n <!DOCTYPE html><html><title>Sign in</title></html>".to_vec(), "html", "file-html"),
        ("text", b"Please find the certificate attached.\n".to_vec(), "text", "file-no-certificate"),
        ("binary", (0..=255).cycle().skip(1).take(2000).collect(), "binary", "file-unknown"),
        ("SSH key", b"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC me@host\n".to_vec(), "ssh-public-key", "ssh-public-key"),
        ("PuTTY key", b"PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n".to_vec(), "putty-key", "putty-key"),
        (
            "JWK",
            b"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}".to_vec(),
            "jwk",
            "jwk-without-certificate",
        ),
        ("SEQUENCE of nothing known", [&[0x30, 0x82, 1, 0][..], &[7; 256]].concat(), "der", "contents-unknown"),
        (
            "OpenSSH key",
            b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE KEY-----\n".to_vec(),
            "pem",
            "openssh-private-key",
        ),
        ("SSH2 key", b"---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----\n".to_vec(), "pem", "ssh-public-key"),
        (
            "PGP",
            b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n".to_vec(),
            "pem",
            "openpgp",
        ),
    ] {
        let reading = read_one(bytes);
        assert_eq!(reading.inputs[0].format, format, "{what}");
        assert_eq!(reading.inputs[0].error.as_ref().map(|e| e.id), Some(problem), "{what}");
        assert_eq!(reading.items.len(), 1, "{what}");
        assert_eq!(reading.items[0].content.kind(), "unrecognised", "{what}");
    }
}

#[test]
fn the_card_counts_what_is_there() {
    let s = samples();
    let reading = read_one(s.key.clone() + &s.pem);
    let facts: Vec<_> = reading.inputs[0].facts.iter().map(|f| (f.label, f.value.as_str())).collect();
    assert_eq!(reading.inputs[0].title, "PEM text");
    assert_eq!(facts, [("Certificates", "2"), ("Private keys", "1")]);
}

#[test]
fn every_note_has_one_sentence() {
    let mut seen = std::collections::BTreeSet::new();
    for kind in certlens::input::NOTES {
        assert!(seen.insert(kind.id), "{} is registered twice", kind.id);
        assert!(kind.message.ends_with(['.', 'T', 'D', 'E', 's', 'x']) || kind.message.contains(": "), "{}", kind.id);
        assert!(kind.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", kind.id);
        assert!(!kind.message.split(|c: char| !c.is_alphanumeric()).any(|w| w.eq_ignore_ascii_case("valid")), "{}", kind.id);
    }
}
