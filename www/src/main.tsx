import { render } from 'preact';
import { App } from './app';
import { Page } from './views/page';
import { watch } from './watch';

const app = new App();
watch(app);
const root = document.getElementById('page');
if (root) {
  root.replaceChildren();
  render(<Page app={app} />, root);
}
// The engine's script comes after this one; the page takes files meanwhile.
if (globalThis.certlensEngine) void app.start();
else addEventListener('DOMContentLoaded', () => void app.start());
