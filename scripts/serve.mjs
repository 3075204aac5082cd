// Serves a folder on 127.0.0.1 as a host with the files of dist/hosting does. `node scripts/serve.mjs FOLDER [PORT]`
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { headers, pathHeaders } from '../www/headers.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};
const LAST_TRY = 20;

/** The policy that the folder's page holds itself to; `null` where there is no such page. */
async function policyOf(root) {
  const page = await readFile(join(root, 'index.html'), 'utf8').catch(() => '');
  return /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? null;
}

/** As small as a host can make it, once. */
function squeezer() {
  const known = new Map();
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return (file, body) => known.get(file) ?? known.set(file, brotliCompressSync(body, { params })).get(file);
}

/** Starts a server for `folder`; resolves to { port, close }. Port 0 takes any free one. `compressed`: it sends Brotli. */
export async function serve(folder, port, { compressed = false } = {}) {
  const squeezed = squeezer();
  const root = resolve(folder);
  const policy = await policyOf(root);
  const every = policy === null ? {} : headers(policy);
  // This server speaks http on this machine only.
  delete every['Strict-Transport-Security'];
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname));
    const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
    try {
      if (!file.startsWith(root + sep)) throw new Error('outside');
      const body = await readFile(file);
      const encoded = compressed && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
      const encoding = encoded ? { 'content-encoding': 'br' } : {};
      response.writeHead(200, { ...every, ...pathHeaders(path), 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', ...encoding });
      response.end(encoded ? squeezed(file, body) : body);
    } catch {
      response.writeHead(404, { ...every, 'content-type': 'text/plain; charset=utf-8' });
      response.end('not found');
    }
  });
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => done({ port: server.address().port, close: () => server.close() }));
  });
}

if (process.argv[1] && resolve(process.argv[1]) === new URL(import.meta.url).pathname) {
  const [folder, wanted] = [process.argv[2] ?? 'dist/site', Number(process.argv[3] ?? 8080)];
  for (let port = wanted; ; port += 1) {
    try {
      const { port: taken } = await serve(folder, port);
      console.log(`Certlens is at http://127.0.0.1:${taken}/  (open one of its examples there; Ctrl+C stops it)`);
      break;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || port - wanted >= LAST_TRY) {
        console.error(`certlens: cannot serve on port ${port}: ${error.message}`);
        process.exit(1);
      }
    }
  }
}
