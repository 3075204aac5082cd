// The headers that a page for private keys deserves, once: `serve` sends them, and the files in dist/hosting are made of them.

/** Browser features that the page never asks for, as far as browsers know them by these names. Copying needs clipboard-write. */
const FEATURES = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'xr-spatial-tracking',
];

/** Folder of files whose names hold their sum: they never change. */
export const ASSETS = 'assets';
/** The edition in one file: handed out, not opened, because it is meant to be used offline. */
export const OFFLINE = 'certlens.html';

export const FOREVER = 'public, max-age=31536000, immutable';
export const FRESH = 'no-cache';
const ATTACHED = `attachment; filename="${OFFLINE}"`;

/**
 * Headers of every file. `policy` is the page's own, which a header can hold to what a <meta> cannot: who may frame it.
 * Strict-Transport-Security is ignored by browsers on http, and right on every https host of this page.
 */
export function headers(policy) {
  return {
    'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
    'Strict-Transport-Security': 'max-age=31536000',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': [...FEATURES.map((feature) => `${feature}=()`), 'clipboard-write=(self)'].join(', '),
  };
}

/** What depends on the path: how long a file may be kept, and whether it is opened. */
export function pathHeaders(path) {
  if (path.startsWith(`/${ASSETS}/`)) return { 'Cache-Control': FOREVER };
  if (path === `/${OFFLINE}`) return { 'Cache-Control': FRESH, 'Content-Disposition': ATTACHED };
  return { 'Cache-Control': FRESH };
}

const PATHS = [`/${ASSETS}/`, `/${OFFLINE}`, '/'];

function nginx(all) {
  const block = (location, path) =>
    [
      `location ${location} {`,
      ...Object.entries({ ...all, ...pathHeaders(path) }).map(([name, value]) => `    add_header ${name} "${value.replaceAll('"', '\\"')}" always;`),
      '}',
      '',
    ].join('\n');
  return `# nginx: include this file in the server block whose \`root\` is the folder \`site\`:
#     server { listen 443 ssl; root /srv/certlens/site; include /srv/certlens/hosting/nginx.conf; ... }
index index.html;
charset utf-8;
server_tokens off;
etag on;
${block(`^~ /${ASSETS}/`, `/${ASSETS}/`)}${block(`= /${OFFLINE}`, `/${OFFLINE}`)}${block('/', '/')}`;
}

function apache(all) {
  const set = (entries, indent = '') => Object.entries(entries).map(([name, value]) => `${indent}Header always set ${name} "${value.replaceAll('"', '\\"')}"`);
  return [
    '# Apache httpd: include this file in the VirtualHost whose DocumentRoot is the folder `site`. It needs mod_headers.',
    'DirectoryIndex index.html',
    'AddDefaultCharset utf-8',
    'AddType text/javascript .js',
    ...set(all),
    ...set(pathHeaders('/')),
    `<Location "/${ASSETS}/">`,
    ...set(pathHeaders(`/${ASSETS}/`), '    '),
    '</Location>',
    `<Location "/${OFFLINE}">`,
    ...set(pathHeaders(`/${OFFLINE}`), '    '),
    '</Location>',
    '',
  ].join('\n');
}

function caddy(all) {
  const set = (entries) => Object.entries(entries).map(([name, value]) => `\t\t${name} \`${value}\``);
  return [
    '# Caddy: import this file in the site block whose `root` is the folder `site`:',
    '#     certlens.example.com {',
    '#         root * /srv/certlens/site',
    '#         import /srv/certlens/hosting/Caddyfile',
    '#     }',
    'header {',
    ...set(all).map((line) => line.slice(1)),
    '\t-Server',
    '}',
    // Of several header directives the one with the longest path comes first and the general one last, over it.
    `@fresh not path /${ASSETS}/*`,
    ...Object.entries(pathHeaders('/')).map(([name, value]) => `header @fresh ${name} \`${value}\``),
    `header /${ASSETS}/* {`,
    ...set(pathHeaders(`/${ASSETS}/`)).map((line) => line.slice(1)),
    '}',
    `header /${OFFLINE} Content-Disposition \`${ATTACHED}\``,
    'file_server',
    '',
  ].join('\n');
}

