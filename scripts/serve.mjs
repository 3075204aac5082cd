// Serves a folder on 127.0.0.1, as any static host would. `node scripts/serve.mjs FOLDER [PORT]`
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, resolve, sep } from 'node:path';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.json': 'application/json' };
const LAST_TRY = 20;

/** Starts a server for `folder`; resolves to { port, close }. Port 0 takes any free one. */
export function serve(folder, port) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname));
    const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
    try {
      if (!file.startsWith(root + sep)) throw new Error('outside');
      const body = await readFile(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache' });
      response.end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
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
      console.log(`Certlens is at http://127.0.0.1:${taken}/  (press "Load an example" there; Ctrl+C stops it)`);
      break;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || port - wanted >= LAST_TRY) {
        console.error(`certlens: cannot serve on port ${port}: ${error.message}`);
        process.exit(1);
      }
    }
  }
}
