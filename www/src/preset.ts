// What an organisation's own edition knows beforehand, as one JSON document: read, checked, and turned into the page's
// starting state. The document is data from somebody else: it is shown as text, and misleads no further than its text.

import type { Catalog, Settings, SettingValue, Target } from './report';

export interface PresetRoot {
  name: string | null;
  pem: string;
}

export interface PresetLink {
  text: string;
  address: string;
}

export interface Preset {
  title: string | null;
  help: string[];
  roots: PresetRoot[];
  /** Whether the public roots stay trusted beside `roots`. */
  publicRoots: boolean;
  /** Ids of the systems shown first; null: all. */
  systems: string[] | null;
  settings: Settings;
  hostSuffixes: string[];
  mask: boolean;
  links: PresetLink[];
}

export interface PresetFault {
  /** Where it stands: `roots[0].pem`; empty for the document as a whole. */
  field: string;
  message: string;
}

/** The part of JSON Schema (2020-12) that the shape below is written in. */
export interface Schema {
  const?: string | number;
  type?: 'object' | 'array' | 'string' | 'boolean' | 'number';
  anyOf?: readonly Schema[];
  required?: readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: false | Schema;
  propertyNames?: Schema;
  maxProperties?: number;
  items?: Schema;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
}

const ID: Schema = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,63}$' };

/** The shape of the document: read by, and published with what preset-schema.ts says of it, so that the two cannot differ. */
export const SHAPE: Schema = {
  type: 'object',
  required: ['certlens'],
  additionalProperties: false,
  properties: {
    certlens: { const: 1 },
    title: { type: 'string', minLength: 1, maxLength: 80 },
    help: {
      type: 'array',
      maxItems: 6,
      items: { type: 'string', minLength: 1, maxLength: 300 },
    },
    roots: {
      type: 'array',
      maxItems: 50,
      items: {
        type: 'object',
        required: ['pem'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 80 },
          pem: { type: 'string', maxLength: 65536, pattern: '-----BEGIN CERTIFICATE-----' },
        },
      },
    },
    publicRoots: { type: 'boolean' },
    systems: { type: 'array', maxItems: 200, items: ID },
    settings: {
      type: 'object',
      maxProperties: 200,
      propertyNames: ID,
      additionalProperties: {
        type: 'object',
        maxProperties: 50,
        propertyNames: ID,
        additionalProperties: { anyOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string', maxLength: 80 }] },
      },
    },
    hostSuffixes: {
      type: 'array',
      maxItems: 20,
      items: { type: 'string', maxLength: 253, pattern: '^\\.?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*$' },
    },
    mask: { type: 'boolean' },
    links: {
      type: 'array',
      maxItems: 10,
      items: {
        type: 'object',
        required: ['text', 'address'],
        additionalProperties: false,
        properties: { text: { type: 'string', minLength: 1, maxLength: 80 }, address: { type: 'string', minLength: 1, maxLength: 300 } },
      },
    },
  },
};

const NAMES = { object: 'an object', array: 'a list', string: 'a text', boolean: 'true or false', number: 'a number' };

/** More would be the same mistake over and over. */
const MOST_FAULTS = 20;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

/** `roots[0].pem`; the document itself has no name. */
const below = (field: string, name: string): string => (field === '' ? name : `${field}.${name}`);

function check(value: unknown, schema: Schema, field: string, faults: PresetFault[]): void {
  if (faults.length >= MOST_FAULTS) return;
  const fault = (message: string) => void faults.push({ field, message });
  if (schema.const !== undefined) {
    if (value !== schema.const) fault(`expected ${JSON.stringify(schema.const)}`);
    return;
  }
  if (schema.anyOf) {
    const tries = schema.anyOf.map((one) => {
      const own: PresetFault[] = [];
      check(value, one, field, own);
      return own;
    });
    if (tries.every((own) => own.length > 0)) fault(`expected ${schema.anyOf.map((one) => NAMES[one.type ?? 'object']).join(' or ')}`);
    return;
  }
  if (schema.type && kindOf(value) !== schema.type) {
    fault(`expected ${NAMES[schema.type]}`);
    return;
  }
  if (typeof value === 'string') {
    if (value.length < (schema.minLength ?? 0)) fault('must not be empty');
    else if (value.length > (schema.maxLength ?? Infinity)) fault(`longer than ${schema.maxLength} characters`);
    else if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value))
      fault(schema.pattern.includes('BEGIN') ? 'expected a certificate in PEM' : 'has a form that is not allowed here');
  } else if (Array.isArray(value)) {
    if (value.length > (schema.maxItems ?? Infinity)) fault(`more than ${schema.maxItems} entries`);
    else if (schema.items) for (const [i, one] of value.entries()) check(one, schema.items, `${field}[${i}]`, faults);
  } else if (isObject(value)) {
    const names = Object.keys(value);
    if (names.length > (schema.maxProperties ?? Infinity)) {
      fault(`more than ${schema.maxProperties} entries`);
      return;
    }
    for (const name of schema.required ?? []) if (!Object.hasOwn(value, name)) faults.push({ field: below(field, name), message: 'is missing' });
    for (const name of names) {
      const known = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      if (known) check(value[name], known, below(field, name), faults);
      else if (schema.additionalProperties === false) faults.push({ field: below(field, name), message: 'is not a field of a preset' });
      else if (schema.additionalProperties) {
        if (schema.propertyNames) check(name, schema.propertyNames, below(field, name), faults);
        check(value[name], schema.additionalProperties, below(field, name), faults);
      }
    }
  }
}

