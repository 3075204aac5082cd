// The only importer of the wasm package. Runs in a worker made from a blob, which keeps the page's policy, or, where a
// browser has no such worker, on the page itself. build.mjs wraps it as a function of `port`.

import './lockdown';
import * as certlens from 'certlens-package';
import { pack } from './packed';
import type { Ask, Attempt, KeptRequest, Port } from './protocol';
import type { Certificate, Mended, Report, Request } from './report';

declare const port: Port;

// Lists longer than this are sent in slices, so that the page unpacks 10,000 certificates in many short tasks.
const SLICE = 64;

const kept = new Map<number, Uint8Array>();

/** The inverse of build.mjs: 256 characters of alphabet, then one character a byte. */
function unpack(packed: string): Uint8Array<ArrayBuffer> {
  const byteOf = new Uint8Array(0x400);
  for (let byte = 0; byte < 256; byte += 1) byteOf[packed.charCodeAt(byte)] = byte;
  const bytes = new Uint8Array(packed.length - 256);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = byteOf[packed.charCodeAt(i + 256)] ?? 0;
  return bytes;
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
      await certlens.default({ module_or_path: unpack(message.ask) });
      return certlens.catalog();
    case 'keep':
      for (const [id, bytes] of kept) {
        if (message.ask.ids.includes(id)) continue;
        bytes.fill(0);
        kept.delete(id);
      }
      for (const { id, bytes } of message.ask.add) kept.set(id, bytes);
      return null;
    case 'verdicts':
      return certlens.verdicts(whole(message.ask));
    case 'diagnose':
      return certlens.diagnose(whole(message.ask));
    case 'derTree':
      return certlens.derTree(message.ask);
    case 'mend':
      // The core has no randomness of its own; salts come from the browser.
      return certlens.mend(whole(message.ask.request), { ...message.ask.plan, seed: crypto.getRandomValues(new Uint8Array(64)) });
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

// One after the other: what is asked while the engine still starts has to wait for it.
let last = Promise.resolve();
port.onmessage = ({ data }) => {
  last = last.then(() => handle(data));
};

if (typeof document === 'undefined') {
  addEventListener('securitypolicyviolation', (event) => {
    const { effectiveDirective: directive, blockedURI: blocked } = event as SecurityPolicyViolationEvent;
    port.postMessage({ violation: { directive, blocked, where: 'engine' } });
  });
}
