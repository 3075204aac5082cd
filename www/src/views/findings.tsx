// Every finding, by what to do first; the same rule at several places is said once.

import { useState } from 'preact/hooks';
import { count } from '../format';
import type { Finding, Report, Severity } from '../report';
import * as state from '../state';
import { certificateLabel, useApp } from './context';
import { CertificateLink } from './look';
import { Glyph } from './glyph';
import { EvidenceValue, More, Pair, Pairs, Sources, Value } from './text';

const GROUPS: [Severity, string][] = [
  ['error', 'Do first'],
  ['warning', 'Then look at'],
  ['notice', 'Good to know'],
];

/** Places of one rule that lie open; the others wait behind a line that says how many. */
const OPEN = 2;
const PAGE = 20;

export function Findings({ report }: { report: Report }) {
  const app = useApp();
  const { findings } = report;
  return (
    <>
      {findings.length === 0 && <p>Nothing was found that is worth mentioning.</p>}
      {GROUPS.map(([severity, title]) => {
        const rules = byRule(findings.filter((finding) => finding.severity === severity));
        if (rules.length === 0) return null;
        return (
          <div key={severity} class="finding-group">
            <h3>{title}</h3>
            {rules.map((same) => (
              <RuleFindings key={same[0]?.rule} findings={same} report={report} />
            ))}
          </div>
        );
      })}
      <LookedFor report={report} />
      {report.notChecked.length > 0 && (
        <div class="finding-group">
          <h3>Not checked</h3>
          <ul>
            {report.notChecked.map((text, i) => (
              <li key={i}>
                <Value of={text} mono={false} />
              </li>
            ))}
          </ul>
          {report.givenUp && (
            <button type="button" onClick={() => app.update(state.goOn)}>
              Go on checking, up to eight times as long
            </button>
          )}
        </div>
      )}
    </>
  );
}

/** What was looked for and is not the case: who reads only what is wrong cannot tell how far anybody looked. */
function LookedFor({ report }: { report: Report }) {
  const { catalog } = useApp();
  const { passed, undetermined } = report.rules;
  const titles = (ids: string[]) => ids.flatMap((id) => catalog?.rules.find((rule) => rule.id === id)?.title ?? []);
  if (passed.length + undetermined.length === 0) return null;
  return (
    <More class="looked-for" summary={`${count(passed.length, 'other fault')} looked for and not found`}>
      {() => (
        <>
          <List of={titles(passed)} />
          {undetermined.length > 0 && (
            <>
              <h3>Cannot tell</h3>
              <List of={titles(undetermined)} />
            </>
          )}
        </>
      )}
    </More>
  );
}

const List = ({ of }: { of: string[] }) => (
  <ul>
    {of.map((text) => (
      <li key={text}>{text}</li>
    ))}
  </ul>
);

function byRule(findings: Finding[]): Finding[][] {
  const rules = new Map<string, Finding[]>();
  for (const finding of findings) {
    const same = rules.get(finding.rule);
    if (same) same.push(finding);
    else rules.set(finding.rule, [finding]);
  }
  return [...rules.values()];
}

function RuleFindings({ findings, report }: { findings: Finding[]; report: Report }) {
  const [shown, setShown] = useState(PAGE);
  const first = findings[0];
  if (!first) return null;
  return (
    <article class="finding">
      <h4>
        <Glyph name={first.severity} />
        {first.title}
        {findings.length > 1 && <span class="faint"> at {count(findings.length, 'place')}</span>}
      </h4>
      {findings.slice(0, OPEN).map((finding, i) => (
        <FindingPlace key={i} finding={finding} report={report} />
      ))}
      {findings.length > OPEN && (
        <More class="more-places" summary={count(findings.length - OPEN, 'more place')}>
          {() => (
            <>
              {findings.slice(OPEN, shown).map((finding, i) => (
                <FindingPlace key={i} finding={finding} report={report} />
              ))}
              {findings.length > shown && (
                <button type="button" class="link" onClick={() => setShown(shown + 10 * PAGE)}>
                  Show {Math.min(findings.length - shown, 10 * PAGE)} more
                </button>
              )}
            </>
          )}
        </More>
      )}
      <p class="fix">
        <span class="faint">What to do: </span>
        {first.fix}
      </p>
      <Why of={first} />
      <FindingSources finding={first} />
    </article>
  );
}

function FindingPlace({ finding, report }: { finding: Finding; report: Report }) {
  return (
    <div class="place" data-finding={finding.rule} data-severity={finding.severity}>
      <Where finding={finding} report={report} />
      <FindingEvidence finding={finding} report={report} />
    </div>
  );
}

/** Who is hurt. */
function Why({ of: { why, gateway } }: { of: Finding }) {
  return (
    <p class="why">
      {why}
      {gateway && ` ${gateway}`}
    </p>
  );
}

function FindingSources({ finding }: { finding: Finding }) {
  return (
    <More
      class="rule-sources"
      summary={
        <>
          Sources <span class="faint mono">{finding.rule}</span>
        </>
      }
    >
      {() => (finding.sources.length === 0 ? <p class="faint">A plain observation about the files.</p> : <Sources of={finding.sources} />)}
    </More>
  );
}

/** One finding in full, as a verdict refers to it. */
export function FindingBody({ finding, report }: { finding: Finding; report: Report }) {
  return (
    <>
      <Where finding={finding} report={report} />
      <FindingEvidence finding={finding} report={report} />
      <p class="fix">
        <span class="faint">What to do: </span>
        {finding.fix}
      </p>
      <Why of={finding} />
      <FindingSources finding={finding} />
    </>
  );
}

function FindingEvidence({ finding, report }: { finding: Finding; report: Report }) {
  // The line above has named the certificate already.
  const own = certificateLabel(report, finding.at.certificate);
  const evidence = finding.evidence.filter((one) => one.label !== 'Certificate' || one.value !== own);
  if (evidence.length === 0) return null;
  return (
    <Pairs>
      {evidence.map((one, i) => (
        <Pair key={i} label={one.label}>
          <EvidenceValue of={one} />
        </Pair>
      ))}
    </Pairs>
  );
}

function Where({ finding, report }: { finding: Finding; report: Report }) {
  const { at } = finding;
  const parts: [string, string][] = [];
  if (at.server !== undefined) parts.push(['server', at.server]);
  if (at.host !== undefined && at.host !== '') parts.push(['host', at.host]);
  if (at.input !== undefined) parts.push(['file', report.inputs[at.input]?.name ?? '']);
  if (parts.length === 0 && at.certificate === undefined) return null;
  return (
    <p class="where">
      {parts.map(([label, value], i) => (
        <span key={label}>
          {i > 0 && ', '}
          <span class="faint">{label}</span> <Value of={value} cap={70} mono={label !== 'server'} />
        </span>
      ))}
      {at.certificate !== undefined && (
        <span>
          {parts.length > 0 && ', '}
          <span class="faint">certificate</span> <CertificateLink report={report} index={at.certificate} cap={70} />
        </span>
      )}
      {at.bytes && (
        <span class="faint">
          , bytes {at.bytes[0]} to {at.bytes[1]}
        </span>
      )}
    </p>
  );
}
