// One file: its name and what it is in one line; what it holds, where it stands and what was repaired in it behind that line.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../app';
import { count, size, visible } from '../format';
import { SEATS, type Given } from '../parties';
import type { InputSummary, Item, Problem, Seat } from '../report';
import * as state from '../state';
import type { InputFile } from '../state';
import { useApp } from './context';
import { understanding } from './intake';
import { ItemLink } from './look';
import { More, Notes, Short, Value } from './text';

const MOST_ITEMS = 40;
export const CARD = 'application/x-certlens-card';

const KIND_OF_FORMAT = ['pkcs12', 'pkcs7', 'java-keystore'];

function kindOf(given: Given): string {
  const { summary, items } = given;
  const first = items.find((item) => item.parent === null) ?? items[0];
  if (summary && KIND_OF_FORMAT.includes(summary.format)) return summary.format;
  return first?.kind ?? (summary ? 'unrecognised' : 'unread');
}

/** What lies in a file, in a few words. */
function gist({ input, summary, items }: Given): string {
  if (!summary) return 'being read';
  if (summary.password === 'needed') return 'locked';
  if (summary.password === 'wrong') return 'locked: another password';
  const containers = new Set(items.map((item) => item.parent));
  const inside = items.filter((item) => !containers.has(item.id));
  const n = (kind: string) => inside.filter((item) => item.kind === kind).length;
  const keys = inside.filter((item) => item.kind.endsWith('private-key')).length;
  const parts = [
    n('certificate') > 0 && count(n('certificate'), 'certificate'),
    keys > 0 && count(keys, 'key'),
    n('certification-request') > 0 && count(n('certification-request'), 'request'),
    n('crl') > 0 && count(n('crl'), 'revocation list'),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(', ') : `${summary.title}, ${size(input.bytes.length)}`;
}

export function Card({ given, siblings, servers }: { given: Given; siblings: number[]; servers: string[] }) {
  const app = useApp();
  const { input, summary, items } = given;
  const name = visible(input.name);
  const wrong = summary?.password === 'wrong';
  const understood = app.judged && app.catalog ? understanding(app.judged, app.catalog, input.id) : null;
  // What was understood as evidence is no unreadable file.
  const problems = understood !== null && items.every((item) => item.certificate === null && item.key === null) ? [] : problemsOf(summary, items);
  const keys = (event: KeyboardEvent) => {
    const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      step(app, siblings, input.id, event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'Delete' && !field) {
      event.preventDefault();
      removeCard(app, input.id);
    }
  };
  return (
    <li
      class="card"
      data-item-kind={kindOf(given)}
      data-card={input.id}
      draggable
      onDragStart={(event) => {
        event.dataTransfer?.setData(CARD, String(input.id));
        if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
      }}
      onKeyDown={keys}
    >
      <details>
        <summary>
          <span class="card-name">
            <Short of={input.name} cap={48} />
          </span>{' '}
          <span class="gist">{understood !== null ? understood : gist(given)}</span>
        </summary>
        <div class="card-body">
          {understood !== null && (
            <p class="understood-line" data-understood>
              {understood}
            </p>
          )}
          <p class="faint">
            {summary ? summary.title : 'not read yet'}, {size(input.bytes.length)}
          </p>
          {summary && summary.facts.length > 0 && (
            <ul class="facts">
              {summary.facts
                .filter((fact) => fact.label !== 'Size')
                .map((fact, i) => (
                  <li key={i}>
                    <span class="faint">{fact.label}</span> <Value of={fact.value} cap={90} mono={false} />
                  </li>
                ))}
            </ul>
          )}
          <Contents given={given} servers={servers} />
          <Repaired summary={summary} items={items} />
          <div class="card-seat">
            <Mover input={input} summary={summary} servers={servers} name={name} />
            <button type="button" class="link" aria-label={`Remove ${name}`} onClick={() => removeCard(app, input.id)}>
              Remove
            </button>
          </div>
          {summary?.seatGuessed && !input.seat && summary.seatReason !== '' && <p class="why">{summary.seatReason}</p>}
        </div>
      </details>
      {summary && (wrong || summary.password === 'needed') ? <Password input={input} wrong={wrong} problems={problems} name={name} /> : null}
      {!wrong && summary?.password !== 'needed' && <Notes of={problems} class="problems" />}
    </li>
  );
}

/** Frames in which a card may still be drawn anew: once by hand, and once more when the engine has answered. */
const FRAMES = 90;

/** A card that changes its seat is drawn anew; whoever moved it keeps the focus. */
function keepFocus(id: number, frames = FRAMES): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) {
      const details = document.querySelector<HTMLDetailsElement>(`[data-card="${id}"] details`);
      if (details) details.open = true;
      document.querySelector<HTMLElement>(`[data-card="${id}"] .mover`)?.focus();
    }
    const here = document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset['card'] === String(id);
    if (frames > 0 && (here || document.activeElement === document.body)) keepFocus(id, frames - 1);
  });
}

