// Takes the engine apart in two modules. The first is asked for at once and can be used by itself; the rest comes when it
// is there, and shares memory, tables and globals with it. Any choice of functions gives a sound pair: a call into the rest
// goes by the table, through a stub that looks at one global of the first part, `rest`, on its way:
//
//   0  the rest is not there: the stub sets 2 and traps; whoever called knows by it that the engine has no bug
//   1  the rest is there (whoever put it there has set this)
//
// The rest is made with the first part's exports as its imports, under the empty module name.
import { KIND, SECTION, TYPE, body, coded, exported, imported, leb, limits, module, read, section, signed } from './wasm.mjs';

const CONST = 0x41;
const LOCAL_GET = 0x20;
const GLOBAL_GET = 0x23;
const GLOBAL_SET = 0x24;
const CALL = 0x10;
const CALL_INDIRECT = 0x11;
const END = 0x0b;

const raw = ({ raw: all }, id) => (all.has(id) ? [Uint8Array.from([id, ...leb(all.get(id).length)]), all.get(id)] : []);

/** A body in which calls name functions by their numbers in another module. */
function renumbered(code, calls, number) {
  const parts = [];
  let at = 0;
  for (const { from, to, index } of calls) {
    parts.push(code.subarray(at, from), leb(number(index)));
    at = to;
  }
  return coded(...parts, code.subarray(at));
}

/** Element segments of those functions of the table that are `wanted`. */
function elements(rows, wanted, number) {
  const runs = [];
  for (const { offset, functions } of rows) {
    functions.forEach((index, i) => {
      if (!wanted(index)) return;
      const last = runs.at(-1);
      if (last && last.offset + last.numbers.length === offset + i) last.numbers.push(number(index));
      else runs.push({ offset: offset + i, numbers: [number(index)] });
    });
  }
  return section(
    SECTION.element,
    runs.map(({ offset, numbers }) => [0, CONST, ...signed(offset), END, ...leb(numbers.length), ...numbers.flatMap(leb)]),
  );
}

/** What stands around data that few files need, in build.rs and where else they come from. */
const LATER = ['certlens:later:[', ']:later:certlens'].map((mark) => Buffer.from(mark));

/**
 * Marked data, and which of it an address names. The engine hides from the compiler what lies behind such a static
 * (`black_box`), so it is named by where it begins and never from within.
 */
function marks({ data }) {
  const marked = data.flatMap(({ offset, bytes }) => {
    const found = [];
    for (let at = bytes.indexOf(LATER[0]); at >= 0; at = bytes.indexOf(LATER[0], at + 1)) {
      const end = bytes.indexOf(LATER[1], at) + LATER[1].length;
      if (end < at) throw new Error('what begins as data for later has no end');
      found.push({ from: offset + at, to: offset + end, bytes: bytes.subarray(at, end) });
    }
    return found;
  });
  const near = (value, at, width) => value >= at && value <= at + width;
  const named = (value) => marked.findIndex(({ from, to }) => near(value, from, LATER[0].length) || near(value, to - LATER[1].length, LATER[1].length));
  return { marked, named };
}

/** Segments of data for each part: what is marked goes to the rest, unless other data lead to it. */
function apart({ data }, { marked, named }) {
  const reached = new Set();
  for (const { offset, bytes } of data) {
    for (let at = (4 - (offset % 4)) % 4; at + 4 <= bytes.length; at += 4) {
      if (!marked.some(({ from, to }) => offset + at >= from && offset + at < to)) reached.add(named(bytes.readUInt32LE(at)));
    }
  }
  const later = marked.filter((_, i) => !reached.has(i));
  const first = data.flatMap(({ offset, bytes }) => {
    const cuts = later.filter(({ from }) => from >= offset && from < offset + bytes.length);
    const edges = [offset, ...cuts.flatMap(({ from, to }) => [from, to]), offset + bytes.length];
    return Array.from({ length: edges.length / 2 }, (_, i) => ({
      from: edges[2 * i],
      bytes: bytes.subarray(edges[2 * i] - offset, edges[2 * i + 1] - offset),
    }));
  });
  const written = (segments) =>
    section(
      SECTION.data,
      segments.map(({ from, bytes }) => Buffer.concat([Uint8Array.from([0, CONST, ...signed(from), END, ...leb(bytes.length)]), bytes])),
    );
  return { first: written(first), rest: written(later), later: later.map(({ from, to }) => to - from) };
}

