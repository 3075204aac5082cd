// What the command costs on 1,000 files, as processor time of the whole process: `node benches/command.mjs FOLDER`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { estate } from './estate.mjs';

const command = resolve('dist/pkg/cli.js');
const folder = join(process.argv[2], 'estate');
const live = join(folder, 'live');
const root = join(folder, 'root.cer');
const NOW = Date.parse('2026-11-23T12:00:00Z');
if (!existsSync(root)) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(root, estate(live, NOW).root);
}

/** Seconds of processor time; the median of three. */
function seconds(...args) {
  const once = () => {
    const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', process.execPath, command, ...args];
    const { stderr } = spawnSync('bash', timed, { encoding: 'utf8', maxBuffer: 1 << 28 });
    const [user, system] = stderr.trim().split(/\s+/).slice(-2);
    return Number(user) + Number(system);
  };
  return [once(), once(), once()].sort((a, b) => a - b)[1].toFixed(2);
}
const now = ['--now', String(NOW / 1000)];
const row = (what, value) => console.log(`${what.padEnd(58)} ${String(value).padStart(10)} s`);
console.log(`\nThe command, Node ${process.version}, package ${JSON.parse(readFileSync('dist/pkg/package.json', 'utf8')).version}: processor time`);
row('version (start of the process and the engine)', seconds('version'));
row('expires --within 30d, 1,000 files', seconds('expires', '--within', '30d', live, ...now));
row('check --target nginx-server,java, 1,000 files', seconds('check', live, '--trust', root, '--target', 'nginx-server,java', ...now));
row('check, every system, 1,000 files', seconds('check', live, '--trust', root, ...now));
