// The only importer of the wasm package. Runs in a worker made from a blob, which keeps the page's policy, or, where a
// browser has no such worker, on the page itself. build.mjs wraps it as a function of `port`.

import './lockdown';
import * as certlens from 'certlens-package';
import { deriveAhead, mayBeLocked } from './ahead';
import { pack } from './packed';
import type { Ask, Attempt, Calls, KeptRequest, Port } from './protocol';
import type { Certificate, Mended, Report, Request } from './report';

declare const port: Port;

// Lists longer than this are sent in slices, so that the page unpacks 10,000 certificates in many short tasks.
const SLICE = 64;

const kept = new Map<number, Uint8Array>();

/** The inverse of build.mjs: in each piece two escapes, what stands for each byte, and then its bytes. */
function unpack(pieces: readonly string[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((all, piece) => all + piece.length, 0));
  let length = 0;
  for (const piece of pieces) {
    const [one, two] = [piece.charCodeAt(0), piece.charCodeAt(1)];
    let at = 2;
    const symbol = (): number => {
      const code = piece.charCodeAt(at++);
      if (code === one) return 0x80 | piece.charCodeAt(at++);
      return code === two ? 0x100 | piece.charCodeAt(at++) : code;
    };
    const byteOf = new Uint8Array(0x180);
    for (let byte = 0; byte < 256; byte += 1) byteOf[symbol()] = byte;
    while (at < piece.length) bytes[length++] = byteOf[symbol()] ?? 0;
  }
  return bytes.subarray(0, length);
}

/** The engine is in two parts (scripts/parts/split.mjs): with the first alone it starts, and judges what is ordinary. */
let first: WebAssembly.Module;
let instance: certlens.Instance;
/** Ends when the rest is part of the instance. */
let complete: Promise<void>;
let bring: (rest: Promise<WebAssembly.Module>) => void;
const arrived = new Promise<WebAssembly.Module>((done) => (bring = done));

const MISSING = 2;

async function begin(): Promise<void> {
  certlens.anew();
  const own = await certlens.default({ module_or_path: first });
  instance = own;
  complete = arrived.then(async (rest) => {
    await WebAssembly.instantiate(rest, { '': own });
    own.rest.value = 1;
  });
  // Whoever waits for it is told.
  complete.catch(() => {});
}

/**
 * Calls the engine with as much of it as is there. What turns out to be missing leaves a call that was cut off in the middle,
 * and an instance of which nobody knows in what state it is: its memory is overwritten, and another one is asked the same.
 */
async function early<T>(call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (reason) {
    if (instance.rest.value !== MISSING) throw reason;
  }
  new Uint8Array(instance.memory.buffer).fill(0);
  await begin();
  await complete;
  return call();
}

async function late<T>(call: () => T): Promise<T> {
  await complete;
  return call();
}

async function arrive(rest: Calls['rest']['ask']): Promise<void> {
  if ('failure' in rest) bring(Promise.reject(new Error(rest.failure)));
  else bring(WebAssembly.compile(unpack(rest.packed)));
  await complete;
}

function whole(request: KeptRequest): Request {
  return {
    ...request,
    inputs: request.inputs.map(({ id, ...rest }) => ({ ...rest, bytes: kept.get(id) ?? new Uint8Array() })),
  };
}

function tell(id: number, report: Report): void {
  const rest: Record<string, unknown> = { ...report };
  for (const [list, rows] of Object.entries(rest)) {
    if (!Array.isArray(rows) || rows.length <= SLICE) continue;
    for (let at = 0; at < rows.length; at += SLICE) {
      const slice: unknown[] = rows.slice(at, at + SLICE);
      if (list === 'certificates') {
        const packed = pack(slice as Certificate[]);
        port.postMessage({ id, list, rows: packed }, [packed.bytes.buffer]);
      } else port.postMessage({ id, list, rows: slice });
    }
    rest[list] = [];
  }
  port.postMessage({ id, answer: rest });
}

async function tryNetwork(): Promise<Attempt[]> {
  // `.invalid` never resolves (RFC 6761): should the policy fail, nothing but a name lookup would leave.
  const address = 'https://certlens.invalid/';
  const attempt = async (what: string, go: () => unknown): Promise<Attempt> => {
    try {
      await go();
      return { what, refused: false };
    } catch {
      return { what, refused: true };
    }
  };
  return Promise.all([
    attempt('fetch from the engine', () => fetch(address, { mode: 'no-cors' })),
    attempt('fetch of a data: address from the engine', () => fetch('data:,x')),
  ]);
}

async function answer(message: Ask): Promise<unknown> {
  switch (message.call) {
    case 'start':
      first = await WebAssembly.compile(unpack(message.ask));
      await begin();
      return certlens.catalog();
    case 'rest':
      await arrive(message.ask);
      return null;
    case 'keep':
      for (const [id, bytes] of kept) {
        if (message.ask.ids.includes(id)) continue;
        bytes.fill(0);
        kept.delete(id);
      }
      for (const { id, bytes } of message.ask.add) kept.set(id, bytes);
      return null;
    case 'verdicts': {
      const request = whole(message.ask);
      // What is locked takes the whole engine to open.
      if (mayBeLocked(request))
        await complete.then(
          () => deriveAhead(certlens, request),
          () => {},
        );
      return early(() => certlens.verdicts(request));
    }
    case 'diagnose':
      return late(() => certlens.diagnose(whole(message.ask)));
    case 'derTree':
      return late(() => certlens.derTree(message.ask));
    case 'mend':
      // The core has no randomness of its own; salts come from the browser.
      return late(() => certlens.mend(whole(message.ask.request), { ...message.ask.plan, seed: crypto.getRandomValues(new Uint8Array(64)) }));
    case 'forget':
      for (const bytes of kept.values()) bytes.fill(0);
      kept.clear();
      certlens.forget();
      return null;
    case 'tryNetwork':
      return tryNetwork();
  }
}

async function handle(data: Ask): Promise<void> {
  try {
    const value = await answer(data);
    if (data.call === 'verdicts') tell(data.id, value as Report);
    // What was made may hold a key: it goes over whole, and nothing of it stays here.
    else if (data.call === 'mend')
      port.postMessage(
        { id: data.id, answer: value },
        (value as Mended).files.map((file) => file.bytes.buffer),
      );
    else port.postMessage({ id: data.id, answer: value });
  } catch (reason) {
    const failure = reason instanceof Error ? reason.message : String(reason);
    // A trap, or no stack or memory left inside wasm: what the engine holds is no longer to be trusted.
    const broken = reason instanceof WebAssembly.RuntimeError || reason instanceof RangeError;
    port.postMessage({ id: data.id, failure, broken });
  }
}

// One after the other: what is asked while the engine still starts has to wait for it. For the rest of the engine calls may
// be waiting themselves.
let last = Promise.resolve();
port.onmessage = ({ data }) => {
  if (data.call === 'rest') void handle(data);
  else last = last.then(() => handle(data));
};

if (typeof document === 'undefined') {
  addEventListener('securitypolicyviolation', (event) => {
    const { effectiveDirective: directive, blockedURI: blocked } = event as SecurityPolicyViolationEvent;
    port.postMessage({ violation: { directive, blocked, where: 'engine' } });
  });
}
