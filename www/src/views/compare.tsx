// Two certificates field by field; what differs is marked and comes first.

import { useState } from 'preact/hooks';
import { colons, list, short, time } from '../format';
import type { Certificate, Report } from '../report';
import { keyText } from './certificate';
import { origin, roleName } from './context';
import { Value } from './text';

const MOST = 500;

function fields(one: Certificate): [string, string][] {
  const rows: [string, string][] = [
    ['Subject', one.subject],
    ['Issuer', one.issuer],
    ['Names', one.subjectAltNames.map((name) => `${name.type}:${name.value}`).join(', ')],
    ['Not before', time(one.notBefore)],
    ['Not after', time(one.notAfter)],
    ['Public key', keyText(one)],
    ['SPKI SHA-256', colons(one.publicKey.spkiSha256)],
    ['Signature algorithm', one.signatureAlgorithm],
    ['Serial number', colons(one.serial)],
    ['Subject key identifier', colons(one.subjectKeyId ?? '')],
    ['Authority key identifier', colons(one.authorityKeyId ?? '')],
    [
      'Basic constraints',
      one.basicConstraints
        ? `cA ${one.basicConstraints.ca ? 'TRUE' : 'FALSE'}${one.basicConstraints.pathLen === null ? '' : `, pathLenConstraint ${one.basicConstraints.pathLen}`}`
        : '',
    ],
    ['Key usage', list(one.keyUsage ?? [])],
    ['Extended key usage', list(one.extendedKeyUsage ?? [])],
    ['Role', roleName(one)],
    ['SHA-256', colons(one.sha256)],
  ];
  for (const extension of one.extensions) {
    const value = extension.fields.map((field) => `${field.label}: ${field.value}`).join('; ');
    rows.push([`Extension ${extension.name ?? extension.oid}`, `${extension.critical ? 'critical; ' : ''}${value}`]);
  }
  return rows;
}

export function Compare({ certificate, report }: { certificate: Certificate; report: Report }) {
  const others = report.certificates.filter((other) => other !== certificate);
  // The likeliest question is about a certificate in the same role: the other server's, the other root.
  const likely = others.find((other) => other.role === certificate.role) ?? others[0];
  const [chosen, choose] = useState<string | null>(null);
  const other = others.find((one) => one.sha256 === chosen) ?? likely;
  if (!other) return <p class="faint">There is no other certificate to compare with.</p>;
  const left = new Map(fields(certificate));
  const right = new Map(fields(other));
  const names = [...new Set([...left.keys(), ...right.keys()])];
  const differ = names.filter((name) => left.get(name) !== right.get(name));
  const same = names.filter((name) => left.get(name) === right.get(name));
  return (
    <>
      <label>
        Compare with{' '}
        <select value={other.sha256} onChange={(event) => choose(event.currentTarget.value)}>
          {others.slice(0, MOST).map((one) => (
            <option key={one.sha256} value={one.sha256}>
              {short(one.label, 50)}, {roleName(one)}, {short(origin(report, one), 40)}, {one.sha256.slice(0, 8)}
            </option>
          ))}
        </select>
      </label>
      <div class="scroller" tabIndex={0} role="region" aria-label="Comparison">
        <table class="compare">
          <thead>
            <tr>
              <th scope="col">Field</th>
              {[certificate, other].map((one) => (
                <th key={one.sha256} scope="col">
                  {short(one.label, 40)} <span class="faint">{short(origin(report, one), 40)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...differ, ...same].map((name) => {
              const differs = differ.includes(name);
              return (
                <tr key={name} class={differs ? 'differs' : ''}>
                  <th scope="row">
                    {name}
                    {differs && <span class="odd-word"> differs</span>}
                  </th>
                  {differs ? (
                    <>
                      <td>
                        <Value of={left.get(name) ?? ''} cap={240} />
                      </td>
                      <td>
                        <Value of={right.get(name) ?? ''} cap={240} />
                      </td>
                    </>
                  ) : (
                    <td colSpan={2} class="faint">
                      <Value of={left.get(name) ?? ''} cap={240} />
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
