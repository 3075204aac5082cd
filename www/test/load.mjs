// Bundles a module of the page for Node, so that its logic can be tested without a browser.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export async function load(name) {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(result.outputFiles[0].text).toString('base64')}`);
}
