// Certificates made on the spot, for measurements and for asking the engine what comes first. Keys and signatures are real;
// nothing here is anybody's.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

export const DAY = 86_400_000;

function length(n) {
  if (n < 128) return Buffer.from([n]);
  return n < 256 ? Buffer.from([0x81, n]) : Buffer.from([0x82, n >> 8, n & 255]);
}
const element = (tag, ...parts) => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
};
const sequence = (...parts) => element(0x30, ...parts);
const oid = (hex) => element(0x06, Buffer.from(hex, 'hex'));
const name = (text) => sequence(element(0x31, sequence(oid('550403'), element(0x0c, Buffer.from(text)))));
const moment = (ms) =>
  element(
    0x17,
    Buffer.from(
      new Date(ms)
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2),
    ),
  );
const extension = (hex, critical, value) => sequence(oid(hex), ...(critical ? [Buffer.from([1, 1, 0xff])] : []), element(0x04, value));
const CRITICAL = true;

const SERVER_AUTH = '2b06010505070301';
export const CLIENT_AUTH = '2b06010505070302';

export const ecKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const rsaKey = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });
const keyId = (key) =>
  createHash('sha1')
    .update(key.publicKey.export({ type: 'spki', format: 'der' }))
    .digest();

/** A certificate as PEM. `authority`: it may issue; else it is a server's, with `names` and one `purpose`. */
export function certificate({ serial, subject, issuer, key, issuerKey, from, days, authority = false, names = [], purpose = SERVER_AUTH, damaged = false }) {
  const algorithm = issuerKey.privateKey.asymmetricKeyType === 'rsa' ? sequence(oid('2a864886f70d01010b'), [5, 0]) : sequence(oid('2a8648ce3d040302'));
  const alternatives = names.map((one) => element(0x82, Buffer.from(one)));
  const extensions = [
    extension('551d13', CRITICAL, authority ? sequence([1, 1, 0xff]) : sequence()),
    extension('551d0f', CRITICAL, authority ? [3, 2, 1, 6] : [3, 2, 5, 0xa0]),
    extension('551d0e', !CRITICAL, element(0x04, keyId(key))),
    extension('551d23', !CRITICAL, sequence(element(0x80, keyId(issuerKey)))),
    ...(authority ? [] : [extension('551d25', !CRITICAL, sequence(oid(purpose)))]),
    ...(alternatives.length > 0 ? [extension('551d11', !CRITICAL, sequence(...alternatives))] : []),
  ];
  const tbs = sequence(
    element(0xa0, [2, 1, 2]),
    element(0x02, Buffer.from([0x40, serial >> 8, serial & 255])),
    algorithm,
    name(issuer),
    sequence(moment(from), moment(from + days * DAY)),
    name(subject),
    key.publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(...extensions)),
  );
  // Another text is signed: the signature is well-formed and does not verify.
  const signed = damaged ? Buffer.concat([tbs, Buffer.from([0])]) : tbs;
  const der = sequence(tbs, algorithm, element(0x03, [0], sign('sha256', signed, issuerKey.privateKey)));
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}
