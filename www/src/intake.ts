// From a drop, a picker, a folder or the clipboard to named bytes.

import type { NewInput } from './state';

async function read(file: File, name: string): Promise<NewInput> {
  return { name, bytes: new Uint8Array(await file.arrayBuffer()), password: null, seat: null, server: null };
}

/** Files of a picker; of a folder picker with their path, because the folder often is the server's name. */
export function fromFiles(files: Iterable<File>): Promise<NewInput[]> {
  return Promise.all([...files].map((file) => read(file, file.webkitRelativePath || file.name)));
}

async function fromEntry(entry: FileSystemEntry, depth: number): Promise<NewInput[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [await read(file, entry.fullPath.replace(/^\//, ''))];
  }
  if (depth === 0) return [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: NewInput[] = [];
  // A reader hands out a hundred entries at a time and an empty list at the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return found;
    const sorted = batch.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const child of sorted) found.push(...(await fromEntry(child, depth - 1)));
  }
}

/** Everything in a drop, folders walked eight levels deep. */
export async function fromDrop(data: DataTransfer): Promise<NewInput[]> {
  // Entries and files must be taken before the first await: the list is emptied when the event ends.
  const text = data.getData('text/plain');
  const entries = [...data.items].filter((item) => item.kind === 'file').map((item) => item.webkitGetAsEntry());
  const files = [...data.files];
  if (entries.length === 0 && files.length === 0) return text === '' ? [] : [fromText(text)];
  if (entries.some((entry) => entry === null)) return fromFiles(files);
  const found: NewInput[] = [];
  for (const [i, entry] of entries.entries()) {
    if (!entry) continue;
    try {
      found.push(...(await fromEntry(entry, 8)));
    } catch {
      // Chromium refuses the entry of some files on file: pages, but hands out the file itself.
      const file = files[i];
      if (file) found.push(await read(file, file.name));
    }
  }
  return found;
}

export function fromText(text: string): NewInput {
  return { name: 'pasted text', bytes: new TextEncoder().encode(text), password: null, seat: null, server: null };
}

/** Whether a paste into the hostname field is rather a file. */
export function looksLikeFile(text: string): boolean {
  return /-----\s*BEGIN/i.test(text) || /^\s*MI[A-Za-z0-9+/\s]{200,}/.test(text);
}
