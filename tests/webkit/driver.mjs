// Drives WebKitGTK by its WebDriver: plain HTTP, a display in memory (Xvfb), nothing else.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE, freePort, pause, until } from '../drivers/waiting.mjs';

const LIBRARIES = '/usr/lib';

/** MiniBrowser lies in a folder named after the machine's architecture and the library's version. */
async function miniBrowser() {
  for (const machine of await readdir(LIBRARIES)) {
    for (const version of ['webkitgtk-6.0', 'webkit2gtk-4.1', 'webkit2gtk-4.0']) {
      const path = join(LIBRARIES, machine, version, 'MiniBrowser');
      if (existsSync(path)) return path;
    }
  }
  throw new Error('MiniBrowser of WebKitGTK is not installed');
}

/** A display of its own; the server picks a free number and tells it. */
async function display() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((done, failed) => {
    server.stdio[3].once('data', (data) => done(String(data).trim()));
    server.once('error', failed);
    server.once('exit', () => failed(new Error('Xvfb does not start')));
  });
  return { server, name: `:${number}` };
}

function ended(process_) {
  return process_.exitCode !== null || process_.signalCode !== null ? Promise.resolve() : new Promise((done) => process_.once('exit', done));
}

/** Starts a MiniBrowser with an empty home. */
export async function webkit() {
  const home = await mkdtemp(join(tmpdir(), 'certlens-webkit-'));
  const screen = await display();
  const port = await freePort();
  // Inside a container WebKit's own sandbox cannot be made; the page's policy is what is tested here.
  const env = {
    ...process.env,
    DISPLAY: screen.name,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    NO_AT_BRIDGE: '1',
    GTK_USE_PORTAL: '0',
  };
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { stdio: 'ignore', env });
  const send = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  for (const began = Date.now(); ; await pause(100)) {
    try {
      await send('GET', '/status');
      break;
    } catch (reason) {
      if (Date.now() - began > PATIENCE) throw reason;
    }
  }
  const { sessionId } = await send('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: await miniBrowser(), args: ['--automation'] } } },
  });
  const session = `/session/${sessionId}`;
  const toElement = async (selector, text) => {
    const element = await send('POST', `${session}/element`, { using: 'css selector', value: selector });
    await send('POST', `${session}/element/${Object.values(element)[0]}/value`, { text });
  };
  const browser = {
    open: (url) => send('POST', `${session}/url`, { url }),
    /** Runs the body of a function in the page. */
    run: (script, ...args) => send('POST', `${session}/execute/sync`, { script, args }),
    /** Waits until the body answers with something true, and hands that out. */
    until: (...args) => until(browser.run, ...args),
    keys: toElement,
    /** A list opens a window of its own here, which neither keys nor the driver reach. */
    choose: (selector, label) =>
      browser.run(
        `const list = document.querySelector(arguments[0]);
         list.value = [...list.options].find((one) => one.text === arguments[1]).value;
         list.dispatchEvent(new Event('change', { bubbles: true }))`,
        selector,
        label,
      ),
    chooseFiles: (selector, paths) => toElement(selector, paths.join('\n')),
    async close() {
      await send('DELETE', session).catch(() => undefined);
      for (const one of [driver, screen.server]) {
        one.kill();
        await ended(one);
      }
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  return browser;
}
