// An organisation's own edition: what it brings, shown as text and marked as its own; and how to make one.

import { useState } from 'preact/hooks';
import { documentWith } from '../edition';
import { count, visible } from '../format';
import { faultText, presetAgainst, presetBlock, readPreset, writePreset, type Preset } from '../preset';
import type { Report } from '../report';
import { useApp } from './context';
import { save } from './downloads';
import { Glyph } from './glyph';
import { Copy, Value } from './text';

/** What this edition was given, on top of the page; nothing where it is the edition of everybody. */
export function EditionNote() {
  const app = useApp();
  const { preset, presetFaults } = app;
  if (!preset && presetFaults.length === 0) return null;
  const targets = app.catalog?.targets ?? [];
  return (
    <aside class="edition" id="edition" aria-label="This edition">
      {presetFaults.length > 0 && (
        <div role="alert">
          <p>
            <Glyph name="warning" size={15} />{' '}
            {preset ? 'A part of what this edition was given is left out:' : 'What this edition was given cannot be read, so nothing of it counts:'}
          </p>
          <ul>
            {presetFaults.map((fault, i) => (
              <li key={i}>{visible(faultText(fault))}</li>
            ))}
          </ul>
        </div>
      )}
      {preset && (
        <>
          <p>
            <b>Edition of {preset.title === null ? 'an organisation' : <Value of={preset.title} mono={false} cap={80} />}.</b> Its text and its choices come
            from those who made it, not from Certlens.
          </p>
          {preset.help.map((line, i) => (
            <p key={i}>
              <Value of={line} mono={false} cap={300} />
            </p>
          ))}
          <ul>
            {preset.roots.length > 0 && (
              <li>
                It trusts{' '}
                {preset.roots.map((root, i) => (
                  <span key={i}>
                    {i > 0 && ', '}
                    <Value of={root.name ?? `root ${i + 1}`} mono={false} cap={80} />
                  </span>
                ))}{' '}
                {preset.publicRoots ? 'beside the public roots.' : 'and no public root.'}
              </li>
            )}
            {preset.systems !== null && (
              <li>
                It asks {count(preset.systems.length, 'system')}:{' '}
                {preset.systems
                  .map((id) => targets.find((target) => target.id === id)?.name ?? id)
                  .slice(0, 12)
                  .join(', ')}
                {preset.systems.length > 12 && ' and others'}.
              </li>
            )}
            {Object.keys(preset.settings).length > 0 && (
              <li>
                It sets{' '}
                {Object.entries(preset.settings)
                  .flatMap(([id, own]) =>
                    Object.entries(own).map(([key, value]) => `${targets.find((target) => target.id === id)?.name ?? id}: ${key} = ${String(value)}`),
                  )
                  .slice(0, 12)
                  .join('; ')}
                .
              </li>
            )}
            {preset.links.map(({ text, address }, i) => (
              <li key={i}>
                <Value of={text} mono={false} cap={80} />: <Value of={address} cap={120} /> <Copy text={address} what="the address" />
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}

function pem(der: Uint8Array): string {
  const base64 = btoa(Array.from(der, (byte) => String.fromCharCode(byte)).join(''));
  return `-----BEGIN CERTIFICATE-----\n${(base64.match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** Certificates that stand as trusted, each once: what an edition may bring. A key or a password is never among them. */
function trusted(report: Report | undefined): { name: string; sha256: string; pem: string }[] {
  if (!report) return [];
  const indexes = new Set(report.items.filter((item) => item.seat === 'trust' && item.certificate !== null).map((item) => item.certificate));
  return report.certificates.flatMap((one, i) => (indexes.has(i) ? [{ name: one.label, sha256: one.sha256, pem: pem(one.der) }] : []));
}

const fileName = (title: string) =>
  `certlens-${
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'edition'
  }`;

/** Writes an edition from what stands on the page now. */
export function MakeEdition() {
  const app = useApp();
  const [title, setTitle] = useState('');
  const [help, setHelp] = useState('');
  const [suffixes, setSuffixes] = useState('');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [mask, setMask] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [faults, setFaults] = useState<string[]>([]);
  const roots = trusted(app.judged?.report);
  const chosen = roots.filter(({ sha256 }) => !left.has(sha256));
  const document = (): string | null => {
    const preset: Preset = {
      title: title.trim() === '' ? null : title.trim(),
      help: help
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
      roots: chosen.map(({ name, pem: text }) => ({ name: visible(name).slice(0, 80) || null, pem: text })),
      publicRoots: app.model.publicRoots,
      systems: app.model.targets === null ? null : [...app.model.targets],
      settings: app.model.settings,
      hostSuffixes: suffixes.split(/[\s,;]+/u).filter((suffix) => suffix !== ''),
      mask,
      links: app.preset?.links ?? [],
    };
    const text = writePreset(preset);
    const reading = readPreset(text);
    const wrong = reading.faults ?? (app.catalog ? presetAgainst(reading.preset, app.catalog) : []);
    setFaults(wrong.map(faultText));
    return wrong.length === 0 ? text : null;
  };
  const one = async () => {
    const text = document();
    const whole = text === null ? null : documentWith(presetBlock(text));
    if (whole === null) return;
    const name = `${fileName(title)}.html`;
    save(whole, name, 'text/html');
    const sum = globalThis.crypto?.subtle && (await crypto.subtle.digest('SHA-256', new TextEncoder().encode(whole)));
    setMade(`${name}${sum ? `, SHA-256 ${Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('')}` : ''}`);
  };
  const preset = () => {
    const text = document();
    if (text !== null) save(text, 'preset.json', 'application/json');
  };
  const single = documentWith('null') !== null;
  return (
    <details id="make-edition" class="make-edition">
      <summary>Make an edition for others</summary>
      <p class="help">
        A copy of this page that knows your roots, systems and settings from the start. What stands on the page now goes in: the systems chosen, their settings,
        and the certificates ticked here. Never a key, a password, a hostname or another file.
      </p>
      <p>
        <label for="edition-title">Whose edition it is</label>
        <input id="edition-title" value={title} maxLength={80} onInput={(event) => setTitle(event.currentTarget.value)} />
      </p>
      <p>
        <label for="edition-help">A few lines for the people who use it</label>
        <textarea id="edition-help" rows={3} value={help} onInput={(event) => setHelp(event.currentTarget.value)} />
      </p>
      <p>
        <label for="edition-suffixes">Domains of your hosts</label>
        <input id="edition-suffixes" value={suffixes} placeholder="contoso.internal" onInput={(event) => setSuffixes(event.currentTarget.value)} />
      </p>
      <fieldset>
        <legend>Certificates that it trusts</legend>
        {roots.length === 0 && <p class="help">Drop your root certificates and seat them as trusted; they are offered here.</p>}
        {roots.map(({ name, sha256 }) => (
          <label key={sha256} class="check">
            <input
              type="checkbox"
              checked={!left.has(sha256)}
              onChange={(event) => {
                const next = new Set(left);
                if (event.currentTarget.checked) next.delete(sha256);
                else next.add(sha256);
                setLeft(next);
              }}
            />{' '}
            <Value of={name} mono={false} cap={60} /> <span class="mono faint small">{sha256.slice(0, 16)}…</span>
          </label>
        ))}
      </fieldset>
      <p>
        <label class="check">
          <input type="checkbox" checked={mask} onChange={(event) => setMask(event.currentTarget.checked)} /> mask names in reports unless the user decides
          otherwise
        </label>
      </p>
      {faults.length > 0 && (
        <ul role="alert">
          {faults.map((fault, i) => (
            <li key={i}>{visible(fault)}</li>
          ))}
        </ul>
      )}
      <p class="row">
        {single && (
          <button type="button" data-download="edition" onClick={() => void one()}>
            Save the edition (one file)
          </button>
        )}
        <button type="button" data-download="preset" onClick={preset}>
          Save its preset.json
        </button>
      </p>
      <p class="help">
        For a web server, give preset.json to the release's customise.mjs.{' '}
        {single ? 'The file works by double click.' : 'Open the offline copy of this page to make an edition of one file.'}
      </p>
      <p role="status">{made !== null && `Saved ${made}`}</p>
    </details>
  );
}
