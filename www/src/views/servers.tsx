// Several servers side by side: which one differs, and in what.

import { colons } from '../format';
import type { Report } from '../report';
import { Short, Time, Value } from './text';

/** Moments come as Unix seconds, fingerprints as hex; both are told apart by their shape. */
function Differing({ value }: { value: string }) {
  if (/^-?\d{8,12}$/.test(value)) return <Time at={Number(value)} />;
  if (/^[0-9a-f]{40,}$/.test(value)) return <Value of={colons(value)} cap={24} />;
  return <Value of={value} cap={110} />;
}

export function Servers({ report }: { report: Report }) {
  const { differences, servers } = report;
  if (differences.length === 0 || servers.length < 2) return null;
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label="Table of differences">
      <table class="side-by-side">
        <thead>
          <tr>
            <th scope="col">Differs in</th>
            {servers.map((server) => (
              <th key={server.id} scope="col">
                <Short of={server.id} cap={30} mono={false} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.map((difference) => (
            <tr key={difference.field}>
              <th scope="row">{difference.field}</th>
              {difference.values.map((value, i) => {
                const odd = difference.odd.includes(servers[i]?.id ?? '');
                return (
                  <td key={i} class={odd ? 'odd' : ''}>
                    <Differing value={value} />
                    {odd && <span class="odd-word"> differs</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
