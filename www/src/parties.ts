// Who takes part: clients, a listener, a gateway, servers, each with the files and names that the report gives them.

import type { App } from './app';
import type { HostUse, InputSummary, Item, Seat } from './report';
import type { HostChip, InputFile } from './state';
import { checksNames, shortName } from './systems';

export interface Given {
  input: InputFile;
  summary: InputSummary | null;
  items: Item[];
}

export interface Party {
  /** Stable while the situation is: `server vm1`, `gateway`. */
  id: string;
  kind: 'client' | 'listener' | 'gateway' | 'server' | 'aside';
  title: string;
  /** What a file becomes that is put here; null: nothing is put here. */
  seat: Seat | null;
  server: string | null;
  files: { seat: Seat | null; label: string; cards: Given[] }[];
  /** Names that it asks for, with their place among the request's. */
  uses: { use: HostUse | null; question: string; label: string; optional: boolean }[];
}

export const SEATS: Record<Exclude<Seat, 'server'>, string> = {
  trust: 'Trusted roots',
  listener: 'Gateway listener',
  'client-ca': 'CAs of client certificates',
  client: 'What a client shows',
  ignore: 'Only looked at',
};

/** Every input with what the engine last said of it. */
function all(app: App): Given[] {
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
  return model.inputs.map((input) => {
    const entry = said.get(input.id);
    return { input, summary: entry?.summary ?? null, items: entry ? (items.get(entry.index) ?? []) : [] };
  });
}

export const seatOf = ({ input, summary }: Given): Seat | null => input.seat ?? summary?.seat ?? null;
export const serverOf = (given: Given): string | null =>
  seatOf(given) === 'server' ? ((given.input.seat ? given.input.server : given.summary?.server) ?? 'server') : null;

/** The system in the middle, if the situation has one: in focus, named by evidence, or spoken of by a name's use. */
function middle(app: App): string | null {
  const { catalog, judged, model } = app;
  const target = (id: string | null | undefined) => catalog?.targets.find((one) => one.id === id);
  const named = [...(judged?.report.diagnosis.focus.targets ?? []), ...(judged?.report.scenes ?? []).map((scene) => scene.target), ...(model.focus ?? [])];
  const found = named.map(target).find(checksNames);
  if (found) return shortName(found);
  const roles = model.hosts.some((host: HostChip) => host.use !== null && host.use !== 'client');
  return roles ? 'Gateway or proxy' : null;
}

export function parties(app: App): Party[] {
  const cards = all(app);
  const at = (seat: Seat) => cards.filter((given) => seatOf(given) === seat);
  const gateway = middle(app);
  const trust = { seat: 'trust' as const, label: 'trusts', cards: at('trust') };
  const listener = at('listener');
  const shown = at('client');
  const cas = at('client-ca');
  const out: Party[] = [];
  out.push({
    id: 'client',
    kind: 'client',
    title: 'Clients',
    seat: gateway === null ? 'trust' : 'client',
    server: null,
    files: [...(gateway === null ? [trust] : []), ...(shown.length > 0 ? [{ seat: 'client' as const, label: 'show', cards: shown }] : [])],
    uses: [{ use: null, label: 'ask for', question: 'Which name do clients ask for?', optional: false }],
  });
  if (listener.length > 0)
    out.push({
      id: 'listener',
      kind: 'listener',
      title: 'Listener',
      seat: 'listener',
      server: null,
      files: [
        { seat: 'listener', label: 'presents', cards: listener },
        ...(cas.length > 0 && gateway !== null ? [{ seat: 'client-ca' as const, label: 'trusts clients of', cards: cas }] : []),
      ],
      uses: [],
    });
  if (gateway !== null) {
    out.push({
      id: 'gateway',
      kind: 'gateway',
      title: gateway,
      seat: 'trust',
      server: null,
      files: [trust, ...(cas.length > 0 && listener.length === 0 ? [{ seat: 'client-ca' as const, label: 'trusts clients of', cards: cas }] : [])],
      uses: [
        { use: 'probe', label: 'probe asks for', question: 'Which name does the probe send?', optional: true },
        { use: 'backend-setting', label: 'backend setting asks for', question: 'Which host name does the backend setting override with?', optional: true },
        { use: 'pool', label: 'pool member', question: '', optional: true },
        { use: 'sni', label: 'sends as SNI', question: '', optional: true },
      ],
    });
  } else if (cas.length > 0) {
    out.push({
      id: 'client-ca',
      kind: 'gateway',
      title: 'Server checks clients',
      seat: 'client-ca',
      server: null,
      files: [{ seat: 'client-ca', label: 'trusts clients of', cards: cas }],
      uses: [],
    });
  }
  const servers = new Map<string, Given[]>();
  for (const given of cards) {
    const server = serverOf(given);
    if (server === null) continue;
    const own = servers.get(server);
    if (own) own.push(given);
    else servers.set(server, [given]);
  }
  for (const server of app.judged?.report.scenes.flatMap((scene) => scene.servers) ?? [])
    if (!servers.has(server) && app.judged?.model === app.model) servers.set(server, []);
  for (const [server, own] of servers)
    out.push({
      id: `server ${server}`,
      kind: 'server',
      title: 'Server',
      seat: 'server',
      server,
      files: [{ seat: 'server', label: 'presents', cards: own }],
      uses: [],
    });
  if (servers.size === 0)
    out.push({
      id: 'server',
      kind: 'server',
      title: 'Server',
      seat: 'server',
      server: null,
      files: [{ seat: 'server', label: 'presents', cards: [] }],
      uses: [],
    });
  const aside = cards.filter((given) => seatOf(given) === 'ignore' || seatOf(given) === null);
  if (aside.length > 0)
    out.push({ id: 'aside', kind: 'aside', title: SEATS.ignore, seat: 'ignore', server: null, files: [{ seat: 'ignore', label: '', cards: aside }], uses: [] });
  return out;
}

export function serverNames(list: readonly Party[]): string[] {
  return list.flatMap((party) => (party.server === null ? [] : [party.server]));
}
