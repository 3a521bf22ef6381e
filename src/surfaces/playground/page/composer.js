import { byId, el } from './dom.js';

/** @import { Message, Place } from './shapes.d.ts' */

/**
 * Where a person writes: in a room or in one of its threads, to the assistant or only to the others.
 * @param {{ say: (words: { channelId: string, threadTs: string | null, text: string }) => void }} doing
 */
export function createComposer(doing) {
  const form = /** @type {HTMLFormElement} */ (byId('composer'));
  const text = /** @type {HTMLTextAreaElement} */ (byId('text'));
  const mention = /** @type {HTMLInputElement} */ (byId('mention'));
  const mentionLabel = byId('mention-label');
  const chip = byId('thread');
  const label = byId('text-label');
  const prompts = byId('prompts');
  /** @type {Place | undefined} */
  let place;
  /** @type {Message | null} */
  let root = null;

  const show = () => {
    if (!place) return;
    const where = place.kind === 'direct' ? 'to Cosell' : `in #${place.name}`;
    label.textContent = root ? `Reply in the thread: ${shorten(root.text)}` : `Message ${where}`;
    chip.hidden = root === null;
    mentionLabel.hidden = place.kind === 'direct' || root !== null;
  };

  const send = () => {
    const words = text.value.trim();
    if (!words || !place) return;
    const mentions =
      !mentionLabel.hidden && mention.checked && !/@cosell\b/i.test(words) && !words.startsWith('/');
    doing.say({
      channelId: place.id,
      threadTs: root?.ts ?? null,
      text: mentions ? `@Cosell ${words}` : words,
    });
    text.value = '';
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  byId('new-conversation').addEventListener('click', () => {
    root = null;
    show();
    text.focus();
  });

  return {
    /** The conversation that is written in; null for a new one. */
    thread: () => root?.ts ?? null,
    /** @param {Place} wanted */
    showIn(wanted) {
      if (place?.id !== wanted.id) root = null;
      place = wanted;
      const ideas = place.messages.every((one) => one.author.bot) ? place.prompts : [];
      const titles = JSON.stringify(ideas);
      if (prompts.dataset.shown !== titles)
        prompts.replaceChildren(
          ...ideas.map((idea) =>
            el(
              'button',
              {
                type: 'button',
                class: 'button plain',
                onclick: () => {
                  text.value = idea.message;
                  text.focus();
                },
              },
              idea.title,
            ),
          ),
        );
      prompts.dataset.shown = titles;
      show();
    },
    /** @param {Message} wanted */
    replyTo(wanted) {
      root = wanted;
      show();
      text.focus();
    },
  };
}

/** @param {string} words */
function shorten(words) {
  const plain = words
    .replace(/<@\w+>/g, '@Cosell')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}
