// The contract in TypeScript, written from the Rust types that cross the boundary: `./build.sh contract` writes
// www/src/report.d.ts. The same model of the types judges values (`faults`), so tests can hold real reports against it.
//
//   node scripts/contract.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const SOURCES = ['request.rs', 'request/change.rs', 'report.rs', 'report/diagnosis.rs', 'report/summary.rs', 'catalog.rs', 'mend/mod.rs'];
const OUT = new URL('../www/src/report.d.ts', import.meta.url);

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const kebab = (name) => name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
const RENAMES = { camelCase: camel, 'kebab-case': kebab, lowercase: (name) => name.toLowerCase() };

/** `#[serde(..)]` of a run of attributes: names with their values, or true. */
function serde(attributes) {
  const found = {};
  for (const [, list] of attributes.matchAll(/#\[serde\(([^\]]*)\)\]/g)) {
    for (const [, name, value] of list.matchAll(/(\w+)(?: = "([^"]*)")?/g)) found[name] = value ?? true;
  }
  return found;
}

const documentation = (attributes) => [...attributes.matchAll(/\/\/\/ ?(.*)/g)].map(([, line]) => line.replace(/\[(`[^`]*`)\]/g, '$1')).join('\n');

/** Words that a doc comment lists at its start: `a | b | c`; a quoted one alone; `; empty` for none of them. */
function words(doc) {
  const text = doc.replaceAll('\n', ' ');
  const list = /^[a-z][a-z0-9-]*(?: \| [a-z][a-z0-9-]*)+/.exec(text) ?? /^`([a-z-]+)`\.$/.exec(text);
  if (!list) return null;
  return [...(list[1] ?? list[0]).split(' | '), ...(text.includes('; empty') ? [''] : [])];
}

/** A Rust type as a model: what values there are. */
function typeOf(rust, doc) {
  const text = rust.trim();
  const inner = /^(\w+)<(.*)>$/s.exec(text);
  if (inner) {
    const [, outer, argument] = inner;
    if (outer === 'Option') return { kind: 'option', of: typeOf(argument, doc) };
    if (outer === 'Vec') return { kind: 'list', of: typeOf(argument, doc) };
    if (outer === 'Zeroizing' || outer === 'Box') return typeOf(argument, doc);
    if (outer === 'BTreeMap') return { kind: 'map', of: typeOf(/^String, (.*)$/s.exec(argument)[1], '') };
    throw new Error(`a type that the contract has no word for: ${text}`);
  }
  const array = /^\[(\w+); (\d)\]$/.exec(text);
  if (array) return { kind: 'tuple', of: Array.from({ length: Number(array[2]) }, () => typeOf(array[1], '')) };
  if (/^(?:[ui](?:8|16|32|64|size)|f64)$/.test(text)) return { kind: 'number' };
  if (text === 'bool') return { kind: 'boolean' };
  if (text === '()') return { kind: 'null' };
  if (text === 'String' || text === "&'static str") return words(doc) ? { kind: 'words', of: words(doc) } : { kind: 'string' };
  if (/^[A-Z]\w*$/.test(text)) return { kind: 'named', name: text };
  throw new Error(`a type that the contract has no word for: ${text}`);
}

/** Fields between braces, `pub` or not. */
function fields(body, rename, { reads, defaults }) {
  const all = [];
  for (const [, attributes, name, type] of body.matchAll(/((?: *(?:\/\/\/.*|#\[.*\])\n)*) *(?:pub )?(\w+): ([^\n]*?),?(?=\n|$)/g)) {
    const [own, doc] = [serde(attributes), documentation(attributes)];
    if (own.skip) continue;
    const bytes = own.with === 'serde_bytes';
    let of = bytes ? { kind: 'bytes' } : typeOf(type, doc);
    const omitted = own.skip_serializing_if !== undefined;
    const optional = omitted || (reads && (own.default !== undefined || defaults));
    // What is left out where it is nothing is never `null`, unless `null` says something of its own.
    if (of.kind === 'option' && omitted && of.of.kind !== 'option') of = of.of;
    if (of.kind === 'option' && of.of.kind === 'option') of = of.of;
    if (own.deserialize_with === 'nullable') of = { kind: 'option', of };
    all.push({ name: own.rename ?? rename(name), doc, optional, flat: own.flatten === true, of });
  }
  return all;
}

function variants(body, own) {
  const rename = RENAMES[own.rename_all] ?? ((name) => name);
  const all = [];
  for (const [, attributes, name, struct, tuple] of body.matchAll(/((?: {4}(?:\/\/\/.*|#\[.*\])\n)*) {4}(\w+)(?: \{\n([\s\S]*?)\n {4}\}|\(([^)]*)\))?,/g)) {
    const doc = documentation(attributes);
    const word = serde(attributes).rename ?? rename(name);
    if (struct !== undefined)
      all.push({ word, doc, fields: fields(struct, RENAMES[own.rename_all_fields] ?? ((field) => field), { reads: true, defaults: false }) });
    else if (tuple !== undefined) all.push({ word, doc, of: typeOf(tuple, doc) });
    else all.push({ word, doc });
  }
  return all;
}

/** Every type of the contract, by name, in the order of the sources. */
export function model() {
  const types = new Map();
  for (const path of SOURCES) {
    const source = readFileSync(new URL(`../src/${path}`, import.meta.url), 'utf8').split('#[cfg(test)]')[0];
    const add = (name, type) => {
      if (types.has(name)) throw new Error(`two types of the contract are called ${name}`);
      types.set(name, { ...type, path });
    };
    for (const [, attributes, form, name, body, alias] of source.matchAll(
      /((?:(?:\/\/\/.*|#\[[^\]]*\])\n)*)pub (struct|enum|type) (\w+)(?: \{\n([\s\S]*?)\n\}| = ([^;]*);)/g,
    )) {
      const doc = documentation(attributes);
      const [reads, writes] = [/\bDeserialize\b/.test(attributes), /\bSerialize\b/.test(attributes)];
      const own = serde(attributes);
      if (form === 'type') add(name, { doc, of: typeOf(alias, doc) });
      else if (!reads && !writes) continue;
      else if (form === 'struct')
        add(name, { doc, of: { kind: 'object', of: fields(body, RENAMES[own.rename_all] ?? ((field) => field), { reads, defaults: own.default === true }) } });
      else add(name, { doc, of: enumeration(variants(body, own), own) });
    }
  }
  return types;
}

function enumeration(all, own) {
  if (own.tag) {
    const tagged = all.map((one) => [{ name: own.tag, doc: '', optional: false, of: { kind: 'words', of: [one.word] } }, ...(one.fields ?? [])]);
    return { kind: 'union', of: tagged.map((list, i) => ({ kind: 'object', doc: all[i].doc, of: list })) };
  }
  if (own.untagged) return { kind: 'union', of: all.map((one) => (one.fields ? { kind: 'object', doc: one.doc, of: one.fields } : one.of)) };
  return { kind: 'words', of: all.map((one) => one.word) };
}

/** A model as TypeScript. */
function written(type) {
  switch (type.kind) {
    case 'option':
      return type.of.kind === 'null' ? 'null' : `${written(type.of)} | null`;
    case 'list':
      return `${['option', 'words', 'union'].includes(type.of.kind) && !(type.of.of.length === 1) ? `(${written(type.of)})` : written(type.of)}[]`;
    case 'map':
      return `Record<string, ${written(type.of)}>`;
    case 'tuple':
      return `[${type.of.map(written).join(', ')}]`;
    case 'words':
      return type.of.map((word) => `'${word}'`).join(' | ');
    case 'bytes':
      return 'Uint8Array';
    case 'named':
      return type.name;
    case 'union':
      return type.of.map(written).join(' | ');
    case 'object':
      return `{ ${type.of.map((field) => `${field.name}${field.optional ? '?' : ''}: ${written(field.of)}`).join('; ')} }`;
    default:
      return type.kind;
  }
}

/** A field in its interface; of words that are too many for a line, one a line. */
function line({ name, doc, optional, of }) {
  const text = `  ${name}${optional ? '?' : ''}: ${written(of)};\n`;
  return comment(doc, '  ') + (text.length > 160 && of.kind === 'words' ? text.replace(": '", ":\n    | '").replaceAll("' | '", "'\n    | '") : text);
}

/** What is more than the list of words that the type is. */
function comment(doc, indent) {
  if (doc === '' || /^[a-z0-9| \n-]+ \| [a-z0-9| \n-]+\.$/.test(doc)) return '';
  const lines = doc.split('\n');
  return lines.length === 1 ? `${indent}/** ${doc} */\n` : `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

/** All declarations, as the file has them. */
export function declarations(types = model()) {
  const parts = ['// The contract of the engine, written by `./build.sh contract` from the Rust types: change those, not this file.\n'];
  for (const [name, { doc, of }] of types) {
    const head = comment(doc, '');
    if (of.kind === 'object' && of.of.every((field) => !field.flat)) {
      const body = of.of.map(line).join('');
      parts.push(`${head}export interface ${name} {\n${body}}\n`);
    } else if (of.kind === 'object') {
      const own = { kind: 'object', of: of.of.filter((field) => !field.flat) };
      parts.push(`${head}export type ${name} = ${[own, ...of.of.filter((field) => field.flat).map((field) => field.of)].map(written).join(' & ')};\n`);
    } else if (of.kind === 'union' && of.of.some((one) => one.kind === 'object')) {
      parts.push(`${head}export type ${name} =\n${of.of.map((one) => `${comment(one.doc ?? '', '  ')}  | ${written(one)}`).join('\n')};\n`);
    } else {
      parts.push(`${head}export type ${name} = ${written(of)};\n`);
    }
  }
  return parts.join('\n');
}

/** Where a value is not of a type of the contract; fields that the contract does not have count. */
export function faults(types, name, value) {
  const found = [];
  check(types, { kind: 'named', name }, value, name, found);
  return found;
}

/** An object's fields, those of what is laid flat into it among them: one list for each form it can have. */
function forms(types, type) {
  const real = type.kind === 'named' ? types.get(type.name).of : type;
  if (real.kind === 'union') return real.of.flatMap((one) => forms(types, one));
  let all = [[]];
  for (const field of real.of) {
    const more = field.flat ? forms(types, field.of) : [[field]];
    all = all.flatMap((before) => more.map((after) => [...before, ...after]));
  }
  return all;
}

function check(types, type, value, at, found) {
  const wrong = (wanted) => found.push(`${at}: ${JSON.stringify(value)?.slice(0, 60)} is not ${wanted}`);
  switch (type.kind) {
    case 'named':
      return check(types, types.get(type.name).of, value, at, found);
    case 'option':
      return value === null || check(types, type.of, value, at, found);
    case 'list':
      return Array.isArray(value) ? value.forEach((one, i) => check(types, type.of, one, `${at}[${i}]`, found)) : wrong('a list');
    case 'tuple':
      return Array.isArray(value) && value.length === type.of.length
        ? value.forEach((one, i) => check(types, type.of[i], one, `${at}[${i}]`, found))
        : wrong('a tuple');
    case 'map':
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return wrong('a map');
      return Object.entries(value).forEach(([key, one]) => check(types, type.of, one, `${at}.${key}`, found));
    case 'words':
      return type.of.includes(value) || wrong(type.of.join(' | '));
    case 'bytes':
      return value instanceof Uint8Array || wrong('bytes');
    case 'null':
      return value === null || wrong('null');
    case 'union': {
      const tries = type.of.map((one) => {
        const own = [];
        check(types, one, value, at, own);
        return own;
      });
      return (
        tries.some((own) => own.length === 0) ||
        found.push(...(tries.length === 1 ? tries[0] : [`${at}: ${JSON.stringify(value)?.slice(0, 120)} is none of what it can be`]))
      );
    }
    case 'object': {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return wrong('an object');
      const tries = forms(types, type).map((list) => {
        const own = [];
        for (const field of list) {
          if (Object.hasOwn(value, field.name) && value[field.name] !== undefined) check(types, field.of, value[field.name], `${at}.${field.name}`, own);
          else if (!field.optional) own.push(`${at}.${field.name}: is missing`);
        }
        for (const key of Object.keys(value)) if (!list.some((field) => field.name === key)) own.push(`${at}.${key}: is not in the contract`);
        return own;
      });
      return found.push(...tries.reduce((best, own) => (own.length < best.length ? own : best)));
    }
    default:
      return typeof value === type.kind || wrong(`a ${type.kind}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(OUT, declarations());
