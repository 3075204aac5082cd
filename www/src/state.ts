// What the user has given, as plain data, and every change to it as a pure function. The report is derived from this
// by the engine and never edited.

import type { Preset } from './preset';
import type { Change, HostUse, Report, Request, Seat, Settings, SettingValue, Step } from './report';

/** A file, or pasted text. */
export interface InputFile {
  /** Stable while the page is open; the engine's worker keeps the bytes under it. */
  id: number;
  name: string;
  bytes: Uint8Array;
  password: string | null;
  /** null: the engine proposes one. */
  seat: Seat | null;
  server: string | null;
}

export interface HostChip {
  name: string;
  use: HostUse | null;
}

/** What somebody saw, as they pasted it. */
export interface SeenText {
  id: number;
  text: string;
}

/** A way of putting things right, or several of which one is enough: the first stands for all until another is chosen. */
export interface Done {
  doors: readonly Step[];
  /** The door that is taken as done. */
  id: string;
}

/** Something the engine took for granted, and what was put in its place by hand. */
export interface Chosen {
  id: string;
  /** What was taken for granted, and what is now. */
  was: string;
  text: string;
  change: Change;
}

/** One thing inside a file, seated apart from the rest of it: by its file and its number in there. */
export interface Apart {
  input: number;
  at: number;
  seat: Seat;
  server: string | null;
}

export interface Model {
  inputs: readonly InputFile[];
  hosts: readonly HostChip[];
  /** Error messages and alerts: what is to be explained. */
  observed: readonly SeenText[];
  /** The systems that the question is about; null: whatever the engine finds in what it was given. */
  focus: readonly string[] | null;
  /** Every password that was given, tried on whatever is locked. */
  passwords: readonly string[];
  chosen: readonly Chosen[];
  done: readonly Done[];
  apart: readonly Apart[];
  /** null: all targets. */
  targets: readonly string[] | null;
  /** null: the clock. */
  time: number | null;
  settings: Settings;
  /** Trusted certificates that this edition of the page brings; never the user's. */
  roots: readonly InputFile[];
  /** Whether the public roots are trusted beside `roots`. */
  publicRoots: boolean;
  /** How many times what is usual a report may cost; null: once. */
  effort: number | null;
  nextId: number;
}

export const EMPTY: Model = {
  inputs: [],
  hosts: [],
  observed: [],
  focus: null,
  passwords: [],
  chosen: [],
  done: [],
  apart: [],
  targets: null,
  time: null,
  settings: {},
  roots: [],
  publicRoots: true,
  effort: null,
  nextId: 1,
};

/** Whether anything was given that the engine could look at. */
export function given(model: Model): boolean {
  return model.inputs.length > 0 || model.observed.length > 0;
}

/** What an edition starts with. Its roots are inputs like any other, and are named as the edition's wherever they are shown. */
export function fromPreset(preset: Preset): Model {
  const roots = preset.roots.map(
    ({ name, pem }, i): InputFile => ({
      id: -1 - i,
      name: `preset: ${name ?? `root ${i + 1}`}`,
      bytes: new TextEncoder().encode(pem),
      password: null,
      seat: 'trust',
      server: null,
    }),
  );
  return { ...EMPTY, targets: preset.systems, settings: preset.settings, roots, publicRoots: preset.publicRoots };
}

/** Everything that the engine reads, the user's files first: places in lists of the report go by them. */
export function allInputs(model: Model): readonly InputFile[] {
  return [...model.inputs, ...model.roots];
}

export type NewInput = Omit<InputFile, 'id'>;

export function addInputs(model: Model, inputs: readonly NewInput[]): Model {
  const added = inputs.map((input, i) => ({ ...input, id: model.nextId + i }));
  return { ...fresh(model), inputs: [...model.inputs, ...added], nextId: model.nextId + added.length };
}

export function removeInput(model: Model, id: number): Model {
  return { ...fresh(model), inputs: model.inputs.filter((input) => input.id !== id), apart: model.apart.filter((one) => one.input !== id) };
}

/** Other files or names are another situation: what was assumed to be done, or chosen, was so for the old one. */
function fresh(model: Model): Model {
  return { ...model, done: [], chosen: [], effort: null };
}

/** Goes on with what was given up at what one report may cost. */
export function goOn(model: Model): Model {
  return { ...model, effort: 8 * (model.effort ?? 1) };
}

/** Takes what somebody saw; the same text counts once. */
export function observe(model: Model, text: string): Model {
  if (model.observed.some((one) => one.text === text)) return model;
  return { ...fresh(model), observed: [...model.observed, { id: model.nextId, text }], nextId: model.nextId + 1 };
}

export function unobserve(model: Model, id: number): Model {
  return { ...fresh(model), observed: model.observed.filter((one) => one.id !== id) };
}

