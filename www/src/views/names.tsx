// For each hostname, what the certificate presents, closest first, and why it does or does not count.

import { useState } from 'preact/hooks';
import type { NameComparison, PresentedName, Report } from '../report';
import { Glyph } from './glyph';
import { Labels } from './answer';
import { Notes, Short, Value } from './text';

const KINDS: Record<string, string> = { dns: 'dNSName', ip: 'iPAddress', cn: 'subject CN', email: 'rfc822Name', uri: 'URI' };
const FEW = 6;

export function Names({ report }: { report: Report }) {
  if (report.names.length === 0) return null;
  const hosts = [...new Set(report.names.map((name) => name.host))];
  return (
    <>
      {hosts.map((host) => (
        <div key={host} class="name-host">
          <h3>
            <span class="faint">asked for </span>
            <Short of={host} cap={70} />
          </h3>
          {sorted(report.names.filter((name) => name.host === host)).map((name) => (
            <Comparison key={name.server} name={name} />
          ))}
        </div>
      ))}
    </>
  );
}

/** Servers that do not match come first. */
function sorted(names: NameComparison[]): NameComparison[] {
  return [...names.filter((name) => !name.matched), ...names.filter((name) => name.matched)];
}

function Comparison({ name }: { name: NameComparison }) {
  const [all, setAll] = useState(false);
  const matching = name.presented.find((presented) => presented.matches);
  const shown = all ? name.presented : name.matched ? name.presented.slice(0, 1) : name.presented.slice(0, FEW);
  const rest = name.presented.length - shown.length;
  const more = (rest > 0 || all) && (
    <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
      {all ? 'show fewer' : name.matched ? 'all presented names' : `${rest} more presented names`}
    </button>
  );
  return (
    <div class="comparison">
      <p class="comparison-head">
        <Glyph name={name.matched ? 'accepted' : 'rejected'} />
        <span>
          <Value of={name.server} mono={false} cap={40} />:{' '}
          {name.matched && matching ? (
            <>
              name matched by {KINDS[matching.type] ?? matching.type} <Value of={matching.value} cap={90} />
            </>
          ) : name.presented.length === 0 ? (
            'the certificate presents no name'
          ) : (
            'no presented name matches'
          )}
        </span>
        {name.matched && more}
      </p>
      {(!name.matched || all) && name.presented.length > 0 && (
        <ul class="names">
          {shown.map((presented, i) => (
            <Presented key={i} presented={presented} />
          ))}
        </ul>
      )}
      {name.advice && <Notes of={[name.advice]} class="advice" />}
      {!name.matched && more}
    </div>
  );
}

function Presented({ presented }: { presented: PresentedName }) {
  return (
    <li>
      <span class="faint">{KINDS[presented.type] ?? presented.type}</span>
      <span>
        <Labels of={presented} />
      </span>
      <span>{presented.explanation}</span>
    </li>
  );
}
