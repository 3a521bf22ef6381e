import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Import {
  readonly from: string;
  readonly to: string;
  /** Only shapes cross: nothing of the other side runs. */
  readonly typeOnly: boolean;
}

const FILES = ['src', 'tools'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name)),
);

const IMPORTS = FILES.flatMap(readImports);

/** A business room by its folder; the wiring files and the edges are none. */
const ROOMS = [
  'accounts',
  'attribution',
  'company',
  'insights',
  'partners',
  'playbook',
  'recommendations',
  'registrations',
  'schedule',
  'worklist',
];

/** Which layers each layer may import from; itself always. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  db: [],
  access: ['db'],
  rooms: ['access', 'db'],
  tools: ['rooms', 'access'],
  agent: ['tools', 'rooms', 'access'],
  surfaces: ['agent', 'access'],
  cli: ['surfaces', 'agent', 'tools', 'rooms', 'access', 'db', 'composition'],
  composition: ['cli', 'surfaces', 'agent', 'tools', 'rooms', 'access', 'db'],
};

/** Vendor packages and the only places that may know them. */
const DOORS: readonly (readonly [pattern: RegExp, places: RegExp])[] = [
  [/^@slack\//, /^src\/surfaces\/slack\//],
  [
    /^(?:langchain|@langchain\/(?:core|openai|community|langgraph)|openai)(?:\/|$)/,
    /^src\/(?:agent|playbook)\//,
  ],
  [/^(?:pg|@electric-sql\/.*)$/, /^src\/db\//],
  [/^commander$|^cli-table3$|^cli-progress$|^picocolors$/, /^src\/cli\//],
];

describe('the layout', () => {
  test('there are files to check', () => {
    expect(FILES.length).toBeGreaterThan(150);
    expect(IMPORTS.length).toBeGreaterThan(500);
  });

  test('imports point one way', () => {
    const wrong = IMPORTS.filter((one) => !one.to.includes(':')).filter((one) => {
      const [from, to] = [layerOf(one.from), layerOf(one.to)];
      return from !== to && to !== 'ground' && !one.typeOnly && !(MAY_IMPORT[from] ?? []).includes(to);
    });
    expect(wrong).toEqual([]);
  });

  test('other rooms are known by their service and types alone', () => {
    // Besides its service: its words for its own results, which surfaces and tools share.
    const open = /\/(?:service|types|periods|regions|settings|describe-[a-z]+)\.ts$/;
    const wrong = IMPORTS.filter((one) => {
      const room = roomOf(one.to);
      const inside =
        roomOf(one.from) === room || layerOf(one.from) === 'composition' || layerOf(one.from) === 'cli';
      return room !== null && !inside && !one.typeOnly && !open.test(one.to);
    });
    expect(wrong).toEqual([]);
  });

  test('vendor packages stop at the door', () => {
    const wrong = IMPORTS.filter((one) => !one.typeOnly).filter((one) =>
      DOORS.some(
        ([pattern, places]) =>
          one.to.startsWith('package:') && pattern.test(one.to.slice(8)) && !places.test(one.from),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('rooms are named after the business', () => {
    expect(FILES.filter((file) => /\/(?:utils?|helpers?|common|lib|misc)(?:\/|\.ts$)/.test(file))).toEqual(
      [],
    );
  });
});

function readImports(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern = /^(?:import|export)\s+(type\s+)?[^'"]*?from\s+['"]([^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const to = match[2] ?? '';
    const clause = match[0].replace(/from[\s\S]*$/, '');
    const named =
      /\{([^}]*)\}/
        .exec(clause)?.[1]
        ?.split(',')
        .map((one) => one.trim())
        .filter(Boolean) ?? [];
    const typeOnly =
      match[1] !== undefined || (named.length > 0 && named.every((one) => one.startsWith('type ')));
    if (to.startsWith('.')) return { from: file, to: normalize(join(dirname(file), to)), typeOnly };
    return { from: file, to: to.startsWith('node:') ? to : `package:${to}`, typeOnly };
  });
}

function layerOf(file: string): string {
  if (file.startsWith('tools/')) return 'tools';
  if (file.startsWith('evals/')) return 'ground';
  const path = relative('src', file);
  if (['app.ts', 'main.ts', 'services.ts'].includes(path)) return 'composition';
  const folder = path.split('/')[0] ?? '';
  if (ROOMS.includes(folder)) return 'rooms';
  return ['db', 'access', 'agent', 'surfaces', 'cli'].includes(folder) ? folder : 'ground';
}

function roomOf(file: string): string | null {
  const folder = /^src\/([^/]+)\//.exec(file)?.[1] ?? '';
  return ROOMS.includes(folder) ? folder : null;
}
