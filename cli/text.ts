// The report for people at a terminal: the sentence, what to do, what each system says, what was found.

import { count, time } from '../www/src/format';
import type { Catalog, Fix, Outcome, Report, Span, Verdict } from '../www/src/report';
import { type Terminal, columns, shown, type Colour } from './terminal';

export const OUTCOME: Record<Outcome, string> = { accepted: 'accepted', rejected: 'refused', undetermined: 'cannot tell', 'not-applicable': 'not asked' };
const PAINT: Record<Outcome, Colour> = { accepted: 'green', rejected: 'red', undetermined: 'yellow', 'not-applicable': 'faint' };
const SEVERITY: Record<string, Colour> = { error: 'red', warning: 'yellow', notice: 'faint' };

/** Findings shown one by one; the rest are counted. */
const FINDINGS = 20;
/** Systems that say the same for the same server and name are told apart by name only. */
const PER_CAUSE = 12;

/** What a line is for. */
const SHELLS: Record<string, string> = { posix: 'sh, bash', powershell: 'PowerShell', any: 'any shell', '': 'a line of its configuration' };

export function sentence(spans: readonly Span[]): string {
  return spans.map((span) => (span.form === 'plain' ? span.text : span.form === 'time' ? time(Number(span.text)) : shown(span.text))).join('');
}

function fix(terminal: Terminal, number: number, one: Fix): void {
  terminal.paragraph(`${number}. ${sentence(one.text)}`, 2, 5);
  if (one.setting !== null) terminal.paragraph(`${one.setting}${one.value === null ? '' : ` = ${shown(one.value)}`}`, 5);
  for (const command of one.commands) {
    const shell = SHELLS[command.shell] ?? '';
    terminal.line(terminal.paint(`     ${command.tool}${shell === '' ? '' : ` (${shell})`}:`, 'faint'));
    for (const line of command.text.split('\n')) terminal.line(`       ${shown(line)}`);
  }
}

/** What a verdict says apart from who says it. */
function cause(verdict: Verdict): string {
  return [verdict.outcome, verdict.server, verdict.host, verdict.because[0] ?? '', verdict.check === 'connect' ? '' : verdict.check].join('\0');
}

function verdicts(terminal: Terminal, report: Report, catalog: Catalog): void {
  const name = (id: string) => catalog.targets.find((target) => target.id === id)?.name ?? id;
  const told = report.verdicts.filter((verdict) => verdict.outcome !== 'not-applicable');
  if (told.length === 0) return;
  terminal.line();
  terminal.line(terminal.paint('What each system says', 'bold'));
  const groups = new Map<string, Verdict[]>();
  for (const verdict of told) groups.set(cause(verdict), [...(groups.get(cause(verdict)) ?? []), verdict]);
  const order: Outcome[] = ['rejected', 'undetermined', 'accepted', 'not-applicable'];
  const sorted = [...groups.values()].sort((a, b) => order.indexOf(a[0]?.outcome ?? 'accepted') - order.indexOf(b[0]?.outcome ?? 'accepted'));
  for (const group of sorted) {
    const [first] = group;
    if (!first) continue;
    const about = [
      first.server === 'server' ? '' : shown(first.server),
      first.host === '' ? '' : `for ${shown(first.host)}`,
      first.check === 'connect' ? '' : `(${first.check})`,
    ];
    const finding = first.outcome === 'accepted' ? undefined : report.findings[first.because[0] ?? -1];
    const head = [OUTCOME[first.outcome], ...about.filter((part) => part !== '')].join(' ');
    terminal.line();
    terminal.line(`  ${terminal.paint(head, PAINT[first.outcome])}${finding ? `: ${finding.title}` : ''}`);
    if (first.outcome === 'accepted') {
      terminal.paragraph([...new Set(group.map((verdict) => name(verdict.target)))].join(', '), 4);
      continue;
    }
    const rows = group.slice(0, PER_CAUSE).map((verdict) => [
      name(verdict.target),
      [verdict.code ?? '', verdict.message ?? '']
        .filter((part) => part !== '')
        .map(shown)
        .join('  '),
    ]);
    for (const row of columns(rows))
      terminal.paragraph(
        row.replace(/ {2,}/g, (blanks) => '\u00A0'.repeat(blanks.length)),
        4,
        6,
      );
    if (group.length > PER_CAUSE) terminal.line(`    and ${count(group.length - PER_CAUSE, 'more system')}`);
  }
}

