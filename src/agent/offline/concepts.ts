/**
 * What a word or turn of phrase speaks of. A question is read as a set of these, so that a new way to say a thing is one
 * more entry here and not one more pattern for each way to ask. Entries, parted by `|`, read lower case with short forms
 * written out; a trailing `*` stands for any ending, `_` for up to three words in between and `*` alone for up to four.
 */
const LEXICON = {
  who: `
    who | whom | anyone | anybody | someone | somebody | which partner* | which _ partner* | what partner* |
    any partner* | any of _ partner* | a partner | one of our partner*`,
  partner: 'partner* | ally | allies | integrator* | si | sis | msp* | isv* | reseller* | vendor*',
  archetype: `
    si | sis | system integrator* | systems integrator* | integrator* | msp* | managed service* | isv* |
    software vendor* | technology partner* | reseller* | var | vars | referral partner* |
    influence partner* | consultanc* | distributor*`,
  bring: `
    bring | bringing | involve | involving | loop in | loop _ in | pull in | pull _ in | rope in |
    rope _ in | team up | partner up | invite | add to | take along | take _ along | take someone | cosell |
    co-sell with | co-sell _ with | go in with | go with | put on | put forward | propose | proposing |
    engage | call in | turn to | work with on | join us | lean on | approach | should we use |
    should i use | to use | go alone | on our own or`,
  recommend: `
    a partner turn | turn this around | losing | rescue | save the deal | implementation partner | delivery partner | delivery capacity | do we name | name a partner | good match | our odds | my odds | the odds | our chances | my chances | with whom | partner worth | partner idea* | partner for this | partners for | partner options | options for | recommend* | suggest* | your pick | your choice | pick | rank* | shortlist | short list | best fit |
    good fit | right fit | right one | right partner* | best partner* | ideal | best placed | suited |
    suitable | best shot | best chance* | better chance* | strongest | candidate* | make sense |
    makes sense | worth involving | best play | which play | need a partner | need _ partner |
    find a partner | find me a partner | looking for a partner | ideas | best to | match for`,
  door: `
    open a door | open the door* | open door* | open some door* | door opener* | get me in | get us in |
    get me into | get us into | way in | way into | foot in | get a meeting | get me a meeting |
    get us a meeting | get access | path into | entry into`,
  help: `
    help me | help us | help with | help at | help on | help close | could help | can help | might help |
    give me a hand | assist* | support us | unstick | unstuck | stuck | stalled | win this | winning |
    help win | get this over`,
  intro: 'intro | introduction* | introduce* | warm intro | introducing',
  write: `
    draft | write | prepare | request an | request a | ask for | ask | get | need | want | set up |
    arrange | ping | send | message | contact | reach out | email | make | via | through | please |
    organise | organize | would like`,
  reach: `
    get * to open | have * open the door | ask * to introduce | ask * to open | reach out to | write to | drop _ a line | get in touch with | contact _ about | ping | message`,
  know: `
    know* | in touch | relationship* | connection* | connected | ties | tie to | foothold | acquainted |
    on their books | on the books | in their crm | in its crm | a customer of | customers of |
    customer of one | customer at | as a customer | as customer | as a client | as client | client of |
    clients of | is inside | already inside | inside | sell into | sells into | selling into | sell* to |
    work* with | already work | already in | engaged at | active at | active in | present at | deal* with |
    has contacts | have contacts | contacts at | links to | link to | does business with |
    doing business with | serves | already serve* | on their list | in their list | account list`,
  crm: `
    in their crm | in its crm | on their books | on their list | in their list | as a customer |
    as customer | as client | as a client`,
  overlap: `
    's list | list can we see | shares with us | of their list | overlap* | in common | mutual | shared account* | share* accounts | accounts _ share | share with |
    account mapping | map * against | map _ against | both have | both know | both sell | joint customer* |
    joint account* | common customer* | common account* | also ours | also yours | also our | also their |
    also your`,
  whitespace: `
    whitespace | white space | greenfield | that we do not | that we don't | which we do not |
    we don't have | we do not have | we have not | we haven't | not in yet | don't have yet |
    does not have | doesn't have | not have | are we not in | we are not in | not on our list |
    not on their list | missing from`,
  conflict: `
    break the rules | break any rule* | reason to say no | cause trouble | any trouble | beat us to | there first | ahead of us | anything registered | registered or | still open for | open for us | in conflict | interfere* | conflict* | clash* | collid* | collision* | toes | roe | rules of engagement | taken | is free |
    still free | free for | is clear | clear for | clear to | is available | still available |
    up for grabs | blocked | blocking | blocks | blocker* | a claim | claims on | claim on | claimed |
    stand* in the way | in our way | in the way | object* | safe to | off limits | named account* |
    territor* | overlapping claim* | sell direct | go direct | direct deal | free to | spoken for |
    reserved | stops | stopping | prevents | locked | ok for | okay for | fine for | problem if |
    be a problem | an issue | allowed to sell | allowed to work | let * work | let _ work | is protected |
    else protected | against | got dibs | dibs`,
  holds: `
    who registered | who has registered | who holds | holds the | already registered | else registered |
    somebody registered | someone registered | anybody registered | anyone registered | who has the |
    who has a registration | registered already | has * registered | has _ registered`,
  pitch: `
    give * to | hand * to | offer * to | pitch* | sell | register | go for | goes for | go after | goes after | offer | quote | work on | bid |
    pursue`,
  may: 'may | can | could | allowed | would | is it ok | is it okay | is it fine | if | let',
  registration: 'registration* | deal reg* | registered | dr | drs | protection* | protected',
  registerVerb: `
    please register | register | put in a registration | put in a deal | hand in | submit | log | file |
    enter a | new deal | new registration | deal registration | protect | sign up the deal`,
  theirRegs: `
    what do * have registered | came in from | come in from | handed in by | filed by | submitted by | protected deals | deals protected | registrations of | registrations by | what has * registered | what have * registered | what did * register | which deals has * registered |
    what * has registered | deals * registered`,
  stand: `
    status | where are | where do | where does | where is | stand | stands | news | update | progress |
    what happened | approved | rejected | turned down | refused | withdrawn | expired | returned |
    till when | until when | how long are we | how long is * protected | how long _ protected |
    still protected | open registration* | list | show | how many | what has | what have | which | any |
    did you | have they`,
  waiting: `
    need an answer | needs an answer | need answering | need a decision | awaiting | needs approval | needs a decision | approvals | needs deciding |
    waiting | waits | pending | queue | sign off | my approval | to approve | to decide | decide on |
    undecided | outstanding | on my desk | backlog | inbox | my decision | need my | needs my | to do |
    on my plate | to review`,
  overdue: 'overdue | late | too long | past due | behind | missed the deadline | past their',
  expire: `
    expir* | run out | runs out | running out | lapse* | lapsing | ending | ends soon | about to end |
    up soon`,
  rejected: 'turned down | rejected | refused | declined | said no to',
  advice: `
    should i approve | should we approve | should i accept | should i reject | should we reject |
    should i decide | what do you think | what do you make | what would you do | what should i do |
    what shall i do | your view | your take | your opinion | your advice | advise | advice | yes or no |
    approve or | or reject | help me decide | help decide | safely approve | can i approve |
    anything wrong | any concern* | any objection* | looks good to you | good to approve | ok to approve |
    thumbs up or | how would you decide | would you approve | what to do with | what to do about`,
  approve: `
    fine by me | fine with me | looks fine | looks good | lgtm | good to go | let * through | approve | accept | green light | greenlight | go ahead with | push through | push _ through |
    wave through | wave _ through | sign off on | ok it | say yes to | give the ok | give it the ok |
    let it through | clear it`,
  reject:
    'kill | bin | no go | no-go | knock * back | throw out | reject | turn down | turn _ down | deny | decline | refuse | say no to | knock back | no to',
  extend: `
    extend | prolong | more time | longer | another month | renew the protection | give * more time |
    extension for`,
  revenue: `
    make with partners | made with partners | made with | influence | influencing | productive | profitable | revenue | earned | earn* | brought | bring in | bring us | brings in | bringing in | bring more |
    money | turnover | bookings | most business | more business | business for us | how much business |
    worth to us | contribut* | sourced | sourcing | source | influenced | attributed | attribution |
    closed the most | won the most | generated | delivered | through partners | via partners |
    came from partners | from partners | came through | share of * wins | channel sales | income | sales |
    wins | euros | dollars`,
  dispute: `
    dispute* | claiming the source | claim the source | claims to be the source | two partners claim* |
    both claim* | contested | who gets credit | double claim*`,
  top: `
    productive | successful | profitable | best | top | biggest | most valuable | strongest | leading | largest | the most | most often | most |
    leaderboard | ranking | rank | more | favourite | favorite | number one`,
  helped: `
    helped us | help us the most | helped most | did the most | did most | done the most | done most |
    helped me`,
  time: `
    quarter* | month* | year* | week* | ytd | since | so far | past | last | fiscal | fy* | q1 | q2 | q3 |
    q4 | january | february | march | april | june | july | august | september | october | november |
    december | recently | lately`,
  chart: 'chart* | graph* | plot* | diagram* | visuali* | waterfall',
  split: `
    by product* | by quarter* | by tier* | by region* | by archetype* | by partner* | per partner |
    per quarter | per product | per region | per tier | split | break down | breakdown`,
  measure: `
    worth the money | worth the effort | cost us | costs us | pay for itself | paid back | survey results | psat | ropi | roi | return on | win rate* | attach rate* | kpi* | metric* | scorecard* | satisf* |
    happy | happier | unhappy | survey* | nps | time to value | time to first | ttv | cltv |
    lifetime value | how long until | how long does it take a new | close more often | win more often |
    won more often | more likely to close | deals bigger | bigger deals | deal size | larger deals | qbr |
    business review | pay off | paying off | pays off | health of | measures | lift of | the lift | lift * with partner* |
    lift from | win more deals | tier follow* | tier does follow | first win`,
  performing: `
    performing | performance | how is * doing | how are * doing | doing well | how good is | numbers`,
  profile: `
    profile | tell me about | what do you know about | what do we know about | tier | certif* | competenc* |
    onboarding | mdf request* | mdf application* | partner manager | contact at | contacts at | my contact |
    our contact* | main contact | contact person | looks after | look after | manages | who runs |
    in charge of | responsible for | since when | still a partner | still active | good at | speciali* |
    what kind of | what sort of | what does * do | cover | covers | skills | skilled in | capacity |
    trained | overview of | background on | info on | details on | details of | joined | been a partner |
    who are they`,
  own: 'our | ours | my | mine | we | us | i',
  list: `
    is there | number of | who is | who are | partner list | which | what | any | all | list | show | how many | do we have | have we got | who do we have |
    are there | our | give me | only | find`,
  attribute: `
    who did we lose | with experience | onboarded | who do * in | in retail | active | inactive | dormant | in onboarding | being onboarded | recruit* | speciali* | certified |
    competenc* | industry | tier | in our programme | in the programme | in our program | that know |
    who do | based in | located | expertise | skills | experience with | do we have in | partners in |
    focused on | focus on`,
  deal: `
    deal | deals | opportunit* | pipeline | forecast | stage | supposed to close | closes on | closing |
    selling anything | selling to | sell to | working on | working | how big | owns | owner of`,
  dealAsk: `
    close date | closing date | value of | nobody has attached | biggest open deal | biggest deal | largest deal | my pipeline | our pipeline | pipeline at | pipeline | forecast | what stage | which stage | stage of |
    supposed to close | expected to close | when does * close | when will * close | when is * close |
    due to close | how big | how large | open deal* | open opportunit* | active deal* | active opportunit* |
    running deal* | live deal* | deals do i | deals do we | do we have a deal | do we have _ deal |
    is there a deal | is there an opportunit* | any deal* | everything open | selling anything | my deals |
    my opportunit* | deals are | working on our side | owns | account owner | who is the owner |
    account manager for | on our side | manages that account | manages the account | opportunities of |
    opportunities at | deals of | deals at | deals with | deals without | opportunities without |
    without a partner | without partner* | no partner | partner attached | partner yet`,
  match: `
    match | matches | matched | matching | duplicate* | same company | same firm | double entries`,
  review: `
    review* | doubt* | unclear | unsure | uncertain | human | look at | check | confirm | decide |
    possible | questionable | ambiguous | open | pending | not sure`,
  mapping: 'account mapping',
  answer: `
    repl* | answer* | respond* | respons* | accept* | declin* | unanswered | came of | become of |
    became of | outcome* | hear back | heard back | get back | got back | come back to us | still open |
    waiting | outstanding | asked for | did you ask | lately | we made | pending`,
  ledger: `
    owe* | owing | favour* | favor* | reciproc* | give back | giving back | give and take | gives and |
    quid pro quo | balanced | in debt | one-sided | one sided | two way | two-way`,
  followed: `
    follow your | followed | follow the recommendation* | follow recommendation* |
    recommendations any good | were you right | you been right | your recommendations | how accurate |
    how good are you | how reliable | predictions | track record | came true | come true | listen to you |
    can i trust you | trust your`,
  rule: `
    how long does | how long is a | how long do | how much discount | minimum | maximum | margin* |
    discount* | commission* | spif* | spiff* | bonus* | incentive* | fee | fees | rebate* | claim mdf | mdf claim* | mdf be | mdf paid | mdf cover* | nfr |
    cppo | private offer* | benefit* | requirement* | what counts | counts as | difference between |
    definition | define | what is meant | what does * mean | policy | policies | rule on | rule about |
    rules on | rules about | rules for | any rule on | any rule about | any rules on | any rules about | allowed to | is it allowed | deadline | claim mdf |
    how do i become | how do we become | become | reach | qualify | need to reach | what happens if |
    what happens when | what if two | in general | in short | in principle | explain | playbook |
    programme say* | program say* | process for | procedure | how often can | how many registrations may |
    how many registrations can | may we have | can we have | how fast do we | how quick* | support hours |
    do certificates | co-branded | swag | gift* | reimburs* | paid out | payout | when is * paid |
    who pays | what do i get | what do we get | be extended | how much mdf`,
  can: `
    what can you do | what can you | what do you do | what can i ask | what else can you |
    how can you help | how can u help | how do you work | how do i use you | who can read | who can see |
    who sees | who reads | who else can see | who else can read | what can i see | what can we see |
    what can you see | can you see | what do you see | what do you know about us | know about us |
    know about me | can my competitors see | competitors see | other partners see | others see |
    is this private | is this confidential | who is in this channel | what are you able | what are you for`,
  withdraw: `
    withdraw | take it back | take * back | pull it | pull * back | no longer need | do not need | don't need |
    cancel | drop it | drop the | scrap`,
  areWe: 'are we | am i',
  protectedNow: `
    still protected | * protected at | * protected on | have protection at | has protection at | protection at |
    protection on | protected * still`,
  onboardee:
    'being onboarded | in onboarding | currently onboarding | onboarding at the moment | still onboarding',
  partnerList: `
    partner list | list of partners | partner directory | all partners | all our partners | list partners |
    list our partners | list all partners | every partner we have`,
  contact: 'contacts | contact person* | contact people | our people | registered contacts | users',
  others: `
    does * have more | have more registrations | all partners | list of partners | which partners | other firms | than we do | than we have | than us | other people's | another firm* | other partner* | another partner's | best partner* | top partner* | competitor*' | our competitor* |
    internal note* | private note* | which customers * has | whose customers | cheaper than | better than us |
    your pipeline | your forecast | your margin*`,
} as const satisfies Readonly<Record<string, string>>;

