import './lockdown';
import { render } from 'preact';
import { App } from './app';
import { Page } from './views/page';
import { watch } from './watch';

const app = new App();
watch(app);
// The page is painted first: it takes files meanwhile, and the engine is ten times its size.
const start = () => void app.start();
const painted = () => (document.hidden ? start() : requestAnimationFrame(() => setTimeout(start)));
// In a task of its own: on a phone, reading this script is one already.
setTimeout(() => {
  const root = document.getElementById('page');
  if (root) {
    root.replaceChildren();
    render(<Page app={app} />, root);
  }
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', painted);
  else painted();
});
