// Times of the engine in Node, with other readers beside it in the same run. `node benches/engine.mjs FOLDER` (the
// folder with 1000.pem and 10000.pem). Medians of several runs; read the ratios, the machine is never quiet.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createHash, webcrypto } from 'node:crypto';
import { join } from 'node:path';
import engine, * as certlens from '../dist/pkg/certlens.js';

const folder = process.argv[2];
const require = createRequire(new URL('./peers/package.json', import.meta.url));
await engine({ module_or_path: readFileSync('dist/pkg/certlens_bg.wasm') });

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
async function time(runs, work) {
  const spent = [];
  for (let i = 0; i <= runs; i += 1) {
    const began = performance.now();
    await work(i);
    if (i > 0) spent.push(performance.now() - began);
  }
  return median(spent);
}
const row = (what, value, unit, remark = '') => console.log(`${what.padEnd(58)} ${String(value).padStart(10)} ${unit}${remark && `   ${remark}`}`);
const rate = (count, ms) => Math.round((count / ms) * 1000);

const input = (name, bytes, more = {}) => ({ name, bytes, ...more });
const ask = (inputs, more = {}) => certlens.inspect({ inputs, hosts: [], now: 1_795_000_000, ...more });
const text = readFileSync(join(folder, '1000.pem'), 'utf8');
const pems = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
const ders = pems.map((pem) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
const joined = new Uint8Array(Buffer.from(text));

console.log(`\nNode ${process.version}`);
const facts = await time(5, () => certlens.facts([input('facts.pem', joined)]));
row('facts, certificates a second', rate(pems.length, facts), '/s');

// The same work for all: names, serial, dates, alternative names, usages, constraints, key ids, the key's kind, SHA-256.
// node-forge is left out: it reads RSA keys alone, and these certificates have keys on P-256.
const sha256 = (der) => createHash('sha256').update(der).digest('hex');
const buffer = (b) => b.buffer.slice(b.byteOffset, b.byteOffset + b.length);
const peers = {
  '@fidm/x509': () => {
    const { Certificate } = require('@fidm/x509');
    return (der, pem) => {
      const c = Certificate.fromPEM(Buffer.from(pem));
      const ids = [c.subjectKeyIdentifier, c.authorityKeyIdentifier, c.publicKey.algo];
      return [
        c.subject.commonName,
        c.issuer.commonName,
        c.serialNumber,
        c.validFrom,
        c.validTo,
        c.dnsNames,
        c.ipAddresses,
        c.keyUsage,
        c.extensions.length,
        c.isCA,
        ids,
        sha256(der),
      ];
    };
  },
  jsrsasign: () => {
    const { X509 } = require('jsrsasign');
    return (der, pem) => {
      const c = new X509();
      c.readCertPEM(pem);
      return [c.getParam(), sha256(der)];
    };
  },
  '@peculiar/x509': () => {
    require('reflect-metadata');
    const x509 = require('@peculiar/x509');
    const kinds = [
      x509.SubjectAlternativeNameExtension,
      x509.KeyUsagesExtension,
      x509.ExtendedKeyUsageExtension,
      x509.BasicConstraintsExtension,
      x509.SubjectKeyIdentifierExtension,
      x509.AuthorityKeyIdentifierExtension,
    ];
    return (der, pem) => {
      const c = new x509.X509Certificate(pem);
      const names = c.getExtension(x509.SubjectAlternativeNameExtension)?.names.items.map((name) => name.value);
      return [
        c.subject,
        c.issuer,
        c.serialNumber,
        c.notBefore,
        c.notAfter,
        names,
        kinds.map((kind) => c.getExtension(kind)),
        c.publicKey.algorithm,
        sha256(der),
      ];
    };
  },
  pkijs: () => {
    const { Certificate } = require('pkijs');
    return (der) => {
      const c = Certificate.fromBER(buffer(der));
      const names = c.subject.typesAndValues.concat(c.issuer.typesAndValues).map((one) => one.value.valueBlock.value);
      return [
        names,
        c.serialNumber.valueBlock.valueHexView,
        c.notBefore.value,
        c.notAfter.value,
        c.extensions.map((e) => e.parsedValue),
        c.subjectPublicKeyInfo.algorithm.algorithmId,
        sha256(der),
      ];
    };
  },
};
for (const [name, load] of Object.entries(peers)) {
  try {
    const read = load();
    let failed = 0;
    const spent = await time(2, () =>
      ders.forEach((der, i) => {
        try {
          read(der, pems[i]);
        } catch {
          failed += 1;
        }
      }),
    );
    row(
      `  peer ${name}`,
      rate(pems.length, spent),
      '/s',
      `Certlens ${(spent / facts).toFixed(1)}x${failed ? `, it failed on ${failed / 3} of ${pems.length}` : ''}`,
    );
  } catch (error) {
    row(`  peer ${name}`, '-', '', error.message.split('\n')[0]);
  }
}
row('reports without a target, certificates a second', rate(pems.length, await time(3, (i) => ask([input(`f${i}.pem`, joined)], { targets: [] }))), '/s');

const bundle = new Uint8Array(readFileSync(join(folder, '10000.pem')));
row('10,000-certificate bundle, facts', (await time(3, () => certlens.facts([input('facts.pem', bundle)]))).toFixed(0), 'ms');
row(
  '10,000-certificate bundle, whole inspect',
  (await time(3, (i) => ask([input(`bundle-${i}.pem`, bundle)], { hosts: ['www.example.com'] }))).toFixed(0),
  'ms',
);
const measured = spawnSync(process.execPath, ['benches/memory.mjs', join(folder, '10000.pem')], { encoding: 'utf8' });
row('10,000-certificate bundle, WebAssembly memory', measured.stdout.trim() || '-', 'MB', `over the ${(bundle.length / 2 ** 20).toFixed(1)} MB of the file`);

const pfx = (file, password) => {
  const bytes = new Uint8Array(readFileSync(join('tests/corpora/pfx', file)));
  return (i) => ask([input(`${i}.pfx`, bytes, { password })]);
};
const manifest = JSON.parse(readFileSync('tests/corpora/pfx/manifest.json'));
const slow = manifest.files.find((f) => f.expected.iterations === 600000 && f.format === 'pkcs12');
const legacy = manifest.files.find((f) => /3des/.test(f.file) && f.producer.includes('openssl')) ?? manifest.files.find((f) => /3des/.test(f.file));
const plain = manifest.files.find((f) => /^openssl.*aes-256|^openssl3?-default/.test(f.file)) ?? legacy;
if (slow) row(`PFX, 600,000 rounds (${slow.file})`, (await time(3, pfx(slow.file, slow.password))).toFixed(0), 'ms');
row(`PFX, ordinary rounds (${plain.file})`, (await time(9, pfx(plain.file, plain.password))).toFixed(1), 'ms');
row(`PFX, 3DES (${legacy.file})`, (await time(9, pfx(legacy.file, legacy.password))).toFixed(1), 'ms');
if (slow) {
  const pkijs = require('pkijs');
  pkijs.setEngine('node', new pkijs.CryptoEngine({ crypto: webcrypto, subtle: webcrypto.subtle, name: 'node' }));
  const bytes = readFileSync(join('tests/corpora/pfx', slow.file));
  const password = new TextEncoder().encode(slow.password).buffer;
  try {
    const spent = await time(3, async () => {
      const opened = pkijs.PFX.fromBER(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      await opened.parseInternalValues({ password, checkIntegrity: true });
      const safes = opened.parsedValue.authenticatedSafe;
      await safes.parseInternalValues({ safeContents: safes.safeContents.map(() => ({ password })) });
      for (const { value } of safes.parsedValue.safeContents)
        for (const bag of value.safeBags) if (bag.bagValue.parseInternalValues) await bag.bagValue.parseInternalValues({ password });
    });
    row('  peer pkijs (WebCrypto), the same file', spent.toFixed(0), 'ms');
  } catch (error) {
    row('  peer pkijs (WebCrypto), the same file', '-', '', String(error.message ?? error).split('\n')[0]);
  }
}

const chain = ['bundle.pem', 'root.cer', 'server.key'].map((name) =>
  input(name, new Uint8Array(readFileSync(join('tests/corpora/scenarios/right-chain', name)))),
);
const hosts = ['app.contoso.internal', 'www.contoso.internal', '10.1.5.11', 'a.b.contoso.internal', 'contoso.internal'];
row(
  'three-certificate chain, all targets, 1 host, first time',
  (
    await time(9, (i) =>
      ask(
        chain.map((c) => ({ ...c, name: `${i}${c.name}` })),
        { hosts: hosts.slice(0, 1) },
      ),
    )
  ).toFixed(1),
  'ms',
);
row(
  'the same, typing: all targets x 5 hosts, files kept',
  (await time(9, (i) => ask(chain, { hosts: hosts.map((h) => `${'x'.repeat(i)}${h}`) }))).toFixed(1),
  'ms',
);
