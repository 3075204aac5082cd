// The verdicts as JUnit XML, as pipelines read it: a test suite per server, a test case per system and name.

import type { Catalog, Report, Verdict } from '../www/src/report';
import { shown } from './terminal';

/** Text inside XML: what XML 1.0 does not allow is escaped as for people. */
function xml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return shown(text).replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

function testCase(verdict: Verdict, report: Report, catalog: Catalog): string[] {
  const name = catalog.targets.find((target) => target.id === verdict.target)?.name ?? verdict.target;
  const open = `    <testcase classname="${xml(verdict.target)}" name="${xml([name, verdict.check, verdict.host].filter((part) => part !== '').join(' '))}"`;
  const words = [verdict.code ?? '', verdict.message ?? ''].filter((part) => part !== '').join(' ');
  const findings = verdict.because.map((index) => report.findings[index]?.title ?? '').filter((title) => title !== '');
  const said = xml(
    [words, ...findings]
      .filter((part) => part !== '')
      .join('\n')
      .replaceAll('\n', '; '),
  );
  switch (verdict.outcome) {
    case 'accepted':
      return [`${open}/>`];
    case 'rejected':
      return [`${open}>`, `      <failure type="${xml(report.findings[verdict.because[0] ?? -1]?.rule ?? 'refused')}" message="${said}"/>`, '    </testcase>'];
    case 'undetermined':
      return [`${open}>`, `      <error type="cannot-tell" message="${said}"/>`, '    </testcase>'];
    case 'not-applicable':
      return [`${open}>`, `      <skipped message="${said}"/>`, '    </testcase>'];
  }
}

export function junit(report: Report, catalog: Catalog): string {
  const servers = new Map<string, Verdict[]>();
  for (const verdict of report.verdicts) servers.set(verdict.server, [...(servers.get(verdict.server) ?? []), verdict]);
  const counts = (verdicts: readonly Verdict[]) => {
    const of = (outcome: Verdict['outcome']) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
    return `tests="${verdicts.length}" failures="${of('rejected')}" errors="${of('undetermined')}" skipped="${of('not-applicable')}"`;
  };
  const suites = [...servers].flatMap(([server, verdicts]) => [
    `  <testsuite name="${xml(server === '' ? 'files' : server)}" ${counts(verdicts)}>`,
    ...verdicts.flatMap((verdict) => testCase(verdict, report, catalog)),
    '  </testsuite>',
  ]);
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="certlens" ${counts(report.verdicts)}>`, ...suites, '</testsuites>', ''].join('\n');
}
