// What a person works with again and again, as a file of their own: systems, their settings, names and time. Nothing is
// stored by the page; no certificate, key or password is ever part of it.

import type { HostUse, Settings, SettingValue } from './report';
import type { HostChip, Model } from './state';

export interface SavedSettings {
  systems: string[] | null;
  settings: Settings;
  hosts: HostChip[];
  time: number | null;
}

const MARK = 'certlensSettings';
const VERSION = 1;
const MOST_BYTES = 64 * 1024;
const MOST = 200;
const USES: readonly HostUse[] = ['client', 'probe', 'backend-setting', 'pool', 'sni'];

export function writeSettings({ targets, settings, hosts, time }: Model): string {
  return `${JSON.stringify({ [MARK]: VERSION, systems: targets, settings, hosts, time }, null, 2)}\n`;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isValue = (value: unknown): value is SettingValue =>
  typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && value.length <= 80);

function hostOf(value: unknown): HostChip[] {
  if (!isObject(value) || typeof value['name'] !== 'string' || value['name'].length > 300) return [];
  const use = USES.find((one) => one === value['use']) ?? null;
  return [{ name: value['name'], use }];
}

/** Reads such a file; null: it is something else. What is wrong in it is left out. */
export function readSettings(bytes: Uint8Array): SavedSettings | null {
  if (bytes.length > MOST_BYTES || bytes[0] !== 0x7b) return null;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  if (!isObject(value) || value[MARK] !== VERSION) return null;
  const { systems, settings, hosts, time } = value;
  const read: Settings = {};
  for (const [id, own] of isObject(settings) ? Object.entries(settings).slice(0, MOST) : []) {
    if (!/^[a-z0-9-]{1,64}$/.test(id) || !isObject(own)) continue;
    const good = Object.entries(own).filter((one): one is [string, SettingValue] => /^[A-Za-z0-9-]{1,64}$/.test(one[0]) && isValue(one[1]));
    if (good.length > 0) read[id] = Object.fromEntries(good);
  }
  return {
    systems: Array.isArray(systems) ? systems.filter((id): id is string => typeof id === 'string').slice(0, MOST) : null,
    settings: read,
    hosts: Array.isArray(hosts) ? hosts.slice(0, MOST).flatMap(hostOf) : [],
    time: typeof time === 'number' && Number.isSafeInteger(time) ? time : null,
  };
}