/** A pasted text that turned out to be nothing but what somebody saw. */
export function asObserved(model: Model, id: number, text: string): Model {
  return observe(removeInput(model, id), text);
}

/** Ticks a step, or takes the tick away; of several doors one is taken at a time. */
export function tick(model: Model, doors: readonly Step[], id: string): Model {
  const ticked = model.done.some((one) => one.id === id);
  const others = model.done.filter((one) => !one.doors.some((door) => doors.some((own) => own.id === door.id)));
  return { ...model, done: ticked ? others : [...others, { doors, id }] };
}

/** Puts something else in the place of what was taken for granted; null: as it was. */
export function choose(model: Model, chosen: Chosen, take: boolean): Model {
  const others = model.chosen.filter((one) => one.id !== chosen.id);
  return { ...model, done: [], chosen: take ? [...others, chosen] : others };
}

/** Seats one thing of a file apart from the rest; null hands it back. */
export function seatApart(model: Model, input: number, at: number, seat: Seat | null, server: string | null): Model {
  const others = model.apart.filter((one) => one.input !== input || one.at !== at);
  return { ...fresh(model), apart: seat === null ? others : [...others, { input, at, seat, server }] };
}

function changeInput(model: Model, id: number, change: Partial<InputFile>): Model {
  return { ...model, inputs: model.inputs.map((input) => (input.id === id ? { ...input, ...change } : input)) };
}

export function setPassword(model: Model, id: number, password: string): Model {
  const passwords = password === '' || model.passwords.includes(password) ? model.passwords : [...model.passwords, password];
  return { ...changeInput(model, id, { password }), passwords };
}

/** Seats an input; `null` hands the choice back to the engine. */
export function place(model: Model, id: number, seat: Seat | null, server: string | null): Model {
  return changeInput(fresh(model), id, { seat, server: seat === 'server' ? server : null });
}

/**
 * Holds inputs to the servers the engine proposed for them: its proposals look at all files together, and moving one
 * card must not move others.
 */
export function pinServers(model: Model, proposed: ReadonlyMap<number, string>): Model {
  return {
    ...model,
    inputs: model.inputs.map((input) => {
      const server = input.seat === null ? proposed.get(input.id) : undefined;
      return server === undefined ? input : { ...input, seat: 'server' as const, server };
    }),
  };
}

/** Moves an input in front of another, or to the end; the order inside a server is the order it presents. */
export function reorder(model: Model, id: number, before: number | null): Model {
  const moved = model.inputs.find((input) => input.id === id);
  if (!moved || before === id) return model;
  const rest = model.inputs.filter((input) => input.id !== id);
  const at = rest.findIndex((input) => input.id === before);
  return { ...model, inputs: at < 0 ? [...rest, moved] : [...rest.slice(0, at), moved, ...rest.slice(at)] };
}

/** Gives a server another name; `ids` are its inputs, which from now on say so themselves. */
export function renameServer(model: Model, ids: readonly number[], name: string): Model {
  const server = name.trim();
  if (server === '') return model;
  return {
    ...model,
    inputs: model.inputs.map((input) => (ids.includes(input.id) ? { ...input, seat: 'server', server } : input)),
  };
}

/** A name that no server has yet. */
export function freshServer(taken: readonly string[]): string {
  let n = taken.length + 1;
  while (taken.includes(`server-${n}`)) n += 1;
  return `server-${n}`;
}

