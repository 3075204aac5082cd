// The situation as a picture: who takes part, with files and names in place. What is not known is a question in its place.

import { useState } from 'preact/hooks';
import type { App } from '../app';
import { count, list, short, visible } from '../format';
import { parties, seatOf, serverNames, type Party } from '../parties';
import type { HostUse } from '../report';
import * as state from '../state';
import { CARD, Card } from './cards';
import { useApp } from './context';
import { Hosts, HostChips } from './hosts';
import { More } from './intake';
import { Term } from './terms';
import { Short } from './text';

const MOST_CARDS = 8;
const MOST_SERVERS = 12;

/** Files in one line: how many, and what is the matter with them. */
function summary(app: App): string {
  const { inputs } = app.model;
  const judged = app.judged;
  const summaries = judged ? judged.model.inputs.map((_, i) => judged.report.inputs[i]) : [];
  const locked = summaries.filter((one) => one?.password === 'needed' || one?.password === 'wrong').length;
  return `${count(inputs.length, 'file')}${locked > 0 ? `, ${locked} locked` : ''}`;
}

/** Files that have nothing to say here, quietly: documents and pictures come along with every folder. */
function bystanders(app: App): Set<number> {
  const { judged } = app;
  if (!judged) return new Set();
  return new Set(
    judged.model.inputs.flatMap((input, i) => {
      const own = judged.report.inputs[i];
      const items = judged.report.items.filter((item) => item.input === i);
      const nothing = own?.seat === 'ignore' && own.password === 'not-needed' && items.every((item) => item.kind === 'unrecognised');
      return nothing && !judged.report.statements.some((one) => one.input === i) ? [input.id] : [];
    }),
  );
}

export function Situation() {
  const app = useApp();
  const [all, setAll] = useState(false);
  const list = parties(app);
  const servers = serverNames(list);
  const quiet = bystanders(app);
  const drawn = list.filter((party) => party.kind !== 'server' && party.kind !== 'aside');
  const own = list.filter((party) => party.kind === 'server');
  // Of many servers the one that the answer is about comes first.
  const about = app.judged?.report.answer.server ?? null;
  const ordered = own.length > MOST_SERVERS ? [...own.filter((party) => party.server === about), ...own.filter((party) => party.server !== about)] : own;
  const shown = all ? ordered : ordered.slice(0, MOST_SERVERS);
  const aside = list
    .filter((party) => party.kind === 'aside')
    .map((party) => ({ ...party, files: party.files.map((file) => ({ ...file, cards: file.cards.filter((card) => !quiet.has(card.input.id)) })) }));
  return (
    <section class="situation" id="section-situation" aria-labelledby="cards-title">
      <div class="section-head">
        <h2 id="cards-title">
          Situation <span class="faint">{summary(app)}</span>
        </h2>
        <More />
      </div>
      <div class={`picture of-${drawn.length + 1}`}>
        {drawn.map((party) => (
          <Box key={party.id} party={party} servers={servers} />
        ))}
        <div class="servers">
          {shown.map((party) => (
            <Box key={party.id} party={party} servers={servers} />
          ))}
          {shown.length < ordered.length && (
            <button type="button" class="link" onClick={() => setAll(true)}>
              Show all {count(ordered.length, 'server')}
            </button>
          )}
        </div>
      </div>
      {aside.map((party) => party.files.some((file) => file.cards.length > 0) && <Box key={party.id} party={party} servers={servers} />)}
      {quiet.size > 0 && <Bystanders ids={quiet} />}
    </section>
  );
}

function Bystanders({ ids }: { ids: Set<number> }) {
  const app = useApp();
  const files = app.model.inputs.filter((input) => ids.has(input.id));
  const names = files.slice(0, 4).map((input) => short(input.name, 40));
  return (
    <p class="bystanders faint" data-bystanders={files.length}>
      Not about certificates: {files.length > names.length ? `${names.join(', ')} and ${files.length - names.length} more` : list(names)}.{' '}
      <button type="button" class="link" onClick={() => app.update((model) => files.reduce((rest, file) => state.removeInput(rest, file.id), model))}>
        Leave out
      </button>
    </p>
  );
}

