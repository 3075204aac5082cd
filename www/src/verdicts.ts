// Verdicts by what causes them: one line for all systems that say the same of the same servers.

import type { Outcome, Report, Verdict } from './report';

export interface Cause {
  outcome: Exclude<Outcome, 'not-applicable'>;
  /** Servers that it is about, in the order of the report; empty where a system looks at something else. */
  servers: string[];
  /** Index of the finding that decides; null: there is none, or it is accepted. */
  finding: number | null;
  /** Without a finding: what the systems say themselves. */
  message: string | null;
  /** Ids of the systems, in the order in which the catalog has them. */
  targets: string[];
  verdicts: Verdict[];
}

const RANK: Record<Cause['outcome'], number> = { rejected: 0, undetermined: 1, accepted: 2 };
/** Where all is in order, that comes first, and what differs after it. */
const CALM: Record<Cause['outcome'], number> = { accepted: 0, rejected: 1, undetermined: 2 };

/** What one system says of one server, by the worst that it says for any name or check. */
function worst(report: Report): Map<string, Verdict[]> {
  const out = new Map<string, Verdict[]>();
  for (const verdict of report.verdicts) {
    if (verdict.outcome === 'not-applicable') continue;
    const key = `${verdict.target}\n${verdict.server}`;
    const own = out.get(key);
    if (!own) out.set(key, [verdict]);
    else if (RANK[verdict.outcome] < RANK[own[0]?.outcome as Cause['outcome']]) out.set(key, [verdict]);
    else if (verdict.outcome === own[0]?.outcome) own.push(verdict);
  }
  return out;
}

export function causes(report: Report, order: readonly string[]): Cause[] {
  // The same rule at several places is the same cause; what has no rule is told apart by its words.
  const found = new Map<string, Cause>();
  for (const verdicts of worst(report).values()) {
    const [first] = verdicts;
    if (!first || first.outcome === 'not-applicable') continue;
    const finding = first.outcome === 'accepted' ? null : (first.because[0] ?? null);
    const rule = finding === null ? '' : report.findings[finding]?.rule;
    // Those that cannot tell share a line, and each says why inside it.
    const message = finding === null && first.outcome === 'rejected' ? first.message : null;
    const key = [first.outcome, first.server, rule, message].join('\n');
    const own = found.get(key) ?? { outcome: first.outcome, servers: [first.server], finding, message, targets: [], verdicts: [] };
    own.verdicts.push(...verdicts);
    own.targets = [...new Set([...own.targets, first.target])];
    found.set(key, own);
  }
  // Servers of which the same systems say the same share a line.
  const merged = new Map<string, Cause>();
  for (const cause of found.values()) {
    cause.targets.sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const rule = cause.finding === null ? cause.message : report.findings[cause.finding]?.rule;
    const key = [cause.outcome, rule, ...cause.targets].join('\n');
    const own = merged.get(key);
    if (!own) merged.set(key, cause);
    else {
      own.servers = [...new Set([...own.servers, ...cause.servers])];
      own.verdicts.push(...cause.verdicts);
    }
  }
  const focus = new Set(report.diagnosis.focus.targets);
  const about = ({ targets }: Cause) => (targets.some((id) => focus.has(id)) ? 0 : 1);
  const rank = report.answer.severity === 'ok' ? CALM : RANK;
  return [...merged.values()].sort((a, b) => rank[a.outcome] - rank[b.outcome] || about(a) - about(b) || b.targets.length - a.targets.length);
}
