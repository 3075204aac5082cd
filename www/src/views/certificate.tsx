// One certificate in full, every extension explained.

import { colons } from '../format';
import type { Certificate, Extension, NamePart, Report } from '../report';
import { origins } from './context';
import { save } from './downloads';
import { Glyph } from './glyph';
import { Term } from './terms';
import { Copy, Notes, Pair, Pairs, Time, Value } from './text';

const NAME_KINDS: Record<string, string> = {
  dns: 'dNSName',
  ip: 'iPAddress',
  email: 'rfc822Name',
  uri: 'URI',
  dirname: 'directoryName',
  rid: 'registeredID',
  other: 'otherName',
};
const FEW_NAMES = 30;

export function keyText(certificate: Certificate): string {
  const { algorithm, bits, curve } = certificate.publicKey;
  return [algorithm, curve ?? (bits > 0 ? `${bits} bits` : '')].filter((part) => part !== '').join(', ');
}

export function pemOf(der: Uint8Array): string {
  let text = '';
  for (const byte of der) text += String.fromCharCode(byte);
  const lines = btoa(text).match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

export function CertificateFields({ certificate, report }: { certificate: Certificate; report: Report }) {
  const from = origins(report, certificate);
  const names = certificate.subjectAltNames;
  const above = pathFrom(report, certificate);
  return (
    <>
      <Notes of={certificate.problems} class="problems" />
      <Pairs>
        <Pair label="Subject">
          <Dn parts={certificate.subjectParts} whole={certificate.subject} />
        </Pair>
        <Pair label="Issuer">
          <Dn parts={certificate.issuerParts} whole={certificate.issuer} />
          {certificate.selfIssued && (
            <p class="faint">
              self-issued
              {certificate.selfSigned === true && ', self-signed (its own key verifies the signature)'}
              {certificate.selfSigned === false && ', not self-signed'}
            </p>
          )}
        </Pair>
        <Pair label="Validity period">
          <Time at={certificate.notBefore} /> to <Time at={certificate.notAfter} relative={(past) => (past ? 'ended' : 'ends')} />
        </Pair>
        <Pair
          label={
            <>
              Names (<Term of="SAN">subjectAltName</Term>)
            </>
          }
        >
          {!certificate.hasSubjectAltName && <span class="faint">no such extension</span>}
          {names.length > 0 && (
            <ul class="plain-list">
              {names.slice(0, FEW_NAMES).map((name, i) => (
                <li key={i}>
                  <span class="faint">{NAME_KINDS[name.type] ?? name.type}</span> <Value of={name.value} />
                </li>
              ))}
            </ul>
          )}
          {names.length > FEW_NAMES && (
            <details>
              <summary>{names.length - FEW_NAMES} more</summary>
              <Value
                of={names
                  .slice(FEW_NAMES)
                  .map((name) => name.value)
                  .join(', ')}
                cap={20_000}
              />
            </details>
          )}
        </Pair>
        <Pair label="Public key">
          {keyText(certificate)} <Hex of={certificate.publicKey.spkiSha256} what="SHA-256 of the public key" label="SPKI SHA-256" />
        </Pair>
        <Pair label="Signature algorithm">
          <Value of={certificate.signatureAlgorithm} mono={false} />
        </Pair>
        <Pair label="Serial number">
          <Hex of={certificate.serial} what="the serial number" />
        </Pair>
        <Pair label="SHA-256">
          <Hex of={certificate.sha256} what="the SHA-256 fingerprint" />
        </Pair>
        <Pair label="SHA-1">
          <Hex of={certificate.sha1} what="the SHA-1 fingerprint (thumbprint)" />
        </Pair>
        <Pair label="Version">{certificate.version}</Pair>
        <Pair label="Came from">
          {from.length === 0
            ? certificate.mozillaRoot
              ? "Mozilla's root list, part of this page"
              : 'no file'
            : from.slice(0, 8).map((name, i) => (
                <div key={i}>
                  <Value of={name} mono={false} />
                </div>
              ))}
          {from.length > 0 && certificate.mozillaRoot && <p class="faint">also in Mozilla's root list</p>}
        </Pair>
      </Pairs>
      <p class="row saves">
        <button
          type="button"
          data-download="certificate-pem"
          onClick={() => save(pemOf(certificate.der), `${fileStem(certificate)}.pem`, 'application/x-pem-file')}
        >
          Save as PEM
        </button>
        <button type="button" data-download="certificate-der" onClick={() => save(certificate.der, `${fileStem(certificate)}.der`, 'application/pkix-cert')}>
          Save as DER
        </button>
        {above.length > 1 && (
          <button
            type="button"
            data-download="chain-pem"
            onClick={() => save(above.map((one) => pemOf(one.der)).join(''), `${fileStem(certificate)}-chain.pem`, 'application/x-pem-file')}
          >
            Save its chain as PEM
          </button>
        )}
        <Copy text={pemOf(certificate.der)} what="the certificate as PEM" />
      </p>
      <h3 class="extensions-title">Extensions</h3>
      {certificate.extensions.length === 0 && <p class="faint">none</p>}
      <ul class="extensions">
        {certificate.extensions.map((extension, i) => (
          <li key={i}>
            <ExtensionFields extension={extension} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** A certificate and what is above it in the first path that it is part of. */
function pathFrom(report: Report, certificate: Certificate): Certificate[] {
  const at = report.certificates.indexOf(certificate);
  const path = report.servers.map((server) => server.paths[0]?.certificates ?? []).find((one) => one.includes(at)) ?? [];
  return path.slice(path.indexOf(at)).flatMap((index) => report.certificates[index] ?? []);
}

function fileStem(certificate: Certificate): string {
  const stem = certificate.label
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  return stem === '' ? certificate.sha256.slice(0, 16) : stem;
}

/** Fields one after the other with the same label, under one. */
function runs(fields: Extension['fields']): { label: string; values: string[] }[] {
  const out: { label: string; values: string[] }[] = [];
  for (const { label, value } of fields) {
    const last = out.at(-1);
    if (last?.label === label) last.values.push(value);
    else out.push({ label, values: [value] });
  }
  return out;
}

function ExtensionFields({ extension }: { extension: Extension }) {
  return (
    <>
      <h4>
        {extension.name ?? 'Unknown extension'} <span class="faint mono">{extension.oid}</span>
        {extension.critical && <span class="critical"> critical</span>}
      </h4>
      {extension.explanation !== '' && <p class="why">{extension.explanation}</p>}
      {extension.problem && (
        <div class="row">
          <Glyph name="warning" />
          <Notes of={[extension.problem]} class="problems" />
        </div>
      )}
      {extension.fields.length > 0 && (
        <Pairs>
          {runs(extension.fields).map(({ label, values }, i) => (
            <Pair key={i} label={label}>
              {values.map((value, k) => (
                <div key={k}>
                  <Value of={value} cap={400} />
                </div>
              ))}
            </Pair>
          ))}
        </Pairs>
      )}
    </>
  );
}

function Dn({ parts, whole }: { parts: NamePart[]; whole: string }) {
  if (parts.length === 0) return whole === '' ? <span class="faint">empty name</span> : <Value of={whole} />;
  return (
    <>
      <span class="dn">
        {parts.map((part, i) => (
          <span key={i} class="dn-part" title={`${part.oid}, ${part.stringType}`}>
            <span class="faint">{part.label}=</span>
            <Value of={part.value} />
          </span>
        ))}
      </span>
      <Copy text={whole} what="the whole name" />
    </>
  );
}

function Hex({ of, what, label }: { of: string; what: string; label?: string }) {
  return (
    <div class="hex-value">
      {label && <span class="faint">{label} </span>}
      <Value of={colons(of)} cap={200} /> <Copy text={of} what={what} />
    </div>
  );
}
