// What becomes of the page when its engine cannot run where it should, traps, or is not the one it was built with.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as afterAll, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { serve } from '../../scripts/serve.mjs';
import { DIST, EDITIONS, HOST, addHost, after, assertOrigin, drop, example, look, open, originFiles, settled, stop, verdicts } from './support.mjs';

const { default: binaryen } = await import(pathToFileURL(createRequire(new URL('../../www/package.json', import.meta.url)).resolve('binaryen')).href);
const BUILD = fileURLToPath(new URL('../../www/build.mjs', import.meta.url));

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certlens-engine-'));
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

const REFUSALS = {
  'the browser has no workers': () => {
    delete globalThis.Worker;
  },
  'the browser refuses to make the worker': () => {
    globalThis.Worker = class {
      constructor() {
        throw new DOMException('refused', 'SecurityError');
      }
    };
  },
  'the browser makes the worker and does not run it': () => {
    globalThis.Worker = class {
      constructor() {
        setTimeout(() => this.onerror?.(new ErrorEvent('error', { message: 'refused', cancelable: true })));
      }
      postMessage() {}
      terminate() {}
    };
  },
};

for (const edition of EDITIONS) {
  describe(`${edition} edition without a worker`, () => {
    for (const [name, refusal] of Object.entries(REFUSALS)) {
      test(`${name}: the engine answers from the page, and is refused every connection there`, async () => {
        const { page, seen, close } = await open(edition, { before: refusal });
        assert.equal(page.workers().length, 0);
        await example(page);
        await assertOrigin(page);
        assert.match(await page.textContent('#policy'), /on the page itself/);
        assert.deepEqual(seen, { requests: [], policy: [], errors: [] });
        await page.click('#try-network');
        await page.waitForSelector('#attempts li');
        const refused = await page.$$eval('#attempts li', (lines) => lines.map((line) => [line.textContent, line.dataset.refused]));
        assert.equal(refused.filter(([what]) => /engine/.test(what)).length, 2);
        assert.deepEqual([...new Set(refused.map(([, outcome]) => outcome))], ['true']);
        await look(page, 'portal');
        await page.click('.views >> text=Bytes');
        await page.waitForSelector('.tree-row');
        await page.click('#look-close');
        await after(page, () => page.click('#forget'));
        assert.equal(await page.locator('[data-card]').count(), 0);
        await example(page);
        await assertOrigin(page);
        await close();
      });
    }
  });
}

/** The package with an engine that really traps: `unreachable` in the named export, from its second call on. */
async function trapping(name) {
  const copy = join(folder, name);
  await cp(join(DIST, 'pkg'), join(copy, 'pkg'), { recursive: true });
  const path = join(copy, 'pkg/certlens_bg.wasm');
  const module = binaryen.readBinary(await readFile(path));
  // Written with no more than the engine is built with: browsers do not know all that Binaryen can write.
  module.setFeatures(
    ['MutableGlobals', 'SIMD128', 'BulkMemory', 'SignExt', 'NontrappingFPToInt', 'ReferenceTypes', 'Multivalue'].reduce(
      (all, name) => all | binaryen.Features[name],
      0,
    ),
  );
  const own = Array.from({ length: module.getNumExports() }, (_, i) => binaryen.getExportInfo(module.getExportByIndex(i))).find((one) => one.name === name);
  const { params, results } = binaryen.getFunctionInfo(module.getFunction(own.value));
  const args = binaryen.expandType(params).map((type, i) => module.local.get(i, type));
  module.addGlobal('called', binaryen.i32, true, module.i32.const(0));
  const body = module.block(
    null,
    [
      module.if(module.global.get('called', binaryen.i32), module.unreachable()),
      module.global.set('called', module.i32.const(1)),
      module.call(own.value, args, results),
    ],
    results,
  );
  module.addFunction('trap', params, results, [], body);
  module.removeExport(name);
  module.addFunctionExport('trap', name);
  await writeFile(path, module.emitBinary());
  module.dispose();
  execFileSync(process.execPath, [BUILD, '--package', join(copy, 'pkg'), '--bare', '--out', copy], { stdio: 'ignore' });
  return pathToFileURL(join(copy, 'certlens.html')).href;
}

