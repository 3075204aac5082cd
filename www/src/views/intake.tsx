// The way in: files, folders, text, the example.

import { useEffect, useRef, useState } from 'preact/hooks';
import { fromDrop, fromFiles, fromText, looksLikeFile, type Taken } from '../intake';
import type { App } from '../app';
import { list, short } from '../format';
import { useApp } from './context';

const taking =
  (app: App) =>
  ({ inputs, unread }: Taken): void => {
    app.addInputs(inputs);
    if (unread.length > 0)
      app.say(
        `The browser could not read ${list(unread.slice(0, 4).map((name) => short(name, 40)))}${unread.length > 4 ? ` and ${unread.length - 4} more` : ''}.`,
      );
  };

/** Takes drops and pastes anywhere on the page; true while something is dragged over it. */
export function useWholePage(): boolean {
  const app = useApp();
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const foreign = (event: DragEvent) => !event.dataTransfer?.types.includes('application/x-certlens-card');
    const enter = (event: DragEvent) => {
      if (!foreign(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const hover = (event: DragEvent) => {
      event.preventDefault();
      if (event.dataTransfer && foreign(event)) event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent) => {
      if (!foreign(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (event.dataTransfer && foreign(event)) void app.arrival(fromDrop(event.dataTransfer), taking(app));
    };
    const paste = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (!data) return;
      const files = [...data.files];
      const text = data.getData('text/plain');
      const field = event.target instanceof Element && event.target.closest('input, textarea');
      if (field && !(field.id === 'host' && (files.length > 0 || looksLikeFile(text)))) return;
      event.preventDefault();
      if (files.length > 0) void app.arrival(fromFiles(files), taking(app));
      else if (text.trim() !== '') app.addInputs([fromText(text)]);
    };
    const listeners = { dragenter: enter, dragover: hover, dragleave: leave, drop, paste };
    for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener as EventListener);
    };
  }, [app]);
  return over;
}

export function Intake({ empty }: { empty: boolean }) {
  const app = useApp();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);
  const take = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const chosen = [...(input.files ?? [])];
    // The same file can be chosen again only when the field is empty.
    void app.arrival(fromFiles(chosen), (taken) => {
      taking(app)(taken);
      input.value = '';
    });
  };
  return (
    <div class={empty ? 'intake large' : 'intake'}>
      <p class="drop-hint">
        <label for="files">{empty ? 'Drop certificates, keys, PFX files or whole folders anywhere on this page' : 'Drop more files anywhere'}</label>
      </p>
      <p class="ways">
        <button type="button" class={empty ? 'primary' : ''} onClick={() => files.current?.click()}>
          {empty ? 'Choose files' : 'Files'}
        </button>
        <button type="button" onClick={() => folder.current?.click()}>
          {empty ? 'Choose a folder' : 'Folder'}
        </button>
        <button type="button" aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          Paste text
        </button>
        <button type="button" id="example" onClick={() => app.loadExample()}>
          {empty ? 'Load an example' : 'Example'}
        </button>
      </p>
      <input ref={files} id="files" type="file" multiple class="offscreen" tabIndex={-1} onChange={take} />
      <input ref={folder} type="file" class="offscreen" tabIndex={-1} aria-label="Folder" onChange={take} {...{ webkitdirectory: true }} />
      {pasting && <Paste done={() => setPasting(false)} />}
    </div>
  );
}

function Paste({ done }: { done: () => void }) {
  const app = useApp();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const read = () => {
    const text = area.current?.value ?? '';
    if (text.trim() !== '') app.addInputs([fromText(text)]);
    done();
  };
  return (
    <div class="paste">
      <label for="pasted">Text with certificates or keys: PEM, bare Base64, hex, YAML, JSON, a mail</label>
      <textarea id="pasted" ref={area} rows={5} spellcheck={false} autocomplete="off" />
      <button type="button" onClick={read}>
        Read this text
      </button>
    </div>
  );
}
