import type { IntentKind } from './intent.ts';

const ELSEWHERE =
  /\b(?:weather|forecast for tomorrow|jokes?|poem|recipe|translate|football|soccer|champions league|world cup|stock price|share price|python|javascript|typescript|sql query|write (?:me )?(?:a |some )?(?:code|script|function|program|story|song|essay)|lyrics|movie|holiday|vacation|salary|salaries|earns?|pay rise|tweet|linkedin post|flight|hotel|restaurant|pizza|taxi|lunch|dinner|news of the day|headlines|bitcoin|crypto|horoscope|songs?|birthday|meeting room|capital of|president of|prime minister|system prompt|your (?:prompt|instructions)|(?:ignore|forget|disregard) (?:all |your |the |any )?(?:previous |prior |earlier )?(?:instructions|rules|prompts?)|admin mode|developer mode|times \d+|\d+ ?[*x+] ?\d+)\b/;
/** 'How much did Kestrel earn us' is about revenue. */
const EARNED_US = /\bearn(?:s|ed)?\b.{0,20}\b(?:us|for us|with us)\b|\bwe earn/;
/** Changes of other systems' records, and messages to the outside: none of them is done here. */
const NOT_DONE =
  /^(?:(?:please|can you|could you|would you|pls|hey|hi|ok|just),? )*(?:(?:delete|remove|erase|drop) \S|(?:change|update|edit|set|move|rename|reassign|assign|transfer) (?:the|my|our|this|that|\S+'s)? ?(?:close|stage|amount|owner|date|name|account|deal|opportunity|crm|tier|status|price|quota|field)|(?:make|promote|upgrade|downgrade|demote) \S.*\b(?:partner|tier|to)\b|(?:send|write) (?:an? |the )?(?:e-?mail|letter|text|sms)\b.*\b(?:to|ceo|cio|cfo|customer|client)\b|(?:book|schedule|cancel|arrange) (?:a |an |the |my )?(?:room|meeting|call|table|trip|car|appointment|demo)|call (?:the|their|him|her)\b|remind me\b|create (?:a |an )?(?:user|account|contact|lead|ticket)\b)/;
const SWEEPING = /\b(?:approve|reject|accept|decline)\b.{0,20}\b(?:all|every|everything|each)\b/;
const WHO_IS = /^(?:so )?(?:who|what) (?:are|r) (?:you|u)\b(?! able)/;
const GREETING =
  /^(?:hi|hello|hey|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|morning|evening|ok(?:ay)?|great|cool|fine|alright|got it|understood|nice|perfect|yes|no)\b[\s!.,]*(?:there|team|all|everyone|folks|cosell|bot|again|so much)?[\s!.?]*$/;
const THANKS =
  /^(?:(?:ok(?:ay)?|great|perfect|cool|super|nice|awesome)[ ,!.]+)*(?:thanks|thank you|thx|ty|cheers|much appreciated|many thanks)\b[^?]{0,40}$/;
const PUZZLED =
  /^(?:(?:no|but|sorry|hm+)[ ,.]+)*(?:(?:you(?:'re| are)|that(?:'s| is)|this is|it is|it's) (?:wrong|not right|incorrect|false|nonsense|not true|not what i (?:asked|meant))|that makes no sense|wrong answer|not what i (?:asked|meant)(?: for)?)\W*$/;

/** What needs no look into anything: greetings, thanks, doubts, and what is not done here; null for all else. */
export function readSmallTalk(plain: string, said: { readonly ongoing: boolean }): IntentKind | null {
  if (THANKS.test(plain)) return 'thanks';
  if (GREETING.test(plain) || WHO_IS.test(plain)) return 'greeting';
  if (PUZZLED.test(plain)) return 'puzzled';
  if (/^help\W*$/.test(plain)) return 'access';
  if (ELSEWHERE.test(plain) && !EARNED_US.test(plain)) return 'elsewhere';
  if (SWEEPING.test(plain) && !said.ongoing) return 'elsewhere';
  return NOT_DONE.test(plain) ? 'elsewhere' : null;
}
