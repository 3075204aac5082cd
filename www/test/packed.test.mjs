// Certificates of a long list come out of their buffer as they went in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { pack, unpack } = await load('packed');

const certificate = (n) => ({
  sha256: `${n}`.padStart(64, '0'),
  label: `n° ${n} 日本`,
  role: 'end-entity',
  notBefore: n,
  notAfter: n + 1,
  mozillaRoot: false,
  items: [n],
  subject: `CN=n° ${n} \ud800`,
  extensions: [{ oid: '2.5.29.17', fields: [{ label: 'DNS name', value: `"${n}" \\ \n` }] }],
  keyUsage: null,
  der: new Uint8Array([n, 0, 255]),
});
const three = () => [1, 2, 3].map(certificate);
/** The way through a worker: the buffer is handed over, not copied. */
const travel = () => {
  const packed = pack(three());
  return unpack(structuredClone(packed, { transfer: [packed.bytes.buffer] }));
};

test('every field is there, in any order of asking', () => {
  const out = travel();
  for (const i of [2, 0, 1, 0]) {
    for (const [key, value] of Object.entries(certificate(i + 1))) assert.deepEqual(out[i][key], value, key);
  }
  assert.equal(out[0].absent, undefined);
});

test('its DER is one object, however often it is asked for', () => {
  const [first, second] = travel();
  const { der } = first;
  assert.deepEqual([...second.der], [2, 0, 255]);
  assert.equal(first.der, der);
});

test('as JSON it is whole', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(travel())), JSON.parse(JSON.stringify(three())));
});
