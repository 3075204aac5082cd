// Reads and writes the little of WebAssembly's binary format that taking a module apart needs
// (https://webassembly.github.io/spec/core/binary/). What is not known here stops the build.

export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
};
export const KIND = { function: 0, table: 1, memory: 2, global: 3 };
export const TYPE = { i32: 0x7f, funcref: 0x70, function: 0x60 };
const MAGIC = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

class Reader {
  constructor(bytes, at = 0) {
    Object.assign(this, { bytes, at });
  }
  get left() {
    return this.bytes.length - this.at;
  }
  byte() {
    if (this.left < 1) throw new Error('the module ends too early');
    this.at += 1;
    return this.bytes[this.at - 1];
  }
  /** An unsigned LEB128 number. Signed ones are passed over by it, and looked at by `signed` alone. */
  number() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  signed() {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return byte & 64 ? value - scale * 128 : value;
    }
  }
  take(count) {
    if (this.left < count) throw new Error('the module ends too early');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
  name() {
    return new TextDecoder().decode(this.take(this.number()));
  }
  list(read) {
    return Array.from({ length: this.number() }, () => read(this));
  }
  /** The bytes that `go` passes over. */
  range(go) {
    const from = this.at;
    go();
    return this.bytes.subarray(from, this.at);
  }
  /** `i32.const N`, the only constant expression that offsets are made of. */
  offset() {
    if (this.byte() !== 0x41) throw new Error('an offset is expected to be a constant');
    const value = this.signed();
    if (this.byte() !== 0x0b) throw new Error('an offset is expected to be one constant');
    return value;
  }
  limits() {
    const flags = this.byte();
    if (flags > 1) throw new Error('memories and tables are expected to be plain');
    const [least, most] = [this.number(), flags === 1 ? this.number() : null];
    return { least, most };
  }
}

