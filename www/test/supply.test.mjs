// Licence expressions against a list of what is allowed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meets } from '../../scripts/supply.mjs';

test('of OR one licence is enough, of AND each counts', () => {
  const allowed = ['MIT', 'ISC'];
  for (const expression of ['MIT', 'GPL-3.0 OR MIT', 'GPL-3.0/MIT', 'MIT AND ISC', '(GPL-3.0 OR MIT) AND ISC', 'GPL-3.0 WITH x OR MIT']) {
    assert.ok(meets(expression, allowed), expression);
  }
  for (const expression of ['', 'GPL-3.0', 'MIT AND GPL-3.0', '(GPL-3.0 OR MIT) AND Apache-2.0', 'MIT WITH x', 'MIT ISC']) {
    assert.ok(!meets(expression, allowed), expression);
  }
});
