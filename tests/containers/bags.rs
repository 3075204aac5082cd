//! PKCS #7 bags and ZIP archives.

use super::*;

/// File, certificates, revocation lists; as `openssl pkcs7 -print_certs` of OpenSSL 3.0 lists them.
const PKCS7: [(&str, usize, usize); 23] = [
    ("asn1js/examples/sig-p256-ber.p7m", 1, 0),
    ("asn1js/examples/sig-rsa1024-sha1.p7s", 1, 0),
    ("boringssl/crypto/pkcs7/test/nss.p7c", 3, 0),
    ("boringssl/crypto/pkcs7/test/sign_sha256_cert2.p7s", 0, 0),
    ("boringssl/crypto/pkcs7/test/windows.p7c", 1, 0),
    ("certigo/test-certs/example-leaf.p7b", 1, 0),
    ("certigo/test-certs/example-name-constraints.p7b", 1, 0),
    ("certigo/test-certs/example-root-bad-ku.p7b", 1, 0),
    ("cryptography_vectors/pkcs7/amazon-roots.p7b", 2, 0),
    ("dotnet-assets/src/System.Net.TestData/TestData/contoso.com.p7b", 2, 0),
    ("dotnet-assets/src/System.Net.TestData/TestData/testclienteku.contoso.com.p7b", 2, 0),
    ("dotnet-assets/src/System.Net.TestData/TestData/testselfsignedclienteku.contoso.com.p7b", 1, 0),
    ("dotnet-assets/src/System.Net.TestData/TestData/testservereku.contoso.com.p7b", 2, 0),
    ("dotnet-assets/src/System.Security.Cryptography.X509Certificates.TestData/TestData/certchain.p7b", 3, 0),
    ("dotnet-assets/src/System.Security.Cryptography.X509Certificates.TestData/TestData/certchain.p7c", 3, 0),
    ("dotnet-assets/src/System.Security.Cryptography.X509Certificates.TestData/TestData/empty.p7b", 0, 0),
    ("dotnet-assets/src/System.Security.Cryptography.X509Certificates.TestData/TestData/empty.p7c", 0, 0),
    ("dotnet-assets/src/System.Security.Cryptography.X509Certificates.TestData/TestData/singlecert.p7b", 1, 0),
    ("dotnet-assets/src/System.Security.Cryptography.X509Certificates.TestData/TestData/singlecert.p7c", 1, 0),
    ("openssl/test/testp7.pem", 2, 2),
    ("rustcrypto/cms/tests/examples/pkits.p7b", 2, 0),
    ("rustcrypto/cms/tests/examples/pkits_ee.p7b", 1, 0),
    ("vscode-certviewer/src/test/fixtures/certs/bundle-der.p7b", 2, 0),
];

#[test]
fn pkcs7_of_other_projects() {
    let Some(folder) = support::third_party() else { return };
    for (file, certificates, lists) in PKCS7 {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let reading = read(&bytes, None);
        let counts = count(&reading);
        assert_eq!((counts.certificates, counts.crls), (certificates, lists), "{file}: {reading:?}");
        let notes: Vec<_> = reading.items.iter().flat_map(|item| &item.notes).map(|note| note.id).collect();
        assert_eq!(notes.contains(&"pkcs7-no-order"), certificates > 1, "{file}: {notes:?}");
        assert_eq!(notes.contains(&"pkcs7-empty"), certificates == 0, "{file}: {notes:?}");
        // Each certificate is where the item says it is, in a file that is not Base64.
        for item in reading.items.iter().filter(|_| bytes[0] == 0x30) {
            if let Content::Certificate(der) = &item.content {
                assert_eq!(item.range.of(&bytes), &**der, "{file}");
            }
        }
    }
}

/// An archive of members: name, flags, method, checksum, packed bytes.
fn archive(members: &[(&str, u16, u16, u32, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, flags, method, checksum, packed) in members {
        let local = out.len() as u32;
        let size = packed.len() as u32;
        let mut shared = Vec::new();
        for field in [20, *flags, *method, 0, 0] {
            shared.extend(field.to_le_bytes());
        }
        for field in [*checksum, size, size] {
            shared.extend(field.to_le_bytes());
        }
        shared.extend((name.len() as u16).to_le_bytes());
        shared.extend([0; 2]);
        out.extend(b"PK\x03\x04");
        out.extend(&shared);
        out.extend(name.as_bytes());
        out.extend(*packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&shared);
        directory.extend([0; 10]);
        directory.extend(local.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([(members.len() as u16).to_le_bytes(), (members.len() as u16).to_le_bytes()].concat());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ crc >> 1 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[test]
fn an_archive_as_a_ca_delivers_it() {
    let leaf = std::fs::read(support::corpus("pfx_input").join("leaf.crt")).unwrap();
    let int = std::fs::read(support::corpus("pfx_input").join("int.crt")).unwrap();
    let packed = miniz_oxide::deflate::compress_to_vec(&leaf, 6);
    let readme = b"Thank you for your order. Install the files in this order: ...";
    let zip = archive(&[
        ("order-123/", 0, 0, 0, b""),
        ("order-123/leaf.crt", 0, 8, crc32(&leaf), &packed),
        ("order-123/intermediate.crt", 0, 0, crc32(&int), &int),
        ("order-123/readme.txt", 0, 0, crc32(readme), readme),
        ("order-123/locked.key", 1, 0, 0, b"????"),
        ("order-123/broken.crt", 0, 0, 1, &int),
        ("inner.zip", 0, 0, crc32(b"PK\x03\x04"), b"PK\x03\x04"),
    ]);
    let reading = read(&zip, None);
    assert_eq!(reading.inputs[0].format, "zip");
    assert_eq!(count(&reading).certificates, 2);
    let notes: Vec<_> = reading.inputs[0].notes.iter().map(|note| (note.id, note.detail.as_str())).collect();
    assert_eq!(
        notes,
        [
            ("zip-member-skipped", "order-123/readme.txt"),
            ("zip-member-encrypted", "order-123/locked.key"),
            ("zip-member-damaged", "order-123/broken.crt"),
            ("zip-nested", "inner.zip"),
        ]
    );
    assert!(reading.items[0].facts.iter().any(|fact| fact.value == "order-123/leaf.crt"));
}

#[test]
fn an_archive_that_swells_is_left_alone() {
    let zeros = vec![b'A'; 30 << 20];
    let packed = miniz_oxide::deflate::compress_to_vec(&zeros, 9);
    let zip = archive(&[("bomb.pem", 0, 8, crc32(&zeros), &packed)]);
    let reading = read(&zip, None);
    assert_eq!(reading.inputs[0].notes[0].id, "zip-too-large");
    assert_eq!(count(&reading).certificates, 0);
}
