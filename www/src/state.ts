// What the user has given, as plain data, and every change to it as a pure function. The report is derived from this
// by the engine and never edited.

import type { Preset } from './preset';
import type { Change, HostUse, Request, Seat, Settings, SettingValue } from './report';

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

export interface Model {
  inputs: readonly InputFile[];
  hosts: readonly HostChip[];
  /** null: all targets. */
  targets: readonly string[] | null;
  /** null: the clock. */
  time: number | null;
  settings: Settings;
  /** Trusted certificates that this edition of the page brings; never the user's. */
  roots: readonly InputFile[];
  /** Whether the public roots are trusted beside `roots`. */
  publicRoots: boolean;
  nextId: number;
}

export const EMPTY: Model = { inputs: [], hosts: [], targets: null, time: null, settings: {}, roots: [], publicRoots: true, nextId: 1 };

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
  return { ...model, inputs: [...model.inputs, ...added], nextId: model.nextId + added.length };
}

export function removeInput(model: Model, id: number): Model {
  return { ...model, inputs: model.inputs.filter((input) => input.id !== id) };
}

function changeInput(model: Model, id: number, change: Partial<InputFile>): Model {
  return { ...model, inputs: model.inputs.map((input) => (input.id === id ? { ...input, ...change } : input)) };
}

export function setPassword(model: Model, id: number, password: string): Model {
  return changeInput(model, id, { password });
}

/** Seats an input; `null` hands the choice back to the engine. */
export function place(model: Model, id: number, seat: Seat | null, server: string | null): Model {
  return changeInput(model, id, { seat, server: seat === 'server' ? server : null });
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

/** Splits what somebody typed or pasted into hostnames: white space, commas and semicolons part them. */
export function splitHosts(text: string): string[] {
  return text.split(/[\s,;]+/u).filter((part) => part !== '');
}

/** A name, an address or a URL as people type them; a single word counts when it is one of a list that has marks between. */
const HOSTLIKE =
  /^(?:[a-z][a-z\d+.-]*:\/\/\S+|\[?[\da-f]*:[\da-f:.%]+\]?(?::\d+)?|(?:\*\.)?[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.?(?::\d{1,5})?(?:\/\S*)?)$/iu;

/**
 * Whether a text says something instead of naming hosts: an error message, a line of a log, a configuration. Such a text is
 * evidence, and is never split into hostnames.
 */
export function isProse(text: string): boolean {
  const words = splitHosts(text);
  if (words.length < 2) return /[{}<>"=]/.test(text) && !HOSTLIKE.test(text.trim());
  if (!words.every((word) => HOSTLIKE.test(word))) return true;
  // Names on lines of their own, or with marks between them, are a list; words with blanks between them are names only
  // when they look like names.
  return !/[,;\n]/.test(text.trim()) && !words.every((word) => /[.:\d]/.test(word));
}

export function addHosts(model: Model, text: string): Model {
  const hosts = [...model.hosts];
  for (const name of splitHosts(text)) {
    if (!hosts.some((host) => host.name === name && host.use === null)) hosts.push({ name, use: null });
  }
  return { ...model, hosts };
}

export function removeHost(model: Model, index: number): Model {
  return { ...model, hosts: model.hosts.filter((_, i) => i !== index) };
}

export function useHost(model: Model, index: number, use: HostUse | null): Model {
  return { ...model, hosts: model.hosts.map((host, i) => (i === index ? { ...host, use } : host)) };
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

/** The edition's roots come beside the public ones unless it says otherwise. */
function assumed(model: Model): Change[] {
  return model.roots.length > 0 && model.publicRoots ? [{ do: 'trust', certificates: 'public' }] : [];
}

/** The question to the engine. `typing` is what stands in the hostname field and is not a chip yet. */
export function request(model: Model, typing: string, clock: number): Request {
  const hosts = isProse(typing) ? model.hosts : addHosts(model, typing).hosts;
  return {
    inputs: allInputs(model).map(({ name, bytes, password, seat, server }) => ({ name, bytes, password, seat, server })),
    hosts: hosts.map(({ name, use }) => ({ name, use })),
    targets: model.targets === null ? null : [...model.targets],
    now: model.time ?? clock,
    settings: model.settings,
    assume: assumed(model),
  };
}

/** Overwrites the bytes that none of the `kept` still holds, before they are let go of; the garbage collector gives no such promise. */
export function wipe(model: Model, kept: readonly Model[]): void {
  const still = new Set(kept.flatMap((one) => allInputs(one)).map((input) => input.bytes));
  for (const { bytes } of model.inputs) if (!still.has(bytes)) bytes.fill(0);
}
