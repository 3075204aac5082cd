// Pages without a program, made of the engine's constant data: what each system checks and what its errors mean. They
// are found by the words of an error, and are not part of what the page itself loads.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { orders } from './order.mjs';

const CHECKS = {
  connect: 'It connects to a server and judges what the server presents.',
  probe: 'Its health probe judges the certificate of each server behind it.',
  traffic: 'It judges the certificate of each server behind it again when it passes traffic on.',
  load: 'It reads its certificate and key when it starts.',
  upload: 'It takes a certificate file.',
  'client-auth': 'It asks clients for a certificate and judges it.',
};
const CONFIDENCE = {
  source: 'read in its source code',
  tested: 'reproduced with the program itself',
  documented: 'documented by its vendor',
  reported: 'reported by users',
  inferred: 'inferred',
};
const ROLES = { client: 'Clients, gateways and proxies', 'server-load': 'Programs that load a certificate', upload: 'Services that take a certificate file' };

const escaped = (text) => String(text).replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char]);

/** A file name for an error text. */
function slug(text) {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return words.slice(0, 80).replace(/-[^-]*$/, (end) => (words.length > 80 ? '' : end));
}

/** Phrases that people search for; shorter ones say nothing by themselves. */
const worthAPage = (message) => message.trim().length >= 12;

function source({ title, section, url }) {
  return `${escaped(title)}${section ? `, ${escaped(section)}` : ''}${url ? ` <span class="mono faint">${escaped(url)}</span>` : ''}`;
}

