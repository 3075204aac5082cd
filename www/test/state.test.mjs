import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const state = await load('state');

const file = (name, more = {}) => ({ name, bytes: new Uint8Array([1, 2]), password: null, seat: null, server: null, ...more });
const three = () => state.addInputs(state.EMPTY, [file('a'), file('b'), file('c')]);
const names = (model) => model.inputs.map((input) => input.name).join('');

test('ids are never used twice, also after a removal', () => {
  let model = three();
  model = state.removeInput(model, 3);
  model = state.addInputs(model, [file('d')]);
  assert.deepEqual(
    model.inputs.map((input) => input.id),
    [1, 2, 4],
  );
});

test('changes leave the old model as it was, so that undo can go back to it', () => {
  const before = three();
  const after = state.setPassword(state.place(before, 1, 'trust', null), 1, 'x');
  assert.equal(before.inputs[0].seat, null);
  assert.equal(before.inputs[0].password, null);
  assert.deepEqual([after.inputs[0].seat, after.inputs[0].password], ['trust', 'x']);
});

test('an empty password is a password', () => {
  assert.equal(state.setPassword(three(), 1, '').inputs[0].password, '');
});

test('a server id belongs to the server seat only', () => {
  let model = state.place(three(), 1, 'server', 'vm1');
  assert.equal(model.inputs[0].server, 'vm1');
  model = state.place(model, 1, 'trust', 'vm1');
  assert.equal(model.inputs[0].server, null);
});

test('reordering moves in front of another input or to the end', () => {
  assert.equal(names(state.reorder(three(), 3, 1)), 'cab');
  assert.equal(names(state.reorder(three(), 1, null)), 'bca');
  assert.equal(names(state.reorder(three(), 1, 3)), 'bac');
  assert.equal(names(state.reorder(three(), 1, 1)), 'abc');
  assert.equal(names(state.reorder(three(), 99, 1)), 'abc');
});

test('renaming a server seats its inputs there for good', () => {
  const model = state.renameServer(three(), [1, 2], ' web-1 ');
  assert.deepEqual(
    model.inputs.map((input) => [input.seat, input.server]),
    [
      ['server', 'web-1'],
      ['server', 'web-1'],
      [null, null],
    ],
  );
  assert.equal(state.renameServer(model, [1], '  '), model);
});

test('a fresh server name is free', () => {
  assert.equal(state.freshServer([]), 'server-1');
  assert.equal(state.freshServer(['vm1', 'server-3', 'x']), 'server-4');
  assert.equal(state.freshServer(['vm1', 'server-3']), 'server-4');
});

test('hostnames come as lists, and the same name once', () => {
  let model = state.addHosts(state.EMPTY, ' a.example,b.example;\n\tc.example  a.example ');
  assert.deepEqual(
    model.hosts.map((host) => host.name),
    ['a.example', 'b.example', 'c.example'],
  );
  model = state.useHost(model, 0, 'probe');
  model = state.addHosts(model, 'a.example');
  assert.equal(model.hosts.length, 4, 'the same name may serve as a probe host and as a client name');
  assert.equal(state.removeHost(model, 0).hosts.length, 3);
});

test('of a URL neither user nor query is kept', () => {
  for (const [typed, kept] of [
    ['https://joe:Secret1@app.contoso.com:8443/x?token=Secret2#Secret3', 'https://app.contoso.com:8443/x'],
    ['joe:Secret1@app.contoso.com', 'app.contoso.com'],
    ['//joe@app.contoso.com/a@b', '//app.contoso.com/a@b'],
    ['https://a@b:Secret1@app..contoso/?Secret2', 'https://app..contoso/'],
    ['ops@contoso.com', 'ops@contoso.com'],
  ])
    assert.equal(state.addHosts(state.EMPTY, typed).hosts[0].name, kept);
  assert.equal(state.addHosts(state.EMPTY, '?Secret1').hosts.length, 0);
});

test('a setting handed back to its default leaves no trace', () => {
  const model = state.setSetting(state.EMPTY, 'openssl', 'depth', 3);
  assert.deepEqual(model.settings, { openssl: { depth: 3 } });
  assert.deepEqual(state.setSetting(model, 'openssl', 'depth', undefined).settings, {});
  assert.deepEqual(state.setSetting(model, 'openssl', 'partial', false).settings, { openssl: { depth: 3, partial: false } });
});

test('choosing every target is choosing none', () => {
  const all = ['a', 'b', 'c'];
  assert.equal(state.chooseTargets(state.EMPTY, all, new Set(all)).targets, null);
  assert.deepEqual(state.chooseTargets(state.EMPTY, all, new Set(['c', 'a'])).targets, ['a', 'c']);
});

test('the request follows the clock unless a time was chosen, and judges what is being typed', () => {
  const model = state.addHosts(three(), 'a.example');
  const request = state.request(model, 'b.exam', 1000);
  assert.equal(request.now, 1000);
  assert.deepEqual(
    request.hosts.map((host) => host.name),
    ['a.example', 'b.exam'],
  );
  assert.equal(model.hosts.length, 1);
  assert.equal(state.request(state.setTime(model, 5), '', 1000).now, 5);
});

test('forgetting overwrites the bytes', () => {
  const model = three();
  const { bytes } = model.inputs[0];
  // What another state still holds is not touched.
  state.wipe(model, [model]);
  assert.notDeepEqual([...bytes], [0, 0]);
  state.wipe(model, []);
  assert.deepEqual([...bytes], [0, 0]);
});

test('moving one card leaves the proposals for the others as they are', () => {
  const model = state.pinServers(
    state.place(three(), 3, 'trust', null),
    new Map([
      [1, 'vm1'],
      [3, 'vm3'],
    ]),
  );
  assert.deepEqual(
    model.inputs.map((input) => [input.seat, input.server]),
    [
      ['server', 'vm1'],
      [null, null],
      ['trust', null],
    ],
  );
});

test('a text that says something is never split into hostnames; a list of names is', () => {
  for (const text of [
    'bad certificate',
    'curl: (60) SSL certificate problem: unable to get local issuer certificate',
    'The Common Name of the leaf certificate presented by the backend server does not match the Probe or Backend Setting hostname',
    'x509: certificate signed by unknown authority',
    'upstream SSL certificate does not match "app.contoso.com" while SSL handshaking to upstream',
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed',
    '{"code":"M1"}',
    'server { listen 443 ssl; }',
    '2026/11/28 12:00:00 [error] 7#7: *1 SSL_do_handshake() failed',
    'kubectl get secret -o yaml',
    'NET::ERR_CERT_DATE_INVALID',
    'SEC_E_UNTRUSTED_ROOT',
    'RemoteCertificateNameMismatch',
    'AH02040',
  ])
    assert.equal(state.isProse(text), true, text);
  for (const text of [
    'app.contoso.com',
    'localhost',
    'vm1,vm2,vm3',
    'vm1\nvm2',
    'a.example b.example',
    'https://app.contoso.com:443/x?y=1',
    '10.1.5.11 10.1.5.12',
    '[2001:db8::5]:8443 ::1',
    'bücher.example, 例え.テスト',
    '*.contoso.com www.contoso.com',
    'app.contoso.com; api.contoso.com',
    'DC01',
    'SRV_WEB_01',
    'ContosoWebServer',
    'CONTOSO.COM',
    '',
  ])
    assert.equal(state.isProse(text), false, text);
});
