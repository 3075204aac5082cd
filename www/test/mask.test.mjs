// Masking: every name goes, every sentence stays.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from './load.mjs';

const { masked, masker } = await load('mask');

const part = (label, value) => ({ label, oid: '2.5.4.3', value, stringType: 'UTF8String', rdn: 0 });
const certificate = (label, more = {}) => ({
  sha256: 'ab'.repeat(32),
  label,
  subject: `CN=${label}`,
  issuer: 'CN=Contoso Root',
  subjectParts: [part('CN', label)],
  issuerParts: [part('CN', 'Contoso Root')],
  commonNames: [label],
  subjectAltNames: [],
  caIssuers: [],
  extensions: [],
  mozillaRoot: false,
  role: 'end-entity',
  items: [],
  ...more,
});
const finding = (evidence) => ({ rule: 'r', title: 't', why: 'w', fix: 'f', at: {}, evidence, sources: [] });
const report = (more = {}) => ({
  engine: { name: 'certlens', version: '1' },
  now: 0,
  inputs: [],
  items: [],
  certificates: [],
  servers: [],
  hosts: [],
  verdicts: [],
  names: [],
  findings: [],
  answer: { sentence: [], cause: [], fixes: [] },
  differences: [],
  repairs: [],
  notChecked: [],
  ...more,
});
const request = (...names) => ({ inputs: names.map((name) => ({ name })), hosts: [], now: 0, settings: {} });

test('a certificate named "server" leaves the word in the sentences alone', () => {
  const given = report({
    certificates: [certificate('server')],
    verdicts: [
      {
        server: 'server',
        target: 'nginx',
        host: '',
        check: 'load',
        outcome: 'rejected',
        code: '1',
        message: 'the server refuses',
        confidence: 'source',
        because: [],
      },
    ],
    findings: [
      {
        rule: 'server-x',
        severity: 'error',
        title: 'The server sends too little',
        why: 'a server',
        fix: 'on the server',
        at: { certificate: 0 },
        evidence: [{ label: 'server', value: 'server', form: 'name' }],
        sources: [],
      },
    ],
    answer: {
      sentence: [
        { text: 'The server named ', form: 'plain' },
        { text: 'server', form: 'name' },
      ],
      cause: [],
      fixes: [],
    },
  });
  const out = masked(given, request('server.pem'));
  const [finding] = out.findings;
  assert.deepEqual([finding.rule, finding.title, finding.why, finding.fix], ['server-x', 'The server sends too little', 'a server', 'on the server']);
  assert.equal(out.verdicts[0].message, 'the server refuses');
  assert.equal(finding.evidence[0].label, 'server');
  const name = out.certificates[0].label;
  assert.notEqual(name, 'server');
  assert.deepEqual([finding.evidence[0].value, out.answer.sentence[1].text, out.certificates[0].subject], [name, name, `CN=${name}`]);
  assert.equal(out.answer.sentence[0].text, 'The server named ');
});

test('the same name gets the same placeholder, whatever stands around it and between its words', () => {
  const given = report({
    certificates: [
      certificate('portal.contoso.com', {
        subjectAltNames: [{ type: 'dns', value: '*.contoso.com' }],
        subjectParts: [part('CN', 'portal.contoso.com'), part('O', 'Contoso, Inc.')],
      }),
    ],
    servers: [{ id: 'vm1', presented: [] }],
    hosts: [{ typed: 'https://Portal.Contoso.com:8443/x', name: 'portal.contoso.com', unicode: null, kind: 'dns' }],
  });
  const mask = masker(given, request('vm1/chain.pem'));
  const host = mask('portal.contoso.com');
  assert.equal(mask('PORTAL.contoso.COM'), host);
  assert.equal(mask('https://Portal.Contoso.com:8443/x').includes(host), true);
  assert.equal(mask(`CN=portal.contoso.com,O=Contoso\\, Inc.`), `CN=${host},O=${mask('Contoso, Inc')}.`);
  assert.equal(mask('vm1-portal.contoso.com-fullchain.pem'), `${mask('vm1')}-${host}-fullchain.pem`);
  assert.equal(mask('openssl verify -CAfile Contoso-Root.cer'), `openssl verify -CAfile ${mask('Contoso Root')}.cer`);
  assert.match(mask('*.contoso.com'), /^\*\.host-\d+$/);
  assert.doesNotMatch(mask('sub.contoso.com'), /contoso/);
  assert.equal(mask('vm1'), 'server-1');
});

