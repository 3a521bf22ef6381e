import type { Row } from './rows.ts';

interface Play {
  readonly id: string;
  readonly name: string;
  readonly archetypes: string;
  readonly when: string;
  readonly steps: readonly string[];
}

const PLAYS: readonly Play[] = [
  {
    id: 'warm-introduction',
    name: 'Warm introduction',
    archetypes: 'si reseller msp referral influence',
    when: 'The partner knows somebody in the buying group whom we have not met.',
    steps: [
      'Ask the owner of the relationship',
      'Agree what each side says',
      'Meet within ten days',
      'Log the meeting',
    ],
  },
  {
    id: 'quiet-reference',
    name: 'Quiet reference',
    archetypes: 'si msp influence',
    when: 'Late in a deal, and the partner already works for the account.',
    steps: ['Ask whether the work is going well', 'Let the partner speak alone', 'Thank within a day'],
  },
  {
    id: 'delivery-first',
    name: 'Delivery first',
    archetypes: 'si msp',
    when: 'The customer doubts that it can carry the change by itself.',
    steps: [
      'Joint scoping workshop',
      'One statement of work',
      'Name both project leads',
      'Review each month',
    ],
  },
  {
    id: 'joint-solution',
    name: 'Joint solution',
    archetypes: 'isv',
    when: 'The customer asks for an integration that the partner has built.',
    steps: ['Show both products in one demonstration', 'Proof of concept of two weeks', 'One price sheet'],
  },
  {
    id: 'private-offer',
    name: 'Marketplace private offer',
    archetypes: 'reseller msp isv',
    when: 'The account has committed spend with a cloud provider.',
    steps: [
      'Check who holds the registration',
      'Agree the price',
      'Send the offer',
      'Follow up before it runs out',
    ],
  },
  {
    id: 'bring-nobody',
    name: 'Bring nobody',
    archetypes: '',
    when: 'The deal is on course and no partner adds reach, trust or hands.',
    steps: ['Write down why', 'Look again when the stage changes'],
  },
];

/** The plays of the programme. */
export function makePlays(competencies: readonly string[]): Row[] {
  return PLAYS.map((play) => ({
    playId: play.id,
    name: play.name,
    archetypes: play.archetypes.split(' ').filter(Boolean),
    when: play.when,
    steps: play.steps,
    competencies: play.id === 'delivery-first' ? competencies.slice(0, 3) : [],
  }));
}
