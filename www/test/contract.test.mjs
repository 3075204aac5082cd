// report.d.ts against the Rust types: written from them, and not stale. tests/package.test.mjs holds real reports against it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { declarations, faults, model } from '../../scripts/contract.mjs';

test('report.d.ts is what the Rust types say', () => {
  const written = readFileSync(new URL('../src/report.d.ts', import.meta.url), 'utf8');
  assert.equal(written, declarations(), 'stale: run ./build.sh contract');
});

test('the model of the types tells a value that is not of them', () => {
  const types = model();
  const span = { text: 'a', form: 'plain' };
  assert.deepEqual(faults(types, 'Span', span), []);
  assert.deepEqual(faults(types, 'Span', { ...span, form: 'bold' }), ['Span.form: "bold" is not plain | name | code | time']);
  assert.deepEqual(faults(types, 'Span', { ...span, colour: 1 }), ['Span.colour: is not in the contract']);
  assert.deepEqual(faults(types, 'Note', { id: 'a', detail: '', bytes: [1] }), ['Note.bytes: [1] is not a tuple']);
  assert.deepEqual(faults(types, 'Engine', { name: 'certlens' }), ['Engine.version: is missing']);
  assert.deepEqual(faults(types, 'Change', { do: 'time', now: 5 }), []);
  assert.deepEqual(faults(types, 'Change', { scene: 'typed', do: 'time', now: 'later' }), ['Change.now: "later" is not a number']);
});
