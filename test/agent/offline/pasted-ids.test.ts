import { expect, test } from 'vitest';
import { readPastedId } from '../../../src/agent/offline/pasted-ids.ts';

test.each([
  ['Approve REG-1006', 'REG-1006'],
  ['approve reg 0REG0000000066 please', '0REG0000000066'],
  ['where does dr-2025-17 stand?', 'dr-2025-17'],
  ['status of reg_a81c?', 'reg_a81c'],
  ['partners for 0065g00000Xy1ZQ', '0065g00000Xy1ZQ'],
  ['who fits OPP-7?', 'OPP-7'],
  ['approve registration 4711', '4711'],
  ['extend #4711', '4711'],
  ['Reject REG-DODOQBIBSU, please', 'REG-DODOQBIBSU'],
])('an id is read from: %s', (text, id) => {
  expect(readPastedId(text)).toBe(id);
});

test.each([
  'sourced in Q2 FY26',
  'register Acme for 60k USD',
  'the 2nd one',
  'since 2026-03-01',
  'a 30% discount over 24 months',
  'Microsoft M365 at Acme',
  'write to ann.lee2@firm.example',
  'Kestrel in the last 4 quarters',
  'a 30-day extension',
])('no id is read from: %s', (text) => {
  expect(readPastedId(text)).toBeUndefined();
});
