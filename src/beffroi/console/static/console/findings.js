/**
 * Findings of a preview, as the page keeps them: offsets in UTF-16 units, moved while the person types.
 *
 * @typedef {{start: number, end: number, type: string, label: string, category: string, categoryLabel: string, isKept: boolean}} Mark
 *   `isKept`: it would leave as it is (nothing can stand in for it, or the matrix lets it pass)
 */
import { CodePoints } from "./code_points.js";

/** Categories that no surrogate can stand in for: the protection matrix decides where the text goes. */
const IRREPLACEABLE = new Set(["health", "art9", "art10"]);

/**
 * @param {string} text the text that was previewed
 * @param {object[]} findings as the gateway gives them
 * @param {Set<string> | null} maskedTypes the types that would be replaced; null when nothing would leave
 * @returns {Mark[]} in reading order, without overlap
 */
export function marksOf(text, findings, maskedTypes = null) {
  const points = new CodePoints(text);
  const marks = findings
    .map(({ start, end, type, label, category, category_label: categoryLabel }) => ({
      start: points.toUtf16(start),
      end: points.toUtf16(end),
      type,
      label: label ?? type,
      category,
      categoryLabel: categoryLabel ?? category,
      isKept: maskedTypes ? !maskedTypes.has(type) : IRREPLACEABLE.has(category),
    }))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  let last = 0;
  return marks.filter((mark) => {
    const fits = mark.start >= last && mark.end > mark.start && mark.end <= text.length;
    if (fits) last = mark.end;
    return fits;
  });
}

/**
 * Marks of the old text carried over to the new one, until the next preview: what was edited loses its mark.
 * @param {Mark[]} marks
 * @param {string} before
 * @param {string} after
 * @returns {Mark[]}
 */
export function carriedOver(marks, before, after) {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const shift = after.length - before.length;
  return marks.flatMap((mark) => {
    if (mark.end <= head) return [mark];
    if (mark.start >= before.length - tail) return [{ ...mark, start: mark.start + shift, end: mark.end + shift }];
    return [];
  });
}

/**
 * Marks by type; each different value once, with the place of its first mark in `marks`.
 * @param {string} text
 * @param {Mark[]} marks
 * @returns {{type: string, label: string, category: string, isKept: boolean, count: number, values: Map<string, number>}[]}
 */
export function byType(text, marks) {
  const groups = new Map();
  marks.forEach(({ start, end, type, label, category, isKept }, rank) => {
    if (!groups.has(type)) groups.set(type, { type, label, category, isKept, count: 0, values: new Map() });
    const group = groups.get(type);
    const value = text.slice(start, end);
    group.count += 1;
    if (!group.values.has(value)) group.values.set(value, rank);
  });
  return [...groups.values()];
}
