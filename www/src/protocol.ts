// What the page and the engine's worker say to each other.

import type { Packed } from './packed';
import type { Catalog, Change, DerNode, Diagnosed, Focus, HostEntry, Mended, Plan, Report, Seat, Settings } from './report';

/** A request whose bytes already lie in the worker under their ids: typing a hostname must not copy files again. */
export interface KeptRequest {
  inputs: { id: number; name: string; password: string | null; seat: Seat | null; server: string | null }[];
  hosts: HostEntry[];
  targets: string[] | null;
  now: number | null;
  settings: Settings;
  assume: Change[];
  passwords: string[];
  observed: string[];
  focus: Focus | null;
  effort: number | null;
}

export interface Calls {
  /** The wasm's first part, in pieces packed as text by build.mjs. */
  start: { ask: string[]; answer: Catalog };
  /** Its other part, in the same way, or why there is none; answered once it is in use. It overtakes all other calls. */
  rest: { ask: { packed: string[] } | { failure: string }; answer: null };
  keep: { ask: { add: { id: number; bytes: Uint8Array }[]; ids: number[] }; answer: null };
  /** The report without what is searched for, which may take longer than all the rest. */
  verdicts: { ask: KeptRequest; answer: Report };
  diagnose: { ask: KeptRequest; answer: Diagnosed };
  derTree: { ask: Uint8Array; answer: DerNode };
  mend: { ask: { request: KeptRequest; plan: Plan }; answer: Mended };
  /** Overwrites what the engine holds. */
  forget: { ask: null; answer: null };
  /** Tries to reach the network from where the engine runs; only ever asked for by the user or a test. */
  tryNetwork: { ask: null; answer: Attempt[] };
}

export type CallName = keyof Calls;

export type Ask = { [N in CallName]: { id: number; call: N; ask: Calls[N]['ask'] } }[CallName];

export type Tell =
  | { id: number; answer: unknown }
  /** A slice of one of the answer's long lists, sent ahead of it. */
  | { id: number; list: string; rows: unknown[] | Packed }
  /** `broken`: the engine trapped, and cannot be asked again. */
  | { id: number; failure: string; broken: boolean }
  | { violation: Violation };

export interface Attempt {
  what: string;
  refused: boolean;
}

export interface Violation {
  directive: string;
  blocked: string;
  where: 'page' | 'engine';
}

export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: { data: Ask }) => void) | null;
}