const list = (items) => (items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`);

const CASES = ['handshakes', 'handshakes-odd'].map((name) => new URL(`../tests/corpora/${name}/cases.json`, import.meta.url));
/** The moment at which the recorded cases were met. */
const THEN = Date.parse('2026-11-28T12:00:00Z') / 1000;

/**
 * Which rules explain a word in the recorded cases, the most frequent first: a number such as 20 has several causes, and
 * which of them people meet is known from having met them.
 */
function causes(inspect) {
  const met = new Map();
  const pem = (texts) => new TextEncoder().encode(texts.join(''));
  for (const file of CASES.filter((url) => existsSync(url))) {
    for (const { chain, key, roots, hosts } of JSON.parse(readFileSync(file, 'utf8'))) {
      const inputs = [
        { name: 'chain.pem', bytes: pem(chain), seat: 'server' },
        { name: 'server.key', bytes: pem([key ?? '']), seat: 'server' },
        { name: 'roots.pem', bytes: pem(roots), seat: 'trust' },
      ];
      const report = inspect({ inputs, hosts, now: THEN });
      for (const { target, code, message, outcome, because } of report.verdicts) {
        const rule = report.findings[because[0] ?? -1]?.rule;
        if (outcome !== 'rejected' || rule === undefined) continue;
        const word = JSON.stringify([target, code, message]);
        const counts = met.get(word) ?? new Map();
        counts.set(rule, (counts.get(rule) ?? 0) + 1);
        met.set(word, counts);
      }
    }
  }
  return (target, { code, message }) =>
    [...(met.get(JSON.stringify([target.id, code, message])) ?? [])].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([rule]) => rule);
}

/** More than these say less. */
const MOST_CAUSES = 6;

/** Every word of every target, joined with the rules that explain it. */
function errors(catalog, met) {
  return catalog.targets.flatMap((target) =>
    target.words.map((word) => {
      const ids = [...new Set([...(word.rule === null ? [] : [word.rule]), ...met(target, word)])].slice(0, MOST_CAUSES);
      return { target, ...word, rules: ids.flatMap((id) => catalog.rules.find((one) => one.id === id) ?? []) };
    }),
  );
}

/** Error texts that evidence is searched for: what else programs print, in logs and wrapped in other texts. */
const TEXTS = new URL('../data/phrases.txt', import.meta.url);
/** Who says so, where it is no system of the catalog. */
const OTHERS = {
  windows: 'Windows (Schannel)',
  libpq: 'PostgreSQL clients (libpq)',
  sap: 'SAP systems',
  oracle: 'Oracle clients',
  'any-client': 'A TLS client, by its alert',
  'any-server': 'A TLS server, by its alert',
};
/** What the signs of the table stand for. */
const SIGNS = {
  '=~root': ['anchor-mismatch', 'issuer-missing'],
  '=~name': ['hostname-mismatch'],
  '=~time': ['end-entity-expired', 'issuer-expired'],
  '=~use': ['eku-server-auth-missing'],
};

/** The texts of that table, each with the rules of its code; those that accept, that count only beside others, or of which no cause is known, have no page. */
function recognised(catalog, known) {
  return readFileSync(TEXTS, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [id, code, flags, text] = line.split('\t');
      if (text === undefined || line.startsWith('#')) return [];
      const words = flags.split(' ');
      const target = catalog.targets.find((one) => one.id === id) ?? (OTHERS[id] && { id: null, name: OTHERS[id] });
      if (!target || words.includes('ok') || words.includes('bare')) return [];
      const message = text
        .replace(/<openssl>|<\.\.\.>|<names>/g, '…')
        .replace(/<host>|<server>/g, 'the host')
        .replace(/<n>/g, 'n');
      const codes = [code, ...words.filter((word) => /^[=+][^~*]/.test(word)).map((word) => word.slice(1))];
      const same = known.filter((error) => error.target === target && codes.includes(error.code));
      const rules = [
        ...words.flatMap((word) => SIGNS[word] ?? []).flatMap((rule) => catalog.rules.find((one) => one.id === rule) ?? []),
        ...same.flatMap((error) => error.rules),
      ];
      const other = words.includes('other');
      return rules.length > 0 || other
        ? [{ target, code: code === '-' || code === '#' ? null : code, message, other, rules: [...new Set(rules)].slice(0, MOST_CAUSES) }]
        : [];
    });
}

/** The same phrase of several systems and causes, under one page. */
function phrases(all) {
  const pages = new Map();
  for (const error of all) {
    if (!worthAPage(error.message)) continue;
    const name = slug(error.message);
    if (name === '') continue;
    const page = pages.get(name) ?? { name, message: error.message.trim(), errors: [] };
    page.errors.push(error);
    pages.set(name, page);
  }
  return [...pages.values()].sort((a, b) => (a.message.toLowerCase() < b.message.toLowerCase() ? -1 : 1));
}

function shell({ policy, style, integrity }, up, title, description, body) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="description" content="${escaped(description)}">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${up}${style.slice(3)}" integrity="${integrity}">
</head>
<body>
<main class="knowledge">
<nav aria-label="Site"><a href="${up}index.html">Certlens</a> · <a href="${up}systems/index.html">Systems and errors</a></nav>
${body}
</main>
</body>
</html>
`;
}

function meaning(rule) {
  return `<p><b>${escaped(rule.title)}.</b> ${escaped([rule.why, rule.gateway].filter(Boolean).join(' '))}</p>${rule.fix ? `<p>What to do: ${escaped(rule.fix)}</p>` : ''}`;
}

function systemPage(target, own, order, look) {
  const rows = own.map(({ code, message, confidence, rules }) => {
    const named = [code ? `<code>${escaped(code)}</code>` : '', message ? escaped(message) : ''].filter((part) => part !== '').join(' ');
    const heading = worthAPage(message) ? `<a href="errors/${slug(message)}.html">${named}</a>` : named;
    return `<section><h3>${heading}</h3>${rules.map(meaning).join('')}<p class="help">How sure: ${CONFIDENCE[confidence] ?? escaped(confidence)}.</p></section>`;
  });
  const statements = target.statements.map(
    ({ text, confidence, sources }) =>
      `${escaped(text)} <span class="faint">(${[CONFIDENCE[confidence] ?? escaped(confidence), ...sources.map(source)].join('; ')})</span>`,
  );
  const settings = target.settings.map(({ label, help }) => `<b>${escaped(label)}</b>: ${escaped(help)}`);
  const body = `<h1>${escaped(target.name)}</h1>
<p>${escaped(target.version)}. ${target.checks.map((check) => CHECKS[check] ?? '').join(' ')}</p>
<p>To see what it says about your own files, open <a href="../index.html">Certlens</a> and drop them there; nothing leaves the page.</p>
${statements.length > 0 ? `<h2>What it checks</h2>${list(statements)}` : ''}
${order ? `<h2>In which order</h2><p>Of several things that are wrong it names one, and the next when that is mended:</p><ol>${order.map((one) => `<li>${escaped(one)}</li>`).join('')}</ol>` : ''}
${settings.length > 0 ? `<h2>What can be set</h2>${list(settings)}` : ''}
${rows.length > 0 ? `<h2>Its errors, and what they mean</h2>${rows.join('\n')}` : ''}
${target.sources.length > 0 ? `<h2>Sources</h2>${list(target.sources.map(source))}` : ''}`;
  return shell(
    look,
    '../',
    `${target.name}: what it checks and what its certificate errors mean`,
    `What ${target.name} checks in certificates, its own error texts, and what to do.`,
    body,
  );
}

