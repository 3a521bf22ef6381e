import { JOURNEY_MODELS, type JourneyModel } from './models/journey.ts';

/**
 * A model's definition in words, its milestones included: vendors use one name for several rules, so a figure is shown with
 * the rule that made it, and where it had to sample with its error as a part of the whole. Touches after the close are never credited; our own teams' touches take their part.
 */
export function describeModel(
  model: JourneyModel,
  sampled: { errorOf: number | null } = { errorOf: null },
): string {
  if (sampled.errorOf === null) return DEFINITIONS[model];
  return `${DEFINITIONS[model]}; sampled, with a standard error of at most ${printShare(sampled.errorOf)} of the whole for a partner`;
}

function printShare(share: number): string {
  return `${(100 * share).toPrecision(2)}%`;
}

/** The model of a name; undefined for none of ours. */
export function readModel(name: string): JourneyModel | undefined {
  return JOURNEY_MODELS.find((one) => one === name);
}

/** The models' names in one order, for lists of what may be chosen. */
export function listModels(): readonly JourneyModel[] {
  return JOURNEY_MODELS;
}

const DEFINITIONS: Readonly<Record<JourneyModel, string>> = {
  first: 'all credit to the first touch',
  last: 'all credit to the last touch up to the close',
  linear: 'equal credit to each touch up to the close',
  even: 'equal credit to each team that touched the deal, however often',
  position: '40% to the first touch, 40% to the last, 20% over those between; two touches half each',
  w_shaped:
    '30% to the first touch, 30% to the touch at or before the deal was created, 30% to the touch at or before it became a proposal (else closed), 10% over the rest',
  time_decay: 'each touch counts half as much for every 7 days before the last one',
  markov:
    'in proportion to what each team that touched the deal takes away when it is removed from the chain of all closed deals',
  shapley:
    'in proportion to the Shapley values of the teams that touched the deal, where a set of teams is worth the win rate of all closed deals that nobody else touched',
};
