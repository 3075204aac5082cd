// The site behind real servers with exactly the files of dist/hosting: the headers of every file, the core journey, and the
// privacy claim. nginx, Apache httpd and Caddy serve; the files for hosts that cannot be run here are read.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { serve } from '../../scripts/serve.mjs';
import { DIST, assertOrigin, example, open, stop } from '../browser/support.mjs';

const SITE = join(DIST, 'site');
const HOSTING = join(DIST, 'hosting');
const scratch = mkdtempSync(join(tmpdir(), 'certlens-hosting-'));
const running = [];
after(async () => {
  for (const server of running) {
    server.kill('SIGTERM');
    await new Promise((done) => (server.exitCode === null && server.signalCode === null ? server.once('exit', done) : done()));
  }
  await stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** What every file must come with: written down here by hand, not taken from what makes the files. */
const WANTED = {
  'content-security-policy': (value) => {
    for (const part of [
      "default-src 'none'",
      "connect-src 'none'",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'worker-src blob:',
    ])
      assert.ok(value.includes(part), part);
    assert.doesNotMatch(value, /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|\*|https?:/);
  },
  'strict-transport-security': /^max-age=(\d{8,})/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-embedder-policy': /^require-corp$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\).*geolocation=\(\).*microphone=\(\)/,
};

function grade(headers, path, except = []) {
  for (const [name, wanted] of Object.entries(WANTED)) {
    if (except.includes(name)) continue;
    const value = headers[name];
    assert.ok(value, `${path}: ${name} is missing`);
    if (typeof wanted === 'function') wanted(value);
    else assert.match(value, wanted, `${path}: ${name}`);
  }
  const kept = headers['cache-control'];
  if (path.startsWith('/assets/')) assert.match(kept, /max-age=31536000.*immutable/, path);
  else assert.equal(kept, 'no-cache', path);
  if (path === '/certlens.html') assert.match(headers['content-disposition'], /^attachment; filename="certlens\.html"$/);
  else assert.equal(headers['content-disposition'], undefined, path);
}

const files = (folder, below = '') =>
  readdirSync(join(folder, below)).flatMap((name) => {
    const path = `${below}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? files(folder, path) : [path];
  });

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function answers(url, server) {
  for (let i = 0; i < 100; i += 1) {
    if (server.exitCode !== null) throw new Error(`the server stopped with ${server.exitCode}: ${server.said}`);
    const answer = await fetch(url).catch(() => null);
    if (answer) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`nobody answers at ${url}`);
}

const SERVERS = {
  nginx: (port, folder) => {
    const config = join(folder, 'nginx.conf');
    const tmp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
    writeFileSync(
      config,
      `daemon off; pid ${folder}/pid; error_log stderr;
${process.getuid() === 0 ? 'user root;' : ''}
events {}
http { ${tmp} access_log off; include /etc/nginx/mime.types;
server { listen 127.0.0.1:${port}; root ${SITE}; include ${HOSTING}/nginx.conf; } }`,
    );
    return ['nginx', ['-c', config, '-p', folder, '-e', 'stderr']];
  },
  apache2: (port, folder) => {
    const config = join(folder, 'apache.conf');
    const modules = ['mpm_event', 'authz_core', 'mime', 'dir', 'headers'].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
    writeFileSync(
      config,
      `${modules.join('\n')}
ServerRoot ${folder}
ServerName localhost
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
Mutex file:${folder}
TypesConfig /etc/mime.types
Listen 127.0.0.1:${port}
<VirtualHost 127.0.0.1:${port}>
DocumentRoot ${SITE}
<Directory ${SITE}>
Require all granted
</Directory>
Include ${HOSTING}/apache.conf
</VirtualHost>
`,
    );
    return ['apache2', ['-f', config, '-DFOREGROUND']];
  },
  caddy: (port, folder) => {
    const config = join(folder, 'Caddyfile');
    writeFileSync(config, `{\n\tadmin off\n\tauto_https off\n}\nhttp://127.0.0.1:${port} {\n\troot * ${SITE}\n\timport ${HOSTING}/Caddyfile\n}\n`);
    return ['caddy', ['run', '--config', config, '--adapter', 'caddyfile']];
  },
};

async function start(name) {
  const port = await freePort();
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  const [command, args] = SERVERS[name](port, folder);
  const server = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
  });
  server.said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (data) => (server.said += data));
  server.on('error', (error) => (server.said += error.message));
  running.push(server);
  const url = `http://127.0.0.1:${port}/`;
  await answers(url, server);
  return url;
}

const headersOf = (answer) => Object.fromEntries(answer.headers);

