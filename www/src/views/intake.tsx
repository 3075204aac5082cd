// The way in: one question, files from everywhere, and what was understood of a text.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { App, Judged } from '../app';
import type { ExampleName } from '../example';
import { count, list, short } from '../format';
import { fromDrop, fromFiles, type Taken } from '../intake';
import type { Catalog, Statement } from '../report';
import * as state from '../state';
import { TOPICS, shortName } from '../systems';
import { useApp } from './context';
import { Hosts } from './hosts';
import { Value } from './text';

const MOST_NAMED = 4;

function named(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => short(name, 40));
  return names.length > MOST_NAMED ? `${shown.join(', ')} and ${names.length - MOST_NAMED} more` : list(shown);
}

const taking =
  (app: App) =>
  ({ inputs, unread, skipped }: Taken): void => {
    app.addInputs(inputs);
    const said = [
      unread.length > 0 && `The browser could not read ${named(unread)}.`,
      skipped.length > 0 && `Left out ${named(skipped)}: not about certificates.`,
    ].filter((one) => one !== false);
    if (said.length > 0) app.say(said.join(' '));
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
      if (!event.dataTransfer || !foreign(event)) return;
      const party = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-party][data-seat]') : null;
      const { seat, server } = party?.dataset ?? {};
      void app.arrival(fromDrop(event.dataTransfer), (taken) =>
        taking(app)({
          ...taken,
          inputs: seat ? taken.inputs.map((input) => ({ ...input, seat: seat as state.InputFile['seat'], server: server ?? null })) : taken.inputs,
        }),
      );
    };
    const paste = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (!data) return;
      const files = [...data.files];
      const text = data.getData('text/plain');
      const field = event.target instanceof Element && event.target.closest('input, textarea');
      // A field keeps what fits into it; the name field hands on what is no name.
      const keeps = field && files.length === 0 && (field.id !== 'host' || (!state.isProse(text) && state.splitHosts(text).length < 2 && text.length < 300));
      if (keeps || (field && field.id !== 'host' && field.id !== 'failing')) return;
      event.preventDefault();
      if (files.length > 0) void app.arrival(fromFiles(files), taking(app));
      else app.ask(text);
    };
    const listeners = { dragenter: enter, dragover: hover, dragleave: leave, drop, paste };
    for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener as EventListener);
    };
  }, [app]);
  return over;
}

/** The two ways to choose files; `large` where nothing else is on the page. */
function Choose({ large }: { large: boolean }) {
  const app = useApp();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
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
    <>
      <button type="button" class={large ? 'primary' : ''} onClick={() => files.current?.click()}>
        {large ? 'Choose files' : 'Add files'}
      </button>
      <button type="button" onClick={() => folder.current?.click()}>
        {large ? 'Choose a folder' : 'Folder'}
      </button>
      <input ref={files} id="files" type="file" multiple class="offscreen" tabIndex={-1} aria-label="Files" onChange={take} />
      <input ref={folder} type="file" class="offscreen" tabIndex={-1} aria-label="Folder" onChange={take} {...{ webkitdirectory: true }} />
    </>
  );
}

/** The one field for whatever somebody has at hand. */
function Field({ large }: { large: boolean }) {
  const app = useApp();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  // What stands in the field, and not what the page has heard of it so far.
  const read = () => {
    app.ask(field.current?.value ?? '');
    setText('');
  };
  useEffect(() => {
    // What was understood wrongly comes back to be put right.
    if (app.returned === null) return;
    setText(app.returned);
    app.returned = null;
    field.current?.focus();
  }, [app.returned]);
  return (
    <div class="field">
      <textarea
        id="failing"
        ref={field}
        rows={large ? 4 : 1}
        aria-label={large ? undefined : 'Error message, log line, name, address or PEM text'}
        aria-labelledby={large ? 'failing-title' : undefined}
        placeholder={large ? 'An error message, a log line, backend health as JSON,\na hostname, an address, PEM text' : 'Paste a message or a name'}
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          read();
        }}
      />
      <button type="button" onClick={read} disabled={text.trim() === ''}>
        Read
      </button>
    </div>
  );
}

const EXAMPLES: [ExampleName, string][] = [
  ['pfx', 'A PFX that a service refuses'],
  ['key', 'A key that does not fit'],
];

