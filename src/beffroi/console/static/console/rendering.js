/**
 * Lightly formatted text of a model: paragraphs, lists, headings, bold, italics, code. Links and images stay as they are
 * written, and markup stays text.
 */
import { element } from "./nodes.js";

const BULLET = /^\s{0,6}[-*•]\s+(.*)$/;
const NUMBER = /^\s{0,6}(\d{1,3})[.)]\s+(.*)$/;
const HEADING = /^#{1,6}\s+(.*)$/;
const FENCE = /^\s*```/;
const INLINE = /(\*\*|__)(?=\S)(.+?)(?<=\S)\1|`([^`]+)`|(?<![\p{L}\p{N}*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu;

/**
 * Replace the content of a node by a text.
 * @param {HTMLElement} target
 * @param {string} text
 */
export function render(target, text) {
  target.replaceChildren(...blocks(text.split(/\r?\n/)));
}

function blocks(lines) {
  const made = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index];
    if (!line.trim()) index += 1;
    else if (FENCE.test(line)) index = code(lines, index, made);
    else if (BULLET.test(line) || NUMBER.test(line)) index = list(lines, index, made);
    else if (HEADING.test(line)) {
      made.push(element("p", { class: "heading" }, ...inline(line.match(HEADING)[1])));
      index += 1;
    } else index = paragraph(lines, index, made);
  }
  return made;
}

function code(lines, start, made) {
  let end = start + 1;
  while (end < lines.length && !FENCE.test(lines[end])) end += 1;
  made.push(element("pre", { tabindex: "0" }, lines.slice(start + 1, end).join("\n")));
  return end + 1;
}

function list(lines, start, made) {
  const isNumbered = NUMBER.test(lines[start]);
  const pattern = isNumbered ? NUMBER : BULLET;
  const node = element(isNumbered ? "ol" : "ul", isNumbered ? { start: lines[start].match(NUMBER)[1] } : {});
  let index = start;
  for (; index < lines.length && pattern.test(lines[index]); index += 1) {
    node.append(element("li", {}, ...inline(lines[index].match(pattern).at(-1))));
  }
  made.push(node);
  return index;
}

function paragraph(lines, start, made) {
  const node = element("p");
  let index = start;
  for (; index < lines.length && lines[index].trim() && (index === start || !startsBlock(lines[index])); index += 1) {
    if (index > start) node.append(element("br"));
    node.append(...inline(lines[index]));
  }
  made.push(node);
  return index;
}

const startsBlock = (line) => [FENCE, BULLET, NUMBER, HEADING].some((pattern) => pattern.test(line));

function inline(text) {
  const pieces = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) pieces.push(text.slice(at, match.index));
    if (match[2] !== undefined) pieces.push(element("strong", {}, ...inline(match[2])));
    else if (match[3] !== undefined) pieces.push(element("code", {}, match[3]));
    else pieces.push(element("em", {}, match[4]));
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}