for (const name of Object.keys(SERVERS)) {
  describe(`behind ${name}`, () => {
    let url;
    test('it starts with the file as it is, and every file has every header', async () => {
      url = await start(name);
      for (const path of ['/', ...files(SITE)]) {
        const answer = await fetch(new URL(path, url));
        assert.equal(answer.status, 200, path);
        grade(headersOf(answer), path);
        const type = answer.headers.get('content-type');
        if (path.endsWith('.js')) assert.match(type, /javascript/, path);
        if (path.endsWith('.css')) assert.match(type, /^text\/css/, path);
        if (path.endsWith('.html')) assert.match(type, /^text\/html; ?charset=utf-8/i, path);
      }
      const absent = await fetch(new URL('/absent', url));
      assert.equal(absent.status, 404);
      if (name !== 'caddy') grade(headersOf(absent), '/absent');
    });

    test('the example gives the whole answer, and a session makes no request and no violation', async () => {
      const { page, seen, close } = await open('site', { url });
      await example(page);
      await assertOrigin(page);
      assert.deepEqual(seen, { requests: [], policy: [], errors: [] });
      assert.equal(page.workers().length, 1);
      await page.click('#try-network');
      await page.waitForFunction(() => document.querySelectorAll('#attempts li').length === 5);
      assert.deepEqual(await page.$$eval('#attempts li', (lines) => lines.map((line) => line.dataset.refused)), Array(5).fill('true'));
      await close();
    });

    test('nobody can frame it', async () => {
      const { page, close } = await open('site', { url });
      const framing = join(scratch, `${name}-frame.html`);
      writeFileSync(framing, `<!doctype html><iframe src="${url}"></iframe>`);
      await page.goto(`file://${framing}`);
      await page.waitForTimeout(300);
      const inside = page.frames().at(-1);
      assert.notEqual(await inside.evaluate(() => document.getElementById('page')?.textContent ?? '').catch(() => ''), 'Certlens');
      assert.equal(await inside.evaluate(() => document.querySelector('#page') !== null).catch(() => false), false);
      await close();
    });
  });
}

test('`serve` sends the same, but for https', async () => {
  const server = await serve(SITE, 0);
  for (const path of ['/', ...files(SITE)]) {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
    grade(headersOf(answer), path, ['strict-transport-security']);
  }
  server.close();
});

test('the offline copy is the single file of the same build, and its sum is published', () => {
  assert.deepEqual(readFileSync(join(SITE, 'certlens.html')), readFileSync(join(DIST, 'certlens.html')));
  const sums = readFileSync(join(DIST, 'SHA256SUMS'), 'utf8');
  const of = (path) => new RegExp(`^([0-9a-f]{64})  ${path.replaceAll('.', '\\.')}$`, 'm').exec(sums)?.[1];
  assert.equal(of('certlens.html'), of('site/certlens.html'));
});

/** Applies the rules of a file as its host does: later and more special ones win. */
const READERS = {
  'web.config': (path) => {
    const text = readFileSync(join(HOSTING, 'web.config'), 'utf8');
    const checked = spawnSync('python3', ['-c', 'import sys,xml.dom.minidom;xml.dom.minidom.parse(sys.argv[1])', join(HOSTING, 'web.config')], {
      encoding: 'utf8',
    });
    assert.equal(checked.status, 0, checked.stderr);
    const decode = (value) => value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
    const add = (part) =>
      Object.fromEntries([...part.matchAll(/<add name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name.toLowerCase(), decode(value)]));
    const [every, ...locations] = text.split('<location ');
    const own = locations.find((part) => path.slice(1).startsWith(/^path="([^"]+)"/.exec(part)[1]));
    return { ...add(every), ...(own ? add(own) : {}) };
  },
  'staticwebapp.config.json': (path) => {
    const { globalHeaders, routes } = JSON.parse(readFileSync(join(HOSTING, 'staticwebapp.config.json'), 'utf8'));
    const own = routes.find(({ route }) => (route.endsWith('*') ? path.startsWith(route.slice(0, -1)) : path === route));
    return Object.fromEntries(Object.entries({ ...globalHeaders, ...own?.headers }).map(([name, value]) => [name.toLowerCase(), value]));
  },
  _headers: (path) => {
    const all = {};
    let applies = false;
    for (const line of readFileSync(join(HOSTING, '_headers'), 'utf8').split('\n')) {
      if (line.startsWith('/')) applies = line.endsWith('*') ? path.startsWith(line.slice(0, -1)) : path === line;
      else if (applies && line.trim() !== '') {
        const [, name, value] = /^ {2}([^:]+): (.*)$/.exec(line);
        // Both hosts join the values of a header that several rules set.
        const key = name.toLowerCase();
        all[key] = key in all ? `${all[key]}, ${value}` : value;
      }
    }
    return all;
  },
};

for (const [name, read] of Object.entries(READERS)) {
  test(`${name} gives every file every header`, () => {
    assert.ok(existsSync(join(HOSTING, name)));
    for (const path of ['/', ...files(SITE)]) grade(read(path), path);
  });
}
