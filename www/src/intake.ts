// From a drop, a picker, a folder or the clipboard to named bytes.

import type { NewInput } from './state';

declare global {
  interface DataTransferItem {
    /** Chromium's own; not in the standard library of types. */
    getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  }
}

/** What came in, the names of what the browser would not hand out, and of what file managers leave in every folder. */
export interface Taken {
  inputs: NewInput[];
  unread: string[];
  skipped: string[];
}

/** Files that systems put into folders on their own. */
const LITTER = /(?:^|\/)(?:\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini|\.localized)$/i;

async function read(file: File, name: string): Promise<NewInput> {
  return { name, bytes: new Uint8Array(await file.arrayBuffer()), password: null, seat: null, server: null };
}

type Found = [path: string, file: () => Promise<File>];

async function readAll(found: readonly Found[]): Promise<Taken> {
  const taken: Taken = { inputs: [], unread: [], skipped: [] };
  for (const [path, file] of found) {
    if (LITTER.test(path)) {
      taken.skipped.push(path);
      continue;
    }
    try {
      taken.inputs.push(await read(await file(), path));
    } catch {
      taken.unread.push(path);
    }
  }
  return taken;
}

/** Files of a picker; of a folder picker with their path, because the folder often is the server's name, and in its order. */
export function fromFiles(files: Iterable<File>): Promise<Taken> {
  const found = [...files].map((file): Found => [file.webkitRelativePath || file.name, () => Promise.resolve(file)]);
  if (found.some(([path]) => path.includes('/'))) found.sort(([a], [b]) => (a < b ? -1 : 1));
  return readAll(found);
}

/** How deep folders are walked. */
const DEEPEST = 8;

const byName = <T extends { name: string }>(all: T[]): T[] => all.sort((a, b) => (a.name < b.name ? -1 : 1));

async function fromEntry(entry: FileSystemEntry, depth = DEEPEST): Promise<Found[]> {
  if (entry.isFile) return [[entry.fullPath.slice(1), () => new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))]];
  if (depth === 0) return [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const children: FileSystemEntry[] = [];
  // A reader hands out a hundred entries at a time and an empty list at the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) break;
    children.push(...batch);
  }
  const found: Found[] = [];
  for (const child of byName(children)) found.push(...(await fromEntry(child, depth - 1)));
  return found;
}

async function fromHandle(handle: FileSystemHandle, path = handle.name, depth = DEEPEST): Promise<Found[]> {
  if (handle.kind === 'file') return [[path, () => (handle as FileSystemFileHandle).getFile()]];
  if (depth === 0) return [];
  const children: FileSystemHandle[] = [];
  for await (const child of (handle as FileSystemDirectoryHandle).values()) children.push(child);
  const found: Found[] = [];
  for (const child of byName(children)) found.push(...(await fromHandle(child, `${path}/${child.name}`, depth - 1)));
  return found;
}

/** Everything in a drop, folders walked. */
export async function fromDrop(data: DataTransfer): Promise<Taken> {
  // Entries, handles and files must be taken before the first await: the list is emptied when the event ends.
  const text = data.getData('text/plain');
  const items = [...data.items].filter((item) => item.kind === 'file');
  const ways = items.map((item) => ({ entry: item.webkitGetAsEntry(), handle: item.getAsFileSystemHandle?.() }));
  const files = [...data.files];
  if (files.length === 0) return { inputs: text === '' ? [] : [fromText(text)], unread: [], skipped: [] };
  const all: Found[] = [];
  for (const [i, file] of files.entries()) {
    const { entry, handle } = ways[i] ?? {};
    const itself: Found[] = [[file.name, () => Promise.resolve(file)]];
    if (!entry?.isDirectory) all.push(...itself);
    // On file: pages Chromium refuses to read a folder's entry and hands out its handle.
    else
      all.push(
        ...(await fromEntry(entry)
          .catch(async () => fromHandle((await handle) as FileSystemHandle))
          .catch(() => itself)),
      );
  }
  return readAll(all);
}

export function fromText(text: string): NewInput {
  return { name: 'pasted text', bytes: new TextEncoder().encode(text), password: null, seat: null, server: null };
}

/** Whether a paste into the hostname field is rather a file. */
export function looksLikeFile(text: string): boolean {
  return /-----\s*BEGIN/i.test(text) || /^\s*MI[A-Za-z0-9+/\s]{200,}/.test(text);
}