/** So large a body may be that goes along with whoever calls it: it is hardly more than a stub and an export. */
const SMALL = 96;

/**
 * `needed[i]`: whether the module's own function i belongs to the first part. `later` are the sizes of the data that went to the
 * rest.
 */
export function split(bytes, needed) {
  const wasm = read(bytes);
  const foreign = wasm.imports.length;
  const bodies = wasm.bodies.map(body);
  const calls = bodies.map((one) => one.calls);
  const known = marks(wasm);
  // What names data for later is in the rest itself: in the first part nothing leads there.
  const late = bodies.map((one) => one.numbers.some((value) => known.named(value) >= 0));
  const taken = needed.map((one, i) => one && !late[i]);
  for (let todo = [...taken.keys()].filter((i) => taken[i]); todo.length > 0; ) {
    todo = todo.flatMap((i) => calls[i].map(({ index }) => index - foreign)).filter((i) => i >= 0 && !taken[i] && !late[i] && wasm.bodies[i].length <= SMALL);
    for (const i of todo) taken[i] = true;
  }
  const isFirst = (index) => index < foreign || taken[index - foreign];
  const type = (index) => (index < foreign ? wasm.imports[index].type : wasm.functions[index - foreign]);

  const data = apart(wasm, known);

  // What one part calls in the other.
  const stubs = new Set(wasm.exports.filter(({ kind, index }) => kind === KIND.function && !isFirst(index)).map(({ index }) => index));
  const shared = new Set();
  calls.forEach((own, i) => {
    for (const { index } of own) {
      if (taken[i] && !isFirst(index)) stubs.add(index);
      if (!taken[i] && isFirst(index)) shared.add(index);
    }
  });
  // Whoever takes a function's address finds it in the table, the stub first and the function itself later.
  const slots = new Map();
  for (const { offset, functions } of wasm.elements) {
    functions.forEach((index, i) => {
      if (isFirst(index)) return;
      stubs.add(index);
      if (!slots.has(index)) slots.set(index, offset + i);
    });
  }
  const [table, ...tables] = wasm.tables;
  const added = [...stubs].filter((index) => !slots.has(index)).sort((a, b) => a - b);
  added.forEach((index, i) => slots.set(index, table.limits.least + i));
  const room = table.limits.least + added.length;
  const grown = [table.type, ...limits({ least: room, most: table.limits.most === null ? null : Math.max(table.limits.most, room) })];

  // Bodies that are alike side by side: that makes 3 % after compression.
  const code = (index) => wasm.bodies[index - foreign];
  const all = wasm.functions.map((_, i) => foreign + i).sort((a, b) => type(a) - type(b) || Buffer.compare(code(a), code(b)));
  const inRest = all.filter((index) => !isFirst(index));
  const inFirst = [...all.filter(isFirst), ...inRest.filter((index) => stubs.has(index))];

  // The first part: functions, stubs, and last the function that stubs ask whether the rest is there.
  const first = new Map(inFirst.map((index, i) => [index, foreign + i]));
  const inFirstPart = (index) => (index < foreign ? index : first.get(index));
  const ready = foreign + inFirst.length;
  const readyType = wasm.types.length;
  const rest = wasm.globals.length;
  const readyBody = [
    ...[0, GLOBAL_GET, ...leb(rest), CONST, 1, 0x47, 0x04, 0x40], // if rest != 1
    ...[CONST, 2, GLOBAL_SET, ...leb(rest), 0x00, END], // rest = 2, unreachable
    ...[LOCAL_GET, 0, END],
  ];
  const stub = (index) => {
    const parameters = wasm.types[type(index)].parameters.flatMap((_, i) => [LOCAL_GET, ...leb(i)]);
    return coded([0, ...parameters, CONST, ...signed(slots.get(index)), CALL, ...leb(ready), CALL_INDIRECT, ...leb(type(index)), 0, END]);
  };
  const names = new Map([...shared].sort((a, b) => a - b).map((index, i) => [index, `:${i.toString(36)}`]));
  const firstPart = module(
    section(SECTION.type, [...wasm.types.map(({ whole }) => whole), [TYPE.function, 1, TYPE.i32, 1, TYPE.i32]]),
    raw(wasm, SECTION.import),
    section(SECTION.function, [...inFirst.map((index) => leb(type(index))), leb(readyType)]),
    section(SECTION.table, [grown, ...tables.map((one) => [one.type, ...limits(one.limits)])]),
    raw(wasm, SECTION.memory),
    section(
      SECTION.global,
      [...wasm.globals, { type: TYPE.i32, mutable: true, start: 0 }].map((one) => [one.type, Number(one.mutable), CONST, ...signed(one.start), END]),
    ),
    section(
      SECTION.export,
      [
        ...wasm.exports.map((one) => (one.kind === KIND.function ? { ...one, index: inFirstPart(one.index) } : one)),
        ...[...names].map(([index, name]) => ({ name, kind: KIND.function, index: inFirstPart(index) })),
        ...wasm.tables.map((_, index) => ({ name: `.t${index}`, kind: KIND.table, index })),
        { name: '.m', kind: KIND.memory, index: 0 },
        ...wasm.globals.map((_, index) => ({ name: `.g${index}`, kind: KIND.global, index })),
        { name: 'rest', kind: KIND.global, index: rest },
      ].map(exported),
    ),
    elements(wasm.elements, () => true, inFirstPart),
    section(SECTION.code, [
      ...inFirst.map((index) => (isFirst(index) ? renumbered(code(index), calls[index - foreign], inFirstPart) : stub(index))),
      coded(readyBody),
    ]),
    data.first,
  );

  // The rest.
  const second = new Map([...names.keys(), ...inRest].map((index, i) => [index, i]));
  const inSecondPart = (index) => second.get(index);
  const filled = [...wasm.elements, { offset: table.limits.least, functions: added }];
  const secondPart = module(
    raw(wasm, SECTION.type),
    section(SECTION.import, [
      ...[...names].map(([index, name]) => imported('', name, [KIND.function, ...leb(type(index))])),
      ...[grown, ...tables.map((one) => [one.type, ...limits(one.limits)])].map((one, i) => imported('', `.t${i}`, [KIND.table, ...one])),
      imported('', '.m', [KIND.memory, ...limits(wasm.memories[0])]),
      ...wasm.globals.map((one, i) => imported('', `.g${i}`, [KIND.global, one.type, Number(one.mutable)])),
    ]),
    section(
      SECTION.function,
      inRest.map((index) => leb(type(index))),
    ),
    elements(filled, (index) => !isFirst(index), inSecondPart),
    section(
      SECTION.code,
      inRest.map((index) => renumbered(code(index), calls[index - foreign], inSecondPart)),
    ),
    data.rest,
  );
  return { first: firstPart, rest: secondPart, later: data.later };
}

const PAGE = 65_536;

/** The same module with a mark at the start of each of its functions, and where the marks are in its memory. */
export function marked(bytes) {
  const wasm = read(bytes);
  const [{ least, most }] = wasm.memories;
  const from = least * PAGE;
  const bodies = wasm.bodies.map((code, i) => {
    const { start } = body(code);
    // i32.store8 of 1 at a constant address
    return coded(code.subarray(0, start), [CONST, 0, CONST, 1, 0x3a, 0, ...leb(from + i)], code.subarray(start));
  });
  const replaced = new Map([
    [SECTION.memory, section(SECTION.memory, [limits({ least: least + Math.ceil(bodies.length / PAGE), most })])],
    [SECTION.code, section(SECTION.code, bodies)],
  ]);
  return {
    bytes: module(...[...wasm.raw.keys()].map((id) => replaced.get(id) ?? raw(wasm, id))),
    marks: (memory) => new Uint8Array(memory.buffer, from, bodies.length),
  };
}
