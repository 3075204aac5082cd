// Passwords from files, the environment or a terminal.

import { openSync, closeSync, readSync, writeSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { visible } from '../www/src/format';
import type { Asked } from './arguments';
import { UsageError } from './arguments';
import { text } from './files';

/** The passwords that were handed over, in the order given. */
export function handedOver(asked: Asked): string[] {
  const fromFiles = asked.passwordFiles.map((path) => text(path).replace(/\r?\n[\s\S]*$/, ''));
  const fromEnvironment = asked.passwordVariables.map((name) => {
    const value = process.env[name];
    if (value === undefined) throw new UsageError(`--password-env ${name}: there is no such variable`);
    return value;
  });
  return [...fromFiles, ...fromEnvironment];
}

/** Asks at the terminal, without showing what is typed; null where there is no terminal or nothing was typed. */
export function ask(name: string): string | null {
  let terminal: number;
  try {
    terminal = openSync('/dev/tty', 'r+');
  } catch {
    return null;
  }
  const silent = spawnSync('stty', ['-echo'], { stdio: [terminal, 'ignore', 'ignore'] }).status === 0;
  try {
    // Better not asked than shown.
    if (!silent) return null;
    writeSync(terminal, `Password of ${visible(name)}: `);
    const typed: number[] = [];
    const byte = Buffer.alloc(1);
    while (readSync(terminal, byte, 0, 1, null) === 1 && byte[0] !== 10) typed.push(byte[0] ?? 0);
    writeSync(terminal, '\n');
    return typed.length === 0 ? null : Buffer.from(typed).toString('utf8').replace(/\r$/, '');
  } finally {
    if (silent) spawnSync('stty', ['echo'], { stdio: [terminal, 'ignore', 'ignore'] });
    closeSync(terminal);
  }
}
