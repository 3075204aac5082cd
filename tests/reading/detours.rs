//! Files that came a long way: through terminals, logs, shells, form decoders, editors and other programs' printing.

use super::read_one;
use super::shapes::{each_line, reads, samples, utf16, wrapped};
use super::support::to_base64;

#[test]
fn a_continued_line_may_begin_with_any_digit_of_base64() {
    let s = samples();
    // Lines of every length, so that one of them begins with +.
    for width in 40..70 {
        let body = wrapped(&to_base64(&s.leaf), width, " \\\n");
        let text = format!("-----BEGIN CERTIFICATE----- \\\n{body}-----END CERTIFICATE-----\n");
        reads("backslashes", text, &s.both[..1], &["string-quotes-removed"]);
    }
}

#[test]
fn what_stands_before_each_line_may_count() {
    let s = samples();
    for (what, text) in [
        ("log with times", each_line(&s.pem, |i, l| format!("2026-01-02T03:04:{:02}.123Z web-1 {l}", i % 60))),
        ("system log", each_line(&s.pem, |i, l| format!("Jan  2 03:04:{:02} host app[123]: {l}", i % 60))),
        ("grep -n", each_line(&s.pem, |i, l| format!("chain.pem:{}:{l}", i + 7))),
        ("the same each time", each_line(&s.pem, |_, l| format!("12 | {l}"))),
    ] {
        let note = if what.starts_with("the") { "line-numbers-removed" } else { "line-prefix-removed" };
        reads(what, text, &s.both, &[note]);
    }
}

#[test]
fn terminals_and_editors() {
    let s = samples();
    let colours = each_line(&s.pem, |_, l| format!("\u{1b}[32m{l}\u{1b}[0m"));
    reads("colours", colours, &s.both, &["invisible-characters-removed", "line-prefix-removed"]);
    let frame = each_line(&s.pem, |_, l| format!("\u{2502} {l:64} \u{2502}"));
    let frame = read_one(frame);
    assert_eq!(super::certificates(&frame), s.both, "frame");
    let rich = format!("{{\\rtf1\\ansi {}}}", s.pem.replace('\n', "\\par\n"));
    reads("rich text", rich, &s.both, &["escapes-decoded"]);
    reads("percent twice", s.pem.replace('+', "%252B").replace('\n', "%250A"), &s.both, &["percent-encoding-decoded"]);
}

/// `+` is a blank in a form.
#[test]
fn forms_make_blanks_of_plus_signs() {
    let s = samples();
    assert!(s.leaf_pem.contains('+'));
    let (begin, rest) = s.leaf_pem.split_at(28);
    let (body, end) = rest.split_at(rest.find("-----END").unwrap());
    reads("form", [begin, &body.replace('+', " "), end].concat(), &s.both[..1], &["plus-signs-restored"]);
}

#[test]
fn more_dumps() {
    let s = samples();
    let leaf = &s.both[..1];
    let lines = |line: &dyn Fn(usize, &[u8]) -> String| {
        s.leaf.chunks(16).enumerate().map(|(i, c)| line(16 * i, c) + "\r\n").collect::<String>()
    };
    let hex = |c: &[u8]| c.iter().map(|b| format!(" {b:02x}")).collect::<String>();
    reads("od", lines(&|at, c| format!("{at:07o}{}", hex(c))), leaf, &["hex-decoded"]);
    reads("certutil", lines(&|at, c| format!("    {at:04x} {:<49}   0..0.....", hex(c))), leaf, &["hex-decoded"]);
    let array = |c: &[u8]| c.iter().map(|b| format!("0x{b:02x}, ")).collect::<String>() + "/* 0..0.... */";
    reads("Wireshark's array", lines(&|_, c| array(c)), leaf, &["hex-decoded"]);
    let list = |by: &str, one: fn(&u8) -> String| s.leaf.iter().map(one).collect::<Vec<_>>().join(by);
    for (what, text) in [
        ("PowerShell", list("\r\n", u8::to_string)),
        ("Java", format!("[{}]", list(", ", |b| b.cast_signed().to_string()))),
        ("Node.js", format!("{{\"type\":\"Buffer\",\"data\":[{}]}}", list(",", u8::to_string))),
    ] {
        reads(what, text, leaf, &["decimal-decoded"]);
    }
}

#[test]
fn more_base64() {
    let s = samples();
    // The alphabet for URLs has the dash, so that two may follow each other.
    let dashes = [&s.leaf[..600], &[0xfb, 0xe0, 0].repeat(20), &s.leaf[660..]].concat();
    let url = to_base64(&dashes).trim_end_matches('=').replace('+', "-").replace('/', "_");
    assert!(url.contains("--"));
    let reading = read_one(url);
    assert_eq!((reading.items[0].content.kind(), &reading.items[0].error), ("certificate", &None));
    for join in ["\"\n\"", "\" +\n    \"", "\" .\n\""] {
        let literal = format!("x = \"{}\";", wrapped(&to_base64(&s.leaf), 64, join).trim_end_matches(join));
        reads("string literals", literal, &s.both[..1], &["pem-lines-missing"]);
    }
}