function iis(all) {
  const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const add = (entries, indent) => Object.entries(entries).map(([name, value]) => `${indent}<add name="${name}" value="${escaped(value)}" />`);
  const location = (path) => [
    `  <location path="${path.replaceAll('/', '')}">`,
    '    <system.webServer>',
    '      <httpProtocol>',
    '        <customHeaders>',
    ...Object.keys(pathHeaders('/')).map((name) => `          <remove name="${name}" />`),
    ...add(pathHeaders(path), '          '),
    '        </customHeaders>',
    '      </httpProtocol>',
    '    </system.webServer>',
    '  </location>',
  ];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<!-- IIS: put this file beside index.html in the folder `site`. -->',
    '<configuration>',
    '  <system.webServer>',
    '    <defaultDocument><files><clear /><add value="index.html" /></files></defaultDocument>',
    '    <httpProtocol>',
    '      <customHeaders>',
    '        <remove name="X-Powered-By" />',
    ...add({ ...all, ...pathHeaders('/') }, '        '),
    '      </customHeaders>',
    '    </httpProtocol>',
    '  </system.webServer>',
    ...PATHS.filter((path) => path !== '/').flatMap(location),
    '</configuration>',
    '',
  ].join('\n');
}

function azureStaticWebApps(all) {
  const routes = PATHS.filter((path) => path !== '/').map((path) => ({ route: path.endsWith('/') ? `${path}*` : path, headers: pathHeaders(path) }));
  return `${JSON.stringify({ globalHeaders: { ...all, ...pathHeaders('/') }, routes, mimeTypes: { '.html': 'text/html; charset=utf-8' } }, null, 2)}\n`;
}

/** `_headers`, as Netlify and Cloudflare Pages read it. A later rule of Cloudflare adds to an earlier one unless it is detached first. */
function underscoreHeaders(all) {
  const rule = (pattern, entries) => [pattern, ...entries.map((line) => `  ${line}`), ''];
  const lines = (entries) => Object.entries(entries).map(([name, value]) => `${name}: ${value}`);
  return [
    ...rule('/*', lines(all)),
    ...rule('/', lines(pathHeaders('/'))),
    ...rule('/index.html', lines(pathHeaders('/'))),
    ...rule('/licences.txt', lines(pathHeaders('/'))),
    ...rule('/systems/*', lines(pathHeaders('/'))),
    ...rule(`/${ASSETS}/*`, lines(pathHeaders(`/${ASSETS}/`))),
    ...rule(`/${OFFLINE}`, lines(pathHeaders(`/${OFFLINE}`))),
  ].join('\n');
}

const README = `# Hosting Certlens

The folder \`site\` is all there is to serve: static files, no program behind them. These files make a host send the headers that a page
for private keys deserves: the page's own policy with \`frame-ancestors 'none'\`, HSTS, nosniff, no referrer, isolation from other
origins, no browser feature but copying, and caching by sum (\`assets/\` for ever, everything else asked for again).

| file | for | where it goes |
|---|---|---|
| \`nginx.conf\` | nginx | included in the server block |
| \`apache.conf\` | Apache httpd | included in the VirtualHost |
| \`Caddyfile\` | Caddy | imported in the site block |
| \`web.config\` | IIS | beside index.html |
| \`staticwebapp.config.json\` | Azure Static Web Apps | beside index.html |
| \`_headers\` | Netlify, Cloudflare Pages | beside index.html |

Serve it over https: browsers compute the page's own sum only there.
`;

/** Every file of dist/hosting. */
export function hosting(policy) {
  const all = headers(policy);
  return {
    'README.md': README,
    'nginx.conf': nginx(all),
    'apache.conf': apache(all),
    Caddyfile: caddy(all),
    'web.config': iis(all),
    'staticwebapp.config.json': azureStaticWebApps(all),
    _headers: underscoreHeaders(all),
  };
}
