import { expect, test } from 'vitest';
import { stripShareMarks } from '../../../src/accounts/matching/share-class.ts';

test.each([
  ['Quarzel Inc Class A', 'Quarzel Inc'],
  ['QUARZEL INC-CL A', 'QUARZEL INC'],
  ['Quarzel Ltd (Class C)', 'Quarzel Ltd'],
  ['QUARZEL INC /DE/', 'QUARZEL INC'],
  ['QUARZEL INC/NEW/', 'QUARZEL INC'],
  ['Quarzel Co (The)', 'Quarzel Co'],
  ['QUARZEL NV-ADR', 'QUARZEL NV'],
  ['Quarzel AB B', 'Quarzel AB'],
  ['QUARZEL AB-B SHS', 'QUARZEL AB'],
  ['Quarzel AG Pref', 'Quarzel AG'],
  ['Quarzel PLC Ord GBP0.10', 'Quarzel PLC'],
  ['Quarzel Inc Registered Shares', 'Quarzel Inc'],
])('%s is a share of %s', (written, name) => {
  expect(stripShareMarks(written)).toBe(name);
});

test.each([
  'Vitamin B',
  'Plan-B',
  'Quarzel Fund Series B',
  'Quarzel A/S',
  'Bread Shares',
  'Class A',
  'Banco BS2 S/A',
])('%s keeps its words', (name) => {
  expect(stripShareMarks(name)).toBe(name);
});
