// Which systems belong together: for the chooser, for the questions of those who have no text to paste, and for presets.
// Ids that an engine does not have are passed over.

import type { Catalog, Target } from './report';

export interface Topic {
  id: string;
  label: string;
  /** Systems that the question is about; empty: it is about the files alone. */
  targets: readonly string[];
  /** What to hand over for it. */
  bring: string;
}

/** What people say is failing when they have no message at hand. */
export const TOPICS: readonly Topic[] = [
  {
    id: 'gateway',
    label: 'Application Gateway 502',
    targets: ['azure-application-gateway-v2'],
    bring: 'Drop what each backend server presents and the root certificate of the backend setting. The name that the probe asks for comes next.',
  },
  {
    id: 'server',
    label: 'nginx or HAProxy will not start',
    targets: ['nginx-server', 'haproxy-server', 'apache-server'],
    bring: 'Drop the certificate file and the key file that the configuration names.',
  },
  {
    id: 'browser',
    label: 'Browser warning',
    targets: ['chrome', 'firefox', 'safari'],
    bring: 'Drop the certificate file of the server, and type the name that stands in the address bar.',
  },
  {
    id: 'upload',
    label: 'PFX refused',
    targets: ['azure-application-gateway-listener', 'azure-app-service', 'azure-front-door', 'aws-acm', 'gcp-load-balancer', 'iis-server'],
    bring: 'Drop the PFX. Its password is asked for here and stays here.',
  },
  {
    id: 'client',
    label: 'Java or curl refuses',
    targets: ['java', 'curl'],
    bring: 'Drop what the server presents and what the client trusts: a CA file or a key store.',
  },
  { id: 'look', label: 'Just look inside', targets: [], bring: 'Drop anything: certificates, requests, keys, PFX files, key stores, whole folders.' },
];

export interface Preset {
  id: string;
  label: string;
  fits: (target: Target) => boolean;
}

const begins =
  (...starts: string[]) =>
  (target: Target) =>
    starts.some((start) => target.id.startsWith(start));

/** Sets of systems that people have. */
export const SETS: readonly Preset[] = [
  { id: 'azure', label: 'Azure', fits: begins('azure-') },
  { id: 'kubernetes', label: 'Kubernetes', fits: begins('kubernetes-', 'nginx-', 'envoy-', 'go', 'curl') },
  { id: 'java', label: 'Java shop', fits: begins('java', 'apache-', 'nginx-', 'haproxy-') },
  { id: 'browsers', label: 'Browsers', fits: begins('chrome', 'firefox', 'safari') },
  { id: 'proxies', label: 'Own proxies', fits: begins('nginx-', 'haproxy-', 'apache-', 'envoy-') },
  { id: 'mtls', label: 'Client certificates', fits: ({ checks }) => checks.includes('client-auth') },
  {
    id: 'libraries',
    label: 'Programs and libraries',
    fits: begins(
      'openssl',
      'curl',
      'python',
      'nodejs',
      'go',
      'java',
      'gnutls',
      'dotnet',
      'rustls',
      'libpq',
      'php',
      'ruby',
      'perl',
      'wget',
      'git',
      'mysql-client',
      'ldap',
      'erlang',
      'schannel',
      'android',
    ),
  },
];

export interface Group {
  label: string;
  fits: (target: Target) => boolean;
}

/** The order of every list of systems: the first group that fits is a system's own. */
export const GROUPS: readonly Group[] = [
  {
    label: 'Gateways and proxies that check the servers behind them',
    fits: ({ id, checks }) =>
      checks.includes('probe') || checks.includes('traffic') || (checks.includes('connect') && /-(?:upstream|proxy|origin)$|management/.test(id)),
  },
  { label: 'Servers that ask for client certificates', fits: ({ checks }) => checks.includes('client-auth') },
  { label: 'Clients that connect', fits: ({ role }) => role === 'client' },
  { label: 'Services that take a file', fits: ({ role }) => role === 'upload' },
  { label: 'Server programs that load the files', fits: () => true },
];

/** Systems by group, in the order in which they are shown everywhere. */
export function grouped(targets: readonly Target[]): { label: string; targets: Target[] }[] {
  const out = GROUPS.map(({ label }) => ({ label, targets: [] as Target[] }));
  for (const target of targets) out[GROUPS.findIndex(({ fits }) => fits(target))]?.targets.push(target);
  return out.filter((group) => group.targets.length > 0);
}

export function known(catalog: Catalog | null, ids: readonly string[]): string[] {
  return ids.filter((id) => catalog?.targets.some((target) => target.id === id));
}

/** A system's name without what it does with whom. */
export function shortName(target: Target): string {
  return target.name.replace(/ (?:to its backends?|to its origin|as a client of its \w+|as a proxy|towards an upstream|\(.*\))$/, '');
}

/** Whether a system stands between clients and servers and checks the servers by names of its own. */
export function checksNames(target: Target | undefined): boolean {
  return target !== undefined && (target.checks.includes('probe') || target.checks.includes('traffic'));
}

/** Codes that the engine counts by where the vendor prints a sentence only: people would search for them in vain. */
const OURS = /^M\d+$/;

export function printed(code: string | null): string | null {
  return code === null || OURS.test(code) ? null : code;
}
