import { randomBytes } from 'node:crypto';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { createAgent, createMiddleware } from 'langchain';
import type { ToolDefinition } from '../../tools/define.ts';
import type { Access } from '../access/access.ts';
import type { Scope } from '../access/types.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Services } from '../services.ts';
import { chooseCards } from './cards.ts';
import { groundAnswer } from './grounding.ts';
import { createMemory, type RememberedTurn, type TurnStep } from './memory.ts';
import { createBreaker, guardModel, type ModelUse } from './model-guard.ts';
import type { Proposals } from './proposals.ts';
import { createToolRunner, type ToolRunner } from './tool-runner.ts';
import { describeReaders, type TurnFacts, writeTurnFacts } from './turn-facts.ts';
import type { Answer, Assistant, Question } from './types.ts';

/** The bounds of one turn. */
const LIMITS = { modelCalls: 8, toolCalls: 12, turnMs: 45_000, questionLength: 8_000 } as const;

export interface AssistantParts {
  readonly access: Access;
  readonly services: Services;
  readonly tools: readonly ToolDefinition[];
  readonly proposals: Proposals;
  readonly offline: BaseChatModel;
  readonly configured: { readonly name: string; readonly model: BaseChatModel } | null;
  readonly systemPrompt: string;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * The assistant: question → identity and audience → scope → model and tools → checked answer. One turn at a time in a
 * thread; everything that it did is kept.
 */
export function createAssistant(parts: AssistantParts): Assistant {
  const memory = createMemory(parts.access);
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

  const runTurn = async (question: Question): Promise<Answer> => {
    if (!question.text.trim()) throw new AppError('bad_input', 'The question is empty.');
    const startedAt = parts.now();
    const started = performance.now();
    const scope = await parts.access.grant(question.actor, question.audience);
    const history = await memory.recall(scope, question.thread);
    const facts = await gatherFacts(parts, scope, history);
    const steps: TurnStep[] = [];
    const use: ModelUse = { fellBack: false, calls: 0 };
    const tools = parts.tools.filter((one) => one.roles.includes(scope.role));
    const runner = createToolRunner({
      tools,
      context: { scope, services: parts.services, today: facts.today },
      maxCalls: LIMITS.toolCalls,
      storeProposal: (draft) => parts.proposals.store(scope, draft),
      onStep: (step) => steps.push({ kind: 'tool', ...step }),
      onProgress: question.onProgress ?? (() => undefined),
      log: parts.log,
    });
    const guard = guardModel({
      offline: parts.offline,
      configured: parts.configured !== null,
      breaker,
      use,
      maxCalls: LIMITS.modelCalls,
      log: parts.log,
      onStep: (step) => steps.push(step),
    });
    const words = await converse(parts, { question, facts, history, tools, runner, guard });
    const grounded = groundAnswer(words, { findings: runner.findings, question: question.text, facts });
    steps.push({ kind: 'grounding', name: grounded.verdict, detail: { removed: grounded.removed }, ms: 0 });
    const basic = parts.configured === null || use.fellBack;
    const { findings } = runner;
    const result: Answer = {
      turnId: `turn_${randomBytes(10).toString('hex')}`,
      text: grounded.text,
      model: basic || !parts.configured ? 'offline' : parts.configured.name,
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
    await memory.keep(scope, {
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

interface Conversation {
  readonly question: Question;
  readonly facts: TurnFacts;
  readonly history: readonly RememberedTurn[];
  readonly tools: readonly ToolDefinition[];
  readonly runner: ToolRunner;
  readonly guard: ReturnType<typeof guardModel>;
}

/** Lets the model work until it answers in words; '' where it came to no words within the limits. */
async function converse(parts: AssistantParts, talk: Conversation): Promise<string> {
  const agent = createAgent({
    model: parts.configured?.model ?? parts.offline,
    tools: talk.tools.map(declareTool),
    systemPrompt: parts.systemPrompt,
    middleware: [talk.guard, runTools(talk.runner)],
  });
  const timeout = AbortSignal.timeout(LIMITS.turnMs);
  const signal = talk.question.signal ? AbortSignal.any([timeout, talk.question.signal]) : timeout;
  try {
    // Streamed, so that a long answer is not cut by an idle connection; the last state holds the whole conversation.
    const states = await agent.stream(
      { messages: writeMessages(talk) },
      { signal, recursionLimit: 100, streamMode: ['values', 'messages'] },
    );
    let last: BaseMessage | undefined;
    for await (const [mode, state] of states) {
      if (mode === 'values') last = (state as { messages: BaseMessage[] }).messages.at(-1);
    }
    // A streamed reply is a chunk, which is an 'ai' message and no AIMessage.
    return last?.type === 'ai' ? last.text.trim() : '';
  } catch (error) {
    if (talk.question.signal?.aborted) throw new AppError('expired', 'Stopped.', { cause: error });
    if (timeout.aborted) return '';
    throw error;
  }
}

function writeMessages(talk: Conversation): BaseMessage[] {
  const past = talk.history.flatMap((turn) => [new HumanMessage(turn.question), new AIMessage(turn.text)]);
  const question = talk.question.text.slice(0, LIMITS.questionLength);
  return [...past, new HumanMessage(writeTurnFacts(talk.facts)), new HumanMessage(question)];
}

/** What the model learns of a tool. It is never run by the library: the runner does, see runTools. */
function declareTool(definition: ToolDefinition) {
  return tool(() => '', {
    name: definition.name,
    description: definition.description,
    schema: definition.input,
  });
}

/** Takes every tool call away from the library, whose own handling shows models stack traces and repeats writes. */
function runTools(runner: ToolRunner) {
  return createMiddleware({
    name: 'run-tools',
    wrapToolCall: async (request) => {
      const { name, args, id } = request.toolCall;
      return new ToolMessage({ content: await runner.run({ name, args }), tool_call_id: id ?? name, name });
    },
  });
}
