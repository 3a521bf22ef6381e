import type { Focus, ProposalDraft, ToolContext, ToolDefinition } from '../../tools/define.ts';
import { isAppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { DrawnCard } from './cards.ts';
import type { Citation, Progress, ProposalView, ToolCallRecord } from './types.ts';

/** What a turn's tools brought: the only source of names and numbers in its answer. */
export interface TurnFindings {
  readonly calls: ToolCallRecord[];
  readonly outputs: unknown[];
  /** Each answer of a tool with what it was asked; what an answer may rest on. */
  readonly results: { readonly tool: string; readonly input: unknown; readonly output: unknown }[];
  readonly cards: DrawnCard[];
  readonly citations: Citation[];
  readonly proposals: ProposalView[];
  focus: Focus;
  last: { tool: string; input: Readonly<Record<string, unknown>> } | null;
}

export interface ToolRunner {
  /** Runs one call of a model and gives what the model may read of it, as JSON text. Never throws. */
  run(call: { readonly name: string; readonly args: unknown }): Promise<string>;
  readonly findings: TurnFindings;
}

interface RunnerOptions {
  readonly tools: readonly ToolDefinition[];
  readonly context: ToolContext;
  readonly maxCalls: number;
  readonly storeProposal: (draft: ProposalDraft) => Promise<ProposalView>;
  readonly onStep: (step: { name: string; detail: Record<string, unknown>; ms: number }) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly log: Log;
}

/**
 * Runs a turn's tool calls: only tools of this audience, strict input, at most `maxCalls`, the same call once, closed
 * output. What goes wrong reaches the model as a prepared sentence, without paths, stacks or SQL.
 */
export function createToolRunner(options: RunnerOptions): ToolRunner {
  const findings: TurnFindings = {
    calls: [],
    outputs: [],
    results: [],
    cards: [],
    citations: [],
    proposals: [],
    focus: {},
    last: null,
  };
  const kept = new Map<string, string>();

  const run: ToolRunner['run'] = async (call) => {
    const key = `${call.name} ${JSON.stringify(call.args)}`;
    const known = kept.get(key);
    if (known !== undefined) return noteRepeat(known);
    if (findings.calls.length >= options.maxCalls) {
      return refusal('The limit of tool calls for one question is reached; answer from what is known.');
    }
    const reply = await runOnce(options, findings, call);
    kept.set(key, reply);
    return reply;
  };
  return { run, findings };
}

async function runOnce(
  options: RunnerOptions,
  findings: TurnFindings,
  call: { readonly name: string; readonly args: unknown },
): Promise<string> {
  const tool = options.tools.find((one) => one.name === call.name);
  if (!tool) {
    const names = options.tools.map((one) => one.name).join(', ');
    return refusal(`'${call.name}' is not a valid tool. Valid tools: ${names}.`);
  }
  const step = findings.calls.length;
  const started = performance.now();
  const report = (state: Progress['state']) =>
    options.onProgress({ step, tool: tool.name, state, label: tool.label });
  report('running');
  const parsed = tool.input.strict().safeParse(call.args);
  if (!parsed.success) {
    record(options, findings, { tool: tool.name, args: call.args, ok: false, started, note: 'bad input' });
    report('failed');
    return refusal(describeBadInput(parsed.error.issues));
  }
  try {
    const outcome = await tool.run(parsed.data, options.context);
    const output = tool.output.parse(outcome.output) as Record<string, unknown>;
    const proposal = outcome.draft ? await options.storeProposal(outcome.draft) : null;
    const shown = proposal ? { ...output, proposal: describeProposal(proposal) } : output;
    findings.outputs.push(shown);
    findings.results.push({ tool: tool.name, input: parsed.data, output: shown });
    findings.cards.push(...(outcome.cards ?? []).map((card) => ({ tool: tool.name, card })));
    findings.citations.push(...(outcome.citations ?? []));
    if (proposal) findings.proposals.push(proposal);
    findings.focus = { ...findings.focus, ...outcome.focus };
    findings.last = { tool: tool.name, input: parsed.data };
    record(options, findings, { tool: tool.name, args: parsed.data, ok: true, started });
    report('done');
    return JSON.stringify(shown);
  } catch (error) {
    record(options, findings, {
      tool: tool.name,
      args: parsed.data,
      ok: false,
      started,
      note: nameOf(error),
    });
    report('failed');
    if (isAppError(error)) return refusal(error.message);
    options.log.error({ error, tool: tool.name }, 'a tool failed');
    return refusal(`${tool.name} is not available right now.`);
  }
}

function record(
  options: RunnerOptions,
  findings: TurnFindings,
  call: { tool: string; args: unknown; ok: boolean; started: number; note?: string },
): void {
  const ms = Math.round(performance.now() - call.started);
  const input = (typeof call.args === 'object' && call.args !== null ? call.args : {}) as Record<
    string,
    unknown
  >;
  findings.calls.push({ name: call.tool, input, ok: call.ok, ms });
  options.onStep({
    name: call.tool,
    detail: { input, ok: call.ok, ...(call.note ? { note: call.note } : {}) },
    ms,
  });
}

function describeProposal(proposal: ProposalView): Record<string, unknown> {
  return {
    id: proposal.id,
    summary: proposal.summary,
    state: 'waits for a click',
    expires_at: proposal.expires_at,
  };
}

function noteRepeat(reply: string): string {
  return JSON.stringify({ ...JSON.parse(reply), note: 'The same call was made before; this is its result.' });
}

function refusal(message: string): string {
  return JSON.stringify({ error: message });
}

function describeBadInput(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  return issues
    .slice(0, 3)
    .map((issue) => `${issue.path.map(String).join('.') || 'input'}: ${issue.message}`)
    .join('; ');
}

function nameOf(error: unknown): string {
  return isAppError(error) ? error.code : 'fault';
}
