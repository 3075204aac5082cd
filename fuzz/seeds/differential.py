"""Makes fuzz/seeds/differential: `python3 fuzz/seeds/differential.py` (cryptography 41 or newer). TBSCertificates under the
keys that fuzz/src/differential.rs signs with, and an OCTET STRING of options."""

import datetime
import ipaddress
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID as Eku
from cryptography.x509.oid import NameOID, ObjectIdentifier

OUT = pathlib.Path(__file__).parent / "differential"
YEAR = datetime.timedelta(days=365)
NOW = datetime.datetime(2026, 11, 29)


def key(place):
    return ec.derive_private_key(int.from_bytes(bytes([place + 1]) * 32, "big"), ec.SECP256R1())


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"), x509.NameAttribute(NameOID.COMMON_NAME, text)])


def usage(*on):
    words = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{word: word in on for word in words})


def body(subject, issuer, place, above, extensions, start=NOW - YEAR, end=NOW + YEAR):
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key(place).public_key())
        .serial_number(0x1000 + place)
        .not_valid_before(start)
        .not_valid_after(end)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(key(above), hashes.SHA256()).tbs_certificate_bytes


def ids(place, above):
    return [
        (x509.SubjectKeyIdentifier.from_public_key(key(place).public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(key(above).public_key()), False),
    ]


def ca(place, above, *more, length=None, **times):
    basic = [(x509.BasicConstraints(True, length), True), (usage("key_cert_sign", "crl_sign"), True), *ids(place, above)]
    return body(f"CA {place}", f"CA {above}", place, above, [*basic, *more], **times)


def leaf(place, names, *more, eku=(Eku.SERVER_AUTH,), above=None, **times):
    above = place - 1 if above is None else above
    basic = [(usage("digital_signature"), True), *ids(place, above)]
    if names:
        basic.append((x509.SubjectAlternativeName(names), False))
    if eku:
        basic.append((x509.ExtendedKeyUsage(eku), False))
    return body("www.example.com", f"CA {above}", place, above, [*basic, *more], **times)


DNS, IP, MAIL = x509.DNSName, x509.IPAddress, x509.RFC822Name
www = [DNS("www.example.com")]
address = [IP(ipaddress.ip_address("192.0.2.1")), DNS("*.example.com"), MAIL("a@example.com")]
other = x509.UnrecognizedExtension(ObjectIdentifier("1.2.3.4"), b"\x05\x00")
policy = x509.CertificatePolicies([x509.PolicyInformation(ObjectIdentifier("2.23.140.1.2.1"), None)])
within = x509.NameConstraints([DNS("example.com"), IP(ipaddress.ip_network("192.0.2.0/24"))], [DNS("example.org")])

CHAINS = {
    "plain": (0, leaf(2, www), ca(1, 0, length=0), ca(0, 0)),
    "short": (0, leaf(1, www), ca(0, 0)),
    "long": (1, leaf(4, [DNS("*.b.example.com"), DNS("a.b.example.com")]), ca(3, 2, length=0), ca(2, 1), ca(1, 0, length=2), ca(0, 0)),
    "constrained": (0, leaf(2, www), ca(1, 0, (within, True)), ca(0, 0)),
    "address": (2, leaf(2, address), ca(1, 0, (within, True)), ca(0, 0)),
    "policies": (0, leaf(2, www, (policy, False)), ca(1, 0, (policy, True), (x509.PolicyConstraints(0, 0), True)), ca(0, 0)),
    "inhibited": (0, leaf(2, www, (policy, True)), ca(1, 0, (x509.InhibitAnyPolicy(0), True)), ca(0, 0)),
    "critical": (0, leaf(2, www, (other, True)), ca(1, 0, (other, False)), ca(0, 0)),
    "nameless": (0, leaf(2, []), ca(1, 0), ca(0, 0)),
    "purposes": (0, leaf(2, www, eku=(Eku.CLIENT_AUTH, Eku.ANY_EXTENDED_KEY_USAGE)), ca(1, 0, (x509.ExtendedKeyUsage([Eku.SERVER_AUTH]), False)), ca(0, 0)),
    "other-purposes": (0, leaf(2, www), ca(1, 0, (x509.ExtendedKeyUsage([Eku.CLIENT_AUTH]), False)), ca(0, 0)),
    "purposeless": (0, leaf(2, www, eku=()), ca(1, 0), ca(0, 0)),
    "expired": (0, leaf(2, www), ca(1, 0, start=NOW - 3 * YEAR, end=NOW - YEAR), ca(0, 0)),
    "later": (4, leaf(2, www, end=NOW + 5 * YEAR), ca(1, 0, end=NOW + 30 * YEAR), ca(0, 0, end=NOW + 60 * YEAR)),
    "ca-as-leaf": (0, body("www.example.com", "CA 1", 2, 1, [(x509.BasicConstraints(True, None), True), (x509.SubjectAlternativeName(www), True)]), ca(1, 0), ca(0, 0)),
    "no-ca": (0, leaf(2, www), body("CA 1", "CA 0", 1, 0, ids(1, 0)), ca(0, 0)),
}

if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for file, (options, *bodies) in CHAINS.items():
        (OUT / file).write_bytes(b"".join(bodies) + bytes([4, 1, options]))
