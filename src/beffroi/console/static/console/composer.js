/**
 * The box where one writes, with what is recognised underlined behind the text, and the list beside it.
 *
 * The text area stays a plain text area (undo, spelling, screen readers, dictation); a mirror of it, hidden from
 * assistive technology, carries the underlines. The list says the same in words.
 */
import { byType, carriedOver, marksOf } from "./findings.js";
import { count, inSentence, place } from "./french.js";
import { element, wrapped } from "./nodes.js";

const PREVIEW_DELAY_MS = 250;
const ANNOUNCE_DELAY_MS = 1200;

export class Composer {
  /**
   * @param {Document} page
   * @param {(text: string, signal: AbortSignal) => Promise<object>} preview asks the gateway
   */
  constructor(page, preview) {
    this.preview = preview;
    this.parts = Object.fromEntries(
      ["text", "mirror", "explanation", "masked-list", "masked-empty", "kept", "kept-list", "decision", "announcement"].map((id) => [
        id,
        page.getElementById(id),
      ]),
    );
    /** @type {import("./findings.js").Mark[]} */
    this.marks = [];
    this.shown = "";
    this.pending = new AbortController();
    const { text } = this.parts;
    text.addEventListener("input", () => this.changed());
    text.addEventListener("mousemove", (event) => this.#explainAt(event));
    text.addEventListener("mouseleave", () => this.#explain(this.#underCaret()));
    page.addEventListener("selectionchange", () => {
      if (page.activeElement === text) this.#explain(this.#underCaret());
    });
  }

  get value() {
    return this.parts.text.value;
  }

  /** Put a text in the box and place the caret at its end. */
  write(text) {
    this.parts.text.value = text;
    this.parts.text.focus();
    this.changed();
  }

  /** The text or the use changed: redraw at once with what is known, ask again soon. */
  changed({ delay = PREVIEW_DELAY_MS } = {}) {
    const known = this.marks.length;
    this.marks = carriedOver(this.marks, this.shown, this.value);
    this.#draw();
    if (this.marks.length !== known) this.#list();
    clearTimeout(this.timer);
    this.pending.abort();
    if (this.value.trim()) this.timer = setTimeout(() => this.#ask(), delay);
    else this.#decide(null);
  }

  async #ask() {
    const text = this.value;
    this.pending = new AbortController();
    const { signal } = this.pending;
    try {
      const answer = await this.preview(text, signal);
      if (signal.aborted || this.value !== text) return;
      this.marks = marksOf(text, answer.findings, answer.maskedTypes);
      this.#draw();
      this.#list();
      this.#decide(answer.decision);
      this.#announce();
    } catch (error) {
      if (error.name === "AbortError" || signal.aborted) return;
      this.#decide({ trouble: error.message });
    }
  }

  #draw() {
    const { text, mirror } = this.parts;
    this.shown = text.value;
    const layer = wrapped(this.shown, this.marks, (mark, piece) =>
      Object.assign(element("mark", { "data-category": mark.category }, piece), { finding: mark }),
    );
    mirror.replaceChildren(...layer, "\u200b");
  }

  #list() {
    const groups = byType(this.shown, this.marks);
    const masked = groups.filter((group) => !group.isKept);
    const kept = groups.filter((group) => group.isKept);
    this.parts["masked-list"].replaceChildren(...masked.map((group) => this.#item(group)));
    this.parts["kept-list"].replaceChildren(...kept.map((group) => this.#item(group)));
    this.parts["masked-empty"].hidden = masked.length > 0;
    this.parts.kept.hidden = kept.length === 0;
  }

  #item(group) {
    const values = [...group.values].map(([value, rank]) => {
      const button = element("button", { type: "button", class: "found-place", "data-category": group.category }, value);
      button.addEventListener("click", () => this.#select(this.marks[rank]));
      return button;
    });
    const head = element("p", {}, element("span", { class: "found-label" }, group.label), " ");
    head.append(element("span", { class: "found-count" }, `× ${group.count}`));
    return element("li", {}, head, ...values);
  }

  #select({ start, end }) {
    this.parts.text.focus();
    this.parts.text.setSelectionRange(start, end);
  }

  #announce() {
    clearTimeout(this.announcing);
    this.announcing = setTimeout(() => {
      const groups = byType(this.shown, this.marks);
      const words = groups.map((group) => `${group.label} : ${group.count}`).join(", ");
      const found = count(this.marks.length, "élément reconnu", "éléments reconnus");
      this.parts.announcement.textContent = this.marks.length ? `${found}. ${words}.` : "Rien à masquer.";
    }, ANNOUNCE_DELAY_MS);
  }

  #decide(decision) {
    const node = this.parts.decision;
    node.classList.toggle("is-refused", Boolean(decision?.trouble) || decision?.action === "refuse" || decision?.action === "hold");
    const words = decision ? fateOf(decision) : "";
    if (node.textContent !== words) node.textContent = words;
  }

  #underCaret() {
    const { selectionStart: start, selectionEnd: end } = this.parts.text;
    return this.marks.find((mark) => mark.start <= start && end <= mark.end);
  }

  #explainAt(event) {
    const under = document.elementsFromPoint(event.clientX, event.clientY).find((node) => node.finding);
    this.#explain(under?.finding ?? this.#underCaret());
  }

  #explain(mark) {
    if (!mark) {
      this.parts.explanation.textContent = "";
      return;
    }
    const fate = mark.isKept ? "reconnu, laissé tel quel" : "sera remplacé avant de sortir";
    const what = `${inSentence(mark.label)} (${inSentence(mark.categoryLabel)})`;
    this.parts.explanation.textContent = `«\u00a0${this.shown.slice(mark.start, mark.end)}\u00a0»\u00a0: ${what}, ${fate}.`;
  }
}

/** Where the text would go, or why it would not, in words. */
function fateOf(decision) {
  if (decision.trouble) return decision.trouble;
  if (!decision.model) return decision.reason ?? "";
  const where = place(decision);
  const why = decision.action === "reroute" && decision.reason ? ` ${decision.reason}` : "";
  return `Ira au modèle ${decision.model}${where ? ` (${where})` : ""}.${why}`;
}
