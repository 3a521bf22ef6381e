import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openWorld, type WorldOnDisk } from './read-world.ts';

let world: WorldOnDisk;
let other: WorldOnDisk;

beforeAll(async () => {
  world = await openWorld(7);
  other = await openWorld(12);
});

afterAll(() => {
  world.remove();
  other.remove();
});

const pagesOf = (from: WorldOnDisk) => from.paths.filter((path) => /^playbook\/.*\.md$/.test(path));
const frontMatter = (from: WorldOnDisk, path: string) => parse(from.text(path).split('---')[1]!);

describe('the playbook', () => {
  it('has at least fifteen pages with a title and headings, all placeholders filled', () => {
    for (const from of [world, other]) {
      expect(pagesOf(from).length).toBeGreaterThanOrEqual(15);
      for (const path of pagesOf(from)) {
        expect(frontMatter(from, path).title, path).toEqual(expect.any(String));
        expect(from.text(path).match(/^## /gm)?.length, path).toBeGreaterThan(3);
        expect(from.text(path), path).not.toContain('{{');
      }
    }
  });

  it('has pages for everybody, for partners, for some partners and for ourselves alone', () => {
    const visibilities = pagesOf(world).map((path) => frontMatter(world, path).visibility);
    expect(new Set(visibilities)).toEqual(new Set(['public', 'partner', undefined]));
    expect(parse(world.text('playbook/internal/_visibility.yaml'))).toEqual({ visibility: 'internal' });
    expect(parse(world.text('playbook/leadership/_visibility.yaml'))).toMatchObject({
      tiers: ['platinum', 'gold'],
    });
    expect(frontMatter(world, 'playbook/partners/borealis.md').partners).toEqual(['borealis']);
  });

  it("states the company's own numbers", () => {
    for (const from of [world, other]) {
      const rules = from.settings.rules_of_engagement;
      const policy = from.text('playbook/deal-registration.md');
      expect(policy).toContain(
        `for ${rules.registration_protection_days} days, counted from the day of approval`,
      );
      expect(policy).toContain(`within ${rules.registration_decision_days} working days`);
      expect(from.text('playbook/rules-of-engagement.md')).toContain(
        `more than ${rules.dormant_opportunity_days} days`,
      );
    }
  });

  it('keeps an older edition that says something else and is dated before', () => {
    const [older, newer] = [
      'playbook/archive/deal-registration.md',
      'playbook/deal-registration.md',
    ] as const;
    expect(
      String(frontMatter(world, older).effective_on) < String(frontMatter(world, newer).effective_on),
    ).toBe(true);
    expect(world.text(older)).toContain('Protection lasts 135 days from approval');
  });

  it('disagrees with the settings in one place, as the truth says', () => {
    const guide = world.text('playbook/internal/co-selling-guide.md');
    expect(guide).toContain('no activity for more than 90 days');
    expect(world.settings.rules_of_engagement.dormant_opportunity_days).toBe(120);
  });
});