/** Takes a card away and hands focus to its neighbour, or to the hostname field. */
function removeCard(app: App, id: number): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-card]')];
  const at = cards.findIndex((card) => card.dataset['card'] === String(id));
  const next = cards[at + 1] ?? cards[at - 1];
  const nextId = next?.dataset['card'];
  app.remove(id);
  requestAnimationFrame(() => {
    const target = document.querySelector<HTMLElement>(`[data-card="${nextId}"]  summary`) ?? document.getElementById('host');
    target?.focus();
  });
}

/** One place up or down among the cards of its seat: in a server this is the order of presentation. */
function step(app: App, ids: number[], id: number, by: -1 | 1): void {
  const at = ids.indexOf(id);
  const target = by < 0 ? ids[at - 1] : ids[at + 2];
  if ((by < 0 && at === 0) || (by > 0 && at === ids.length - 1)) return;
  app.update((model) => state.reorder(model, id, target ?? null));
  keepFocus(id);
}

const MOST_PROBLEMS = 6;

/** What is wrong with a file and with the parts of it; the same thing is said once. */
function problemsOf(summary: InputSummary | null, items: Item[]): Problem[] {
  const all = new Map<string, Problem>();
  for (const problem of [summary?.error, ...items.map((item) => item.error)]) if (problem) all.set(`${problem.id} ${problem.detail}`, problem);
  return [...all.values()].slice(0, MOST_PROBLEMS);
}

function Repaired({ summary, items }: { summary: InputSummary | null; items: Item[] }) {
  // The same repair of a hundred certificates is said once.
  const unique = new Map((summary?.notes ?? []).map((note) => [note.id, note]));
  for (const item of items) for (const note of item.notes) if (!unique.has(note.id)) unique.set(note.id, note);
  return <Notes of={[...unique.values()]} />;
}

function Contents({ given, servers }: { given: Given; servers: string[] }) {
  const { input, items } = given;
  const containers = new Set(items.map((item) => item.parent));
  const inside = items.filter((item) => !containers.has(item.id));
  if (inside.length === 0 || inside.every((item) => item.error !== null)) return null;
  const list = (
    <ol class="inside">
      {inside.slice(0, MOST_ITEMS).map((item) => (
        <li key={item.id}>
          <div>
            <ItemLink item={item} />
            {item.alias && (
              <>
                {' '}
                <span class="faint">alias</span> <Value of={item.alias} cap={60} />
              </>
            )}
            {inside.length > 1 && item.error === null && <Apart input={input} at={items.indexOf(item)} item={item} servers={servers} />}
          </div>
        </li>
      ))}
    </ol>
  );
  if (inside.length <= 6) return list;
  return (
    <More class="contents" summary={`${count(inside.length, 'thing')} inside`}>
      {() => (
        <>
          {list}
          {inside.length > MOST_ITEMS && <p class="faint">and {inside.length - MOST_ITEMS} more, see the inventory</p>}
        </>
      )}
    </More>
  );
}

