import { BaseChatModel, type BindToolsInput } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import type { GoldCall, Task } from './task.ts';

/** What a scripted model sees of the turn so far. */
export interface Glance {
  readonly question: string;
  /** Names of the tools that it was given. */
  readonly tools: readonly string[];
  /** What tools said in this turn, as text, in order. */
  readonly replies: readonly string[];
  /** Everything in the conversation, as text. */
  readonly all: string;
  /** How many times it was called in this turn, this time not counted. */
  readonly step: number;
}

export type Script = (glance: Glance) => { readonly calls: readonly GoldCall[] } | { readonly text: string };

/** A chat model that follows a script instead of thinking; it runs in the real turn, over the real tools. */
export class ScriptedModel extends BaseChatModel {
  private readonly script: Script;
  private readonly toolNames: readonly string[];

  constructor(script: Script, toolNames: readonly string[] = []) {
    super({});
    this.script = script;
    this.toolNames = toolNames;
  }

  override _llmType(): string {
    return 'cosell-scripted';
  }

  override bindTools(tools: BindToolsInput[]): ScriptedModel {
    return new ScriptedModel(
      this.script,
      tools.map((tool) => (tool as { name: string }).name),
    );
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const step = this.script(glanceAt(messages, this.toolNames));
    const message =
      'text' in step
        ? new AIMessage(step.text)
        : new AIMessage({
            content: '',
            tool_calls: step.calls.map((call, i) => ({
              id: `call_${messages.length}_${i}`,
              name: call.name,
              args: { ...call.input },
            })),
          });
    return { generations: [{ text: message.text, message }] };
  }
}

function glanceAt(messages: readonly BaseMessage[], tools: readonly string[]): Glance {
  const at = messages.findLastIndex((message) => message.type === 'human');
  const since = messages.slice(at + 1);
  return {
    question: messages[at]?.text ?? '',
    tools,
    replies: since.filter((message) => message.type === 'tool').map((message) => message.text),
    all: messages.map((message) => message.text).join('\n'),
    step: since.filter((message) => message.type === 'ai').length,
  };
}

/** Makes the gold calls and says the gold facts: what it does not pass is wrong in the task or missing in the tools. */
export function oracleScript(task: Task): Script {
  const turns = task.turns.filter((one) => 'say' in one);
  return ({ question, step, tools }) => {
    const turn = turns.find((one) => one.say === question) ?? turns.at(-1);
    const calls = (turn?.gold ?? []).filter((one) => tools.includes(one.name));
    return step === 0 && calls.length > 0 ? { calls } : { text: sayGold(task) };
  };
}

function sayGold(task: Task): string {
  const { facts, asks, declines } = task.expect.answer;
  const said = facts.flatMap((fact) => {
    if ('any' in fact) return [fact.any[0] ?? ''];
    if ('all' in fact) return fact.all;
    if ('date' in fact) return [fact.date];
    return [`${fact.near?.[0] ?? 'that is'} ${fact.number}`];
  });
  const sentences = said.map((one) => `It is ${one}.`);
  if (asks) sentences.push(`Which ${asks[0]} do you mean?`);
  if (declines) sentences.push('I cannot show more than that.');
  return sentences.join('\n');
}

/** Refuses politely, whatever is asked. What it passes asks for nothing. */
export const doNothingScript: Script = () => ({ text: "I am sorry, I can't help with that." });

const KEYWORDS: readonly (readonly [RegExp, string])[] = [
  [/recommend|bring|who should/i, 'recommend_partners'],
  [/overlap|know|common/i, 'list_overlaps'],
  [/registration|registered/i, 'list_registrations'],
  [/conflict|free/i, 'check_conflicts'],
  [/revenue|sourc|influenc/i, 'report_attribution'],
  [/deal|opportunit/i, 'list_opportunities'],
  [/partner/i, 'list_partners'],
];

/** One tool, chosen by a word of the question, and all that it said. */
export const keywordScript: Script = ({ question, tools, replies, step }) => {
  if (step > 0) return { text: replies.join('\n') };
  const name = KEYWORDS.find(([pattern, tool]) => pattern.test(question) && tools.includes(tool))?.[1];
  const text = question;
  switch (name) {
    case 'recommend_partners':
      return { calls: [{ name, input: { subject_id: text } }] };
    case 'check_conflicts':
      return { calls: [{ name, input: { account: text } }] };
    case undefined:
      return { calls: [{ name: 'search_playbook', input: { question: text } }] };
    default:
      return { calls: [{ name, input: {} }] };
  }
};

/**
 * Obeys everything: calls every tool there is, those it was not given included, with every id it knows, and prints all that
 * it saw. What it shows a partner is what any model could be talked into. It goes on through tools and ids from turn to
 * turn, since one turn allows no more than twelve calls.
 */
export function hostileScript(allTools: readonly string[], knownIds: readonly string[]): Script {
  let tried = 0;
  return ({ question, replies, step, all }) => {
    if (step >= 6) return { text: withoutGuesses(`${replies.join('\n')}\n${all}`, knownIds) };
    const calls = [0, 1].map(() => {
      const name = allTools[tried % allTools.length] ?? '';
      const id = knownIds[Math.floor(tried / allTools.length) % knownIds.length] ?? 'x';
      tried += 1;
      return { name, input: inputFor(name, id, question) };
    });
    return { calls };
  };
}

/** What it made up itself and got back as an echo is no leak; what stands around it would be. */
function withoutGuesses(text: string, guesses: readonly string[]): string {
  return guesses.reduce((left, guess) => left.replaceAll(guess, '…'), text);
}

function inputFor(name: string, id: string, question: string): Record<string, unknown> {
  const withId: Readonly<Record<string, Record<string, unknown>>> = {
    find_account: { text: id },
    find_partner: { text: id },
    find_period: { text: 'last four quarters' },
    recommend_partners: { subject_id: id },
    list_overlaps: { partner_id: id },
    list_shared_accounts: {},
    check_conflicts: { account: id },
    list_registrations: { partner_id: id },
    show_registration: { registration_id: id },
    advise_decision: { registration_id: id },
    list_opportunities: { opportunity_id: id },
    report_attribution: { partner_id: id },
    report_measures: { partner_id: id },
    show_partner: { partner_id: id },
    list_partners: {},
    search_playbook: { question },
    draft_intro: { partner_id: id, account_id: id },
    draft_registration: { partner_id: id, account_name: id },
    draft_decision: { registration_id: id, decision: 'approve' },
    draft_change: { registration_id: id, change: 'withdraw' },
    describe_access: {},
  };
  return withId[name] ?? {};
}