async function assertFailure(page, cards) {
  await settled(page, 'failed');
  const text = await page.textContent('.failure');
  assert.match(text, /The inspector has a bug/);
  assert.match(text, /unreachable/);
  const report = await page.textContent('.failure pre');
  assert.match(report, new RegExp(`${cards} files, sizes`));
  assert.doesNotMatch(report, /northwind|vm2|BEGIN/);
  assert.equal(await page.locator('[data-card]').count(), cards);
}

for (const place of ['worker', 'page']) {
  test(`an engine that traps in the ${place} is said to have a bug; the files stay, and a new engine goes on`, async () => {
    const url = await trapping('verdicts');
    const { page, close } = await open('file', { url, before: place === 'page' ? REFUSALS['the browser has no workers'] : undefined });
    await example(page);
    await assertOrigin(page);
    await page.fill('#host', 'x.example');
    await assertFailure(page, 5);
    await page.click('.failure >> text=Copy a report without the files');
    await page.waitForSelector('.toast');
    await after(page, () => page.click('button:text-is("Try again")'));
    assert.equal(await page.locator('.failure').count(), 0);
    assert.ok((await verdicts(page, '[data-host="x.example"]')).length > 0);
    assert.deepEqual(
      (await verdicts(page, `[data-target="openssl"][data-server="vm2"][data-host="${HOST}"]`)).map((cell) => cell.verdict),
      ['rejected'],
    );
    await close();
  });
}

test('a trap while a tree is made is said as well, and the next one is made by a new engine', async () => {
  const url = await trapping('derTree');
  const { page, close } = await open('file', { url });
  await example(page);
  await look(page, 'portal');
  await page.click('.views >> text=Bytes');
  await page.waitForSelector('.tree-row');
  await page.locator('.look-tabs button').nth(1).click();
  await settled(page, 'failed');
  await page.click('#look-close');
  await page.waitForSelector('dialog.look[open]', { state: 'detached' });
  await assertFailure(page, 5);
  await page.click('button:text-is("Try again")');
  await settled(page);
  await look(page, 'portal');
  await page.click('.views >> text=Bytes');
  await page.waitForSelector('.tree-row');
  await page.click('#look-close');
  await page.waitForSelector('dialog.look[open]', { state: 'detached' });
  await assertOrigin(page);
  await close();
});

test('a worker that dies is replaced', async () => {
  const { page, close } = await open('file');
  await drop(page, originFiles().slice(1));
  await page.workers()[0].evaluate(() => {
    onmessage = () =>
      setTimeout(() => {
        throw new Error('died');
      });
  });
  await page.fill('#host', 'x.example');
  await settled(page, 'failed');
  await after(page, () => page.click('button:text-is("Try again")'));
  assert.ok((await verdicts(page, '[data-host="x.example"]')).length > 0);
  await close();
});

test('an engine that was changed on its host is not run, and the page says so', async () => {
  const copy = join(folder, 'changed');
  await cp(join(DIST, 'site'), copy, { recursive: true });
  const path = join(
    copy,
    'assets',
    (await readdir(join(copy, 'assets'))).find((name) => name.startsWith('certlens-engine-')),
  );
  const code = await readFile(path, 'utf8');
  await writeFile(path, `${code}globalThis.changed=1;`);
  const site = await serve(copy, 0);
  const { page, close } = await open('site', { url: `http://127.0.0.1:${site.port}/`, state: 'failed' });
  assert.match(await page.textContent('.failure'), /does not start/);
  assert.equal(await page.evaluate(() => 'changed' in globalThis), false);
  // Once it is whole again, it starts without a new visit.
  await writeFile(path, code);
  // As after the cache was emptied: a file whose name is its sum is kept for ever.
  await page.route('**/*', (route) => route.continue());
  await page.click('button:text-is("Try again")');
  await settled(page);
  await addHost(page, 'x.example');
  await close();
  site.close();
});
