// Drives Firefox by the remote protocol it has built in (Marionette): length-prefixed JSON over TCP, no driver between.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE, freePort, pause, until } from '../drivers/waiting.mjs';

async function dial(port) {
  for (const began = Date.now(); Date.now() - began < PATIENCE; await pause(200)) {
    const socket = await new Promise((done) => {
      const attempt = connect(port, '127.0.0.1', () => done(attempt));
      attempt.once('error', () => done(null));
    });
    if (socket) return socket;
  }
  throw new Error('Firefox does not answer');
}

/** Splits the stream into messages: `LENGTH:JSON`. */
function receive(socket, hear) {
  let rest = Buffer.alloc(0);
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const colon = rest.indexOf(':');
      const end = colon + 1 + Number(rest.subarray(0, Math.max(0, colon)));
      if (colon < 0 || rest.length < end) return;
      hear(JSON.parse(rest.subarray(colon + 1, end)));
      rest = rest.subarray(end);
    }
  });
}

/** Starts a Firefox with an empty profile. */
export async function firefox() {
  const profile = await mkdtemp(join(tmpdir(), 'certlens-firefox-'));
  const port = await freePort();
  const quiet = {
    'marionette.port': port,
    'app.update.enabled': false,
    'network.captive-portal-service.enabled': false,
    'browser.shell.checkDefaultBrowser': false,
  };
  await writeFile(
    join(profile, 'user.js'),
    Object.entries(quiet)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(''),
  );
  const command = existsSync('/usr/bin/firefox-esr') ? 'firefox-esr' : 'firefox';
  const process_ = spawn(command, ['--headless', '--marionette', '--no-remote', '--profile', profile], {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile },
  });
  const socket = await dial(port);
  const waiting = new Map();
  receive(socket, (message) => {
    if (!Array.isArray(message)) return;
    const [, id, error, result] = message;
    const { done, failed } = waiting.get(id);
    waiting.delete(id);
    if (error) failed(new Error(`${error.error}: ${error.message}`));
    else done(result);
  });
  let next = 0;
  const send = (name, parameters = {}) =>
    new Promise((done, failed) => {
      next += 1;
      waiting.set(next, { done, failed });
      const text = JSON.stringify([0, next, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  await send('WebDriver:NewSession', { capabilities: { alwaysMatch: { strictFileInteractability: false } } });

  const toElement = async (selector, text) => {
    const { value } = await send('WebDriver:FindElement', { using: 'css selector', value: selector });
    await send('WebDriver:ElementSendKeys', { id: Object.values(value)[0], text });
  };
  const browser = {
    open: (url) => send('WebDriver:Navigate', { url }),
    /** Runs the body of a function in the page. */
    run: async (script, ...args) => (await send('WebDriver:ExecuteScript', { script, args, sandbox: null })).value,
    /** Waits until the body answers with something true, and hands that out. */
    until: (...args) => until(browser.run, ...args),
    /** Keys as the keyboard sends them, after the element has taken focus. */
    keys: (selector, text) => toElement(selector, text),
    async choose(selector, label) {
      await toElement(selector, label);
      await browser.run('document.activeElement.blur()');
    },
    chooseFiles: (selector, paths) => toElement(selector, paths.join('\n')),
    async close() {
      socket.destroy();
      process_.kill();
      await new Promise((done) => process_.once('exit', done));
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  return browser;
}
