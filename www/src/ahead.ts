// Keys by PBKDF2 come from the browser's own crypto, which is several times as fast as the engine's. What the engine
// computes stays the definition: a context without SubtleCrypto, or one that refuses, gets the same report a little later.

import type { Request } from './report';

interface Wanted {
  hash: string;
  password: Uint8Array<ArrayBuffer>;
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  length: number;
}

interface Engine {
  derivations(request: Request): Wanted[];
  derived(keys: (Uint8Array | null)[]): void;
}

async function derive(subtle: SubtleCrypto, { hash, password, salt, rounds, length }: Wanted): Promise<Uint8Array | null> {
  try {
    const key = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    return new Uint8Array(await subtle.deriveBits({ name: 'PBKDF2', hash, salt, iterations: rounds }, key, 8 * length));
  } catch {
    return null;
  } finally {
    password.fill(0);
  }
}

/** Whether there is a password, and so perhaps something that it opens. */
export function mayBeLocked({ passwords, inputs }: Request): boolean {
  return (passwords ?? []).length > 0 || inputs.some((input) => typeof input.password === 'string');
}

/** Derives what the files of the request will ask for; to be awaited before they are read. */
export async function deriveAhead(engine: Engine, request: Request): Promise<void> {
  // Absent where the page is no secure context: opened as a file in some browsers, or served over plain HTTP.
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined;
  if (!subtle || !mayBeLocked(request)) return;
  const wanted = engine.derivations(request);
  if (wanted.length === 0) return;
  const keys = await Promise.all(wanted.map((one) => derive(subtle, one)));
  engine.derived(keys);
  for (const key of keys) key?.fill(0);
}
