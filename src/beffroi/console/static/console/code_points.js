/**
 * Offsets of the gateway count Unicode code points; JavaScript strings count UTF-16 units. This module converts.
 */

/** Converts code-point offsets of one text to UTF-16 offsets. */
export class CodePoints {
  /** @param {string} text */
  constructor(text) {
    /** UTF-16 offsets just after each character that takes two units, in order. @type {number[]} */
    this.wideEnds = [];
    for (let index = 0; index < text.length; index += 1) {
      if (text.codePointAt(index) > 0xffff) {
        index += 1;
        this.wideEnds.push(index + 1);
      }
    }
  }

  /**
   * @param {number} offset in code points, 0-based
   * @returns {number} the same place, in UTF-16 units
   */
  toUtf16(offset) {
    let low = 0;
    let high = this.wideEnds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // wideEnds[middle] in UTF-16 is wideEnds[middle] - (middle + 1) in code points.
      if (this.wideEnds[middle] - (middle + 1) <= offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  }
}
