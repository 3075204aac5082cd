// The names that are asked for.

import { useRef } from 'preact/hooks';
import { count, short, visible } from '../format';
import type { HostSummary, HostUse } from '../report';
import { looksLikeFile } from '../intake';
import * as state from '../state';
import { useApp } from './context';
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

export function Hosts() {
  const app = useApp();
  const field = useRef<HTMLInputElement>(null);
  const { hosts } = app.model;
  const understood = new Map(app.judged?.report.hosts.map((host) => [host.typed, host]) ?? []);
  const remove = (index: number) => {
    const before = app.model;
    app.update((model) => state.removeHost(model, index));
    app.say(`Removed ${short(hosts[index]?.name ?? '')}.`, before);
    field.current?.focus();
  };
  const key = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    const text = event.currentTarget.value;
    if ((event.key === 'Enter' || event.key === ',' || event.key === ';') && !event.isComposing) {
      event.preventDefault();
      if (text.trim() !== '') app.addHosts(text);
    } else if (event.key === 'Backspace' && text === '' && hosts.length > 0) {
      remove(hosts.length - 1);
    }
  };
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if ((state.splitHosts(text).length < 2 && !state.isProse(text)) || looksLikeFile(text)) return;
    event.preventDefault();
    app.addHosts(text);
  };
  const typing = understood.get(app.typing.trim());
  const suggestions = completions(app.typing.trim(), app.preset?.hostSuffixes ?? []);
  return (
    <section class="hosts" aria-labelledby="hosts-title">
      <h2 id="hosts-title">Hostnames</h2>
      <label for="host" class="help">
        The names clients and probes ask for. A URL or a pasted list is fine.
      </label>
      <div class="host-entry">
        <input
          id="host"
          ref={field}
          type="text"
          inputMode="url"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          placeholder="app.contoso.com"
          list={suggestions.length > 0 ? 'host-suggestions' : undefined}
          value={app.typing}
          onInput={(event) => app.type(event.currentTarget.value)}
          onKeyDown={key}
          onPaste={paste}
        />
        {suggestions.length > 0 && (
          <datalist id="host-suggestions">
            {suggestions.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        )}
        <button type="button" onClick={() => (app.addHosts(app.typing), field.current?.focus())} disabled={app.typing.trim() === ''}>
          Add
        </button>
      </div>
      {typing && app.typing.trim() !== '' && <Understood host={typing} />}
      <FromEvidence />
      {hosts.length > 0 && (
        <ul class="chips" aria-label={count(hosts.length, 'hostname')}>
          {hosts.map((host, index) => {
            const summary = understood.get(host.name);
            return (
              <li key={`${index} ${host.name}`} class="chip">
                <span class="chip-name">
                  <Short of={host.name} cap={72} />
                </span>
                <button type="button" class="quiet" aria-label={`Remove ${visible(host.name)}`} onClick={() => remove(index)}>
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
      )}
    </section>
  );
}

const MOST_NAMES = 12;

/** Names that a file says are asked for, each with the file that says so. */
function FromEvidence() {
  const { judged } = useApp();
  if (!judged) return null;
  const names = new Map<string, { name: string; use: HostUse; input: number }>();
  for (const { says, used, value, input } of judged.report.statements) {
    if (says === 'host' && used && 'name' in value) names.set(`${value.use} ${value.name}`, { ...value, input });
  }
  if (names.size === 0) return null;
  const all = [...names.values()];
  return (
    <ul class="evidence-hosts" aria-label="Names from the files">
      {all.slice(0, MOST_NAMES).map(({ name, use, input }) => (
        <li key={`${use} ${name}`} data-from-evidence={name}>
          <Short of={name} cap={60} /> <span class="faint">{USES.find(([id]) => id === use)?.[1] ?? use}, says</span>{' '}
          <Short of={judged.report.inputs[input]?.name ?? ''} cap={40} mono={false} />
        </li>
      ))}
      {all.length > MOST_NAMES && <li class="faint">and {count(all.length - MOST_NAMES, 'more name')}</li>}
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
        <span class="bad">not a hostname</span>
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
