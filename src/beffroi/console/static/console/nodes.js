/** Builds elements. Text is only ever text: nothing here turns a string into markup. */

/**
 * @param {string} name
 * @param {Record<string, string | boolean>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/**
 * A text with some of its spans wrapped.
 * @param {string} text
 * @param {{start: number, end: number}[]} spans in order, without overlap, UTF-16 offsets
 * @param {(span: object, piece: string) => Node} wrap
 * @returns {(Node | string)[]}
 */
export function wrapped(text, spans, wrap) {
  const pieces = [];
  let at = 0;
  for (const span of spans) {
    if (span.start > at) pieces.push(text.slice(at, span.start));
    pieces.push(wrap(span, text.slice(span.start, span.end)));
    at = span.end;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}

const escaped = (value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/**
 * Where any of the values occurs in a text as a whole word, longest first, without overlap.
 * @param {string} text
 * @param {string[]} values
 */
export function occurrences(text, values) {
  const known = [...new Set(values.filter(Boolean))].sort((one, other) => other.length - one.length);
  if (!known.length) return [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${known.map(escaped).join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/**
 * Spans that only a space separates, made one: the words of a name read as one name.
 * @param {string} text
 * @param {{start: number, end: number}[]} spans in order
 */
export function joined(text, spans) {
  const made = [];
  for (const span of spans) {
    const last = made.at(-1);
    if (last && /^[ \u00a0\u202f-]?$/.test(text.slice(last.end, span.start))) last.end = span.end;
    else made.push({ ...span });
  }
  return made;
}
