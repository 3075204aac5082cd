// What files cost that are made to cost much, against their size: `node benches/cost.mjs`. The laws are in
// tests/corpora/cost; what is counted of them, tests/cost.rs bounds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import engine, * as certlens from '../dist/pkg/certlens.js';

await engine({ module_or_path: readFileSync('dist/pkg/certlens_bg.wasm') });

const corpus = 'tests/corpora/cost';
const stored = (name) => new Uint8Array(readFileSync(join(corpus, name)));
const text = (value) => new TextEncoder().encode(value);
const repeat = (bytes, times) => {
  const all = new Uint8Array(bytes.length * times);
  for (let i = 0; i < times; i += 1) all.set(bytes, i * bytes.length);
  return all;
};

/** Processor time of one report, everything included. */
function cost(inputs, hosts = ['h0.example0.com']) {
  certlens.forget();
  const began = process.cpuUsage();
  const report = certlens.inspect({ inputs, hosts, now: 1_795_000_000 });
  const { user, system } = process.cpuUsage(began);
  return { ms: (user + system) / 1000, left: report.notChecked.length };
}

function row(what, inputs, hosts) {
  const { ms, left } = cost(inputs, hosts);
  const size = inputs.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const said = left > 0 ? `   ${left} bound${left > 1 ? 's' : ''} said` : '';
  console.log(`${what.padEnd(58)} ${(size / 1024).toFixed(0).padStart(8)} kB ${ms.toFixed(0).padStart(8)} ms${said}`);
}

console.log('\nwhat costs much, in processor time');
cost([{ name: 'warm.pem', bytes: stored('san-1000.pem') }]);
const one = (name, bytes) => [{ name, bytes }];
const zip = stored('crc-bomb-256.zip');
for (const files of [1, 4])
  row(
    `a stream listed 256 times, ${files} archive${files > 1 ? 's' : ''}`,
    Array.from({ length: files }, (_, i) => ({ name: `${i}.zip`, bytes: zip })),
  );
for (const name of ['rdn-8000-attributes.pem', 'rdn-nc.pem']) row(`a name of 8,000 attributes (${name})`, one(name, stored(name)));
const lists = ['crl-namesakes-chain.pem', 'crl-namesakes-crls.pem', 'crl-namesakes-root.pem'].map((name) => ({ name, bytes: stored(name) }));
row('revocation lists and namesakes, RSA-16384', lists);
const root = Buffer.from(readFileSync(join(corpus, 'crl-namesakes-root.pem'), 'latin1').replace(/-----[^-]+-----|\s/g, ''), 'base64');
for (const count of [10, 100, 1000]) {
  const own = Array.from({ length: count }, (_, i) => {
    const der = new Uint8Array(root);
    der.set([i >> 8, i & 255], der.length - 2);
    return { name: `${i}.cer`, bytes: der };
  });
  row(`${count} self-issued certificates, RSA-16384`, own);
}
for (const hosts of [1, 20, 200])
  row(
    `1,000 names for ${hosts} host${hosts > 1 ? 's' : ''}`,
    one('san.pem', stored('san-1000.pem')),
    Array.from({ length: hosts }, (_, i) => `h${i}.example${i}.com`),
  );
const server = readFileSync('tests/corpora/scenarios/right-chain/bundle.pem');
for (const servers of [1, 24])
  row(
    `${servers} server${servers > 1 ? 's' : ''} with one chain for 32 hosts`,
    Array.from({ length: servers }, (_, i) => ({ name: `${i}.pem`, bytes: new Uint8Array(server) })),
    Array.from({ length: 32 }, (_, i) => `h${i}.example.com`),
  );
for (const megabytes of [1, 10, 100]) row(`${megabytes} MB of dashes`, one('dashes.txt', new Uint8Array(megabytes << 20).fill(45)));
for (const line of ['-a', '30:82:', '48,130,', 'MIIB', '-----BEGIN CERTIFICATE-----\n', '{"a":[', '- a:\n  '])
  row(`1 MB of ${JSON.stringify(line)}`, one('text.txt', repeat(text(line), Math.floor((1 << 20) / line.length))));
const HALF = 1 << 19;
const texts = JSON.parse(readFileSync(join(corpus, 'texts.json'), 'utf8')).map((pattern) => {
  const bytes = repeat(text(pattern), Math.floor(HALF / text(pattern).length));
  return { pattern, ...cost([{ name: 'text', bytes }], []) };
});
const worst = texts.sort((a, b) => b.ms - a.ms).slice(0, 3);
for (const { pattern, ms } of worst)
  console.log(`${`half a megabyte of ${JSON.stringify(pattern.slice(0, 30))}`.padEnd(58)} ${'512'.padStart(8)} kB ${ms.toFixed(0).padStart(8)} ms`);
