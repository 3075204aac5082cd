// The names that are asked for.

import { useRef } from 'preact/hooks';
import { count, short, visible } from '../format';
import type { HostSummary, HostUse } from '../report';
import * as state from '../state';
import { useApp } from './context';
import { fromEvidence } from './situation';
import { Notes, Pieces, Short } from './text';

export const USES: [HostUse, string][] = [
  ['client', 'clients ask for it'],
  ['backend-setting', 'backend setting host name'],
  ['probe', 'probe host'],
  ['pool', 'pool member'],
  ['sni', 'SNI of the backend setting'],
];

/** What is typed with the domains that this edition knows. */
function completions(typed: string, suffixes: readonly string[]): string[] {
  if (!/^[\p{L}\p{N}_-][\p{L}\p{N}_.-]*$/u.test(typed)) return [];
  return suffixes.flatMap((suffix) => {
    const name = typed.replace(/\.$/, '');
    if (name.endsWith(suffix)) return [];
    // What was typed of the domain already is not said twice.
    const first = name.split('.')[0] ?? '';
    return [suffix.startsWith(name.slice(first.length + 1)) ? `${first}.${suffix}` : `${name}.${suffix}`];
  });
}

const MOST_NAMES = 12;

/** Names that clients ask for, and the field for more. */
export function Hosts() {
  const app = useApp();
  const field = useRef<HTMLInputElement>(null);
  const { hosts } = app.model;
  const key = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    const text = event.currentTarget.value;
    if ((event.key === 'Enter' || event.key === ',' || event.key === ';') && !event.isComposing) {
      event.preventDefault();
      if (text.trim() !== '') app.addHosts(text);
    } else if (event.key === 'Backspace' && text === '' && hosts.length > 0) {
      removeHost(app, hosts.length - 1);
    }
  };
  const typed = app.typing.trim();
  const typing = app.judged?.report.hosts.find((host) => host.typed === typed);
  const suggestions = completions(typed, app.preset?.hostSuffixes ?? []);
  const said = fromEvidence(app, 'client');
  const known = hosts.length > 0 || said.length > 0;
  return (
    <div class="hosts">
      <label for="host" class="seat-title">
        {known ? 'ask for' : 'Which name do clients ask for?'}
      </label>
      <HostChips uses={[null, 'client']} />
      {said.slice(0, MOST_NAMES).map(({ name, file }) => (
        <p key={name} class="said-name" data-from-evidence={name}>
          <Short of={name} cap={60} /> <span class="faint">from</span> <Short of={file} cap={40} mono={false} />
        </p>
      ))}
      {said.length > MOST_NAMES && <p class="faint">and {count(said.length - MOST_NAMES, 'more name')}</p>}
      <div class="host-entry">
        <input
          id="host"
          ref={field}
          type="text"
          inputMode="url"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          placeholder={known ? 'another name' : 'app.contoso.com'}
          list={suggestions.length > 0 ? 'host-suggestions' : undefined}
          value={app.typing}
          onInput={(event) => app.type(event.currentTarget.value)}
          onKeyDown={key}
        />
        {suggestions.length > 0 && (
          <datalist id="host-suggestions">
            {suggestions.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        )}
        <button type="button" onClick={() => (app.addHosts(app.typing), field.current?.focus())} disabled={typed === ''}>
          Add
        </button>
      </div>
      {typing && typed !== '' && <Understood host={typing} />}
    </div>
  );
}

function removeHost(app: ReturnType<typeof useApp>, index: number): void {
  const before = app.model;
  app.update((model) => state.removeHost(model, index));
  app.say(`Removed ${short(before.hosts[index]?.name ?? '')}.`, before);
  document.getElementById('host')?.focus();
}

/** The names of certain uses, each with what it is used for. */
export function HostChips({ uses }: { uses: (HostUse | null)[] }) {
  const app = useApp();
  const understood = new Map(app.judged?.report.hosts.map((host) => [host.typed, host]) ?? []);
  const own = app.model.hosts.flatMap((host, index) => (uses.includes(host.use) ? [{ host, index }] : []));
  if (own.length === 0) return null;
  return (
    <ul class="chips" aria-label={count(own.length, 'hostname')}>
      {own.map(({ host, index }) => {
        const summary = understood.get(host.name);
        return (
          <li key={`${index} ${host.name}`} class="chip">
            <span class="chip-name">
              <Short of={host.name} cap={72} />
            </span>
            <button type="button" class="quiet" aria-label={`Remove ${visible(host.name)}`} onClick={() => removeHost(app, index)}>
              <Cross />
            </button>
            <select
              aria-label={`What ${visible(host.name)} is used for`}
              value={host.use ?? ''}
              onChange={(event) => {
                const use = (event.currentTarget.value || null) as HostUse | null;
                app.update((model) => state.useHost(model, index, use));
              }}
            >
              <option value="">any use</option>
              {USES.map(([use, label]) => (
                <option key={use} value={use}>
                  {label}
                </option>
              ))}
            </select>
            {summary && <Understood host={summary} />}
          </li>
        );
      })}
    </ul>
  );
}

/** How a typed name was taken, where that is not plain to see. */
function Understood({ host }: { host: HostSummary }) {
  const plain = host.name === host.typed && !host.unicode && host.notes.length === 0;
  if (plain) return null;
  return (
    <div class="understood">
      {host.kind === 'invalid' ? (
        <span class="faint">not a hostname</span>
      ) : (
        <span class="mono">
          <Pieces of={host.name} />
          {host.unicode && (
            <>
              {' = '}
              <Pieces of={host.unicode} />
            </>
          )}
        </span>
      )}
      <Notes of={host.notes} />
    </div>
  );
}

export function Cross() {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="0.875rem" height="0.875rem" aria-hidden="true" focusable="false">
      <path d="M4 4l8 8M12 4l-8 8" />
    </svg>
  );
}