/** As the engine has it: what may be repeated of a name as typed. A URL brings a user with a password, and a query. */
export function withoutSecrets(typed: string): string {
  const kept = typed.split(/[?#]/, 1)[0] ?? '';
  const at = kept.indexOf('//');
  const [scheme, rest] = at < 0 ? ['', kept] : [kept.slice(0, at + 2), kept.slice(at + 2)];
  const end = rest.search(/[/\\]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const user = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
  if (user === '' || (scheme === '' && !user.includes(':'))) return kept;
  return scheme + rest.slice(user.length + 1);
}

/** Splits what somebody typed or pasted into hostnames: white space, commas and semicolons part them. */
export function splitHosts(text: string): string[] {
  return text
    .split(/[\s,;]+/u)
    .map(withoutSecrets)
    .filter((part) => part !== '');
}

/** A name, an address or a URL as people type them; a single word counts when it is one of a list that has marks between. */
const HOSTLIKE =
  /^(?:[a-z][a-z\d+.-]*:\/\/\S+|\[?[\da-f]*:[\da-f:.%]+\]?(?::\d+)?|(?:\*\.)?[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.?(?::\d{1,5})?(?:\/\S*)?)$/iu;

/** An error by its own name: `NET::ERR_CERT_DATE_INVALID`, `SEC_E_UNTRUSTED_ROOT`, `RemoteCertificateNameMismatch`, `AH02040`. */
const CODE = /^(?:\w+::\w+|[A-Z][A-Z\d]*(?:_[A-Z]+){2,}|(?:[A-Z]+[a-z]+){4,}|[A-Z]{2}\d{5})$/;

/**
 * Whether a text says something instead of naming hosts: an error message, a line of a log, a configuration. Such a text is
 * evidence, and is never split into hostnames.
 */
export function isProse(text: string): boolean {
  const words = splitHosts(text);
  if (words.length < 2) return CODE.test(text.trim()) || (/[{}<>"=]/.test(text) && !HOSTLIKE.test(text.trim()));
  if (!words.every((word) => HOSTLIKE.test(word))) return true;
  // Names on lines of their own, or with marks between them, are a list; words with blanks between them are names only
  // when they look like names.
  return !/[,;\n]/.test(text.trim()) && !words.every((word) => /[.:\d]/.test(word));
}

export function addHosts(model: Model, text: string, use: HostUse | null = null): Model {
  const hosts = [...model.hosts];
  for (const name of splitHosts(text)) {
    if (!hosts.some((host) => host.name === name && host.use === use)) hosts.push({ name, use });
  }
  return { ...fresh(model), hosts };
}

export function removeHost(model: Model, index: number): Model {
  return { ...fresh(model), hosts: model.hosts.filter((_, i) => i !== index) };
}

export function useHost(model: Model, index: number, use: HostUse | null): Model {
  return { ...fresh(model), hosts: model.hosts.map((host, i) => (i === index ? { ...host, use } : host)) };
}

/** Sets a knob of a target; `undefined` hands it back to the default. */
export function setSetting(model: Model, target: string, id: string, value: SettingValue | undefined): Model {
  const own = { ...model.settings[target] };
  if (value === undefined) delete own[id];
  else own[id] = value;
  const settings = { ...model.settings, [target]: own };
  if (Object.keys(own).length === 0) delete settings[target];
  return { ...model, settings };
}

export function setTime(model: Model, seconds: number | null): Model {
  return { ...model, time: seconds };
}

/** Keeps catalog order; choosing every target is the same as choosing none. */
export function chooseTargets(model: Model, all: readonly string[], chosen: ReadonlySet<string>): Model {
  const targets = all.filter((id) => chosen.has(id));
  return { ...model, targets: targets.length === all.length ? null : targets };
}

/** Moves of single things, by the numbers that the last report gave them. */
function apart(model: Model, report: Report | null): Change[] {
  if (!report) return [];
  const order = allInputs(model);
  return model.apart.flatMap(({ input, at, seat, server }): Change[] => {
    const place = order.findIndex((one) => one.id === input);
    const item = report.items.filter((one) => one.input === place)[at];
    return item ? [{ do: 'seat', item: item.id, seat, ...(server === null ? {} : { server }) }] : [];
  });
}

/** Everything that is taken as given beside files and names, in order: the last one wins. */
export function assumed(model: Model, report: Report | null): Change[] {
  const all: Change[] = [];
  // The edition's roots come beside the public ones unless it says otherwise.
  if (model.roots.length > 0 && model.publicRoots) all.push({ do: 'trust', certificates: 'public' });
  all.push(...apart(model, report));
  for (const { change } of model.chosen) all.push(change);
  for (const { doors, id } of model.done) {
    const step = doors.find((door) => door.id === id);
    if (step) all.push(step.change);
  }
  return all;
}

/** The question to the engine. `typing` is what stands in the hostname field and is not a chip yet. */
export function request(model: Model, typing: string, clock: number, last: Report | null = null): Request {
  const hosts = isProse(typing) ? model.hosts : addHosts(model, typing).hosts;
  return {
    inputs: allInputs(model).map(({ name, bytes, password, seat, server }) => ({ name, bytes, password, seat, server })),
    hosts: hosts.map(({ name, use }) => ({ name, use })),
    targets: model.targets === null ? null : [...model.targets],
    now: model.time ?? clock,
    settings: model.settings,
    passwords: [...model.passwords],
    observed: model.observed.map((one) => one.text),
    focus: model.focus === null ? null : { targets: [...model.focus] },
    assume: assumed(model, last),
    effort: model.effort,
  };
}

/** Whether something was given that must not be lost or left lying around. */
export function secret(model: Model, report: Report | null): boolean {
  return model.passwords.length > 0 || (report?.items.some((item) => item.kind.endsWith('private-key')) ?? false);
}

/** Overwrites the bytes that none of the `kept` still holds, before they are let go of; the garbage collector gives no such promise. */
export function wipe(model: Model, kept: readonly Model[]): void {
  const still = new Set(kept.flatMap((one) => allInputs(one)).map((input) => input.bytes));
  for (const { bytes } of model.inputs) if (!still.has(bytes)) bytes.fill(0);
}
