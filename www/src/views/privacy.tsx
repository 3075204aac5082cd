// What protects the user, and how to check it without believing this page.

import { useEffect, useState } from 'preact/hooks';
import { EDITION, directives, documentSha256, enforced, licences } from '../edition';
import { count, short } from '../format';
import { goTo, useApp } from './context';
import { Glyph } from './glyph';
import { Copy, Value } from './text';

const MEANING: Record<string, string> = {
  'default-src': 'everything not named below is forbidden',
  'script-src': "only this page's own program runs",
  'style-src': "only this page's own style sheet",
  'connect-src': 'no connection of any kind: no fetch, no WebSocket, no beacon',
  'form-action': 'no form can be sent anywhere',
  'base-uri': 'addresses cannot be redirected',
  'img-src': 'no picture from anywhere, only ones written into this page',
  'worker-src': 'the engine runs in a worker made from this page itself, under the same policy',
  'require-trusted-types-for': 'text can never turn into markup or program',
  'trusted-types': 'one named exception: the address of the engine',
};

const tryHere: [string, () => unknown][] = [
  ['fetch from the page', () => fetch('https://certlens.invalid/', { mode: 'no-cors' })],
  ['fetch of a data: address from the page', () => fetch('data:,x')],
  [
    'picture',
    () =>
      new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = resolve;
        image.onerror = reject;
        image.src = 'https://certlens.invalid/x.png';
      }),
  ],
];

/** The line in the header: a count of real observations. */
export function Seal() {
  const app = useApp();
  const transfers = app.foreignTransfers;
  const clean = transfers.length === 0;
  return (
    <button type="button" class="seal" data-clean={clean} onClick={() => goTo('policy')}>
      <Glyph name={clean ? 'accepted' : 'warning'} size={15} />
      {clean ? 'Nothing left this page' : `${count(transfers.length, 'transfer')} seen`}
    </button>
  );
}

