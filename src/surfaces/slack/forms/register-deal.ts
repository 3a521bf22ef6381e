import type { types } from '@slack/bolt';
import { isAppError } from '../../../errors.ts';
import { renderCard } from '../render/cards.ts';
import { toInline } from '../render/escape.ts';
import { context, section } from '../render/pieces.ts';
import { carryOut } from './carry-out.ts';
import { amountField, type Choice, choiceField, fitsOneList, textField } from './fields.ts';
import { FieldFaults, type Filler, type Form, type Typed } from './form.ts';

/** Fewer characters of an account's name are no name yet. */
const NAME_CHARACTERS = 3;

/** Findings beside a form; the check itself is a question away. */
const MOST_FINDINGS = 10;

const KINDS: readonly Choice[] = [
  { value: 'resale', words: 'Resale' },
  { value: 'referral', words: 'Referral' },
  { value: 'msp', words: 'Managed service' },
  { value: 'service', words: 'Delivery (protects no sale)' },
];

/**
 * Registers a deal: a partner's person for their own firm, our people on a partner's behalf. What stands in the way is
 * shown while it is filled in, by the very check that answers in the chat, so that nobody learns more from the form.
 */
export const registerDeal: Form = {
  name: 'register_deal',

  async draw(filler, { typed }) {
    const { services } = filler.surface;
    const settings = await services.company.settings();
    const partners = await listPartners(filler);
    const products = settings.products.map((name) => ({ value: name, words: name }));
    const currencies = [settings.currency, ...Object.keys(settings.rates)];
    return {
      title: 'Register a deal',
      submit: 'Submit',
      blocks: [
        ...(partners === null ? [] : [drawPartner(partners, typed)]),
        textField({
          name: 'account',
          label: 'Account',
          hint: 'The customer, as you call it',
          most: 300,
          typed,
          watch: true,
        }),
        ...(await drawFindings(filler, typed)),
        textField({ name: 'domain', label: 'Its web domain', most: 253, optional: true, typed }),
        textField({
          name: 'country',
          label: 'Country',
          hint: 'Two letters, such as DE',
          most: 2,
          optional: true,
          typed,
        }),
        fitsOneList(products)
          ? choiceField({ name: 'product', label: 'Product', choices: products, typed, watch: true })
          : textField({ name: 'product', label: 'Product', most: 100, optional: true, typed }),
        amountField({ name: 'amount', label: 'Amount', optional: true, typed }),
        choiceField({
          name: 'currency',
          label: 'Currency',
          choices: [...new Set(currencies)].map((code) => ({ value: code, words: code })),
          at: settings.currency,
          typed,
        }),
        choiceField({ name: 'kind', label: 'Kind', choices: KINDS, at: 'resale', typed }),
      ],
    };
  },

  async submit(filler, { typed }) {
    const partnerId = await choosePartner(filler, typed);
    checkFields(typed);
    return carryOut(filler, 'draft_registration', {
      partner_id: partnerId,
      account_name: typed.account ?? '',
      ...(typed.domain ? { account_domain: typed.domain } : {}),
      ...(typed.country ? { country: typed.country.toUpperCase() } : {}),
      ...(typed.product ? { product: typed.product } : {}),
      ...(typed.amount ? { amount: Number(typed.amount), currency: typed.currency ?? '' } : {}),
      ...(typed.kind ? { kind: typed.kind } : {}),
    });
  },
};

/** For whom one may register; null for a partner's person, whose own firm it is. */
async function listPartners({ surface, scope, actor }: Filler): Promise<Choice[] | null> {
  if (actor.kind === 'partner') return null;
  const partners = await surface.services.partners.list(scope, { status: 'active' });
  return partners.map(({ partnerId, name }) => ({ value: partnerId, words: name }));
}

function drawPartner(partners: readonly Choice[], typed: Typed): types.InputBlock {
  const look = { name: 'partner', label: 'Partner', typed, watch: true };
  return fitsOneList(partners)
    ? choiceField({ ...look, choices: partners })
    : textField({ ...look, hint: 'Its name', most: 200 });
}

async function choosePartner(filler: Filler, typed: Typed): Promise<string> {
  if (filler.actor.kind === 'partner') return filler.actor.partnerId;
  const { surface, scope } = filler;
  const [first, second] = await surface.services.partners.find(scope, typed.partner ?? '', 2);
  if (!first) throw new FieldFaults({ partner: 'There is no partner of that name that can be shown here.' });
  if (second && second.score === first.score)
    throw new FieldFaults({ partner: `Which one: ${first.name} or ${second.name}?` });
  return first.partnerId;
}

function checkFields(typed: Typed): void {
  const faults: Record<string, string> = {};
  if ((typed.account ?? '').length < NAME_CHARACTERS) faults.account = 'Write the account’s name.';
  if (typed.domain && !/^[^\s/@]+\.[^\s/@]+$/.test(typed.domain))
    faults.domain = 'Write the domain alone, such as globex.com.';
  if (typed.country && !/^[a-z]{2}$/i.test(typed.country)) faults.country = 'Two letters, such as DE.';
  const amount = Number(typed.amount ?? '0');
  if (!Number.isFinite(amount) || amount < 0) faults.amount = 'An amount of zero or more.';
  else if (amount > MOST_AMOUNT) faults.amount = 'That is more than can be registered.';
  if (Object.keys(faults).length > 0) throw new FieldFaults(faults);
}

/** A thousand thousand millions: in any currency's minor units still a safe integer. */
const MOST_AMOUNT = 1e12;

async function drawFindings(filler: Filler, typed: Typed): Promise<types.KnownBlock[]> {
  const name = typed.account ?? '';
  if (name.length < NAME_CHARACTERS) return [];
  const { surface, scope, actor } = filler;
  try {
    const check = await surface.services.registrations.check(scope, {
      account: name,
      product: typed.product || null,
      partner: actor.kind === 'partner' ? actor.partnerId : typed.partner || null,
    });
    const shown = { account: check.account, findings: check.findings.slice(0, MOST_FINDINGS) };
    const card = renderCard({ kind: 'conflicts', title: 'What stands in the way', check: shown }, []);
    const offer = check.offer ? context([toInline(check.offer)]) : null;
    return [...card, ...(offer ? [offer] : [])];
  } catch (error) {
    if (!isAppError(error) || error.code === 'internal') throw error;
    return [section(toInline(error.message))];
  }
}
