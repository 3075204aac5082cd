// report.d.ts against the Rust types: the same names of types, and in each the same names of fields.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');
const declarations = readFileSync(new URL('../src/report.d.ts', import.meta.url), 'utf8');

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** Public structs that cross the boundary, with their fields as JSON names them. */
function rustTypes(source) {
  const found = new Map();
  for (const [, attributes, name, body] of source.matchAll(/((?:#\[[^\]]*\]\s*)+)pub struct (\w+) \{([\s\S]*?)\n\}/g)) {
    if (!/Serialize|Deserialize/.test(attributes)) continue;
    const rename = /rename_all = "camelCase"/.test(attributes) ? camel : (field) => field;
    const fields = [...body.matchAll(/((?:#\[serde\([^\n]*\)\]\s*)*)pub (\w+):/g)].map(
      ([, serde, field]) => /rename = "(\w+)"/.exec(serde)?.[1] ?? rename(field),
    );
    found.set(name, fields.sort());
  }
  return found;
}

function tsTypes(source) {
  const found = new Map();
  for (const [, name, body] of source.matchAll(/export interface (\w+) \{([\s\S]*?)\n\}/g)) {
    found.set(name, [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, field]) => field).sort());
  }
  return found;
}

// Where two Rust modules call different things by one name, or the page by another.
const NAMES = { 'catalog.rs': { Note: 'NoteKind', Statement: 'Known' } };

for (const path of ['report.rs', 'report/diagnosis.rs', 'request.rs', 'request/change.rs', 'catalog.rs', 'mend/mod.rs']) {
  test(`types of src/${path}`, () => {
    const ts = tsTypes(declarations);
    const rust = rustTypes(read(path));
    assert.ok(rust.size > 0);
    for (const [name, fields] of rust) {
      // A file of `mend` is an object without a name here, a change a union.
      if (name === 'File' || name === 'Change') continue;
      const declared = ts.get(NAMES[path]?.[name] ?? name);
      assert.ok(declared, `${name} is missing in report.d.ts`);
      assert.deepEqual(declared, fields, name);
    }
  });
}
