import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EVERYBODY } from '../../tools/define.ts';
import { TOOLS } from '../../tools/index.ts';

/** Files of the folder that define no tool. */
const SHARED_FILES = [
  'attribution-shape.ts',
  'define.ts',
  'index.ts',
  'overlap-shape.ts',
  'registration-shape.ts',
];
/** Beyond this many tools models begin to choose badly. */
const MOST_TOOLS = 28;
const VIEWER_ARGUMENTS = /^(viewer|audience|as|role|reader|scope|user|actor|email_of_asker|on_behalf_of)$/;

describe('the catalogue of tools', () => {
  test('lists exactly the tools that have a file, each under the name of its file', () => {
    const files = readdirSync(new URL('../../tools', import.meta.url)).filter(
      (file) => file.endsWith('.ts') && !SHARED_FILES.includes(file),
    );
    const expected = TOOLS.map((tool) => `${tool.name.replaceAll('_', '-')}.ts`);
    expect([...expected].sort()).toEqual(files.sort());
  });

  test('names no tool twice', () => {
    expect(new Set(TOOLS.map((tool) => tool.name)).size).toBe(TOOLS.length);
  });

  test.each(EVERYBODY)('offers a model that serves %s a choice that it can oversee', (role) => {
    const offered = TOOLS.filter((tool) => tool.roles.includes(role));
    expect(offered.length).toBeGreaterThan(0);
    expect(offered.length).toBeLessThanOrEqual(MOST_TOOLS);
  });

  test('lets strangers only read', () => {
    const open = TOOLS.filter((tool) => tool.roles.includes('public'));
    expect(open.map((tool) => tool.effect)).not.toContain('draft');
  });
});

describe.each(TOOLS.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  test('is called by a verb and a noun', () => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/);
  });

  test('says what it is for, and what people read while it runs', () => {
    expect(tool.description.length).toBeGreaterThan(60);
    expect(tool.description).toMatch(/[.?]$/);
    expect(tool.label.trim()).not.toBe('');
  });

  test('serves somebody, and nobody twice', () => {
    expect(tool.roles.length).toBeGreaterThan(0);
    expect(new Set(tool.roles).size).toBe(tool.roles.length);
    for (const role of tool.roles) expect(EVERYBODY).toContain(role);
  });

  test('prepares a step if its name says so, and only then', () => {
    expect(tool.effect).toBe(name.startsWith('draft_') ? 'draft' : 'read');
  });

  test('describes its arguments and its result as JSON schemas', () => {
    for (const schema of [
      z.toJSONSchema(tool.input, { io: 'input' }),
      z.toJSONSchema(tool.output, { io: 'input' }),
    ]) {
      expect(schema).toMatchObject({ type: 'object', properties: expect.any(Object) });
    }
  });

  test('has no argument that says who reads the reply', () => {
    expect(argumentsIn(z.toJSONSchema(tool.input)).filter((one) => VIEWER_ARGUMENTS.test(one))).toEqual([]);
  });
});

/** The names of a schema's properties, at any depth. */
function argumentsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(argumentsIn);
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  return [...properties, ...Object.values(schema).flatMap(argumentsIn)];
}
