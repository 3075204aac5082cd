// Files, folders and standard input as the engine's inputs.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Input, Seat } from '../www/src/report';
import { UsageError } from './arguments';

export const STANDARD_INPUT = 'standard input';

/** How deep folders are walked. */
const DEEPEST = 16;
/** More than anybody means by a folder of certificates. */
const MOST = 20_000;

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  return error instanceof Error ? error.message : String(error);
}

/** Paths of the files below a folder, in one order on every system; what is hidden and links out of it are passed over. */
function walk(folder: string, depth = DEEPEST): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.name.startsWith('.'));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 ? walk(path, depth - 1) : [];
    return entry.isFile() || (entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isFile()) ? [path] : [];
  });
}

/** The inputs that a path stands for. A path that cannot be read is wrong usage. */
export function inputs(path: string, seat: Seat | null): Input[] {
  const input = (name: string, bytes: Uint8Array): Input => ({ name, bytes, password: null, seat, server: null });
  try {
    if (path === '-') return [input(STANDARD_INPUT, new Uint8Array(readFileSync(0)))];
    const paths = statSync(path).isDirectory() ? walk(path) : [path];
    if (paths.length > MOST) throw new UsageError(`${path}: more than ${MOST} files`);
    return paths.map((one) => input(one.replaceAll('\\', '/'), new Uint8Array(readFileSync(one))));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path}: ${reason(error)}`);
  }
}

export function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path}: ${reason(error)}`);
  }
}
