/** What kind of words an answer must hold, told from the question's form. Each is a pattern of the answer's text. */
export interface AnswerShape {
  readonly name: 'duration' | 'share' | 'amount' | 'count' | 'contact' | 'person' | 'steps' | 'permission';
  readonly pattern: RegExp;
}

const NUMBER =
  '(?:\\d[\\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|sixty|ninety)';
const DURATION = new RegExp(
  `\\b${NUMBER}\\W{0,4}(?:\\(\\d+\\)\\s*)?(?:(?:business|working|calendar|consecutive|full)[ -])?(?:hours?|hrs?|h|days?|weeks?|months?|quarters?|years?)\\b|\\b(?:annually|yearly|monthly|quarterly|immediately|end of (?:the|each|every)|no later than|same day|(?:once|twice|(?:two|three|four|\\d+) times) (?:an?|each|every|per) \\w+|(?:first|second|third|fourth|last) (?:month|quarter|week|day)|in (?:january|february|march|april|june|july|august|september|october|november|december))\\b`,
  'i',
);
const SHARE = /\d\s*\**\s*%|\b(?:percent|per cent|percentage points?|half|one third|two thirds)\b/i;
const AMOUNT =
  /[$€£¥]\s*\d|\b(?:usd|eur|gbp|dollars?|euros?|pounds?)\b|\d\s*(?:usd|eur|gbp|k\b|percent\b|%)/i;
const COUNT = new RegExp(`\\b${NUMBER}\\b`, 'i');
const CONTACT =
  /\S+@\S+\.\w+|\b(?:contact|e-?mail|reach out|send .{0,40} to|submit .{0,40} (?:to|via|through))\b/i;
const PERSON =
  /\b(?:managers?|directors?|officers?|teams?|desk|boards?|committee|reps?|leads?|owners?|heads?|vp|president|executives?|administrators?|departments?|council|coordinators?|specialists?|engineers?|controllers?|finance|legal|staff|people)\b/i;
/** What is done to get somewhere: an order at the beginning, or where and by when something is handed in. */
const STEPS =
  /^\W*(?:send|submit|open|enter|fill|complete|register|log|upload|attach|keep|book|ask|apply|request|claim|hand|write|call|contact|use|go|sign|create|choose|provide|notify|report|photograph|raise|order|pay|add|pick|select|download|follow|tell|include|invoices?|proof)\b|\b(?:is|are) (?:submitted|sent|handed|entered|made|filed|reached|requested|opened)\b|\b(?:in|through|via|on) the (?:portal|form|desk|page)\b/i;
const PERMISSION =
  /\b(?:may|can(?:not|'t)?|must|only|not|never|no|allowed|permitted|prohibited|required|eligible|ineligible|exclud\w+|entitled)\b/i;

const SHAPES: readonly (readonly [RegExp, AnswerShape])[] = [
  [
    /\bhow (?:long|soon|fast|quick(?:ly)?|often|late|early|far (?:ahead|in advance))\b|\bhow many (?:\w+ ){0,2}(?:hours|days|weeks|months|years)\b|\b(?:when|deadline|until when|by when|time ?frame|expir\w+|valid)\b/i,
    { name: 'duration', pattern: DURATION },
  ],
  [
    /\b(?:share|percentage|percent|per cent|proportion|discount|margin|commission|rate|what part|how much of)\b/i,
    { name: 'share', pattern: SHARE },
  ],
  [
    /\bhow much\b|\b(?:amount|budget|fee|price|cost|minimum (?:deal|order|size)|smallest|largest|cap|payout|bonus)\b/i,
    { name: 'amount', pattern: AMOUNT },
  ],
  [/\bhow many\b|\bnumber of\b|\bscore\b/i, { name: 'count', pattern: COUNT }],
  [
    /\b(?:who|whose|whom)\b(?! (?:do|should|can|must|to) (?:i|we)?\s*(?:contact|email|write|call|reach))/i,
    { name: 'person', pattern: PERSON },
  ],
  [
    /\bhow (?:do|does|can|could|should|would|must) (?:i|we|they|you|one|a \w+|\w+s)\b|\bhow to\b|\b(?:steps|procedure|what is the process)\b/i,
    { name: 'steps', pattern: STEPS },
  ],
  [
    /\b(?:who|whom|contact|email|e-mail|address|reach|write to|ask)\b/i,
    { name: 'contact', pattern: CONTACT },
  ],
  [
    /^\W*(?:\w+[,:] )?(?:can|could|may|must|should|is|are|do|does|will|am)\b|\b(?:allowed|permitted|ok(?:ay)?)\b/i,
    { name: 'permission', pattern: PERMISSION },
  ],
];

/** The shapes that an answer to the question may have; empty where its form tells nothing. */
export function shapesOf(question: string): AnswerShape[] {
  return SHAPES.filter(([asks]) => asks.test(question)).map(([, shape]) => shape);
}

/** 1 where the text has the first shape asked for, half for another one, 0 for none. */
export function fitShape(text: string, shapes: readonly AnswerShape[]): number {
  const at = shapes.findIndex((shape) => shape.pattern.test(text));
  if (at < 0) return 0;
  return at === 0 ? 1 : 0.5;
}
