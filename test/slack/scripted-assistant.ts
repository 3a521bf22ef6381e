import type { Access } from '../../src/access/access.ts';
import type { Answer, Assistant, Click, ProposalView, Question, Settled } from '../../src/agent/types.ts';
import { AppError } from '../../src/errors.ts';

/** An assistant that says what it is told to, and keeps what it was asked. Scopes are really granted. */
export interface ScriptedAssistant extends Assistant {
  readonly questions: Question[];
  readonly clicks: (Click & { readonly choice: 'confirm' | 'dismiss' })[];
  /** What the next answers are made with; by default the words name the scope that they were made under. */
  script: (question: Question, scopeKey: string) => Partial<Answer> | Promise<Partial<Answer>>;
  /** Who may settle; a click by another throws, as the real one does. */
  settle: (click: Click) => Partial<Settled>;
}

export function createScriptedAssistant(access: Access): ScriptedAssistant {
  const settleBy =
    (choice: 'confirm' | 'dismiss') =>
    async (click: Click): Promise<Settled> => {
      assistant.clicks.push({ ...click, choice });
      return {
        proposal: aProposal({ id: click.proposalId }),
        state: choice === 'confirm' ? 'confirmed' : 'dismissed',
        message: 'Done as prepared.',
        ...assistant.settle(click),
      };
    };
  const assistant: ScriptedAssistant = {
    questions: [],
    clicks: [],
    script: () => ({}),
    settle: (click) => {
      if (click.actor.kind !== 'staff')
        throw new AppError('not_allowed', 'This step is for somebody else to confirm.');
      return {};
    },
    async answer(question) {
      assistant.questions.push(question);
      const scope = await access.grant(question.actor, question.audience);
      const scripted = await assistant.script(question, scope.key);
      return {
        turnId: `turn_${assistant.questions.length}`,
        text: `Answered for ${scope.key}.`,
        model: 'scripted',
        mode: 'full',
        ms: 1,
        scope,
        tools: [],
        cards: [],
        citations: [],
        proposals: [],
        abstained: false,
        thread: question.thread,
        fullerAnswerPrivately: question.actor.kind === 'staff' && scope.key !== 'internal',
        ...scripted,
      };
    },
    confirm: settleBy('confirm'),
    dismiss: settleBy('dismiss'),
    prepare: async () => aProposal(),
  };
  return assistant;
}

export function aProposal(look: Partial<ProposalView> = {}): ProposalView {
  return {
    id: 'prop_1',
    action: 'request_intro',
    summary: 'Ask Borealis for an intro to Globex.',
    payload: { addressed_to: 'Kim', body: 'Could you introduce us?' },
    expires_at: '2026-06-01T10:15:00.000Z',
    ...look,
  };
}
