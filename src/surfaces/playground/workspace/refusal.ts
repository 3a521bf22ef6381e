/** A refusal by Slack, under the name that Slack gives it. */
export class Refusal extends Error {}
