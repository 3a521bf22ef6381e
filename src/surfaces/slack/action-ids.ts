/** The buttons that listeners wait for. What a button carries is an id; what it means is read from the database. */
export const ACTIONS = {
  confirmProposal: 'confirm_proposal',
  dismissProposal: 'dismiss_proposal',
  /** Followed by the option, since a message's buttons need ids of their own. */
  chooseOption: 'choose_option:',
  /** Followed by the row's number. */
  wrongMatch: 'wrong_match:',
  privateAnswer: 'private_answer',
  openLink: 'open_link',
  /** Holds a question. */
  askQuestion: 'ask_question',
  /** Holds a verdict and the answer's id. */
  rateAnswer: 'rate_answer',
  refreshHome: 'refresh_home',
  fullCheck: 'full_check',
  /** Followed by the form's name; the button holds what it is about. */
  openForm: 'open_form:',
} as const;

/** The block that holds a proposal's buttons, so that the click's outcome can take their place. */
export function proposalBlockId(proposalId: string): string {
  return `proposal:${proposalId}`;
}
