// What no policy covers is taken away before any other script runs, and a damaged copy in a cache does not keep the page from starting.
import assert from 'node:assert/strict';
import { after as afterAll, describe, test } from 'node:test';
import { EDITIONS, REST, addHost, address, after, assertOrigin, example, open, originFiles, settled, stop } from './support.mjs';

afterAll(stop);

const GONE = ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport', 'open'];

for (const edition of EDITIONS) {
  describe(`${edition} edition`, () => {
    test('an injected script finds no WebRTC, in page and worker, and cannot bring it back', async () => {
      const { page, close } = await open(edition);
      const look = (names) =>
        names.map((name) => {
          const [there, own] = [globalThis[name] !== undefined, Object.getOwnPropertyDescriptor(globalThis, name)];
          try {
            Object.defineProperty(globalThis, name, { value: () => 1 });
          } catch {
            // Refused, as it should be.
          }
          delete globalThis[name];
          return there || globalThis[name] !== undefined || own?.configurable === true;
        });
      assert.deepEqual(
        await page.evaluate(look, GONE),
        GONE.map(() => false),
      );
      assert.deepEqual(
        await page.workers()[0].evaluate(look, GONE),
        GONE.map(() => false),
      );
      await close();
    });

    test('nor a frame, a second window or a link element that would bring it or reach for an address', async () => {
      const { page, close } = await open(edition);
      const tries = await page.evaluate(() => {
        const svg = 'http://www.w3.org/2000/svg';
        const html = 'http://www.w3.org/1999/xhtml';
        const ways = {
          iframe: () => document.createElement('iframe'),
          upper: () => document.createElement('IFRAME'),
          named: () => document.createElementNS(html, 'x:iframe'),
          changing: () => document.createElement({ n: 0, toString: () => ['div', 'iframe'][ways.n++ % 2] }),
          other: () => document.implementation.createHTMLDocument('').createElement('iframe'),
          object: () => document.createElement('object'),
          link: () => document.createElement('link'),
          markup: () => (document.createElement('div').innerHTML = '<iframe></iframe>'),
        };
        ways.n = 0;
        const said = Object.entries(ways)
          .filter(([, go]) => typeof go === 'function')
          .map(([name, go]) => {
            try {
              return [name, String(go().tagName ?? 'made').toLowerCase()];
            } catch {
              return [name, 'refused'];
            }
          });
        return { ...Object.fromEntries(said), drawing: document.createElementNS(svg, 'svg').tagName };
      });
      const { changing, drawing, ...rest } = tries;
      assert.deepEqual(new Set(Object.values(rest)), new Set(['refused']));
      assert.equal(changing, 'div');
      assert.equal(drawing, 'svg');
      await close();
    });

    test('the page is not left for an address that says something, and says who tried', async () => {
      const { page, close } = await open(edition);
      const before = page.url();
      await page.evaluate(() => {
        location.href = 'https://certlens.invalid/?secret';
      });
      await page.waitForTimeout(200);
      assert.equal(page.url(), before);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.state), 'ready');
      assert.match(await page.textContent('#policy'), /1 refused attempt/);
      await close();
    });
  });
}

test('a damaged copy of the engine in a cache is passed over: the page asks again past the cache, and starts', async () => {
  const asked = [];
  const { page, seen, close } = await open('site', {
    prepare: (own) =>
      own.route(/certlens-engine-[0-9a-f]+\.js/, async (route) => {
        const url = new URL(route.request().url());
        asked.push([url.pathname, url.search]);
        if (url.search === '')
          await route.fulfill({ contentType: 'text/javascript', body: 'damaged', headers: { 'cache-control': 'public, max-age=31536000, immutable' } });
        else await route.continue();
      }),
  });
  const scripts = new Set(asked.map(([path]) => path));
  assert.ok(scripts.size > 1, 'the engine comes in pieces');
  for (const script of scripts) {
    const [first, second, ...more] = asked.filter(([path]) => path === script).map(([, search]) => search);
    assert.equal(first, '');
    assert.match(second, /^\?again=\d+$/);
    assert.deepEqual(more, []);
  }
  await example(page);
  // What the page itself consists of is no transfer.
  assert.match(await page.textContent('.seal'), /Nothing left this page/);
  assert.deepEqual(seen.requests, []);
  await close();
});

test('what comes damaged twice is said, and "Try again" asks once more', async () => {
  let whole = false;
  const { page, close } = await open('site', {
    state: 'failed',
    prepare: (own) =>
      own.route(/certlens-engine-[0-9a-f]+\.js/, (route) =>
        whole && route.request().url().includes('?again=') ? route.continue() : route.fulfill({ contentType: 'text/javascript', body: 'damaged' }),
      ),
  });
  whole = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForFunction(() => document.documentElement.dataset.state === 'ready', null, { timeout: 20_000 });
  await close();
  assert.ok(await address('site'));
});

test('the rest of the engine comes once the page is ready: certificates are judged before, a PFX as soon as it is there', async () => {
  let release;
  const held = new Promise((done) => (release = done));
  const { page, close } = await open('site', {
    prepare: (own) =>
      own.route(REST, async (route) => {
        await held;
        await route.continue();
      }),
  });
  await page.setInputFiles(
    '#files',
    originFiles().filter(({ name }) => name.startsWith('vm')),
  );
  await page.waitForSelector('[data-cause-row]');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.state), 'working');
  release();
  await settled(page);
  assert.match(await page.textContent('.seal'), /Nothing left this page/);
  await close();
});

for (const [place, before] of Object.entries({
  worker: undefined,
  page: () => {
    delete globalThis.Worker;
  },
})) {
  test(`in the ${place}, what needs the rest while it is not there waits for it, and then is answered by the whole engine`, async () => {
    let release;
    const held = new Promise((done) => (release = done));
    const { page, seen, close } = await open('site', {
      before,
      prepare: (own) =>
        own.route(REST, async (route) => {
          await held;
          await route.continue();
        }),
    });
    await page.click('#example');
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.state), 'working');
    assert.equal(await page.locator('[data-cause-row]').count(), 0);
    release();
    await settled(page);
    await assertOrigin(page);
    await addHost(page, 'another.example');
    assert.deepEqual(seen, { requests: [], policy: [], errors: [] });
    await close();
  });
}

test('a rest that comes damaged twice is said when it is needed, and "Try again" asks once more', async () => {
  let whole = false;
  const { page, close } = await open('site', {
    prepare: (own) =>
      own.route(/certlens-rest-[0-9a-f]+\.js/, (route) =>
        whole && route.request().url().includes('?again=') ? route.continue() : route.fulfill({ contentType: 'text/javascript', body: 'damaged' }),
      ),
  });
  await page.click('#example');
  await settled(page, 'failed');
  assert.match(await page.textContent('.failure'), /A part of the inspector is missing[\s\S]*certlens-rest-[0-9a-f]+\.js could not be loaded/);
  whole = true;
  await after(page, () => page.getByRole('button', { name: 'Try again' }).click());
  await assertOrigin(page);
  await close();
});