/// PowerShell's `>>` appends UTF-16 to whatever is there; other programs append one byte for a character.
#[test]
fn texts_of_two_widths() {
    let s = samples();
    let (first, second) = s.pem.split_at(s.leaf_pem.len());
    let wide = |text: &str| utf16(&text.replace('\n', "\r\n"), u16::to_le_bytes);
    let marked = |text: &str| [vec![0xff, 0xfe], wide(text)].concat();
    let notes = ["byte-order-mark-removed", "encodings-mixed", "wide-text-decoded"];
    reads("wide, narrow", [marked(first), second.into()].concat(), &s.both, &notes);
    reads("narrow, wide", [first.into(), wide(second)].concat(), &s.both, &notes[1..]);
    reads("narrow, mark, wide", [first.into(), marked(second)].concat(), &s.both, &notes);
    let short = read_one([b"-\0-\0-\0-\0-\0-\0-\0-\0-\0".to_vec(), s.pem.into()].concat());
    assert_eq!(super::certificates(&short), s.both);
}

#[test]
fn der_and_text_in_one_file() {
    let s = samples();
    let second = &s.pem[s.leaf_pem.len()..];
    reads("DER, PEM", [&s.leaf[..], b"\n", second.as_bytes()].concat(), &s.both, &["der-in-text"]);
    let twice = [s.both[0].clone(), s.both[0].clone()];
    reads("DER, line break, DER", [&s.leaf[..], b"\r\n", &s.leaf].concat(), &twice, &["der-concatenated"]);
    let turned = [s.both[1].clone(), s.both[0].clone()];
    let text = [second.as_bytes(), &s.leaf].concat();
    let reading = reads("PEM, DER", text, &turned, &["der-in-text"]);
    let range = reading.items[1].range;
    assert_eq!((range.from, range.to), (second.len(), second.len() + s.leaf.len()));
}

#[test]
fn what_a_file_is_instead() {
    let s = samples();
    let text: String = s.leaf.iter().map(|byte| char::from(*byte)).collect();
    let feeds: Vec<u8> = s.leaf.iter().flat_map(|&b| if b == b'\n' { vec![b'\r', b'\n'] } else { vec![b] }).collect();
    let feeds = if feeds.len() > s.leaf.len() + 1 { feeds } else { [&feeds[..], b"\r\n\r\n"].concat() };
    for (what, bytes, problem) in [
        (
            "openssl x509 -noout -text",
            b"Certificate:\n    Data:\n    Signature Algorithm: ecdsa-with-SHA256\n".to_vec(),
            "certificate-description",
        ),
        (
            "openssl asn1parse",
            b"    0:d=0  hl=4 l= 651 cons: SEQUENCE\n    4:d=1  hl=4 l= 560 cons: SEQUENCE\n".to_vec(),
            "certificate-description",
        ),
        ("Ansible Vault", b"$ANSIBLE_VAULT;1.1;AES256\n6638653465\n".to_vec(), "file-encrypted"),
        ("SOPS", b"tls.key: ENC[AES256_GCM,data:abc=,iv:x=,tag:y=,type:str]\n".to_vec(), "file-encrypted"),
        ("age", b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n".to_vec(), "file-encrypted"),
        ("WireGuard", b"[Interface]\nPrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\n".to_vec(), "other-secret"),
        (
            "OpenVPN",
            b"-----BEGIN OpenVPN Static key V1-----\n00112233445566778899aabbccddeeff\n-----END OpenVPN Static key V1-----\n"
                .to_vec(),
            "other-secret",
        ),
        ("SST", [b"\0\0\0\0CERT".to_vec(), vec![7; 400]].concat(), "key-store-elsewhere"),
        ("PVK", [vec![0x1e, 0xf1, 0xb5, 0xb0], vec![7; 400]].concat(), "key-store-elsewhere"),
        ("keychain", [b"kych\0\x01\0\0".to_vec(), vec![7; 400]].concat(), "key-store-elsewhere"),
        ("tar", [&[b'a'; 257][..], b"ustar\0", &[b'a'; 249], s.pem.as_bytes()].concat(), "file-archive"),
        ("DER as UTF-8", text.clone().into_bytes(), "binary-as-text"),
        ("DER through a string", String::from_utf8_lossy(&s.leaf).into_owned().into_bytes(), "binary-as-text"),
        ("DER by FTP in text mode", [&feeds[..2], &[0xff], &feeds[3..]].concat(), "binary-as-text"),
    ] {
        let reading = read_one(bytes);
        assert_eq!(reading.inputs[0].error.as_ref().map(|e| e.id), Some(problem), "{what}");
    }
}
