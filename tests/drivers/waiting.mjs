// What the drivers of both browsers need besides their protocol.
import { createServer } from 'node:net';

/** Milliseconds. */
export const PATIENCE = 30_000;

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Runs the body of a function in the page until it answers with something true, and hands that out. */
export async function until(run, script, ...args) {
  for (const began = Date.now(); Date.now() - began < PATIENCE; await pause(100)) {
    const value = await run(script, ...args);
    if (value) return value;
  }
  throw new Error(`waited in vain for: ${script}`);
}
