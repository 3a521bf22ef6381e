/**
 * Makes an element. Texts become text nodes and never markup; attributes are set by name, `on…` ones are listeners.
 * @param {string} tag
 * @param {Record<string, any>} [look]
 * @param {...(Node | string | null | undefined | false)} inner
 * @returns {HTMLElement}
 */
export function el(tag, look = {}, ...inner) {
  const element = document.createElement(tag);
  for (const [name, content] of Object.entries(look)) {
    if (content === undefined || content === null || content === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), content);
    else element.setAttribute(name, content === true ? '' : String(content));
  }
  for (const one of inner) if (one) element.append(one);
  return element;
}

/**
 * An element of the page that is always there.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

/**
 * Puts children into a parent in this order, moving only what is not in its place: what has the focus keeps it.
 * @param {HTMLElement} parent
 * @param {readonly Node[]} children
 */
export function arrange(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  for (const [i, child] of children.entries()) {
    const there = parent.childNodes[i];
    if (there !== child) parent.insertBefore(child, there ?? null);
  }
}