function Box({ party, servers }: { party: Party; servers: string[] }) {
  const app = useApp();
  const [over, setOver] = useState(false);
  const [all, setAll] = useState(false);
  const drop = (event: DragEvent) => {
    setOver(false);
    const id = Number(event.dataTransfer?.getData(CARD));
    if (!id || party.seat === null) return;
    event.preventDefault();
    const before = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-card]')?.dataset['card'] : undefined;
    app.place(id, party.seat, party.server, before === undefined ? null : Number(before));
  };
  const answered = app.judged?.report.answer;
  const about = party.server !== null && party.server === answered?.server && (answered.severity === 'error' || answered.severity === 'warning');
  return (
    <div
      class={`party ${party.kind}${over ? ' over' : ''}${about ? ` about ${answered.severity}` : ''}`}
      data-party={party.id}
      data-seat={party.seat ?? undefined}
      data-server={party.server ?? undefined}
      role="group"
      aria-label={party.server ?? party.title}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes(CARD)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h3 class="party-title">{party.server === null ? party.title : <ServerName party={party} />}</h3>
      {party.uses.map((use) => (
        <Names key={use.use ?? 'any'} use={use} />
      ))}
      {party.files.map(({ seat, label, cards }) => {
        const shown = all ? cards : cards.slice(0, MOST_CARDS);
        return (
          <div key={seat} class="seat">
            {label !== '' && <p class="seat-title">{label}</p>}
            {cards.length > 0 ? (
              <ul class="card-list">
                {shown.map((given) => (
                  <Card
                    key={given.input.id}
                    given={given}
                    siblings={cards.filter((one) => seatOf(one) === seatOf(given)).map((one) => one.input.id)}
                    servers={servers}
                  />
                ))}
              </ul>
            ) : (
              <Empty party={party} seat={seat} />
            )}
            {shown.length < cards.length && (
              <button type="button" class="link" onClick={() => setAll(true)}>
                Show all {cards.length}
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** A slot without a file, as a question. */
function Empty({ party, seat }: { party: Party; seat: string | null }) {
  const trust = useApp().judged?.report.scenes[0]?.trust;
  if (seat === 'trust') {
    return (
      <p class="slot">
        {trust === undefined || trust === 'public'
          ? 'the public CAs. A private CA? Drop its root here.'
          : trust.length === 0
            ? 'nothing. Drop the root here.'
            : 'what the configuration names'}
      </p>
    );
  }
  return <p class="slot">{party.server === null ? 'What does the server present? Drop its file here.' : 'nothing yet: drop its file here'}</p>;
}

function Names({ use }: { use: Party['uses'][number] }) {
  const app = useApp();
  const [asking, setAsking] = useState(false);
  if (use.use === null) return <Hosts />;
  const own = app.model.hosts.some((host) => host.use === use.use);
  const said = fromEvidence(app, use.use);
  if (!own && said.length === 0 && use.question === '') return null;
  const scene = app.judged?.report.scenes[0];
  const computed = use.use === 'probe' ? scene?.probeName : use.use === 'backend-setting' ? scene?.trafficName : null;
  return (
    <div class="names-of" data-use={use.use}>
      {(own || said.length > 0 || computed) && (
        <p class="seat-title">
          <Explained label={use.label} />
        </p>
      )}
      {own && <HostChips uses={[use.use]} />}
      {said.map(({ name, file }) => (
        <p key={name} class="said-name" data-from-evidence={name}>
          <Short of={name} cap={60} /> <span class="faint">from</span> <Short of={file} cap={40} mono={false} />
        </p>
      ))}
      {!own && said.length === 0 && computed && (
        <p class="said-name">
          <Short of={computed} cap={60} />
        </p>
      )}
      {!own &&
        (asking ? (
          <Ask use={use.use} question={use.question} done={() => setAsking(false)} />
        ) : (
          <button type="button" class="link slot-button" onClick={() => setAsking(true)}>
            {computed || said.length > 0 ? 'another name' : use.question}
          </button>
        ))}
    </div>
  );
}

/** A label whose word of the trade is explained where it stands. */
function Explained({ label }: { label: string }) {
  const found = /^(.*?)\b(probe|SNI)\b(.*)$/.exec(label);
  if (!found) return <>{label}</>;
  return (
    <>
      {found[1]}
      <Term of={found[2] === 'SNI' ? 'SNI' : 'Probe'}>{found[2]}</Term>
      {found[3]}
    </>
  );
}

function Ask({ use, question, done }: { use: HostUse; question: string; done: () => void }) {
  const app = useApp();
  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get('name');
        if (typeof text === 'string' && text.trim() !== '') app.addHosts(text, use);
        done();
      }}
    >
      <input
        name="name"
        type="text"
        class="mono"
        aria-label={question}
        placeholder="app.contoso.com"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        ref={(node) => node?.focus()}
      />
      <button type="submit">Set</button>
    </form>
  );
}

/** Names of one use that a file says are asked for, each with the file that says so. */
export function fromEvidence({ judged }: App, use: HostUse): { name: string; file: string }[] {
  const names = new Map<string, string>();
  for (const { says, used, value, input } of judged?.report.statements ?? []) {
    if (says === 'host' && used && 'name' in value && value.use === use) names.set(value.name, judged?.report.inputs[input]?.name ?? '');
  }
  return [...names].map(([name, file]) => ({ name, file }));
}

function ServerName({ party }: { party: Party }) {
  const app = useApp();
  const name = party.server ?? '';
  return (
    <input
      class="server-name"
      aria-label={`Name of server ${visible(name)}`}
      value={name}
      size={Math.max(6, Math.min(name.length + 1, 28))}
      spellcheck={false}
      autocomplete="off"
      onChange={(event) => {
        const ids = party.files.flatMap((file) => file.cards.map((card) => card.input.id));
        app.update((model) => state.renameServer(model, ids, event.currentTarget.value));
      }}
    />
  );
}
