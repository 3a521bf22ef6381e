import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { IsoDate } from '../../src/dates.ts';
import { makeAccounts } from './accounts.ts';
import { setCapacities } from './capacity.ts';
import { DEFAULT_SEED, planCompany } from './company.ts';
import { makeContacts, makePartnerContacts } from './contacts.ts';
import { makeDeals } from './deals.ts';
import { createProtectionBook, type Ledger } from './ledger.ts';
import {
  makeCampaigns,
  makeContent,
  makeCosts,
  makeIntegrationRequests,
  makeMdfRequests,
  makeOffers,
} from './marketing.ts';
import { type Notable, nameNotable } from './notable.ts';
import { writePartnerLists } from './partner-lists.ts';
import { makePartners } from './partners.ts';
import { createPeopleNamer, makePartnerPeople, makePeople, type NamePeople } from './people.ts';
import { createStage } from './planted.ts';
import { plantOthers } from './planted-cases.ts';
import { plantHero } from './planted-hero.ts';
import { renderPlaybook } from './playbook-pages.ts';
import { makePlays } from './plays.ts';
import { createRandom, type Random } from './random.ts';
import { makeRegistrations } from './registrations.ts';
import { makeRelations } from './relations.ts';
import { writeSettings } from './settings.ts';
import { makeSharing } from './sharing.ts';
import { makeBaseSubscriptions } from './subscriptions.ts';
import { makeCertifications, makeCourses, makeEngagement, makeOnboarding, makeSurveys } from './training.ts';
import { describeTruth } from './truth.ts';
import { createWinModel } from './win-model.ts';
import { listStems } from './words.ts';
import { type Tables, writeFolder } from './write-folder.ts';

export interface WorldOptions {
  readonly seed: number;
  /** Emptied first. The truth goes beside it, as `<folder>-truth.json`. */
  readonly folder: string;
  readonly today?: IsoDate;
}

export interface WorldSummary {
  readonly seed: number;
  readonly company: string;
  readonly folder: string;
  readonly truthFile: string;
  /** Rows by file. */
  readonly rows: Readonly<Record<string, number>>;
  readonly pages: number;
  readonly notable: Notable;
}

const TODAY = '2026-06-30';

/** Writes a company folder that the seed decides to the byte, and its truth beside it. Nothing in it happens after `today`. */
export async function generateWorld(options: WorldOptions): Promise<WorldSummary> {
  const random = createRandom(options.seed);
  const namePerson = createPeopleNamer(random.fork('names'));
  const ledger = openLedger(options, namePerson, random);
  const stage = createStage(ledger, random.fork('planted'));
  const hero = plantHero(stage);
  const others = plantOthers(stage);
  makeBaseSubscriptions(ledger, random.fork('base'));
  makeDeals(ledger, random.fork('deals'));
  makeRegistrations(ledger, random.fork('registrations'));
  setCapacities(ledger, random.fork('capacity'));
  setStatuses(ledger);
  const records = writePartnerLists(
    { company: ledger.company, accounts: ledger.accounts, relations: ledger.relations.relations },
    random.fork('lists'),
  );
  const pages = renderPlaybook(ledger.company, ledger.partners);
  const notable = nameNotable(ledger, { hero, others });
  const rows = writeFolder(options.folder, {
    settings: writeSettings(ledger.company, {
      namedAccounts: [others.namedParent.accountId],
      exclusive: others.exclusive,
    }),
    tables: fillTables(ledger, namePerson, random),
    records,
    pages,
  });
  const truthFile = `${options.folder.replace(/\/+$/, '')}-truth.json`;
  writeFileSync(
    truthFile,
    `${JSON.stringify(describeTruth(ledger, { records, cases: stage.cases, notable }), null, 1)}\n`,
  );
  return {
    seed: options.seed,
    company: ledger.company.name,
    folder: options.folder,
    truthFile,
    rows,
    pages: pages.filter((one) => one.path.endsWith('.md')).length,
    notable,
  };
}