/** Moves one thing of a file alone: the root inside a bundle can be trusted without splitting the file. */
function Apart({ input, at, item, servers }: { input: InputFile; at: number; item: Item; servers: string[] }) {
  const app = useApp();
  const own = app.model.apart.find((one) => one.input === input.id && one.at === at);
  const value = !own ? '' : own.seat === 'server' ? `server ${own.server ?? 'server'}` : own.seat;
  const move = (to: string) => {
    const [kind, ...rest] = to.split(' ');
    app.update((model) =>
      to === ''
        ? state.seatApart(model, input.id, at, null, null)
        : kind === 'server'
          ? state.seatApart(model, input.id, at, 'server', rest.join(' '))
          : state.seatApart(model, input.id, at, to as Seat, null),
    );
  };
  return (
    <select class="apart" aria-label={`Where ${visible(item.summary)} stands`} value={value} onChange={(event) => move(event.currentTarget.value)}>
      <option value="">with its file</option>
      {servers.map((id) => (
        <option key={id} value={`server ${id}`}>
          presented by {visible(id)}
        </option>
      ))}
      {(Object.entries(SEATS) as [Seat, string][]).map(([id, label]) => (
        <option key={id} value={id}>
          {id === 'trust' ? 'trusted' : label.toLowerCase().replace('cas of', 'CAs of')}
        </option>
      ))}
    </select>
  );
}

function Password({ input, wrong, problems, name }: { input: InputFile; wrong: boolean; problems: Problem[]; name: string }) {
  const app = useApp();
  const [shown, show] = useState(false);
  const id = `password-${input.id}`;
  const field = useRef<HTMLInputElement>(null);
  // The same field either way: what was typed stays in it.
  useEffect(() => {
    if (field.current) field.current.type = shown ? 'text' : 'password';
  }, [shown]);
  return (
    <form
      class="password"
      onSubmit={(event) => {
        event.preventDefault();
        const password = field.current?.value ?? '';
        if (field.current) field.current.value = '';
        app.update((model) => state.setPassword(model, input.id, password));
      }}
    >
      <label for={id}>{wrong ? 'Another password' : 'Password'}</label>
      <span class="row">
        <input
          id={id}
          ref={field}
          type="password"
          data-password
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
        />
        <button type="submit" aria-label={`Open ${name}`}>
          Open
        </button>
      </span>
      <span class="row">
        <label class="check">
          <input type="checkbox" checked={shown} onChange={(event) => show(event.currentTarget.checked)} /> show it
        </label>
        <button type="button" class="link" onClick={() => app.update((model) => state.setPassword(model, input.id, ''))}>
          It has no password
        </button>
      </span>
      {wrong && (
        <div id={`${id}-wrong`} role="alert">
          {problems.length > 0 ? <Notes of={problems} class="problems" /> : 'This password does not open it.'}
        </div>
      )}
    </form>
  );
}

function Mover(props: { input: InputFile; summary: InputSummary | null; servers: string[]; name: string }) {
  const app = useApp();
  const { input, summary, servers, name } = props;
  const seat = input.seat ?? summary?.seat ?? null;
  const server = input.seat ? input.server : (summary?.server ?? null);
  const value = seat === null ? 'auto' : seat === 'server' ? `server ${server ?? 'server'}` : seat;
  const move = (to: string) => {
    const [kind, ...rest] = to.split(' ');
    if (to === 'auto') app.place(input.id, null, null);
    else if (kind === 'server') app.place(input.id, 'server', rest.join(' '));
    else app.place(input.id, to as Seat, null);
    keepFocus(input.id);
  };
  return (
    <select class="mover" aria-label={`Where ${name} stands`} value={value} onChange={(event) => move(event.currentTarget.value)}>
      {(input.seat !== null || seat === null) && <option value="auto">let the engine decide</option>}
      {servers.map((id) => (
        <option key={id} value={`server ${id}`}>
          {id === 'server' ? 'presented by the server' : `presented by server ${visible(id)}`}
        </option>
      ))}
      <option value={`server ${state.freshServer(servers)}`}>presented by another server</option>
      {(Object.entries(SEATS) as [Seat, string][]).map(([id, label]) => (
        <option key={id} value={id}>
          {label.toLowerCase().replace('cas of', 'CAs of')}
        </option>
      ))}
    </select>
  );
}
