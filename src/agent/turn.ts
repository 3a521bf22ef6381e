import { randomBytes } from 'node:crypto';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { ToolDefinition } from '../../tools/define.ts';
import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Services } from '../services.ts';
import { chooseCards } from './cards.ts';
import { type Conversation, converse } from './converse.ts';
import type { Fault } from './grounding/find-faults.ts';
import {
  createGrounding,
  describeFaults,
  type GroundedAnswer,
  settleAnswer,
} from './grounding/ground-answer.ts';
import { LIMITS, type TurnLimits } from './limits.ts';
import { createMemory, type FinishedTurn, type RememberedTurn, type TurnStep } from './memory.ts';
import { createBreaker, guardModel, type ModelUse } from './model-guard.ts';
import type { Proposals } from './proposals.ts';
import { createToolRunner } from './tool-runner.ts';
import { describeReaders, type TurnFacts } from './turn-facts.ts';
import type { Answer, Assistant, Question } from './types.ts';

const OVERSPENT = "Today's budget for the language model is used up, so this came from the basic mode.";

export interface AssistantParts {
  readonly access: Access;
  readonly services: Services;
  readonly tools: readonly ToolDefinition[];
  readonly proposals: Proposals;
  readonly offline: BaseChatModel;
  readonly configured: { readonly name: string; readonly model: BaseChatModel } | null;
  readonly systemPrompt: string;
  /** The usual bounds where it is left out. */
  readonly limits?: TurnLimits;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * The assistant: question → identity and audience → scope → model and tools → checked answer. One turn at a time in a
 * thread; everything that it did is kept.
 */
export function createAssistant(parts: AssistantParts): Assistant {
  const memory = createMemory(parts.access);
  const limits = parts.limits ?? LIMITS;
  const breaker = createBreaker(() => performance.now());
  const lanes = new Map<string, Promise<unknown>>();

  const answer: Assistant['answer'] = (question) => {
    const before = lanes.get(question.thread) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => runTurn(question));
    lanes.set(question.thread, turn);
    void turn
      .catch(() => undefined)
      .finally(() => {
        if (lanes.get(question.thread) === turn) lanes.delete(question.thread);
      });
    return turn;
  };

  /** Whether this person's or everybody's day has no tokens left; a database that can't tell spends no more. */
  const isOverspent = async (scope: Scope, at: Date): Promise<boolean> => {
    const spent = await memory.spentOn(scope, at);
    return spent.person >= limits.personTokensADay || spent.everybody >= limits.tokensADay;
  };

  /** A turn that can't be kept is still answered: the person must not wait for the ledger. */
  const keepTurn = async (scope: Scope, turn: FinishedTurn): Promise<void> => {
    try {
      await memory.keep(scope, turn);
    } catch (error) {
      parts.log.error({ error, turn: turn.answer.turnId }, 'a turn could not be kept');
    }
  };

  const runTurn = async (asked: Question): Promise<Answer> => {
    // NUL is the one character that no text of the database can hold.
    const question = { ...asked, text: asked.text.replaceAll('\0', ' ') };
    if (!question.text.trim()) throw new AppError('bad_input', 'The question is empty.');
    const startedAt = parts.now();
    const started = performance.now();
    const scope = await parts.access.grant(question.actor, question.audience);
    const history = await memory.recall(scope, question.thread);
    const facts = await gatherFacts(parts, scope, history);
    const steps: TurnStep[] = [];
    const overspent = parts.configured !== null && (await isOverspent(scope, startedAt));
    const configured = overspent ? null : parts.configured;
    const use: ModelUse = { fellBack: false, calls: 0, inputTokens: 0, exhausted: false };
    const tools = parts.tools.filter((one) => one.roles.includes(scope.role));
    const runner = createToolRunner({
      tools,
      context: { scope, services: parts.services, today: facts.today },
      maxCalls: limits.toolCalls,
      storeProposal: async (draft) => {
        const stored = await parts.proposals.store(scope, draft);
        steps.push({ kind: 'proposal', name: stored.action, detail: { proposal_id: stored.id }, ms: 0 });
        return stored;
      },
      onStep: (step) => steps.push({ kind: 'tool', ...step }),
      onProgress: question.onProgress ?? (() => undefined),
      log: parts.log,
    });
    const guard = guardModel({
      offline: parts.offline,
      configured: configured !== null,
      breaker,
      use,
      maxCalls: limits.modelCalls,
      maxInputTokens: limits.inputTokens,
      log: parts.log,
      onStep: (step) => steps.push(step),
    });
    const model = configured?.model ?? parts.offline;
    const talk = {
      question,
      facts,
      history,
      tools,
      runner,
      guard,
      model,
      limits,
      systemPrompt: parts.systemPrompt,
    };
    const grounded = await answerGrounded(parts, talk, { use, steps, offline: configured === null });
    const basic = configured === null || use.fellBack;
    const { findings } = runner;
    const result: Answer = {
      turnId: `turn_${randomBytes(10).toString('hex')}`,
      text: overspent ? `${grounded.text}\n\n${OVERSPENT}` : grounded.text,
      model: basic || !configured ? 'offline' : configured.name,
      mode: basic ? 'basic' : 'full',
      ms: Math.round(performance.now() - started),
      scope,
      tools: findings.calls,
      cards: chooseCards(findings.cards),
      citations: findings.citations,
      proposals: findings.proposals,
      abstained: grounded.abstained,
      thread: question.thread,
      fullerAnswerPrivately:
        question.actor.kind === 'staff' && (scope.role === 'partner' || scope.role === 'public'),
    };
    await keepTurn(scope, {
      answer: result,
      question: question.text,
      focus: { ...facts.focus, ...findings.focus },
      last: findings.last ?? facts.last,
      steps,
      startedAt,
      endedAt: parts.now(),
    });
    return result;
  };

