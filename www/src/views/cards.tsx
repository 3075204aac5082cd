// What was given, by the side it stands on.

import { useRef, useState } from 'preact/hooks';
import type { App, Judged } from '../app';
import { count, size, visible } from '../format';
import type { Catalog, InputSummary, Item, Problem, Seat, Statement } from '../report';
import * as state from '../state';
import type { InputFile } from '../state';
import { useApp } from './context';
import { Cross } from './hosts';
import { More, Notes, Short, Value } from './text';

export const SEATS: Record<Exclude<Seat, 'server'>, string> = {
  trust: 'What the other side trusts',
  listener: 'Gateway listener',
  'client-ca': 'CAs of client certificates',
  client: 'What a client shows',
  ignore: 'Only looked at',
};

const MOST_CARDS = 60;
const MOST_ITEMS = 40;
const CARD = 'application/x-certlens-card';

interface Given {
  input: InputFile;
  summary: InputSummary | null;
  items: Item[];
}

interface Group {
  key: string;
  seat: Seat | null;
  server: string | null;
  title: string;
  cards: Given[];
}

/** Every input with what the engine last said of it, in groups by seat. */
function groups(app: App): Group[] {
  const { judged, model } = app;
  const said = new Map<number, { summary: InputSummary; index: number }>();
  judged?.model.inputs.forEach((input, index) => {
    const summary = judged.report.inputs[index];
    if (summary) said.set(input.id, { summary, index });
  });
  const items = new Map<number, Item[]>();
  for (const item of judged?.report.items ?? []) {
    const list = items.get(item.input);
    if (list) list.push(item);
    else items.set(item.input, [item]);
  }
  const found = new Map<string, Group>();
  const order = ['server', 'listener', 'trust', 'client-ca', 'ignore', 'none'];
  for (const input of model.inputs) {
    const entry = said.get(input.id);
    const seat = input.seat ?? entry?.summary.seat ?? null;
    const server = seat === 'server' ? ((input.seat ? input.server : entry?.summary.server) ?? 'server') : null;
    const key = seat === 'server' ? `server ${server}` : (seat ?? 'none');
    const title = seat === null ? 'Being read' : seat === 'server' ? 'Server' : SEATS[seat];
    const group = found.get(key) ?? { key, seat, server, title, cards: [] };
    group.cards.push({ input, summary: entry?.summary ?? null, items: entry ? (items.get(entry.index) ?? []) : [] });
    found.set(key, group);
  }
  const rank = (group: Group) => order.indexOf(group.seat ?? 'none');
  return [...found.values()].sort((a, b) => rank(a) - rank(b));
}

export function Cards() {
  const app = useApp();
  const all = groups(app);
  const servers = all.flatMap((group) => (group.server === null ? [] : [group.server]));
  return (
    <section class="cards" aria-labelledby="cards-title">
      <h2 id="cards-title">
        Files <span class="faint">{app.model.inputs.length}</span>
      </h2>
      {all.map((group) => (
        <SeatGroup key={group.key} group={group} servers={servers} />
      ))}
    </section>
  );
}

function SeatGroup({ group, servers }: { group: Group; servers: string[] }) {
  const app = useApp();
  const [over, setOver] = useState(false);
  const [all, setAll] = useState(false);
  const drop = (event: DragEvent) => {
    setOver(false);
    const id = Number(event.dataTransfer?.getData(CARD));
    if (!id || group.seat === null) return;
    event.preventDefault();
    const before = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-card]')?.dataset['card'] : undefined;
    app.place(id, group.seat, group.server, before === undefined ? null : Number(before));
  };
  const shown = all ? group.cards : group.cards.slice(0, MOST_CARDS);
  return (
    <div
      class={over ? 'seat over' : 'seat'}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes(CARD)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h3 class="seat-title">
        {group.title}
        {group.server !== null && <ServerName group={group} />}
      </h3>
      <ul class="card-list">
        {shown.map((given) => (
          <Card key={given.input.id} given={given} group={group} servers={servers} />
        ))}
      </ul>
      {shown.length < group.cards.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          Show all {group.cards.length}
        </button>
      )}
    </div>
  );
}

function ServerName({ group }: { group: Group }) {
  const app = useApp();
  const name = group.server ?? '';
  return (
    <input
      class="server-name"
      aria-label={`Name of server ${visible(name)}`}
      value={name}
      size={Math.max(6, Math.min(name.length + 1, 28))}
      spellcheck={false}
      autocomplete="off"
      onChange={(event) => {
        const ids = group.cards.map((card) => card.input.id);
        app.update((model) => state.renameServer(model, ids, event.currentTarget.value));
      }}
    />
  );
}