function errorPage({ message, errors: all }, look) {
  const systems = [...new Map(all.map(({ target, code }) => [target.name, { target, code }])).values()];
  const known = [...new Map(all.flatMap(({ rules }) => rules).map((rule) => [rule.id, rule])).values()].slice(0, MOST_CAUSES);
  const body = `<h1>${escaped(message)}</h1>
<p>${systems.map(({ target, code }) => `${target.id === null ? escaped(target.name) : `<a href="../${target.id}.html">${escaped(target.name)}</a>`}${code && code !== message ? ` (<code>${escaped(code)}</code>)` : ''}`).join(', ')} ${systems.length === 1 ? 'says' : 'say'} this.</p>
<p>To find out which cause it is for your files, open <a href="../../index.html">Certlens</a>, paste the error and drop the files; nothing leaves the page.</p>
${all.every(({ other }) => other) ? '<p>This error is not about certificates: nothing that Certlens reads decides it.</p>' : ''}
${known.length > 1 ? `<h2>${known.length} causes</h2>` : known.length === 1 ? '<h2>What it means</h2>' : ''}
${known.map((rule) => `<section>${meaning(rule)}${list(rule.sources.map(source))}</section>`).join('\n')}`;
  return shell(look, '../../', `${message}: what this error means`, `What “${message}” means, which programs say it, and what to do.`, body);
}

function indexPage(catalog, pages, look) {
  const group = (role) =>
    list(
      catalog.targets
        .filter((target) => target.role === role)
        .map((target) => `<a href="${target.id}.html">${escaped(target.name)}</a> <span class="faint">${escaped(target.version)}</span>`),
    );
  const body = `<h1>Systems and their certificate errors</h1>
<p>What is known about ${catalog.targets.length} systems, with the source of each statement and how sure it is.</p>
${Object.entries(ROLES)
  .map(([role, title]) => `<h2>${title}</h2>${group(role)}`)
  .join('\n')}
<h2>By the words of the error</h2>
${list(pages.map(({ name, message }) => `<a href="errors/${name}.html">${escaped(message)}</a>`))}`;
  return shell(
    look,
    '../',
    'Certificate errors of TLS systems, explained',
    'What gateways, browsers, TLS libraries and servers say about certificates, what it means, and what to do.',
    body,
  );
}

/** Path and text of every page below `site`; `look` has the policy, and the style with its sum. */
export async function knowledge(packageFolder, look) {
  const { catalog: read, inspect } = await import(pathToFileURL(join(packageFolder, 'node.js')).href);
  const catalog = read();
  const all = errors(catalog, causes(inspect));
  const pages = phrases([...all, ...recognised(catalog, all)]);
  const order = orders(inspect, THEN * 1000);
  const files = { 'systems/index.html': indexPage(catalog, pages, look) };
  for (const target of catalog.targets)
    files[`systems/${target.id}.html`] = systemPage(
      target,
      all.filter((error) => error.target === target),
      order.get(target.id),
      look,
    );
  for (const page of pages) files[`systems/errors/${page.name}.html`] = errorPage(page, look);
  return files;
}
