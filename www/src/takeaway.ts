// What leaves with the user: a Markdown report for a ticket, or the whole report as JSON. Never key material.

import { count, day, leading, time, visible, visibleLines } from './format';
import type { Catalog, Evidence, Finding, Fix, Report, Request, Span, Step, Verdict } from './report';
import type { Preset } from './preset';
import { masked, masker, withoutBytes } from './mask';
import { printed } from './systems';

export interface TakeawayOptions {
  mask: boolean;
}

export interface Source {
  report: Report;
  request: Request;
  catalog: Catalog;
  /** What the edition or the command was given beforehand. */
  preset?: Preset | null;
}

/** What a fence says of the shell that a line is for. */
const FENCE: Record<string, string> = { posix: 'sh', powershell: 'powershell' };

const OUTCOME: Record<Verdict['outcome'], string> = {
  accepted: 'accepted',
  rejected: 'REJECTED',
  undetermined: 'cannot tell',
  'not-applicable': 'not applicable',
};

/** A text inside Markdown: escaped, so that no name can become a heading, a link or HTML. */
function inert(value: string): string {
  return visible(value).replace(/[\\`*_{}[\]()#+!|<>~]/g, (char) => `\\${char}`);
}

/** A value as code; a fence longer than any run of backticks in it. */
function code(value: string): string {
  const text = visible(value);
  const fence = '`'.repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  return text === '' ? '(empty)' : fence.length > 1 ? `${fence} ${text} ${fence}` : `\`${text}\``;
}

/** A column's border inside a value would end its cell, in code too. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** How values are written; sentences never pass here. */
interface Writer {
  code: (value: string) => string;
  inert: (value: string) => string;
}

function sentence(spans: readonly Span[], { code }: Writer): string {
  return spans.map((span) => (span.form === 'plain' ? span.text : span.form === 'time' ? time(Number(span.text)) : code(span.text))).join('');
}

function evidence(one: Evidence, { code }: Writer): string {
  return `${one.label}: ${one.form === 'time' ? time(Number(one.value)) : code(one.value)}`;
}

function findingLines(finding: Finding, report: Report, write: Writer): string[] {
  const { code } = write;
  const where = [
    finding.at.server === undefined ? '' : `server ${code(finding.at.server)}`,
    finding.at.host ? `host ${code(finding.at.host)}` : '',
    finding.at.certificate === undefined ? '' : `certificate ${code(report.certificates[finding.at.certificate]?.label ?? '')}`,
    finding.at.input === undefined ? '' : `file ${code(report.inputs[finding.at.input]?.name ?? '')}`,
  ].filter((part) => part !== '');
  return [
    `- **${finding.title}** (${finding.severity}, ${finding.rule})${where.length > 0 ? `: ${where.join(', ')}` : ''}`,
    ...finding.evidence.map((one) => `  - ${evidence(one, write)}`),
    `  - What to do: ${finding.fix}`,
  ];
}

function verdictTable(report: Report, catalog: Catalog, write: Writer): string[] {
  const name = (id: string) => catalog.targets.find((target) => target.id === id)?.name ?? id;
  const told = report.verdicts.filter((verdict) => verdict.outcome !== 'not-applicable');
  if (told.length === 0) return [];
  const rows = told.map((verdict) => {
    const check = verdict.check === 'connect' ? '' : ` (${verdict.check})`;
    const own = printed(verdict.code);
    const words = [own === null ? '' : code(own), verdict.message === null ? '' : inert(verdict.message)].filter((part) => part !== '');
    return `| ${name(verdict.target)}${check} | ${verdict.server === '' ? '' : cell(write.code(verdict.server))} | ${verdict.host === '' ? '' : cell(write.code(verdict.host))} | ${OUTCOME[verdict.outcome]} | ${words.join(' ')} |`;
  });
  return ['## Verdicts', '', '| System | Server | Host | Outcome | In its words |', '| --- | --- | --- | --- | --- |', ...rows, ''];
}

/** Lines that a ticket holds at most. */
const MOST_LINES = 25;

/**
 * For the ticket: the sentence, the evidence, what to do with its command, and the fingerprint, in few enough lines to be
 * read. What is cut is the command of a later step, never the sentence.
 */
export function ticket(source: Source, options: TakeawayOptions): string {
  const { report, request } = source;
  const { answer, diagnosis } = report;
  const mask = options.mask ? masker(report, request) : (text: string) => text;
  const write: Writer = { code: (text) => code(mask(text)), inert: (text) => inert(mask(text)) };
  const lines = [sentence(answer.sentence, write)];
  const finding = answer.finding === null ? undefined : report.findings[answer.finding];
  for (const one of finding?.evidence.slice(0, 4) ?? []) lines.push(`- ${evidence(one, write)}`);
  const steps: (Step | (Fix & { either: null }))[] = diagnosis.steps.length > 0 ? diagnosis.steps : answer.fixes.map((fix) => ({ ...fix, either: null }));
  if (steps.length > 0) lines.push('', 'What to do:');
  const tail: string[] = [''];
  const leaf = report.servers.find((server) => server.id === answer.server)?.leaf ?? report.servers[0]?.leaf;
  const certificate = leaf == null ? undefined : report.certificates[leaf];
  if (certificate)
    tail.push(
      `Certificate: ${write.code(certificate.label)}, ${day(certificate.notBefore)} to ${day(certificate.notAfter)}${options.mask ? '' : `, SHA-256 ${certificate.sha256}`}`,
    );
  tail.push(`Judged at ${time(report.now)} by ${report.engine.name} ${report.engine.version}, offline.`);
  let number = 0;
  let either: number | null = null;
  for (const step of steps) {
    const door = step.either !== null && step.either === either;
    either = step.either;
    if (!door) number += 1;
    const own = [`${door ? '   or: ' : `${number}. `}${sentence(door ? step.text : leading(step.text), write)}`];
    if (step.setting) own.push(`   - ${step.setting}${step.value === null ? '' : ` = ${write.code(step.value)}`}`);
    const command = number === 1 ? step.commands[0] : undefined;
    if (command)
      own.push(
        '   ```',
        ...visibleLines(mask(command.text))
          .split('\n')
          .map((text) => `   ${text}`),
        '   ```',
      );
    if (lines.length + own.length + tail.length > MOST_LINES) {
      if (lines.length + 1 + tail.length > MOST_LINES) break;
      own.length = 1;
    }
    lines.push(...own);
  }
  return `${[...lines, ...tail].slice(0, MOST_LINES).join('\n')}\n`;
}

export function markdown(source: Source, options: TakeawayOptions): string {
  const { report, request, catalog } = source;
  const { answer } = report;
  const mask = options.mask ? masker(report, request) : (text: string) => text;
  const value = (text: string) => code(mask(text));
  const write: Writer = { code: value, inert: (text) => inert(mask(text)) };
  const lines = [
    '# Certificate report',
    '',
    sentence(answer.sentence, write),
    '',
    ...(answer.cause.length > 0 ? [sentence(answer.cause, write), ''] : []),
    ...(answer.fixes.length > 0 ? ['## What to do', ''] : []),
  ];
  answer.fixes.forEach((fix, i) => {
    lines.push(`${i + 1}. ${sentence(fix.text, write)}`);
    if (fix.setting) lines.push(`   - Setting: ${fix.setting}${fix.value === null ? '' : ` = ${value(fix.value)}`}`);
    for (const command of fix.commands)
      lines.push(
        '',
        `   \`\`\`${FENCE[command.shell] ?? ''}`,
        ...visibleLines(mask(command.text))
          .split('\n')
          .map((line) => `   ${line}`),
        '   ```',
      );
  });
  if (answer.fixes.length > 0) lines.push('');
  lines.push(...verdictTable(report, catalog, write));
  lines.push(`## Findings (${report.findings.length})`, '', ...report.findings.slice(0, 200).flatMap((finding) => findingLines(finding, report, write)), '');
  if (report.findings.length > 200) lines.push(`and ${count(report.findings.length - 200, 'more finding')}`, '');
  lines.push('## Certificates', '');
  report.certificates.slice(0, 200).forEach((certificate, i) => {
    const print = options.mask ? '' : `, SHA-256 ${certificate.sha256}`;
    lines.push(
      `${i + 1}. ${value(certificate.subject)}, issued by ${value(certificate.issuer)}, ${day(certificate.notBefore)} to ${day(certificate.notAfter)}${print}`,
    );
    const names = certificate.subjectAltNames.slice(0, 50).map((name) => code(`${name.type}:${mask(name.value)}`));
    if (names.length > 0) lines.push(`   - Names: ${names.join(', ')}`);
  });
  lines.push(
    '',
    ...presetLines(source.preset ?? null, catalog, write),
    '## Files',
    '',
    ...report.inputs
      .slice(0, 200)
      .map(
        (input) => `- ${value(input.name)}: ${input.title}, ${input.size} bytes, seat: ${input.seat}${input.server === null ? '' : ` ${value(input.server)}`}`,
      ),
    '',
    `Judged at ${time(report.now)} by ${report.engine.name} ${report.engine.version}, offline. No key material is in this report.`,
    '',
  );
  return lines.join('\n');
}

/** What did not come from the user, marked as such. */
function presetLines(preset: Preset | null, catalog: Catalog, write: Writer): string[] {
  if (!preset) return [];
  const name = (id: string) => catalog.targets.find((target) => target.id === id)?.name ?? id;
  const settings = Object.entries(preset.settings).flatMap(([id, own]) =>
    Object.entries(own).map(([key, value]) => `${name(id)}: ${key} = ${write.code(String(value))}`),
  );
  return [
    '## Set beforehand by this edition',
    '',
    ...(preset.title === null ? [] : [`- Edition: ${write.inert(preset.title)}`]),
    ...(preset.roots.length === 0
      ? []
      : [
          `- Trusted roots: ${preset.roots.map((root, i) => write.inert(root.name ?? `root ${i + 1}`)).join(', ')}, ${preset.publicRoots ? 'beside the public roots' : 'and no public roots'}`,
        ]),
    ...(preset.systems === null ? [] : [`- Systems: ${preset.systems.map(name).join(', ')}`]),
    ...settings.map((line) => `- Setting: ${line}`),
    '',
  ];
}

const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The report as JSON, without the bytes of the certificates. */
export function json({ report, request }: Source, options: TakeawayOptions): string {
  // JSON escapes what ASCII counts as control; what else acts on a terminal or turns text around is escaped the same way.
  return withoutBytes(options.mask ? masked(report, request) : report).replace(UNSEEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** For an engine failure: enough to report it, nothing of the files but their sizes. */
export function failureReport(message: string, version: string, sizes: readonly number[]): string {
  return [
    'Certlens: the inspector failed.',
    `Message: ${visible(message)}`,
    `Version: ${version}`,
    `Browser: ${navigator.userAgent}`,
    `Files: ${count(sizes.length, 'file')}, sizes ${sizes.join(', ')} bytes`,
    '',
  ].join('\n');
}