export function Privacy() {
  const app = useApp();
  const transfers = app.foreignTransfers;
  const [sum, setSum] = useState<string | null | undefined>(undefined);
  const { attempts } = app;
  useEffect(() => void documentSha256().then(setSum, () => setSum(null)), []);
  const tryAll = async () => {
    const here = await Promise.all(
      tryHere.map(async ([what, go]) => {
        try {
          await go();
          return { what, refused: false };
        } catch {
          return { what, refused: true };
        }
      }),
    );
    app.attempted([...here, ...(await app.connection.tryNetwork())]);
  };
  const sums = enforced();
  return (
    <section id="policy" aria-labelledby="policy-title">
      <div class="policy-top">
        <div>
          <h2 id="policy-title">Where your files go: nowhere</h2>
          <p>
            This page reads files, keys and passwords in this browser. It forbids itself every connection, and the browser enforces that. Nothing is stored;
            closing the tab ends it.
          </p>
          <Around />
        </div>
        <div>
          <ul class="observed">
            <li>
              <Glyph name={transfers.length === 0 ? 'accepted' : 'warning'} /> {count(transfers.length, 'transfer')} reported by the browser (resource timing)
            </li>
            <li>
              <Glyph name={app.foreignViolations.length === 0 ? 'accepted' : 'warning'} /> {count(app.violations.length, 'refused attempt')} (policy violation
              events)
            </li>
            <li>
              <Glyph name="notice" /> the engine runs {app.connection.place === 'worker' ? 'in a worker under the same policy' : 'on the page itself'}
            </li>
          </ul>
          {transfers.length > 0 && (
            <details>
              <summary>Addresses</summary>
              {transfers.slice(0, 20).map((address, i) => (
                <div key={i}>
                  <Value of={address} />
                </div>
              ))}
            </details>
          )}
          <p>
            <button type="button" id="try-network" onClick={() => void tryAll()}>
              Try to send something
            </button>
          </p>
          <div role="status">
            {attempts && (
              <ul class="observed" id="attempts">
                {attempts.map((attempt) => (
                  <li key={attempt.what} data-refused={attempt.refused}>
                    <Glyph name={attempt.refused ? 'accepted' : 'error'} /> {attempt.what}: {attempt.refused ? 'refused by the browser' : 'NOT refused'}
                  </li>
                ))}
              </ul>
            )}
          </div>
        </div>
      </div>
      <details class="evidence-of">
        <summary>How that is enforced, and how to check it</summary>
        <div class="columns-2">
          <div>
            <h3>Check it yourself</h3>
            <ol>
              <li>Open the browser's developer tools (F12), panel Network, and use the page: no line appears.</li>
              <li>Or disconnect this computer from the network first: everything still works.</li>
              <li>Compare the SHA-256 shown here with the one published beside the download (SHA256SUMS).</li>
            </ol>
            <Reach />
          </div>
          <div>
            <h3>Policy in force</h3>
            <dl class="policy">
              {directives().map(({ name, value }) => (
                <div key={name}>
                  <dt>
                    <code>{name}</code> <span class="mono faint">{value.length > 150 ? `${value.slice(0, 60)}… (sums)` : value}</span>
                  </dt>
                  <dd>{MEANING[name] ?? ''}</dd>
                </div>
              ))}
            </dl>
            <h3>This edition</h3>
            <p>
              {EDITION === 'file' ? 'One file, certlens.html' : 'Site, index.html'}
              {app.catalog && `, version ${app.catalog.version}`}. SHA-256 of {EDITION === 'file' ? 'the file' : 'index.html'}:
            </p>
            <p class="sum">
              {typeof sum === 'string' ? (
                <>
                  <code id="edition-sha256">{sum}</code> <Copy text={sum} what="the SHA-256 of this edition" />
                </>
              ) : sum === null ? (
                'this browser computes none on a page without https; use sha256sum on the file'
              ) : (
                'being computed'
              )}
            </p>
            {app.catalog && app.catalog.data.length > 0 && (
              <>
                <h3>Data of others inside it</h3>
                <ul id="data">
                  {app.catalog.data.map((one) => (
                    <li key={one.id} data-carried={one.id}>
                      {one.name}, <b>{one.date}</b> <span class="faint">{one.revision === one.date ? '' : short(one.revision, 20)}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
            {sums.length > 0 && (
              <details>
                <summary>Sums the browser holds its other files to</summary>
                {sums.map(({ part, sum: own }) => (
                  <p key={part}>
                    <code>{part}</code>
                    <br />
                    <span class="mono small wrap">{own}</span>
                  </p>
                ))}
              </details>
            )}
          </div>
        </div>
      </details>
    </section>
  );
}

/** How far the claim goes, said as exactly as it is enforced. */
function Reach() {
  return (
    <>
      <h3>What this stops, and what it cannot</h3>
      <ul id="reach">
        <li>
          The policy stops every script in this page, its own or an injected one, from making a request: fetch, WebSocket, beacon, picture, form, foreign script
          or frame.
        </li>
        <li>
          Policies do not cover WebRTC, nor fresh windows and frames. The page takes these and link elements away before any other script runs, and where the
          browser announces it (Chromium) it refuses to be left for another host.
        </li>
        <li>
          Nothing in a page stops a browser extension, the browser itself, or a changed copy of the page. An injected script could still have a name looked up,
          or open another page on your click; in Firefox and Safari it could leave this one. Without a network, none of that goes anywhere.
        </li>
      </ul>
    </>
  );
}

/** What stands beside the page on its host, and the licences of what is inside. */
function Around() {
  const text = licences();
  const [shown, setShown] = useState(false);
  if (EDITION === 'site') {
    return (
      <p>
        <a href="certlens.html" download="certlens.html" id="offline">
          Use this page offline
        </a>
        : the same build in one file. <a href="systems/index.html">Systems and their errors</a>. <a href="licences.txt">Licences</a>.
      </p>
    );
  }
  return (
    <details id="licences" onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>Licences of what is inside</summary>
      {shown && (
        <pre class="licences" tabIndex={0}>
          {text}
        </pre>
      )}
    </details>
  );
}