const KIND_OF_FORMAT = ['pkcs12', 'pkcs7', 'java-keystore'];

function kindOf(given: Given): string {
  const { summary, items } = given;
  const first = items.find((item) => item.parent === null) ?? items[0];
  if (summary && KIND_OF_FORMAT.includes(summary.format)) return summary.format;
  return first?.kind ?? (summary ? 'unrecognised' : 'unread');
}

function Card({ given, group, servers }: { given: Given; group: Group; servers: string[] }) {
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
      step(app, group, input.id, event.key === 'ArrowUp' ? -1 : 1);
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
      <div class="card-head">
        <span class="card-name">
          <Short of={input.name} cap={48} />
        </span>
        <button type="button" class="quiet" aria-label={`Remove ${name}`} onClick={() => removeCard(app, input.id)}>
          <Cross />
        </button>
      </div>
      <p>
        {summary ? summary.title : 'not read yet'}
        <span class="faint">, {size(input.bytes.length)}</span>
      </p>
      {understood !== null && (
        <p class="understood-line" data-understood>
          {understood}
        </p>
      )}
      {summary && (wrong || summary.password === 'needed') ? <Password input={input} wrong={wrong} problems={problems} name={name} /> : null}
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
      {!wrong && <Notes of={problems} class="problems" />}
      <Repaired summary={summary} items={items} />
      <div class="card-seat">
        <Mover input={input} summary={summary} servers={servers} name={name} />
        <Contents items={items} />
        {summary?.seatGuessed && !input.seat && summary.seatReason !== '' && <p class="why">{summary.seatReason}</p>}
      </div>
    </li>
  );
}

/** What a file said about the situation, in one line; null where it said nothing. */
function understanding({ report, model }: Judged, catalog: Catalog, id: number): string | null {
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
  return `${names.join(', ')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

/** A card that changes its seat is drawn anew; whoever moved it keeps the focus. */
function keepFocus(id: number): void {
  const restore = () => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>(`[data-card="${id}"] .mover`)?.focus();
  };
  requestAnimationFrame(() => requestAnimationFrame(restore));
}

/** Takes a card away and hands focus to its neighbour, or to the hostname field. */
function removeCard(app: App, id: number): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-card]')];
  const at = cards.findIndex((card) => card.dataset['card'] === String(id));
  const next = cards[at + 1] ?? cards[at - 1];
  const nextId = next?.dataset['card'];
  app.remove(id);
  requestAnimationFrame(() => {
    const target = document.querySelector<HTMLElement>(`[data-card="${nextId}"] .card-head button`) ?? document.getElementById('host');
    target?.focus();
  });
}

/** One place up or down among the cards of its seat: in a server this is the order of presentation. */
function step(app: App, group: Group, id: number, by: -1 | 1): void {
  const ids = group.cards.map((card) => card.input.id);
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

function Contents({ items }: { items: Item[] }) {
  if (items.length < 2 && !items[0]?.summary) return null;
  const containers = new Set(items.map((item) => item.parent));
  const inside = items.filter((item) => !containers.has(item.id));
  if (inside.every((item) => item.error !== null)) return null;
  return (
    <More class="contents" summary={`${count(inside.length, 'thing')} inside`}>
      {() => (
        <>
          <ol>
            {inside.slice(0, MOST_ITEMS).map((item) => (
              <li key={item.id}>
                <span class="faint">{item.kind.replaceAll('-', ' ')}</span> <Value of={item.summary} cap={100} mono={false} />
                {item.alias && (
                  <>
                    {' '}
                    <span class="faint">alias</span> <Value of={item.alias} cap={60} />
                  </>
                )}
              </li>
            ))}
          </ol>
          {inside.length > MOST_ITEMS && <p class="faint">and {inside.length - MOST_ITEMS} more, see Certificates</p>}
        </>
      )}
    </More>
  );
}

function Password({ input, wrong, problems, name }: { input: InputFile; wrong: boolean; problems: Problem[]; name: string }) {
  const app = useApp();
  const field = useRef<HTMLInputElement>(null);
  const id = `password-${input.id}`;
  return (
    <form
      class="password"
      onSubmit={(event) => {
        event.preventDefault();
        const password = field.current?.value ?? '';
        app.update((model) => state.setPassword(model, input.id, password));
      }}
    >
      <label for={id}>{wrong ? 'Another password' : 'Password'}</label>
      <span class="row">
        <input
          id={id}
          ref={field}
          type="password"
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
        />
        <button type="submit" aria-label={`Open ${name}`}>
          Open
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
