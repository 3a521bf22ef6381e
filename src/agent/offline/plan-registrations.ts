import { composeMissing, errorOf, joinWords } from './compose.ts';
import { describeList, type RegistrationOut } from './describe-registrations.ts';
import { type Said, saidBy } from './intent.ts';
import type { Planner, Step } from './plan.ts';
import { readAccountWords, readProduct } from './read-words.ts';
import { readAmount, resolveAccount, resolveNamedAccount, resolvePartners } from './resolve.ts';
import { earlierArgs, need, type Sight, type WantedCall } from './sight.ts';

/** Lists registrations: by partner, account, state, or those that wait for a decision. */
export const planRegistrations: Planner = (sight, intent) => {
  const args: Record<string, unknown> = {};
  if (!sight.facts.partner) {
    const partners = resolvePartners(sight, saidBy(intent));
    if (partners.state === 'wanted') return { calls: [partners.call] };
    const partner = partners.state === 'known' ? partners.found[0] : undefined;
    const earlier = earlierArgs(sight, intent, 'list_registrations').partner_id;
    if (partner ?? earlier) args.partner_id = partner?.id ?? earlier;
    const account = resolveAccount(sight, saidBy(intent));
    if (account.state === 'wanted') return { calls: [account.call] };
    const refersBack =
      account.state === 'known' &&
      account.found.id === sight.facts.focus?.account?.id &&
      !/\b(?:it|there|that account|this account)\b/i.test(intent.text);
    if (account.state === 'known' && !refersBack) args.account = account.found.id;
  } else {
    const words = readOwnAccount(intent.text);
    if (words) args.account = words;
  }
  const status = readStatus(intent.text);
  if (status) args.status = status;
  if (OVERDUE.test(intent.text) && !status) args.overdue = true;
  else if (WAITING.test(intent.text) && !status) args.due_only = true;
  else if (!status && ENDING.test(intent.text)) args.expiring = true;
  else if (!status && /\b(?:open|running|live)\b/i.test(intent.text)) return planOpen(sight, args);
  const lookup = need(sight, { name: 'list_registrations', args });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Registrations are not something I can show here.' };
  return { text: describeList(lookup.found.output, { sight, args }) };
};

/** The account of a registration of one's own: 'our Globex registration', 'the registration for Globex'. */
function readOwnAccount(text: string): string | undefined {
  const before =
    /\b(?:our|my|the)\s+(?!deal\b|open\b|approved\b|own\b)([\p{Lu}\p{N}][^,.;?!]{1,60}?)\s+(?:deal |registration|reg\b|deal\b)/u;
  const after =
    /\b(?:for|on|with|at|about)\s+(?!us\b|our\b|each\b|all\b|the\b)([\p{Lu}\p{N}][^,.;?!]{1,60}?)(?=[,.;?!]|$)/u;
  return (before.exec(text)?.[1] ?? after.exec(text)?.[1])?.replace(
    /\s+(?:go(?:ne)?|went|get|come|been|already|yet|still|approved|accepted|rejected|through|or|and)\b.*$/i,
    '',
  );
}

const WAITING =
  /\b(?:due|waiting|waits?|needs? (?:an? )?(?:answer|decision|approval)|decide|decisions?|pending|undecided|outstanding|queue|sign[- ]?off|(?:my|our) approval|approve|to[- ]do|desk|inbox|backlog|on my plate)\b/i;
const OVERDUE = /\b(?:overdue|late|past (?:their|its|the) (?:decision|due)|too long)\b/i;
const ENDING =
  /\bexpiring\b|\bexpires? (?:soon|this|next|within|in)\b|\b(?:run|runs|running) out\b|\babout to (?:end|lapse|expire)\b|\b(?:end|ends|ending|lapse|lapses|lapsing)\b/i;

/** Open are those that wait for a decision and those that protect. */
function planOpen(sight: Sight, args: Record<string, unknown>): Step {
  const lookups = ['submitted', 'approved'].map((status) =>
    need(sight, { name: 'list_registrations', args: { ...args, status } }),
  );
  const wanted = lookups.flatMap((one) => (one.state === 'wanted' ? [one.call] : []));
  if (wanted.length > 0) return { calls: wanted };
  const outputs = lookups.flatMap((one) => (one.state === 'known' ? [one.found.output] : []));
  const [waiting, active] = outputs;
  if (!waiting || !active) return { text: 'Registrations are not something I can show here.' };
  const error = errorOf(waiting) ?? errorOf(active);
  if (error) return { text: error };
  const [undecided, approved] = [Number(waiting.total ?? 0), Number(active.total ?? 0)];
  const all = describeList(
    {
      registrations: [
        ...((waiting.registrations ?? []) as unknown[]),
        ...((active.registrations ?? []) as unknown[]),
      ],
      total: undecided + approved,
    },
    { sight, args },
  );
  return {
    text: `Open together: ${undecided + approved}, of which ${undecided} undecided and ${approved} approved. ${all}`,
  };
}

