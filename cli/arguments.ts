// What the command was asked, out of its arguments. A password is never among them: other programs can read those.

import { parseArgs } from 'node:util';
import { parseTime } from '../www/src/format';
import type { Host, HostUse, Settings, SettingValue } from '../www/src/report';

/** Wrong usage: the message is the whole answer, and the exit status is 3. */
export class UsageError extends Error {}

export const CALLS = ['check', 'explain', 'expires', 'systems'] as const;
export type Call = (typeof CALLS)[number];

export const FORMATS = ['text', 'json', 'markdown', 'junit'] as const;
export type Format = (typeof FORMATS)[number];

export interface Asked {
  call: Call;
  /** The error text of `explain`. */
  observed: string[];
  files: string[];
  keys: string[];
  trust: string[];
  listener: string[];
  hosts: Host[];
  targets: string[] | null;
  settings: Settings;
  now: number | null;
  preset: string | null;
  passwordFiles: string[];
  passwordVariables: string[];
  format: Format;
  /** Seconds, of `expires`. */
  within: number;
  mask: boolean;
  colour: 'auto' | 'always' | 'never';
  width: number | null;
}

const OPTIONS = {
  key: { type: 'string', multiple: true, short: 'k' },
  trust: { type: 'string', multiple: true, short: 't' },
  listener: { type: 'string', multiple: true },
  host: { type: 'string', multiple: true, short: 'H' },
  target: { type: 'string', multiple: true, short: 'T' },
  set: { type: 'string', multiple: true, short: 's' },
  now: { type: 'string' },
  preset: { type: 'string' },
  'password-file': { type: 'string', multiple: true },
  'password-env': { type: 'string', multiple: true },
  format: { type: 'string', short: 'f' },
  within: { type: 'string' },
  mask: { type: 'boolean' },
  colour: { type: 'string' },
  color: { type: 'string' },
  width: { type: 'string' },
} as const;

const USES: readonly HostUse[] = ['client', 'probe', 'backend-setting', 'pool', 'sni'];

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[], standard: T, what: string): T {
  if (value === undefined) return standard;
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(`--${what} is ${allowed.join(', ')}, not '${value}'`);
  return found;
}

/** `name` or `name=use`. */
function host(text: string): Host {
  const at = text.lastIndexOf('=');
  if (at < 0) return { name: text };
  const use = USES.find((one) => one === text.slice(at + 1));
  if (!use) throw new UsageError(`--host ${text}: the use after = is one of ${USES.join(', ')}`);
  return { name: text.slice(0, at), use };
}

/** `target.setting=value`; a value is true, false, a number or a word. */
function setting(text: string, settings: Settings): void {
  const found = /^([A-Za-z0-9-]+)\.([A-Za-z0-9-]+)=(.+)$/s.exec(text);
  const [, target, id, word] = found ?? [];
  if (!target || !id || word === undefined) throw new UsageError(`--set ${text}: expected SYSTEM.SETTING=VALUE`);
  const value: SettingValue = word === 'true' || word === 'false' ? word === 'true' : word;
  settings[target] = { ...settings[target], [id]: value };
}

const UNITS: Record<string, number> = { h: 3600, d: 86_400, w: 604_800, m: 2_629_800, y: 31_557_600 };

/** `30d`, `12h`, `8w`, `6m`, `1y`, in seconds. */
export function duration(text: string): number {
  const found = /^(\d{1,6})([hdwmy])$/.exec(text);
  const unit = UNITS[found?.[2] ?? ''];
  if (!found || unit === undefined) throw new UsageError(`--within ${text}: expected a number with h, d, w, m or y, such as 30d`);
  return Number(found[1]) * unit;
}

function moment(text: string): number {
  const seconds = /^-?\d{1,12}$/.test(text) ? Number(text) : parseTime(text);
  if (seconds === null) throw new UsageError(`--now ${text}: expected seconds since 1970 or a time such as 2027-03-15T09:00Z`);
  return seconds;
}

function width(text: string): number {
  const columns = Number(text);
  if (!Number.isInteger(columns) || columns < 40 || columns > 1000) throw new UsageError(`--width ${text}: expected 40 to 1000 columns`);
  return columns;
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '');
  }
}

/** The arguments after the command's name. Throws a `UsageError` that says what is wrong. */
export function readArguments(args: readonly string[]): Asked {
  const [name, ...rest] = args;
  const call = CALLS.find((one) => one === name);
  if (!call) throw new UsageError(name === undefined ? 'nothing was asked' : `'${name}' is no call of certlens`);
  const { values, positionals } = parse(rest);
  const observed = call === 'explain' ? positionals.splice(0, 1) : [];
  if (call === 'explain' && observed.length === 0) throw new UsageError('explain needs the error text, then files');
  const settings: Settings = {};
  for (const text of values.set ?? []) setting(text, settings);
  const files = positionals;
  const given = files.length + (values.key ?? []).length + (values.trust ?? []).length + (values.listener ?? []).length;
  if (given === 0 && (call === 'check' || call === 'expires')) throw new UsageError(`${call} needs at least one file, folder or - for standard input`);
  if (files.filter((file) => file === '-').length > 1) throw new UsageError('standard input can be read only once');
  const format = oneOf(values.format, FORMATS, 'text', 'format');
  if (call === 'expires' && format !== 'text' && format !== 'json') throw new UsageError('expires prints text or json');
  return {
    call,
    observed,
    files,
    keys: values.key ?? [],
    trust: values.trust ?? [],
    listener: values.listener ?? [],
    hosts: (values.host ?? []).map(host),
    targets: values.target ? values.target.flatMap((list) => list.split(',')).filter((id) => id !== '') : null,
    settings,
    now: values.now === undefined ? null : moment(values.now),
    preset: values.preset ?? null,
    passwordFiles: values['password-file'] ?? [],
    passwordVariables: values['password-env'] ?? [],
    format,
    within: duration(values.within ?? '30d'),
    mask: values.mask ?? false,
    colour: oneOf(values.colour ?? values.color, ['auto', 'always', 'never'] as const, 'auto', 'colour'),
    width: values.width === undefined ? null : width(values.width),
  };
}

export const HELP = `Usage: certlens CALL [OPTIONS] [FILES]

Reads certificates, keys, PFX files and what belongs to them, and says what each TLS system will do with them, and why.
Nothing leaves this computer.

  certlens check FILES...                what each system will say
  certlens explain "ERROR TEXT" FILES... what an error message means for these files
  certlens expires FILES...              what ends soon, soonest first
  certlens systems                       the systems and their settings

FILES are files, folders, or - for standard input.

  -k, --key FILE           the server's private key
  -t, --trust FILE         what the other side trusts; without it, the public roots
      --listener FILE      what a gateway presents to its clients
  -H, --host NAME[=USE]    a hostname; USE is client, probe, backend-setting, pool or sni
  -T, --target ID[,ID]     only these systems
  -s, --set ID.SETTING=VALUE
      --now TIME           judge at this time instead of now
      --preset FILE        an organisation's roots, systems and settings
      --password-file FILE a file whose first line is a password
      --password-env NAME  a variable of the environment that holds one
  -f, --format FORMAT      text, json, markdown or junit
      --within 30d         for expires: h, d, w, m or y
      --mask               replace names in json and markdown
      --colour WHEN        auto, always or never
      --width COLUMNS

Passwords are asked for at a terminal, or come from a file or the environment; never from an argument.
Exit status: 0 accepted, 1 refused (expires: something ends soon), 2 cannot tell, 3 wrong usage.
`;
