// The command: reads the files, asks the engine, prints, and says by its exit status how it went.

import * as engine from 'certlens-engine';
import { fitPreset, faultText, presetAgainst, readPreset, type Preset } from '../www/src/preset';
import { json, markdown } from '../www/src/takeaway';
import type { Catalog, Input, Report, Request, Settings } from '../www/src/report';
import { HELP, UsageError, readArguments, type Asked } from './arguments';
import { endings, expiresJson, expiresText } from './expires';
import { inputs, text as textFile } from './files';
import { junit } from './junit';
import { ask, handedOver } from './passwords';
import { Terminal } from './terminal';
import { systems, text } from './text';

const ACCEPTED = 0;
const REFUSED = 1;
const CANNOT_TELL = 2;
const WRONG_USAGE = 3;

function preset(path: string, catalog: Catalog): Preset {
  const reading = readPreset(textFile(path));
  const faults = reading.faults ?? presetAgainst(reading.preset, catalog);
  if (reading.preset === null || faults.length > 0) throw new UsageError(faults.map((fault) => `${path}: ${faultText(fault)}`).join('\n'));
  return fitPreset(reading.preset, catalog);
}

/** `--set` hands everything over as words; the catalog knows which are numbers. */
function typed(settings: Settings, catalog: Catalog): Settings {
  for (const [id, own] of Object.entries(settings)) {
    const target = catalog.targets.find((one) => one.id === id);
    if (!target) throw new UsageError(`--set ${id}: there is no such system; \`certlens systems\` lists them`);
    for (const [name, value] of Object.entries(own)) {
      const setting = target.settings.find((one) => one.id === name);
      const fits =
        setting?.kind === 'switch'
          ? typeof value === 'boolean'
          : setting?.kind === 'choice'
            ? setting.choices.some((choice) => choice.value === value)
            : Number.isFinite(Number(value));
      if (!setting || !fits)
        throw new UsageError(`--set ${id}.${name}=${value}: no setting of this system, or not a value of it; \`certlens systems\` lists them`);
      if (setting.kind === 'number') own[name] = Number(value);
    }
  }
  return settings;
}

function merged(first: Settings, second: Settings): Settings {
  const all: Settings = { ...first };
  for (const [id, own] of Object.entries(second)) all[id] = { ...all[id], ...own };
  return all;
}

function request(asked: Asked, own: Preset | null, catalog: Catalog): Request {
  const unknown = asked.targets?.find((id) => !catalog.targets.some((target) => target.id === id));
  if (unknown !== undefined) throw new UsageError(`--target ${unknown}: there is no such system; \`certlens systems\` lists them`);
  const roots: Input[] = (own?.roots ?? []).map(({ name, pem }, i) => ({
    name: `preset: ${name ?? `root ${i + 1}`}`,
    bytes: new TextEncoder().encode(pem),
    seat: 'trust',
  }));
  return {
    inputs: [
      ...asked.files.flatMap((path) => inputs(path, null)),
      ...asked.keys.flatMap((path) => inputs(path, 'server')),
      ...asked.listener.flatMap((path) => inputs(path, 'listener')),
      ...asked.trust.flatMap((path) => inputs(path, 'trust')),
      ...roots,
    ],
    hosts: asked.hosts,
    targets: asked.call === 'expires' ? [] : (asked.targets ?? own?.systems ?? null),
    now: asked.now ?? Math.floor(Date.now() / 1000),
    settings: merged(own?.settings ?? {}, typed(asked.settings, catalog)),
    passwords: handedOver(asked),
    observed: asked.observed,
    assume: roots.length > 0 && own?.publicRoots === true ? [{ do: 'trust', certificates: 'public' }] : [],
  };
}

/** Inspects; what stays locked is asked for at the terminal, file by file. */
function inspect(asked: Request, whole: boolean): Report {
  // What ends when, and who says what, takes no diagnosis.
  const judge = whole ? engine.inspect : engine.verdicts;
  let report = judge(asked);
  for (const [i, input] of asked.inputs.entries()) {
    const state = report.inputs[i]?.password;
    if (state !== 'needed' && state !== 'wrong') continue;
    const password = ask(input.name);
    if (password === null) continue;
    input.password = password;
    // One password often opens several files.
    asked.passwords?.push(password);
    report = judge(asked);
  }
  return report;
}

/** What decides the exit status: the systems asked for, else every client that connects. */
function status(report: Report, all: boolean): number {
  const counted = report.verdicts.filter((verdict) => verdict.outcome !== 'not-applicable' && (all || verdict.check === 'connect'));
  if (counted.some((verdict) => verdict.outcome === 'rejected')) return REFUSED;
  return counted.length === 0 || counted.some((verdict) => verdict.outcome === 'undetermined') ? CANNOT_TELL : ACCEPTED;
}

function terminal(asked: Asked): Terminal {
  const colour = asked.colour === 'always' || (asked.colour === 'auto' && process.stdout.isTTY === true && !process.env['NO_COLOR']);
  return new Terminal(colour, asked.width ?? (process.stdout.columns || 100));
}

function run(args: readonly string[]): { output: string; status: number } {
  const [first] = args;
  if (first === undefined || first === 'help' || args.includes('--help') || args.includes('-h'))
    return { output: HELP, status: first === undefined ? WRONG_USAGE : ACCEPTED };
  const catalog = engine.catalog();
  if (first === '--version' || first === 'version') return { output: `certlens ${catalog.version}\n`, status: ACCEPTED };
  const asked = readArguments(args);
  if (asked.call === 'systems') return { output: systems(catalog, terminal(asked)), status: ACCEPTED };
  const own = asked.preset === null ? null : preset(asked.preset, catalog);
  const question = request(asked, own, catalog);
  const report = inspect(question, asked.call !== 'expires' && asked.format !== 'junit');
  if (asked.call === 'expires') {
    const all = endings(report, asked.within);
    const output = asked.format === 'json' ? expiresJson(report, all) : expiresText(report, all, terminal(asked));
    return { output, status: all.some((one) => one.soon) ? REFUSED : all.length === 0 ? CANNOT_TELL : ACCEPTED };
  }
  const source = { report, request: question, catalog, preset: own };
  const output = {
    text: () => text(report, catalog, terminal(asked)),
    json: () => json(source, { mask: asked.mask }),
    markdown: () => markdown(source, { mask: asked.mask }),
    junit: () => junit(report, catalog),
  }[asked.format]();
  return { output, status: status(report, question.targets !== null) };
}

// Who reads may stop reading: `certlens … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
try {
  const { output, status: code } = run(process.argv.slice(2));
  process.exitCode = code;
  process.stdout.write(output);
} catch (error) {
  // What breaks here says nothing about the files.
  process.exitCode = error instanceof UsageError ? WRONG_USAGE : CANNOT_TELL;
  process.stderr.write(error instanceof UsageError ? `certlens: ${error.message}\nTry: certlens --help\n` : `certlens: could not go on: ${String(error)}\n`);
} finally {
  engine.forget();
}
