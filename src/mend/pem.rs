//! PEM text (RFC 7468): 64 columns, line feeds.

use zeroize::Zeroize;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Octets that make a line of 64 characters.
const LINE: usize = 48;

/// Appends one block.
pub fn write(label: &str, der: &[u8], out: &mut String) {
    // Enough room at once: a buffer that grows would leave copies of a key behind.
    let needed = out.len() + der.len().div_ceil(3) * 4 + der.len().div_ceil(LINE) + 2 * label.len() + 34;
    if out.capacity() < needed {
        let mut larger = String::with_capacity(needed * 2);
        larger.push_str(out);
        out.zeroize();
        *out = larger;
    }
    for part in ["-----BEGIN ", label, "-----\n"] {
        out.push_str(part);
    }
    for line in der.chunks(LINE) {
        for group in line.chunks(3) {
            encode(group, out);
        }
        out.push('\n');
    }
    for part in ["-----END ", label, "-----\n"] {
        out.push_str(part);
    }
}

fn encode(group: &[u8], out: &mut String) {
    let octet = |i: usize| u32::from(group.get(i).copied().unwrap_or_default());
    let bits = octet(0) << 16 | octet(1) << 8 | octet(2);
    for position in 0..4 {
        let index = (bits >> (18 - 6 * position) & 0x3f) as usize;
        let written = position <= group.len();
        out.push(if written { ALPHABET.get(index).copied().map_or('=', char::from) } else { '=' });
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn lines_of_64_columns_and_padding() {
        // RFC 4648 section 10.
        for (plain, coded) in [("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")] {
            let mut out = String::new();
            write("X", plain.as_bytes(), &mut out);
            assert_eq!(out, format!("-----BEGIN X-----\n{coded}\n-----END X-----\n"));
        }
        let mut out = String::new();
        write("CERTIFICATE", &[0xff; 100], &mut out);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.iter().map(|l| l.len()).collect::<Vec<_>>(), [27, 64, 64, 8, 25]);
        write("CERTIFICATE", &[], &mut out);
        assert!(out.ends_with("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"));
    }
}