export type Concept = keyof typeof LEXICON;

/** The lexicon made ready for reading; costs some milliseconds, so make it once. */
export type ConceptReader = (plain: string) => ReadonlySet<Concept>;

/** Reads a plain question (see plainQuestion) for what it speaks of. */
export function createConceptReader(): ConceptReader {
  const patterns = (Object.keys(LEXICON) as Concept[]).map(
    (concept) => [concept, new RegExp(`\\b(?:${entriesOf(concept).map(toPattern).join('|')})\\b`)] as const,
  );
  return (plain) =>
    new Set(patterns.filter(([, pattern]) => pattern.test(plain)).map(([concept]) => concept));
}

/** Every word of the lexicon, for mending slips of the hand. */
export function listConceptWords(): string[] {
  const words = (Object.keys(LEXICON) as Concept[])
    .flatMap(entriesOf)
    .flatMap((entry) => entry.split(/[^a-z]+/));
  return [...new Set(words)].filter((word) => word !== '');
}

function entriesOf(concept: Concept): string[] {
  return LEXICON[concept].split('|').map((entry) => entry.trim().replace(/\s+/g, ' '));
}

function toPattern(entry: string): string {
  return entry
    .split(' ')
    .map((word) =>
      word === '*'
        ? '\\S+(?: \\S+){0,3}'
        : word === '_'
          ? '(?:\\S+ ){0,2}\\S+'
          : word.replace(/\*$/, "[\\w'-]*"),
    )
    .join('\\s+');
}