function openLedger(options: WorldOptions, namePerson: NamePeople, random: Random): Ledger {
  const company = planCompany(options.seed, options.today ?? TODAY, random.fork('company'));
  const stems = random.fork('stems').shuffle(listStems());
  const people = makePeople(company, namePerson, random.fork('people'));
  const accounts = makeAccounts(company, people, stems, random.fork('accounts'));
  const partners = makePartners(company, people, random.fork('partners'));
  const partnerPeople = makePartnerPeople(partners.partners, namePerson, random.fork('partner people'));
  const relations = makeRelations(
    { company, accounts, partners, stems, namePerson },
    random.fork('relations'),
  );
  const family = accounts.accounts.filter(
    (one) => one === accounts.hero || one.parentAccountId === accounts.hero.accountId,
  );
  return {
    company,
    people,
    accounts,
    partners,
    partnerPeople,
    relations,
    winModel: createWinModel({ company, partners, relations }, random.fork('wins')),
    opportunities: [],
    stages: [],
    roles: [],
    touchpoints: [],
    subscriptions: [],
    registrations: [],
    offers: [],
    sources: new Map(),
    reserved: new Set(family.map((one) => one.accountId)),
    protections: createProtectionBook(),
  };
}

/** What an account is to us follows from what runs and what is open. */
function setStatuses(ledger: Ledger): void {
  const { today } = ledger.company;
  const customers = new Set(
    ledger.subscriptions
      .filter((one) => one.endedOn === null || one.endedOn >= today)
      .map((one) => one.accountId),
  );
  const open = new Set(
    ledger.opportunities.filter((one) => !one.stage.startsWith('closed')).map((one) => one.accountId),
  );
  for (const account of ledger.accounts.accounts) {
    if (customers.has(account.accountId)) account.status = 'customer';
    else account.status = open.has(account.accountId) ? 'open_opportunity' : 'prospect';
  }
}

function fillTables(ledger: Ledger, namePerson: NamePeople, random: Random): Tables {
  const contacts = makeContacts(ledger, namePerson, random.fork('contacts'));
  const content = makeContent(ledger, random.fork('content'));
  const mdf = makeMdfRequests(ledger, random.fork('mdf'));
  return {
    'people.csv': ledger.people,
    'accounts.csv': ledger.accounts.accounts,
    'opportunities.csv': ledger.opportunities,
    'opportunity_stages.csv': ledger.stages,
    'contacts.csv': contacts,
    'opportunity_partners.csv': ledger.roles,
    'subscriptions.csv': ledger.subscriptions,
    'integration_requests.csv': makeIntegrationRequests(ledger, random.fork('requests')),
    'partners.csv': ledger.partners.partners,
    'partner_people.csv': ledger.partnerPeople,
    'partner_contacts.csv': makePartnerContacts(
      { ledger, contacts, namePerson },
      random.fork('partner contacts'),
    ),
    'sharing.csv': makeSharing(ledger.partners, random.fork('sharing')),
    'onboarding.csv': makeOnboarding(ledger, random.fork('onboarding')),
    'certifications.csv': makeCertifications(ledger, random.fork('certificates')),
    'courses.csv': makeCourses(ledger),
    'surveys.csv': makeSurveys(ledger, random.fork('surveys')),
    'engagement.csv': makeEngagement(ledger, random.fork('engagement')),
    'registrations.csv': ledger.registrations,
    'touchpoints.csv': ledger.touchpoints,
    'campaigns.csv': makeCampaigns(ledger, content, random.fork('campaigns')),
    'content.csv': content,
    'mdf_requests.csv': mdf,
    'costs.csv': makeCosts(ledger, mdf, random.fork('costs')),
    'marketplace_offers.csv': [...ledger.offers, ...makeOffers(ledger, random.fork('offers'))],
    'plays.csv': makePlays(ledger.company.competencies),
  };
}

/** `tsx evals/worlds/generate.ts [--seed N] [--out DIR] [--today DATE]`: prints the summary as JSON. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, out: { type: 'string' }, today: { type: 'string' } },
  });
  const seed = Number(values.seed ?? DEFAULT_SEED);
  const folder = values.out ?? `${import.meta.dirname}/out/${seed}`;
  const summary = await generateWorld({ seed, folder, ...(values.today ? { today: values.today } : {}) });
  process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
}

if (process.argv[1] === import.meta.filename) await main();