export function leb(value) {
  const out = [];
  do {
    out.push((value % 128) | (value >= 128 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return out;
}

/** A number that is not negative, for `i32.const`. */
export function signed(value) {
  const out = [];
  for (; value >= 64; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return [...out, value];
}

export const limits = ({ least, most }) => (most === null ? [0, ...leb(least)] : [1, ...leb(least), ...leb(most)]);
export const coded = (...parts) => {
  const all = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  return Buffer.concat([Uint8Array.from(leb(all.length)), all]);
};
const text = (value) => [...coded(Buffer.from(value))];
export const exported = ({ name, kind, index }) => [...text(name), kind, ...leb(index)];
export const imported = (from, name, description) => [...text(from), ...text(name), ...description];

/** A section of a list of entries; nothing where the list is empty. */
export function section(id, entries) {
  if (entries.length === 0) return [];
  const content = Buffer.concat([Uint8Array.from(leb(entries.length)), ...entries.map((one) => (one instanceof Uint8Array ? one : Uint8Array.from(one)))]);
  return [Uint8Array.from([id, ...leb(content.length)]), content];
}

export const module = (...sections) => Buffer.concat([MAGIC, ...sections.flat()]);

/**
 * Passes over one instruction. `seen.call` is told the place of the index of a function that is called, `seen.number` every
 * number that may be an address: constants and the offsets of what reads and writes memory.
 */
function instruction(r, seen) {
  const op = r.byte();
  const memory = () => (r.number(), seen.number(r.number()));
  if (op >= 0x45 && op <= 0xc4) return;
  if (op >= 0x28 && op <= 0x3e) return memory();
  switch (op) {
    // unreachable, nop, else, end, return, drop, select, ref.is_null
    case 0x00:
    case 0x01:
    case 0x05:
    case 0x0b:
    case 0x0f:
    case 0x1a:
    case 0x1b:
    case 0xd1:
      return;
    // call, return_call
    case 0x10:
    case 0x12:
      return (seen.call(r.at), void r.number());
    // block, loop, if, br, br_if, locals, globals, tables, memory.size and .grow, i64.const, ref.null
    case 0x02:
    case 0x03:
    case 0x04:
    case 0x0c:
    case 0x0d:
    case 0x20:
    case 0x21:
    case 0x22:
    case 0x23:
    case 0x24:
    case 0x25:
    case 0x26:
    case 0x3f:
    case 0x40:
    case 0x42:
    case 0xd0:
      return void r.number();
    // i32.const: addresses are numbers without a sign
    case 0x41:
      return seen.number(r.signed() >>> 0);
    // call_indirect, return_call_indirect
    case 0x11:
    case 0x13:
      return void (r.number(), r.number());
    // br_table, select with types
    case 0x0e:
      return void (r.list((x) => x.number()), r.number());
    case 0x1c:
      return void r.list((x) => x.number());
    case 0x43:
      return void r.take(4);
    case 0x44:
      return void r.take(8);
    case 0xfc: {
      const sub = r.number();
      // Conversions; memory.copy and .fill; table.copy, .grow, .size, .fill. Segments by number would move with a part.
      if (sub <= 7) return;
      if ([11, 15, 16, 17].includes(sub)) return void r.number();
      if ([10, 14].includes(sub)) return void (r.number(), r.number());
      throw new Error(`an instruction that is not expected here: 0xfc ${sub}`);
    }
    case 0xfd: {
      const sub = r.number();
      if (sub <= 11 || sub === 92 || sub === 93) return memory();
      if (sub === 12 || sub === 13) return void r.take(16);
      if (sub >= 21 && sub <= 34) return void r.take(1);
      if (sub >= 84 && sub <= 91) return (memory(), void r.take(1));
      return;
    }
    default:
      throw new Error(`an instruction that is not expected here: 0x${op.toString(16)}`);
  }
}

/** A function's body: where its instructions begin, where they name functions, and the numbers in it. */
export function body(bytes) {
  const r = new Reader(bytes);
  r.list((x) => (x.number(), x.byte()));
  const start = r.at;
  const calls = [];
  const numbers = [];
  const call = (from) => {
    const own = new Reader(bytes, from);
    calls.push({ from, index: own.number(), to: own.at });
  };
  while (r.left > 0) instruction(r, { call, number: (value) => numbers.push(value) });
  return { start, calls, numbers };
}

/** Names of functions by their index, from the custom section that compilers and debuggers share. */
function functionNames(r) {
  const names = new Map();
  while (r.left > 0) {
    const kind = r.byte();
    const content = new Reader(r.take(r.number()));
    if (kind === 1) content.list((x) => names.set(x.number(), x.name()));
  }
  return names;
}

/** A module's sections, as `raw` bytes and read, and the names of its functions where it has kept them. */
function* sections(bytes) {
  const r = new Reader(bytes);
  if (!r.take(8).every((byte, i) => byte === MAGIC[i])) throw new Error('not a module');
  while (r.left > 0) yield [r.byte(), r.take(r.number())];
}

export function read(bytes) {
  const raw = new Map();
  let names = new Map();
  for (const [id, content] of sections(bytes)) {
    if (id !== SECTION.custom) raw.set(id, content);
    else {
      const custom = new Reader(content);
      if (custom.name() === 'name') names = functionNames(custom);
    }
  }
  if (raw.has(SECTION.start)) throw new Error('no start function is expected');
  const part = (id, row) => (raw.has(id) ? new Reader(raw.get(id)).list(row) : []);
  return {
    raw,
    names,
    types: part(SECTION.type, (x) => {
      let parameters;
      const whole = x.range(() => {
        if (x.byte() !== TYPE.function) throw new Error('only plain types of functions are expected');
        parameters = x.list((y) => y.byte());
        x.list((y) => y.byte());
      });
      return { whole, parameters };
    }),
    imports: part(SECTION.import, (x) => {
      const [from, name, kind] = [x.name(), x.name(), x.byte()];
      if (kind !== KIND.function) throw new Error('only functions are expected to be imported');
      return { from, name, type: x.number() };
    }),
    functions: part(SECTION.function, (x) => x.number()),
    tables: part(SECTION.table, (x) => ({ type: x.byte(), limits: x.limits() })),
    memories: part(SECTION.memory, (x) => x.limits()),
    globals: part(SECTION.global, (x) => {
      const [type, mutable] = [x.byte(), x.byte() === 1];
      if (type !== TYPE.i32) throw new Error('only globals of i32 are expected');
      const start = x.offset();
      return { type, mutable, start };
    }),
    exports: part(SECTION.export, (x) => ({ name: x.name(), kind: x.byte(), index: x.number() })),
    elements: part(SECTION.element, (x) => {
      if (x.number() !== 0) throw new Error('only plain elements of the first table are expected');
      return { offset: x.offset(), functions: x.list((y) => y.number()) };
    }),
    bodies: part(SECTION.code, (x) => x.take(x.number())),
    data: part(SECTION.data, (x) => {
      if (x.number() !== 0) throw new Error('only data at a constant place are expected');
      return { offset: x.offset(), bytes: x.take(x.number()) };
    }),
  };
}

/** A module's bytes cut before the contents of its data section, which comes last: texts and tables are unlike code. */
export function codeAndData(bytes) {
  const data = new Map(sections(bytes)).get(SECTION.data);
  const at = data ? data.byteOffset - bytes.byteOffset : bytes.length;
  return [bytes.subarray(0, at), bytes.subarray(at)];
}