function readStatus(text: string): string | null {
  const match = /\b(draft|submitted|returned|approved|rejected|expired|withdrawn|won|lost)\b/i
    .exec(text)?.[1]
    ?.toLowerCase();
  if (match) return match;
  return STATUS_WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const STATUS_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:active|protecting|in force|protected)\b/i, 'approved'],
  [/\b(?:turned down|refused|declined|denied|rejects?|did(?:n['’]t| not) accept|said no)\b/i, 'rejected'],
  [/\b(?:sent back|handed back)\b/i, 'returned'],
  [/\b(?:lapsed|ran out)\b/i, 'expired'],
  [/\b(?:pulled|taken back)\b/i, 'withdrawn'],
];

/** One registration by its id: where it stands and what comes next. */
export const planShownRegistration: Planner = (sight, intent) => {
  const id = intent.registrationId ?? sight.facts.focus?.registrations?.[0];
  if (!id) return { text: composeMissing('registration', "'Status of REG-…'") };
  const lookup = need(sight, { name: 'show_registration', args: { registration_id: id } });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: 'Registrations are not something I can show here.' };
  const { output } = lookup.found;
  const error = errorOf(output);
  if (error) return { text: error };
  const row = output as unknown as RegistrationOut & { reason: string | null; findings?: { why: string }[] };
  const asksUntil = /\b(?:until|till|expir\w*|how long|run(?:s)? out|end(?:s)?|protected)\b/i.test(
    intent.text,
  );
  if (asksUntil && row.status === 'approved' && row.expires_on)
    return {
      text: `${row.registration_id} for ${row.account}${sight.facts.partner ? '' : ` by ${row.partner}`} is protected until ${row.expires_on}.${row.reply ? ` ${row.reply}` : ''}`,
    };
  const parts = [
    `${row.registration_id} for ${row.account}${sight.facts.partner ? '' : ` by ${row.partner}`}${row.product ? `, ${row.product}` : ''}${row.amount ? `, ${row.amount}` : ''}, is ${row.status}.`,
    row.submitted_on ? `Submitted on ${row.submitted_on}.` : '',
    row.status === 'approved' && row.expires_on ? `It is protected until ${row.expires_on}.` : '',
    row.reason ? `Reason: ${row.reason}${/[.!?]$/.test(row.reason) ? '' : '.'}` : '',
    row.reply ?? '',
    (row.findings ?? []).length > 0
      ? `Mind: ${(row.findings ?? [])
          .slice(0, 3)
          .map((one) => one.why)
          .join(' ')}`
      : '',
  ];
  return { text: parts.filter(Boolean).join(' ') };
};

/** A new registration, prepared for a click. */
export const planRegister: Planner = (sight, intent) => {
  const target = sight.facts.partner ? ownTarget(sight, intent.text) : staffTarget(sight, saidBy(intent));
  if ('step' in target) return target.step;
  const amount = readAmount(intent.text);
  const product =
    readProduct(sight, intent.text) ?? (sight.facts.products.length === 1 ? sight.facts.products[0] : null);
  const missing = [
    ...(product ? [] : [`the product (${joinWords(sight.facts.products, 'or')})`]),
    ...(amount ? [] : ['the amount']),
  ];
  const args: Record<string, unknown> = {
    partner_id: target.partnerId,
    account_name: target.account,
    ...(product ? { product } : {}),
    ...(amount ? { amount: amount.amount, ...(amount.currency ? { currency: amount.currency } : {}) } : {}),
  };
  const draft = need(sight, { name: 'draft_registration', args });
  if (draft.state === 'wanted') return { calls: [draft.call] };
  if (draft.state !== 'known') return { text: 'Registrations cannot be prepared here.' };
  const error = errorOf(draft.found.output);
  if (error) return { text: error };
  const findings = (draft.found.output.findings ?? []) as { why: string }[];
  const parts = [
    `I prepared the registration of ${target.account}${describeTerms(draft.found.output)}; it is submitted when you click Confirm.`,
    missing.length > 0 ? `Still open: ${joinWords(missing)}. Tell me and I prepare it anew.` : '',
    findings.length > 0
      ? `Mind: ${findings
          .slice(0, 3)
          .map((one) => one.why)
          .join(' ')}`
      : '',
  ];
  return { text: parts.filter(Boolean).join(' ') };
};

/** The product and the amount as they were understood, so that a slip is seen before the click. */
function describeTerms(output: Readonly<Record<string, unknown>>): string {
  const terms = [output.product, output.amount].filter((one): one is string => typeof one === 'string');
  const named = terms.length > 0 ? ` (${terms.join(', ')})` : '';
  return typeof output.amount === 'string' ? named : `${named} without an amount`;
}

type Target = { readonly partnerId: string; readonly account: string } | { readonly step: Step };

function ownTarget(sight: Sight, text: string): Target {
  const account = readAccountWords(text, sight.facts.products);
  if (!account || !sight.facts.partner)
    return { step: { text: composeMissing('account', "'Register … for 45,000 EUR'") } };
  return { partnerId: sight.facts.partner.id, account };
}

function staffTarget(sight: Sight, said: Said): Target {
  const { text } = said;
  const partners = resolvePartners(sight, said);
  if (partners.state === 'wanted') return { step: { calls: [partners.call] } };
  const partner = partners.state === 'known' ? partners.found[0] : undefined;
  if (!partner) return { step: { text: 'For which partner should I prepare the registration?' } };
  const account = resolveNamedAccount(sight, said);
  if (account.state === 'wanted') return { step: { calls: [account.call] } };
  const name = account.state === 'known' ? account.found.name : readAccountWords(text, sight.facts.products);
  const isPartner = name && partner.name.toLowerCase().startsWith(name.toLowerCase());
  if (!name || isPartner)
    return {
      step: {
        text: `Which account should I register for ${partner.name}? Tell me its name, the product and the amount.`,
      },
    };
  return { partnerId: partner.id, account: name };
}

/** A decision, prepared for a partner manager's click. */
export const planDecision: Planner = (sight, intent) => {
  if (!sight.tools.has('draft_decision'))
    return {
      text: 'I cannot decide that: our partner managers decide on registrations. I can show where one stands.',
    };
  const id = intent.registrationId ?? sight.facts.focus?.registrations?.[0];
  if (!id) return { text: composeMissing('registration', "'Approve REG-…'") };
  if (intent.decision === 'return' && !intent.reason)
    return { text: `What should I ask the partner? Tell me the question and I prepare to return ${id}.` };
  const call: WantedCall = {
    name: 'draft_decision',
    args: {
      registration_id: id,
      decision: intent.decision ?? 'approve',
      ...(intent.reason ? { reason: intent.reason } : {}),
    },
  };
  const draft = need(sight, call);
  if (draft.state === 'wanted') return { calls: [draft.call] };
  if (draft.state !== 'known') return { text: 'Decisions cannot be prepared here.' };
  const error = errorOf(draft.found.output);
  if (error) return { text: error };
  const findings = (draft.found.output.findings ?? []) as { severity: string; why: string }[];
  const advice = draft.found.output.advice;
  const parts = [
    `I prepared to ${intent.decision ?? 'approve'} ${id}; nothing is decided until you click Confirm.`,
    typeof advice === 'string' ? advice : '',
    findings.length > 0
      ? `Findings: ${findings
          .slice(0, 4)
          .map((one) => one.why)
          .join(' ')}`
      : 'The check found nothing against it.',
  ];
  return { text: parts.filter(Boolean).join(' ') };
};

/** A withdrawal, an extension or a new submission, prepared for a click. */
export const planChange: Planner = (sight, intent) => {
  const id = intent.registrationId ?? sight.facts.focus?.registrations?.[0];
  if (!id) return { text: composeMissing('registration', "'Extend REG-…'") };
  const change = intent.change ?? 'withdraw';
  const draft = need(sight, { name: 'draft_change', args: { registration_id: id, change } });
  if (draft.state === 'wanted') return { calls: [draft.call] };
  if (draft.state !== 'known')
    return { text: `To ${change} a registration is for the partner or a partner manager.` };
  const error = errorOf(draft.found.output);
  if (error) return { text: error };
  return { text: `I prepared to ${change} ${id}; nothing changes until you click Confirm.` };
};
