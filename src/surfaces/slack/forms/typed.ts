import type { types, ViewStateValue } from '@slack/bolt';
import { toInline } from '../render/escape.ts';
import { section } from '../render/pieces.ts';
import type { Typed } from './form.ts';

type Values = Readonly<Record<string, Readonly<Record<string, ViewStateValue>>>>;

/** What Slack says stands in the fields of a view. */
export function readTyped(values: Values): Typed {
  return Object.fromEntries(
    Object.entries(values).map(([field, controls]) => {
      const [control] = Object.values(controls);
      return [field, control ? readControl(control) : ''];
    }),
  );
}

function readControl(control: ViewStateValue): string {
  const many = control.selected_options?.map((option) => option.value);
  return many ? many.join('\n') : (control.value ?? control.selected_option?.value ?? '').trim();
}

/**
 * The same blocks with what was typed in them and a sentence at the top: for a form that is shown again after a failure,
 * made without asking anybody, so that nothing typed is lost whatever has failed.
 */
export function refill(
  blocks: readonly types.KnownBlock[],
  typed: Typed,
  sentence: string,
): types.KnownBlock[] {
  const told = { ...section(`⚠️ ${toInline(sentence)}`), block_id: TROUBLE };
  const rest = blocks.filter((block) => block.block_id !== TROUBLE);
  return [told, ...rest.map((block) => (block.type === 'input' ? refillInput(block, typed) : block))];
}

const TROUBLE = 'trouble';

function refillInput(block: types.InputBlock, typed: Typed): types.InputBlock {
  const text = typed[block.block_id ?? ''] ?? '';
  const { element } = block;
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input': {
      const { initial_value: _, ...empty } = element;
      return { ...block, element: text ? { ...empty, initial_value: text } : empty };
    }
    case 'static_select':
    case 'radio_buttons': {
      const { initial_option: _, ...empty } = element;
      const chosen = (element.options ?? []).find((option) => option.value === text);
      return { ...block, element: { ...empty, ...(chosen ? { initial_option: chosen } : {}) } as never };
    }
    case 'checkboxes': {
      const { initial_options: _, ...empty } = element;
      const ticked = element.options.filter((option) => text.split('\n').includes(option.value ?? ''));
      return { ...block, element: ticked.length > 0 ? { ...empty, initial_options: ticked } : empty };
    }
    default:
      return block;
  }
}
