// How values and words reach the page: text nodes only, whatever is in them.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { colons, distance, middle, pieces, time, visible, visibleLines } from '../format';
import type { Command, Evidence, Note, Problem, Source, Span } from '../report';
import { useActions } from './context';
import { Hinted } from './terms';

const CAP = 160;
const MOST = 20_000;

/** A value from a file, isolated from the text around it; long ones are cut in the middle and open on demand. */
export function Value({ of, cap = CAP, mono = true }: { of: string; cap?: number; mono?: boolean }) {
  const [open, setOpen] = useState(false);
  const long = of.length > cap;
  const shown = open ? middle(of, MOST) : long ? middle(of, cap) : of;
  return (
    <>
      <bdi class={mono ? 'value mono' : 'value'}>{of === '' ? <span class="faint">empty</span> : <Pieces of={shown} />}</bdi>
      {long && (
        <button type="button" class="link small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'show less' : 'show all'}
        </button>
      )}
    </>
  );
}

/** In narrow places names and addresses break after a dot or a slash before they break anywhere. */
function breakable(text: string): ComponentChildren {
  const parts = text.split(/(?<=[./@_])(?=\w)|(?<=[a-z])(?=[A-Z])/);
  return parts.length < 2 || text.length < 14 ? text : parts.flatMap((part, i) => (i === 0 ? part : [<wbr key={i} />, part]));
}

/** The pieces of a value without a control in it: for use inside buttons and headings. */
export function Pieces({ of, breaks = false }: { of: string; breaks?: boolean }) {
  return (
    <>
      {pieces(of).map((piece, i) =>
        piece.escaped ? (
          <span key={i} class="escape">
            {piece.text}
          </span>
        ) : breaks ? (
          breakable(piece.text)
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

/** A value that has to fit: cut in the middle, the whole of it in the title. */
export function Short({ of, cap = 60, mono = true }: { of: string; cap?: number; mono?: boolean }) {
  const whole = of.length > cap ? visible(middle(of, MOST)) : undefined;
  return (
    <bdi class={mono ? 'value mono' : 'value'} title={whole}>
      <Pieces of={middle(of, cap)} breaks />
    </bdi>
  );
}

/** A field that narrows a list while somebody types. */
export function Search(props: { label: string; hint: string; class?: string; value: string; onInput: (value: string) => void }) {
  return (
    <input
      type="search"
      class={props.class}
      aria-label={props.label}
      placeholder={props.hint}
      autocomplete="off"
      spellcheck={false}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}

export function Copy({ text, what }: { text: string; what: string }) {
  const app = useActions();
  const [done, setDone] = useState(false);
  const copy = async () => {
    await copyText(visibleLines(text));
    setDone(true);
    app.say(`Copied ${what}.`);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" class="copy" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      {done ? 'Copied' : 'Copy'}
    </button>
  );
}

/** Clipboard where the browser allows it, else by a selection, which also works on `file:` and plain http. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const before = document.activeElement;
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'offscreen';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}

export function Spans({ of, cap = CAP }: { of: readonly Span[]; cap?: number }) {
  return (
    <>
      {of.map((span, i) => {
        if (span.form === 'plain') return span.text;
        if (span.form === 'time') return <Time key={i} at={Number(span.text)} />;
        // What a program says is a sentence, and no name.
        const prose = span.text.split(' ').length > 6;
        return <Value key={i} of={span.text} cap={prose ? Math.max(cap, 320) : cap} mono={!prose} />;
      })}
    </>
  );
}

/** A sentence of spans as plain text. */
export function spanText(spans: readonly Span[]): string {
  return spans.map((span) => (span.form === 'plain' ? span.text : span.form === 'time' ? time(Number(span.text)) : visible(span.text))).join('');
}

/** The same moment by the clock on the wall. */
export function local(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : `${date.toLocaleString()} local time`;
}

/** A moment in UTC, with the local time of it while it has the focus or the pointer. */
export function Time({ at, relative }: { at: number; relative?: (past: boolean) => string }) {
  const app = useActions();
  const now = app.judged?.report.now;
  return (
    <span class="time">
      <Hinted class="moment-of" hint={local(at)} at={at}>
        {time(at)}
      </Hinted>
      {relative && now !== undefined && <span class="faint"> ({`${relative(at < now)} ${distance(at, now)}`.trim()})</span>}
    </span>
  );
}

export function EvidenceValue({ of }: { of: Evidence }) {
  if (of.form === 'time' && /^-?\d+$/.test(of.value)) return <Time at={Number(of.value)} relative={() => ''} />;
  if (of.form === 'hex') return <Value of={/^[0-9a-f]{8,}$/i.test(of.value) ? colons(of.value) : of.value} />;
  return <Value of={of.value} mono={of.form !== 'plain'} />;
}

export function Pairs({ children }: { children: ComponentChildren }) {
  return <dl class="pairs">{children}</dl>;
}

export function Pair({ label, children }: { label: ComponentChildren; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Sources({ of }: { of: readonly Source[] }) {
  if (of.length === 0) return null;
  return (
    <ul class="sources">
      {of.map((source, i) => (
        <li key={i}>
          {source.title}
          {source.section && <>, {source.section}</>}
          {source.url && (
            <>
              {' '}
              <span class="mono faint">{source.url}</span> <Copy text={source.url} what={`address of ${source.title}`} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The shell that a line is quoted for. */
const SHELLS: Record<string, string> = { posix: 'sh, bash', powershell: 'PowerShell', any: 'any shell', '': 'a line of its configuration' };

export function Commands({ of, open = false }: { of: readonly Command[]; open?: boolean }) {
  if (of.length === 0) return null;
  return (
    <details class="commands" open={open}>
      <summary>{of.length === 1 ? 'Command' : `${of.length} commands`}</summary>
      {of.map((command, i) => (
        <div key={i} class="command">
          <span class="tool">
            {command.tool} <span class="faint">{SHELLS[command.shell] ?? ''}</span>
          </span>
          <pre tabIndex={0}>{visibleLines(command.text)}</pre>
          <Copy text={command.text} what={`${command.tool} command`} />
        </div>
      ))}
    </details>
  );
}

/** Something to open; what is inside is made when it is opened for the first time. */
export function More({
  summary,
  class: className,
  open: first = false,
  children,
}: {
  summary: ComponentChildren;
  class?: string;
  open?: boolean;
  children: () => ComponentChildren;
}) {
  const [open, setOpen] = useState(first);
  return (
    <details class={className} open={first || undefined} onToggle={(event) => event.currentTarget.open && setOpen(true)}>
      <summary>{summary}</summary>
      {open && children()}
    </details>
  );
}

/** What was repaired or is odd, in the catalog's words. */
export function Notes({ of, class: className = 'notes' }: { of: readonly (Note | Problem)[]; class?: string }) {
  const app = useActions();
  if (of.length === 0) return null;
  return (
    <ul class={className}>
      {of.map((note, i) => {
        const message = 'message' in note ? note.message : app.catalog?.notes.find((kind) => kind.id === note.id)?.message;
        return (
          <li key={i}>
            {message ?? note.id}
            {note.detail !== '' && (
              <>
                {' '}
                <Value of={note.detail} cap={100} />
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