/** The empty page: one question. */
export function Question() {
  const app = useApp();
  const topic = TOPICS.find((one) => one.id === app.topic);
  return (
    <div class="question">
      <h2 id="failing-title" tabIndex={-1}>
        What is failing?
      </h2>
      <div class="asked">
        <div class="told">
          <h3>
            <label for="failing">Paste what you see</label>
          </h3>
          <Field large />
          <p class="help" id="topics-title">
            No text at hand? Then say what it is about:
          </p>
          <div class="topics" role="group" aria-labelledby="topics-title">
            {TOPICS.map((one) => (
              <button key={one.id} type="button" data-topic={one.id} aria-pressed={one === topic} onClick={() => app.about(one === topic ? null : one)}>
                {one.label}
              </button>
            ))}
          </div>
        </div>
        <div class="intake large">
          <svg class="icon" viewBox="0 0 24 24" width="2.75rem" height="2.75rem" aria-hidden="true" focusable="false">
            <path d="M12 3.5v11M7.5 10.5l4.5 4.5 4.5-4.5M3.5 15v5.5h17V15" />
          </svg>
          <h3>
            <label for="files">Or drop the files here</label>
          </h3>
          <p class="bring" role="status">
            {topic ? topic.bring : 'Certificates, keys, PFX files, key stores, configurations, whole folders. They stay in this tab.'}
          </p>
          <p class="ways">
            <Choose large />
          </p>
        </div>
      </div>
      {app.model.hosts.length > 0 && <Hosts />}
      <p class="examples">
        <span class="faint">Or see it at work:</span>{' '}
        <button type="button" id="example" class="link" onClick={() => app.loadExample()}>
          A gateway that marks one server unhealthy
        </button>
        {EXAMPLES.map(([name, label]) => (
          <button key={name} type="button" class="link" data-example={name} onClick={() => app.loadExample(name)}>
            {label}
          </button>
        ))}
      </p>
    </div>
  );
}

/** The same in one line, once there is an answer. */
export function More() {
  return (
    <div class="intake">
      <Choose large={false} />
      <Field large={false} />
    </div>
  );
}

/** What the texts say, each with the way back where it was taken wrongly. */
export function Understood({ judged }: { judged: Judged }) {
  const app = useApp();
  const { catalog, model } = app;
  if (!catalog) return null;
  const name = (id: string | null) => {
    const target = catalog.targets.find((one) => one.id === id);
    return target && shortName(target);
  };
  const lines = model.observed.map(({ id, text }) => {
    // Pasted texts come ahead of what files hold, in the order of the request.
    const own = judged.report.observed.filter((one) => one.input === null)[judged.model.observed.findIndex((one) => one.id === id)];
    const known = own && own.outcome !== 'unknown-phrase';
    return (
      <p key={id} class="understood-line" data-understood data-observed={own?.outcome}>
        <span>
          {known ? <b>{name(own.target) ?? 'Error message'}: </b> : 'A message that is not known here: '}
          <Value of={(known && own.text) || text} cap={140} mono={false} />
        </span>{' '}
        <button type="button" class="link" onClick={() => app.takeBack(id)}>
          Not so
        </button>
      </p>
    );
  });
  const topic = TOPICS.find((one) => one.id === app.topic);
  if (topic && topic.targets.length > 0) {
    lines.push(
      <p key="topic" class="understood-line" data-understood>
        <span>
          The question is about: <b>{topic.label}</b>
        </span>{' '}
        <button type="button" class="link" onClick={() => app.about(null)}>
          Not so
        </button>
      </p>,
    );
  }
  return <>{lines}</>;
}

/** What a file said about the situation, in one line; null where it said nothing. */
export function understanding({ report, model }: Judged, catalog: Catalog, id: number): string | null {
  const input = model.inputs.findIndex((one) => one.id === id);
  const own = report.statements.filter((statement) => statement.input === input);
  const kinds = [...new Set([...own.map((statement) => statement.kind), ...report.scenes.flatMap((scene) => (scene.from?.input === input ? [''] : []))])];
  const families = [...new Set(kinds.map((kind) => kind.split('/')[0] ?? ''))].filter((family) => family !== '');
  if (families.length === 0) return null;
  const names = families.map((family) => catalog.evidence.find((one) => one.id === family)?.message ?? family);
  const n = (says: Statement['says']) => new Set(own.filter((statement) => statement.says === says).map((statement) => JSON.stringify(statement.value))).size;
  const scenes = report.scenes.filter((scene) => scene.from?.input === input).length;
  const parts = [
    scenes > 0 && count(scenes, 'rule or site', 'rules or sites'),
    n('host') > 0 && count(n('host'), 'name'),
    n('server') > 0 && count(n('server'), 'server'),
    n('seat') > 0 && count(n('seat'), 'certificate in its place', 'certificates in their place'),
    n('setting') > 0 && count(n('setting'), 'setting'),
    n('observed') > 0 && count(n('observed'), 'message'),
    n('hole') > 0 && count(n('hole'), 'part that is not here', 'parts that are not here'),
  ].filter((part) => part !== false);
  const told = report.inputs[input]?.understood.map((span) => span.text).join('') ?? '';
  return [told === '' ? names.join(', ') : told, parts.join(', ')].filter((part) => part !== '').join(' · ');
}