function observed(terminal: Terminal, report: Report): void {
  const said: Record<string, string> = {
    explained: 'Your files explain this error.',
    another: 'Your files are refused too, but with another error.',
    contradicted: 'Your files do not explain this error.',
    open: 'Whether your files explain this error cannot be told: something that decides is missing.',
    'not-a-certificate-matter': 'This error is not about certificates.',
    'unknown-phrase': 'This error text is not known here.',
  };
  for (const one of report.observed) {
    terminal.line();
    if (one.text !== null) terminal.paragraph(`Error: ${shown(one.text)}`);
    terminal.paragraph(terminal.paint(said[one.outcome] ?? one.outcome, 'bold'));
    for (const hypothesis of one.hypotheses) {
      terminal.paragraph(`- ${sentence(hypothesis.text)}`, 2, 4);
      for (const command of hypothesis.check) for (const line of command.text.split('\n')) terminal.line(`      ${shown(line)}`);
    }
  }
}

export function text(report: Report, catalog: Catalog, terminal: Terminal): string {
  const { answer } = report;
  const paint: Colour = answer.severity === 'error' ? 'red' : answer.severity === 'ok' ? 'green' : 'yellow';
  terminal.paragraph(terminal.paint(sentence(answer.sentence), paint));
  if (answer.cause.length > 0) terminal.paragraph(sentence(answer.cause));
  observed(terminal, report);
  if (answer.fixes.length > 0) {
    terminal.line();
    terminal.line(terminal.paint('What to do', 'bold'));
    answer.fixes.forEach((one, i) => fix(terminal, i + 1, one));
  }
  for (const assumption of report.assumptions) terminal.paragraph(`Assumed: ${sentence(assumption.text)}`);
  verdicts(terminal, report, catalog);
  if (report.findings.length > 0) {
    terminal.line();
    terminal.line(terminal.paint('Findings', 'bold'));
    for (const finding of report.findings.slice(0, FINDINGS)) {
      const at =
        finding.at.certificate === undefined
          ? finding.at.input === undefined
            ? ''
            : (report.inputs[finding.at.input]?.name ?? '')
          : (report.certificates[finding.at.certificate]?.label ?? '');
      terminal.paragraph(
        `${terminal.paint(finding.severity, SEVERITY[finding.severity] ?? 'faint')} ${finding.title}${at === '' ? '' : `: ${shown(at)}`} [${finding.rule}]`,
        2,
        4,
      );
    }
    if (report.findings.length > FINDINGS) terminal.line(`  and ${count(report.findings.length - FINDINGS, 'more finding')}`);
  }
  const unread = report.inputs.filter((input) => input.error !== null || input.password === 'needed' || input.password === 'wrong');
  if (unread.length > 0) {
    terminal.line();
    terminal.line(terminal.paint('Not read', 'bold'));
    for (const input of unread) {
      const why = input.error?.message ?? (input.password === 'wrong' ? 'the password is wrong' : 'it is locked, and no password that was given opens it');
      terminal.paragraph(`${shown(input.name)}: ${why}`, 2, 4);
    }
  }
  for (const line of report.notChecked) terminal.paragraph(`Not checked: ${shown(line)}`);
  terminal.line();
  terminal.line(terminal.paint(`Judged at ${time(report.now)} by ${report.engine.name} ${report.engine.version}.`, 'faint'));
  return terminal.toString();
}

/** The systems and their settings. */
export function systems(catalog: Catalog, terminal: Terminal): string {
  for (const target of catalog.targets) {
    terminal.line(`${terminal.paint(target.id, 'bold')}  ${target.name}, ${target.version} (${target.checks.join(', ')})`);
    for (const setting of target.settings) {
      const values =
        setting.kind === 'switch'
          ? 'true or false'
          : setting.kind === 'choice'
            ? setting.choices.map((choice) => choice.value).join(', ')
            : `${setting.number?.[1]} to ${setting.number?.[2]}`;
      terminal.paragraph(`${target.id}.${setting.id}: ${values}. ${setting.help}`, 2, 4);
    }
  }
  return terminal.toString();
}