  const prepare: Assistant['prepare'] = async ({ tool: name, input, actor, audience }) => {
    const scope = await parts.access.grant(actor, audience);
    const definition = parts.tools.find(
      (one) => one.name === name && one.effect === 'draft' && one.roles.includes(scope.role),
    );
    const parsed = definition?.input.strict().safeParse(input);
    if (!definition || !parsed?.success)
      throw new AppError('not_allowed', 'That is not a step that can be prepared here.');
    const today = await parts.services.company.today();
    const outcome = await definition.run(parsed.data, { scope, services: parts.services, today });
    if (!outcome.draft) throw new AppError('internal', `The tool '${name}' prepared nothing.`);
    return parts.proposals.store(scope, outcome.draft);
  };

  return { answer, prepare, confirm: parts.proposals.confirm, dismiss: parts.proposals.dismiss };
}

async function gatherFacts(
  parts: AssistantParts,
  scope: Scope,
  history: readonly RememberedTurn[],
): Promise<TurnFacts> {
  const { company, partners } = parts.services;
  const settings = await company.settings();
  const latest = history.at(-1);
  const actor = scope.actor;
  // Strangers in the room see no firm's profile, though one firm of the room is known.
  const partnerId =
    scope.role === 'partner' && scope.partnerIds.length === 1 ? scope.partnerIds[0] : undefined;
  const partner = partnerId ? (await partners.profile(scope, partnerId)).partner : null;
  return {
    today: await company.today(),
    company: settings.name,
    products: settings.products,
    // How we cut the world is ours to know.
    ...(scope.role === 'partner' || scope.role === 'public'
      ? {}
      : { regions: Object.keys(settings.regions) }),
    asker: {
      role: scope.role,
      name: actor.kind === 'outsider' ? null : actor.name,
      email: actor.kind === 'outsider' ? null : actor.email,
    },
    readers: describeReaders(scope),
    partner: partner ? { id: partner.partnerId, name: partner.name } : null,
    focus: latest?.focus ?? null,
    last: latest?.last ?? null,
  };
}

/**
 * Lets the model answer and holds its words against the turn. Words that fail go back to a configured model once, with what is
 * wrong in them; the offline model would say the same again, so that its faulty sentences are left out at once.
 */
async function answerGrounded(
  parts: AssistantParts,
  talk: Conversation,
  turn: { use: ModelUse; steps: TurnStep[]; offline: boolean },
): Promise<GroundedAnswer> {
  const { steps, use } = turn;
  const started = performance.now();
  const deadline = AbortSignal.timeout(talk.limits.turnMs);
  const settings = await parts.services.company.settings();
  const spoken = await converse(talk, { deadline });
  const { findings } = talk.runner;
  const grounding = createGrounding({
    findings,
    question: [talk.question.text, ...talk.history.map((one) => one.question)].join('\n'),
    facts: talk.facts,
    fiscalYearStarts: settings.fiscal_year_starts,
  });
  let words = spoken.words;
  let { faults } = grounding.check(words);
  const first = faults;
  const repairable = !turn.offline && !use.fellBack && !use.exhausted && !deadline.aborted && words !== '';
  if (faults.length > 0 && repairable) {
    const again = await converse(talk, { deadline, spoken, correction: describeFaults(faults) });
    if (again.words) words = again.words;
    faults = grounding.check(words).faults;
  }
  const stopped = deadline.aborted ? 'time' : use.exhausted ? 'calls' : null;
  const settled = settleAnswer(words, grounding.check(words), {
    findings,
    repaired: first.length > 0,
    keepRest: turn.offline || use.fellBack,
    stopped,
  });
  steps.push({
    kind: 'grounding',
    name: settled.verdict,
    detail: {
      removed: settled.removed,
      faults: countByReason(first),
      left: faults.length,
      ...(stopped ? { stopped } : {}),
    },
    ms: Math.round(performance.now() - started),
  });
  return settled;
}

/** How often which fault; the words themselves stay out of the trace. */
function countByReason(faults: readonly Fault[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { why } of faults) counts[why] = (counts[why] ?? 0) + 1;
  return counts;
}
