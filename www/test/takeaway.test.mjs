import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const takeaway = await load('takeaway');

const certificate = (subject, more = {}) => ({
  sha256: 'ab'.repeat(32),
  sha1: 'cd'.repeat(20),
  version: 3,
  subject,
  issuer: 'CN=Secret Root',
  subjectParts: [{ label: 'CN', oid: '2.5.4.3', value: subject.slice(3), stringType: 'UTF8String', rdn: 0 }],
  issuerParts: [],
  label: subject.slice(3),
  commonNames: [],
  serial: '0102',
  notBefore: 0,
  notAfter: 86_400,
  subjectAltNames: [{ type: 'dns', value: 'app.corp.internal', critical: false }],
  hasSubjectAltName: true,
  basicConstraints: null,
  keyUsage: null,
  extendedKeyUsage: null,
  publicKey: { algorithm: 'RSA', bits: 2048, curve: null, spkiSha256: 'ef'.repeat(32) },
  signatureAlgorithm: 'x',
  selfIssued: false,
  selfSigned: false,
  subjectKeyId: '0a0b',
  authorityKeyId: null,
  caIssuers: [],
  extensions: [],
  mozillaRoot: false,
  role: 'end-entity',
  items: [0],
  problems: [],
  der: new Uint8Array([48, 0]),
  ...more,
});

const source = () => ({
  catalog: { version: '0', targets: [{ id: 'openssl', name: 'OpenSSL' }], rules: [], notes: [], sources: [] },
  request: { inputs: [{ name: 'corp-vm2.pem', bytes: new Uint8Array(), password: 'hunter2' }], hosts: [{ name: 'app.corp.internal' }], now: 0, settings: {} },
  report: {
    engine: { name: 'certlens', version: '0' },
    now: 0,
    items: [],
    servers: [{ id: 'corp-vm2', presented: [] }],
    names: [],
    differences: [],
    repairs: [],
    notChecked: [],
    inputs: [{ name: 'corp-vm2.pem', size: 10, title: 'PEM text', seat: 'server', server: 'corp-vm2' }],
    hosts: [{ typed: 'app.corp.internal', name: 'app.corp.internal', unicode: null }],
    certificates: [certificate('CN=app.corp.internal')],
    verdicts: [
      {
        server: 'corp-vm2',
        target: 'openssl',
        host: 'app.corp.internal',
        check: 'connect',
        outcome: 'rejected',
        code: '62',
        message: 'hostname | mismatch',
        confidence: 'tested',
        because: [0],
      },
    ],
    findings: [
      {
        rule: 'x',
        severity: 'error',
        title: 'T',
        why: 'W',
        fix: 'F',
        at: { server: 'corp-vm2' },
        evidence: [{ label: 'name', value: '`# [x](javascript:1) <b>\u202E', form: 'name' }],
        sources: [],
      },
    ],
    answer: {
      severity: 'error',
      sentence: [
        { text: 'It fails for ', form: 'plain' },
        { text: 'app.corp.internal', form: 'name' },
      ],
      cause: [],
      target: null,
      server: null,
      host: null,
      finding: 0,
      fixes: [],
    },
  },
});

test('the Markdown report says the answer, the verdicts and the findings', () => {
  const text = takeaway.markdown(source(), { mask: false });
  assert.match(text, /It fails for `app\.corp\.internal`/);
  assert.match(text, /\| OpenSSL \| `corp-vm2` \| `app\.corp\.internal` \| REJECTED \| `62` hostname \\\| mismatch \|/);
  assert.match(text, /corp-vm2\.pem/);
  assert.doesNotMatch(text, /hunter2/);
});

test('values cannot become Markdown or act', () => {
  const text = takeaway.markdown(source(), { mask: false });
  assert.ok(text.includes('`` `# [x](javascript:1) <b>\\u{202E} ``'));
});

test('masked, no name, fingerprint or file name is left, and the same name gets the same placeholder', () => {
  const text = takeaway.markdown(source(), { mask: true });
  for (const secret of ['corp', 'internal', 'abab']) assert.ok(!text.includes(secret), secret);
  const placeholders = new Set(text.match(/host-\d+/g));
  assert.ok(placeholders.has('host-1'));
  const json = takeaway.json(source(), { mask: true });
  for (const secret of ['corp', 'internal', 'abab', 'efef', '0102', 'hunter2']) assert.ok(!json.includes(secret), secret);
});

test('what acts on a terminal or turns text around is escaped in JSON too', () => {
  const one = source();
  one.report.findings[0].evidence[0].value = 'a\u0007\u009B31m\u202Eb';
  const text = takeaway.json(one, { mask: false });
  assert.doesNotMatch(text, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
  assert.equal(JSON.parse(text).findings[0].evidence[0].value, 'a\u0007\u009B31m\u202Eb');
});

test('JSON holds the report without bytes', () => {
  const report = JSON.parse(takeaway.json(source(), { mask: false }));
  assert.equal(report.certificates[0].sha256, 'ab'.repeat(32));
  assert.equal(report.certificates[0].der, undefined);
});