test('a name is masked where it is a word, not where it is a part of one', () => {
  const mask = masker(report({ certificates: [certificate('app'), certificate('x')] }), request());
  assert.equal(mask('application of app and myapp'), `application of ${mask('app')} and myapp`);
  assert.equal(mask('app.example'), `${mask('app')}.example`);
  assert.notEqual(mask('x'), 'x');
  assert.equal(mask('openssl x509 -x y'), 'openssl x509 -x y');
});

test('octets that identify are masked; names of public roots, words and times are not', () => {
  const given = report({
    certificates: [certificate('ISRG Root X1', { mozillaRoot: true })],
    inputs: [{ name: 'a.pem', title: 'PEM text', seatReason: 'It holds a root', facts: [{ label: 'Key', value: '0A:0B:0C:0D:0E:0F:10:11' }] }],
    findings: [
      finding([
        { label: 'when', value: '1800000000', form: 'time' },
        { label: 'key', value: 'ab'.repeat(20), form: 'hex' },
      ]),
    ],
  });
  const out = masked(given, request('a.pem'));
  assert.equal(out.certificates[0].label, 'ISRG Root X1');
  assert.equal(out.certificates[0].sha256, undefined);
  assert.deepEqual(
    out.findings[0].evidence.map((one) => one.value),
    ['1800000000', '(masked)'],
  );
  assert.deepEqual([out.inputs[0].name, out.inputs[0].seatReason, out.inputs[0].facts[0].value], ['file-1', 'It holds a root', '(masked)']);
});

test('a list is masked name by name, and what is left of a name where it was cut goes', () => {
  const list = 'a.contoso.com, b.contoso.com';
  const given = report({
    certificates: [certificate('a.contoso.com'), certificate('b.contoso.com')],
    findings: [
      finding([
        { label: 'has', value: list, form: 'name' },
        { label: 'has', value: `${list}, c.conto\u2026`, form: 'name' },
      ]),
    ],
  });
  const [whole, cut] = masked(given, request()).findings[0].evidence.map((one) => one.value);
  assert.equal(whole, 'host-1, host-2');
  assert.equal(cut, 'host-1, host-2, \u2026');
});

test('names in requests, extensions and addresses are names', () => {
  const given = report({
    certificates: [
      certificate('a.example', {
        extensions: [
          {
            fields: [
              { label: 'address', value: 'http://crl.contoso.com/ca.crl' },
              { label: 'usage', value: 'digitalSignature' },
            ],
          },
        ],
      }),
    ],
    items: [{ alias: 'my key', facts: [{ label: 'Subject', value: 'CN=req.contoso.com,O=Secret\\, Ltd,C=DE' }] }],
  });
  const out = JSON.stringify(masked(given, request()));
  for (const secret of ['contoso', 'Secret', 'my key']) assert.ok(!out.includes(secret), secret);
  assert.ok(out.includes('digitalSignature'));
});

test('every field of the contract that holds the engine’s own words is known as such', () => {
  // &'static str in src/report.rs is a constant of the engine; String is a value.
  const [rust] = readFileSync(new URL('../../src/report.rs', import.meta.url), 'utf8').split('pub struct DerNode');
  const values = new Set([...rust.matchAll(/pub (\w+): (?:Option<|Vec<)*String/g)].map(([, field]) => field));
  const words = new Set([...rust.matchAll(/pub (\w+): (?:Option<|Vec<)*&'static str/g)].map(([, field]) => field));
  const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  const name = 'some name';
  const given = report({ certificates: [certificate(name)] });
  for (const field of words) {
    if (values.has(field)) continue;
    given.inputs = [{ name: '', facts: [], [camel(field)]: name }];
    assert.equal(masked(given, request()).inputs[0][camel(field)], name, `${field} is a word of the engine`);
  }
});
