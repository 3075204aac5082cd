// Files that can be produced, what changes in them, and how to do the same without this page.

import { useState } from 'preact/hooks';
import { count, visible } from '../format';
import type { Repair, Report } from '../report';
import { allInputs } from '../state';
import { certificateLabel, useActions } from './context';
import { Commands, Short, Value } from './text';

const CHANGES: Record<string, string> = { moved: 'moved', dropped: 'left out', added: 'added', missing: 'missing', kept: 'kept' };

export function Downloads({ report }: { report: Report }) {
  if (report.repairs.length === 0) return null;
  const servers = [...new Set(report.repairs.map((repair) => repair.server))];
  const first = report.answer.server !== null && servers.includes(report.answer.server) ? report.answer.server : servers[0];
  return (
    <>
      {servers.map((server) => {
        const repairs = report.repairs.filter((repair) => repair.server === server);
        return (
          // The server that the answer is about lies open, the others wait.
          <details key={server ?? ''} class="download-group" open={server === first}>
            <summary>
              {server === null ? 'The other side' : <Short of={server} cap={40} mono={false} />} <span class="faint">{count(repairs.length, 'file')}</span>
            </summary>
            <ul class="downloads">
              {repairs.map((repair, i) => (
                <li key={`${repair.kind} ${i}`}>
                  <RepairLine repair={repair} report={report} />
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </>
  );
}

function RepairLine({ repair, report }: { repair: Repair; report: Report }) {
  const changed = repair.changes.filter((change) => change.kind !== 'kept');
  return (
    <>
      <div class="download-head">
        <h3>{repair.title}</h3>
        <Download repair={repair} />
      </div>
      <p class="why">
        {repair.when}
        {repair.hasKey && <strong> Holds the private key.</strong>}
      </p>
      {repair.certificates.length > 0 && (
        <p class="order">
          <span class="faint">In this order: </span>
          {repair.certificates.slice(0, 12).map((index, i) => (
            <span key={i}>
              {i > 0 && <span class="faint">, then </span>}
              <Value of={certificateLabel(report, index)} cap={50} mono={false} />
            </span>
          ))}
          {repair.certificates.length > 12 && <span class="faint"> and {repair.certificates.length - 12} more</span>}
        </p>
      )}
      {changed.length > 0 && (
        <ul class="changes">
          {changed.slice(0, 20).map((change, i) => (
            <li key={i}>
              <span class={`change ${change.kind}`}>{CHANGES[change.kind] ?? change.kind}</span> <Value of={change.label} cap={80} mono={false} />
            </li>
          ))}
        </ul>
      )}
      <Commands of={repair.commands} />
    </>
  );
}

/** Makes the file when asked, and hands it to the browser's own download. */
export function Download({ repair }: { repair: Repair }) {
  const app = useActions();
  const [asking, setAsking] = useState(false);
  const locked = repair.kind.startsWith('pfx');
  const make = async (password: string | null) => {
    const { judged } = app;
    if (!judged) return;
    try {
      const plan = { kind: repair.kind, server: repair.server, password };
      const { files } = await app.connection.mend(judged.request, allInputs(judged.model), plan);
      for (const file of files) {
        save(file.bytes, file.name, file.type);
        file.bytes.fill(0);
      }
      setAsking(false);
      app.say(files.length === 0 ? 'There is nothing to save.' : `Saved ${files.map((file) => file.name).join(', ')}.`);
    } catch (reason) {
      app.say(`The file could not be made: ${reason instanceof Error ? reason.message : String(reason)}`);
    }
  };
  return (
    <>
      <button
        type="button"
        class="download"
        data-download={repair.kind}
        data-server={repair.server ?? ''}
        aria-expanded={locked ? asking : undefined}
        onClick={() => (locked ? setAsking(!asking) : void make(null))}
      >
        <span class="offscreen">Download </span>
        <Short of={repair.name} cap={72} />
      </button>
      {asking && <NewPassword repair={repair} make={(password) => void make(password)} />}
    </>
  );
}

function NewPassword({ repair, make }: { repair: Repair; make: (password: string) => void }) {
  const [text, setText] = useState('');
  const id = `new-password-${repair.kind}-${repair.server ?? ''}`;
  return (
    <form
      class="password"
      onSubmit={(event) => {
        event.preventDefault();
        make(text);
      }}
    >
      <label for={id}>Password for the new file</label>
      <span class="row">
        <input id={id} type="password" autocomplete="new-password" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <button type="submit">Save</button>
      </span>
    </form>
  );
}

/** The only use of `blob:` addresses besides the engine: a file the user asked for. */
export function save(bytes: Uint8Array | string, name: string, type: string): void {
  const part = typeof bytes === 'string' ? bytes : new Uint8Array(bytes);
  const url = URL.createObjectURL(new Blob([part], { type }));
  // The browser has its own copy now.
  if (typeof part !== 'string') part.fill(0);
  const link = document.createElement('a');
  link.href = url;
  link.download = visible(name).replace(/[/\\]/g, '-');
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
