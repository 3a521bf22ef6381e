import { composeMissing, errorOf } from './compose.ts';
import { saidBy } from './intent.ts';
import type { Planner } from './plan.ts';
import { planPlaybook } from './plan-playbook.ts';
import { resolvePartners } from './resolve.ts';
import { need } from './sight.ts';

const SAID = 4;

/** What a partner's people should learn next, with the reasons; a question about no partner is one to the playbook. */
export const planLearning: Planner = (sight, intent) => {
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const partner = partners.state === 'known' ? partners.found[0] : sight.facts.focus?.partners?.[0];
  if (!partner) {
    const isOfOne = /\b(?:they|them|their|his|her|team|firm|partner)\b/i.test(intent.text);
    return isOfOne
      ? { text: composeMissing('partner', "'What should … learn next?'") }
      : planPlaybook(sight, intent);
  }
  const lookup = need(sight, { name: 'show_partner', args: { partner_id: partner.id, learning: true } });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return planPlaybook(sight, intent);
  const error = errorOf(lookup.found.output);
  if (error) return { text: error };
  const whose = sight.facts.partner ? 'your team' : partner.name;
  return { text: describeLearning((lookup.found.output.learn_next ?? {}) as LearnNext, whose) };
};

interface LearnNext {
  readonly courses?: readonly {
    readonly title: string;
    readonly hours: number | null;
    readonly reasons: readonly string[];
  }[];
  readonly pages?: readonly { readonly title: string; readonly quote: string }[];
}

function describeLearning({ courses = [], pages = [] }: LearnNext, whose: string): string {
  const lines = courses
    .slice(0, SAID)
    .map(
      ({ title, hours, reasons }, i) =>
        `${i + 1}. ${title}${hours === null ? '' : ` (${hours} h)`}: ${reasons.join('; ')}.`,
    );
  const head =
    lines.length > 0
      ? `What ${whose} should learn next:`
      : `Nothing that ${whose} should learn next stands out: no certificate runs out soon, and none is missing that I know of.`;
  const said = pages.map(
    ({ title, quote }) => `The playbook says: “${quote.replace(/\s+/g, ' ')}” (${title})`,
  );
  return [head, ...lines, ...said].join('\n');
}