export type PresetReading = { preset: Preset; faults: null } | { preset: null; faults: PresetFault[] };

/** Reads a document; what is wrong with it is named field by field. Never throws. */
export function readPreset(text: string): PresetReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { preset: null, faults: [{ field: '', message: 'is not JSON' }] };
  }
  const faults: PresetFault[] = [];
  check(value, SHAPE, '', faults);
  if (faults.length > 0 || !isObject(value)) return { preset: null, faults };
  const given = value as Partial<Omit<Preset, 'roots'>> & { roots?: { name?: string; pem: string }[] };
  return {
    faults: null,
    preset: {
      title: given.title ?? null,
      help: given.help ?? [],
      roots: (given.roots ?? []).map(({ name, pem }) => ({ name: name ?? null, pem })),
      publicRoots: given.publicRoots ?? true,
      systems: given.systems ?? null,
      settings: given.settings ?? {},
      hostSuffixes: (given.hostSuffixes ?? []).map((suffix) => suffix.replace(/^\./, '').toLowerCase()),
      mask: given.mask ?? false,
      links: given.links ?? [],
    },
  };
}

function takes(target: Target, id: string, value: SettingValue): boolean {
  const setting = target.settings.find((one) => one.id === id);
  if (!setting) return false;
  if (setting.kind === 'switch') return typeof value === 'boolean';
  if (setting.kind === 'choice') return setting.choices.some((choice) => choice.value === value);
  const [, least, most] = setting.number ?? [0, 0, 0];
  return typeof value === 'number' && value >= least && value <= most;
}

/** What the document asks of this engine and the engine does not have. */
export function presetAgainst(preset: Preset, catalog: Pick<Catalog, 'targets'>): PresetFault[] {
  const faults: PresetFault[] = [];
  const target = (id: string) => catalog.targets.find((one) => one.id === id);
  for (const [i, id] of (preset.systems ?? []).entries())
    if (!target(id)) faults.push({ field: `systems[${i}]`, message: 'is no system that this version rehearses' });
  for (const [id, settings] of Object.entries(preset.settings)) {
    const known = target(id);
    if (!known) faults.push({ field: `settings.${id}`, message: 'is no system that this version rehearses' });
    else {
      for (const [name, value] of Object.entries(settings)) {
        if (!takes(known, name, value)) faults.push({ field: `settings.${id}.${name}`, message: 'is no setting of this system, or not a value of it' });
      }
    }
  }
  return faults;
}

/** The document without what this engine does not have. */
export function fitPreset(preset: Preset, catalog: Pick<Catalog, 'targets'>): Preset {
  const known = preset.systems?.filter((id) => catalog.targets.some((one) => one.id === id)) ?? null;
  const settings: Settings = {};
  for (const target of catalog.targets) {
    const own = Object.entries(Object.hasOwn(preset.settings, target.id) ? (preset.settings[target.id] ?? {}) : {}).filter(([id, value]) =>
      takes(target, id, value),
    );
    if (own.length > 0) settings[target.id] = Object.fromEntries(own);
  }
  return { ...preset, systems: known?.length === 0 ? null : known, settings };
}

/** The document for a preset, fields in the order of the schema, what says nothing left out. */
export function writePreset(preset: Preset): string {
  const fields: Record<string, unknown> = {
    certlens: 1,
    title: preset.title ?? undefined,
    help: preset.help.length > 0 ? preset.help : undefined,
    roots: preset.roots.length > 0 ? preset.roots.map(({ name, pem }) => ({ ...(name === null ? {} : { name }), pem })) : undefined,
    publicRoots: preset.publicRoots ? undefined : false,
    systems: preset.systems ?? undefined,
    settings: Object.keys(preset.settings).length > 0 ? preset.settings : undefined,
    hostSuffixes: preset.hostSuffixes.length > 0 ? preset.hostSuffixes : undefined,
    mask: preset.mask || undefined,
    links: preset.links.length > 0 ? preset.links : undefined,
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

/** The same for a data block of a page: nothing in it can end the block or begin a comment. */
export function presetBlock(document: string): string {
  return JSON.stringify(JSON.parse(document)).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

export function faultText({ field, message }: PresetFault): string {
  return field === '' ? `the preset ${message}` : `\`${field}\` ${message}`;
}
