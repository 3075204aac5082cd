//! Transcripts as the programs print them, cut to what matters.

use crate::evidence::statement::{Handle, Observation, Says};
use crate::evidence::testing;

/// What a text says, in short words.
fn said(text: &str) -> Vec<String> {
    let (evidence, _) = testing::read(&[("pasted", text.as_bytes())]);
    evidence.statements.iter().map(|s| format!("{} {}", s.kind, short(&s.says))).collect()
}

fn short(says: &Says) -> String {
    let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    match says {
        Says::Host { name, role } => format!("host {name} {role:?}"),
        Says::File { name, seat, .. } => format!("file {name} {seat:?}"),
        Says::Server { id, .. } => format!("server {id}"),
        Says::Seat { item, seat, server } => format!("item {item} {seat:?} of {}", word(server)),
        Says::Handle { handle, seat, server } => {
            let Handle { sha256, sha1, spki_sha256, serial, subject, size, .. } = handle;
            let hash = [sha256, sha1, spki_sha256].into_iter().flatten().next().map(|h| h[..8].to_owned());
            let size = size.map_or_else(|| "-".to_owned(), |n| n.to_string());
            format!("handle {} {} {} {size} {seat:?} of {}", word(&hash), word(serial), word(subject), word(server))
        }
        Says::Observed(Observation { said, target, code, also, server, host, .. }) => {
            format!("{said:?} {} {} {} of {} as {}", target.unwrap_or("-"), word(code), also.join("+"), word(server), word(host))
        }
        Says::Hole { what, .. } => format!("hole {what}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn s_client_brief_old_names_and_two_runs() {
    let brief = "$ openssl s_client -brief -connect [2001:db8::4]:8443 -servername a.example -verify_hostname b.example\n\
                 verify error:num=62:hostname mismatch\nCONNECTION ESTABLISHED\nProtocol version: TLSv1.3\n\
                 Peer certificate: CN=a.example\nVerification error: hostname mismatch\n";
    assert_eq!(
        said(brief),
        [
            "s_client server 2001:db8::4",
            "s_client host b.example Client",
            "s_client host a.example Sni",
            "s_client handle - - CN=a.example - Some(Server) of 2001:db8::4",
            "s_client Rejected openssl 62  of 2001:db8::4 as b.example",
        ]
    );
    let old = "CONNECTED(00000003)\ndepth=0 /C=US/CN=a.example\nverify error:num=20:unable to get local issuer certificate\n\
               verify return:1\n---\nCertificate chain\n 0 s:/C=US/CN=a.example\n   i:/CN=I\n---\nServer certificate\n[redacted]\n\
               subject=/C=US/CN=a.example\nissuer=/CN=I\n---\nSSL handshake has read 9 bytes and written 9 bytes\n---\n\
               SSL-Session:\n    Master-Key: 5EC2E7\n    Verify return code: 21 (unable to verify the first certificate)\n---\n";
    let two = format!("{old}DONE\n{old}");
    let one = ["s_client handle - - /C=US/CN=a.example - Some(Server) of -", "s_client Rejected openssl 21 20 of - as -"];
    assert_eq!(said(old), one);
    assert_eq!(said(&two), [one, one].concat());
    assert_eq!(said("Verify return code: 10 (certificate has expired)"), ["s_client Rejected openssl 10  of - as -"]);
    // It went as far as TLS and no further: nothing is said of a certificate.
    assert!(
        said("CONNECTED(00000003)\nno peer certificate available\n---\nVerify return code: 0 (ok)\n")
            .iter()
            .all(|s| !s.contains("Accepted"))
    );
}

#[test]
fn verify_and_x509_of_openssl() {
    let text = "$ openssl verify -CAfile ca/root.pem -untrusted chain.pem -verify_hostname a.example leaf.pem\nleaf.pem: OK\n\
                $ openssl x509 -noout -fingerprint -sha256 -serial -in leaf.pem\nsha256 Fingerprint=AA:BB:CC:DD:00:00:00:00:00:00:00:00:\
                00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:01\nserial=0A1B\n";
    assert_eq!(
        said(text),
        [
            "openssl-verify file ca/root.pem Trust",
            "openssl-verify file leaf.pem Server",
            "openssl-verify file chain.pem Server",
            "openssl-verify host a.example Client",
            "openssl-verify Accepted openssl -  of - as a.example",
            "openssl-x509 handle aabbccdd a1b - - None of -",
        ]
    );
    assert_eq!(
        said("CN = x\nerror 10 at 1 depth lookup:certificate has expired\nerror f.pem: verification failed\n")[1],
        "openssl-verify Rejected openssl 10  of - as -"
    );
}

#[test]
fn curl_of_several_builds() {
    let gnutls = "$ curl -v https://a.example/\n*   Trying 10.0.0.4:443...\n* Connected to a.example (10.0.0.4) port 443 (#0)\n\
                  * found 139 certificates in /etc/ssl/certs/ca-certificates.crt\n* server certificate verification failed. CAfile: \
                  /etc/ssl/certs/ca-certificates.crt CRLfile: none\ncurl: (60) server certificate verification failed. CAfile: x CRLfile: none\n\
                  More details here: https://curl.se/docs/sslcerts.html\n";
    assert_eq!(said(gnutls)[..2], ["curl server 10.0.0.4", "curl host a.example Client"]);
    assert!(said(gnutls).iter().any(|s| s == "error-text Rejected curl 60  of 10.0.0.4 as a.example"), "{:?}", said(gnutls));
    let newest = "* Established connection to a.example (10.0.0.4 port 443) from 10.0.0.9 port 5\n* TLSv1.2 (IN), TLS handshake, \
                  Certificate (11):\n{ [534 bytes data]\n* SSL certificate problem: self-signed certificate in certificate chain\n";
    assert_eq!(
        said(newest),
        [
            "curl server 10.0.0.4",
            "curl host a.example Client",
            "curl handle - - - 534 None of 10.0.0.4",
            "error-text Rejected curl 60 19 of 10.0.0.4 as a.example",
        ]
    );
    let secret = "* Connected to a.example (10.0.0.4) port 443\n> GET / HTTP/1.1\n> Authorization: Bearer hunter2\n< Set-Cookie: s=hunter2\n\
                  * SSL certificate problem: certificate has expired\n";
    assert!(said(secret).iter().all(|s| !s.contains("hunter2")));
}

#[test]
fn keytool_in_two_languages_and_its_short_form() {
    let print = "Zertifikat Nr. 0\nEigent\u{fc}mer: CN=a.example\nAussteller: CN=I\nSeriennummer: 0a1b\n\
                 Zertifikat-Fingerprints:\n\t SHA1: 11:22:33:44:55:66:77:88:99:00:11:22:33:44:55:66:77:88:99:00\n";
    assert_eq!(said(print), ["keytool-printcert handle 11223344 a1b CN=a.example - Some(Server) of -"]);
    let short = "$ keytool -list -keystore t.jks -storepass hunter2\nKeystore type: JKS\n\nYour keystore contains 1 entry\n\n\
                 root, Nov 28, 2026, trustedCertEntry, \nCertificate fingerprint (SHA-256): \
                 AA:BB:CC:DD:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:01\n";
    assert_eq!(said(short), ["keytool-list handle aabbccdd - - - Some(Trust) of -"]);
}

#[test]
fn logs_of_java_old_and_new() {
    let new = "javax.net.ssl|DEBUG|10|main|2026-11-28 12:00:00.000 UTC|X509TrustManagerImpl.java:79|adding as trusted certificates (\n\
               \x20 \"certificate\" : {\n    \"version\"            : \"v3\",\n    \"serial number\"      : \"01F2\",\n\
               \x20   \"subject\"            : \"CN=Root\",\n  }\n)\n\
               javax.net.ssl|DEBUG|10|main|2026-11-28 12:00:00.100 UTC|ClientHello.java:641|Produced ClientHello handshake message (\n\
               \"ClientHello\": {\n    \"server_name (0)\": {\n      type=host_name (0), value=a.example\n    },\n}\n)\n\
               javax.net.ssl|DEBUG|10|main|2026-11-28 12:00:00.200 UTC|CertificateMessage.java:1148|Consuming server Certificate handshake message (\n\
               \"Certificate\": {\n  \"certificate_list\": [\n  {\n    \"certificate\" : {\n      \"serial number\"      : \"0A1B\",\n\
               \x20     \"issuer\"             : \"CN=I\",\n      \"subject\"            : \"CN=a.example\",\n    }\n  }]\n}\n)\n";
    assert_eq!(
        said(new),
        [
            "java-net-debug host a.example Client",
            "java-net-debug handle - 1f2 CN=Root - Some(Trust) of -",
            "java-net-debug handle - a1b CN=a.example - Some(Server) of -",
        ]
    );
    let old = "adding as trusted cert:\n  Subject: CN=Root\n  Issuer:  CN=Root\n  Algorithm: RSA; Serial number: 0x1f2\n\
               *** ClientHello, TLSv1.2\nExtension server_name, server_name: [type=host_name (0), value=a.example]\n***\n\
               *** Certificate chain\nchain [0] = [\n[\n  Version: V3\n  Subject: CN=a.example\n  Issuer: CN=I\n  SerialNumber: [    0a1b]\n]\n***\n";
    assert_eq!(
        said(old),
        [
            "java-net-debug host a.example Client",
            "java-net-debug handle - 1f2 CN=Root - Some(Trust) of -",
            "java-net-debug handle - a1b CN=a.example - Some(Server) of -",
        ]
    );
}

#[test]
fn scanners_and_windows() {
    let nmap = "Nmap scan report for 10.0.0.4\nPORT     STATE SERVICE\n8443/tcp open  https-alt\n| ssl-cert: Subject: commonName=a.example\n\
                | Issuer: commonName=I\n|_SHA-1: 1122 3344 5566 7788 9900 1122 3344 5566 7788 9900\n";
    assert_eq!(said(nmap)[1], "nmap handle 11223344 - commonName=a.example - Some(Server) of 10.0.0.4:8443");
    let sslscan = "<?xml version=\"1.0\"?>\n<document title=\"SSLScan Results\" version=\"2.0.7\">\n <ssltest host=\"10.0.0.4\" sniname=\"a.example\" \
                   port=\"443\">\n  <certificates>\n   <certificate type=\"short\">\n    <subject><![CDATA[a.example]]></subject>\n\
                   \x20   <issuer><![CDATA[I]]></issuer>\n   </certificate>\n  </certificates>\n </ssltest>\n</document>\n";
    assert_eq!(
        said(sslscan),
        [
            "sslscan-xml server 10.0.0.4",
            "sslscan-xml host a.example Client",
            "sslscan-xml handle - - a.example - Some(Server) of 10.0.0.4"
        ]
    );
    let netsh = "SSL Certificate bindings: \n------------------------- \n\n    Hostname:port                : www.a.example:443 \n\
                 \x20   Certificate Hash             : 1122334455667788990011223344556677889900 \n    Application ID               : {4dc3e181-e14b-4a21-b022-59fc669b0914} \n";
    assert_eq!(
        said(netsh),
        [
            "netsh-sslcert server www.a.example:443",
            "netsh-sslcert host www.a.example Client",
            "netsh-sslcert handle 11223344 - - - Some(Server) of www.a.example:443",
        ]
    );
    let certutil = "C:\\>certutil -store Root\nRoot \"Vertrauensw\u{fc}rdige Stammzertifizierungsstellen\"\n================ Zertifikat 0 ================\n\
                    Seriennummer: 0a1b0a1b0a1b\nAussteller: CN=R, O=X\n Nicht vor: 01.01.2021 01:00\nAntragsteller: CN=R, O=X\n\
                    Zertifikathash(sha1): 11 22 33 44 55 66 77 88 99 00 11 22 33 44 55 66 77 88 99 00\nCertUtil: -store command completed successfully.\n";
    assert_eq!(said(certutil), ["certutil-store handle 11223344 a1b0a1b0a1b CN=R, O=X - Some(Trust) of -"]);
}

#[test]
fn pages_of_browsers_in_other_languages() {
    let chrome = "Dies ist keine sichere Verbindung\nHacker k\u{f6}nnten versuchen, Ihre Daten von web.a.example zu stehlen, zum Beispiel \
                  Passw\u{f6}rter.\nNET::ERR_CERT_DATE_INVALID\nSubject: web.a.example\n";
    assert_eq!(
        said(chrome),
        [
            "chrome-page server web.a.example",
            "chrome-page host web.a.example Client",
            "error-text Rejected chrome ERR_CERT_DATE_INVALID  of web.a.example as web.a.example",
        ]
    );
    let firefox = "https://a.example/x\n\nEin Satz, den niemand kennt.\n\nHTTP Strict Transport Security: false\nHTTP Public Key Pinning: false\n\nZertifikatskette:\n";
    assert_eq!(
        said(firefox)[1..],
        ["firefox-page host a.example Client", "firefox-page Rejected firefox -  of a.example as a.example"]
    );
    let newer = "Error code: SEC_ERROR_UNKNOWN_ISSUER\n\nhttps://a.example/\n";
    assert!(said(newer).iter().any(|s| s.contains("Rejected firefox SEC_ERROR_UNKNOWN_ISSUER")));
}

#[test]
fn documents_of_tools() {
    let tshark = r#"[{"_index":"x","_source":{"layers":{"ip":{"ip.src":"10.0.0.4","ip.dst":"10.0.0.9"},"tcp":{"tcp.srcport":"443","tcp.dstport":"5"},
        "tls":{"tls.record":[{"tls.handshake":{"tls.handshake.certificates":{"tls.handshake.certificate":"30:82:02:08"}}}]}}}}]"#;
    assert_eq!(said(tshark)[0], "tshark-json server 10.0.0.4:443");
    let net = r#"{"constants":{"logEventTypes":{"X":1}},"events":[{"params":{"host":"a.example:443","certificates":["junk"]}},{"params":{"net_error":-200}}]}"#;
    assert_eq!(
        said(net),
        [
            "chrome-net-export host a.example Client",
            "chrome-net-export Rejected chrome ERR_CERT_COMMON_NAME_INVALID  of a.example as a.example",
        ]
    );
    let sslyze = r#"{"server_scan_results":[{"server_location":{"hostname":"a.example","ip_address":"10.0.0.4","port":443},"scan_result":{"certificate_info":
        {"result":{"hostname_used_for_server_name_indication":"a.example","certificate_deployments":[{"received_certificate_chain":[{"as_pem":"cut"}],
        "path_validation_results":[{"was_validation_successful":false,"openssl_error_string":"unable to get local issuer certificate"}]}]}}}}]}"#;
    assert_eq!(
        said(sslyze),
        [
            "sslyze-json server 10.0.0.4",
            "sslyze-json host a.example Client",
            "sslyze-json hole A certificate of the chain.",
            "sslyze-json Rejected openssl 20  of 10.0.0.4 as a.example",
        ]
    );
}
