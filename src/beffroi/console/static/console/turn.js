/**
 * One question and its answer on the page.
 */
import { energy, place } from "./french.js";
import { element, joined, occurrences, wrapped } from "./nodes.js";
import { render } from "./rendering.js";

export class Turn {
  /** @param {{question: string, journalUrl: string}} options */
  constructor({ question, journalUrl }) {
    this.question = question;
    this.journalUrl = journalUrl;
    this.answer = "";
    this.facts = null;
    this.body = element("div", { class: "prose", "aria-live": "polite", "aria-busy": "true" });
    this.foot = element("div", { class: "turn-foot" });
    this.node = element(
      "article",
      { class: "turn" },
      element("h2", { class: "turn-title" }, "Vous"),
      element("div", { class: "asked" }, question),
      element("h2", { class: "turn-title" }, "Réponse"),
      this.body,
      this.foot,
    );
  }

  /** Add a piece of the answer; drawn at the next frame. */
  add(text) {
    this.answer += text;
    this.frame ??= requestAnimationFrame(() => this.#draw());
  }

  /** The exchange is over. @param {{facts?: object, usage?: object, note?: string}} end */
  finish({ facts = null, usage = null, note = "" }) {
    this.facts = facts;
    this.#draw();
    this.body.setAttribute("aria-busy", "false");
    if (note) this.foot.append(element("p", { class: "note" }, note));
    const line = footLine(facts, usage);
    if (line) this.foot.append(element("p", { class: "facts" }, line));
    this.foot.append(this.#actions());
    if (facts) this.foot.append(bothSides(this, facts));
  }

  #draw() {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    render(this.body, this.answer);
  }

  #actions() {
    const copy = element("button", { type: "button", class: "btn btn-sm btn-outline-secondary" }, "Copier la réponse");
    const told = element("span", { class: "copied", role: "status" });
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(this.answer);
        told.textContent = "Réponse copiée.";
      } catch {
        told.textContent = "Le navigateur refuse la copie. Sélectionnez le texte à la main.";
      }
    });
    return element("p", { class: "turn-actions" }, copy, " ", told);
  }
}

function footLine(facts, usage) {
  if (!facts) return "";
  const { decision = {}, energy_wh: watts = {}, llm_tokens: spentTokens = {} } = facts;
  const spent = energy(watts.low, watts.high);
  const total = (spentTokens.prompt ?? 0) + (spentTokens.completion ?? 0) || usage?.total_tokens;
  return [
    decision.model && `Modèle ${decision.model}`,
    place(decision),
    spent ? `énergie estimée ${spent}` : "énergie non mesurée",
    total && `${new Intl.NumberFormat("fr-FR").format(total)} jetons`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function bothSides(turn, facts) {
  const replacements = facts.replacements ?? [];
  const used = usedOnes(facts, turn.answer);
  const surrogates = used.map((one) => one.surrogate);
  const originals = used.map((one) => one.original);
  const left = element("section", {}, element("h3", {}, "Ce qui est sorti"), element("p", { class: "aside-text" }, outLine(replacements)));
  for (const message of facts.sent?.messages ?? []) left.append(sentMessage(message, surrogates));
  const right = element(
    "section",
    {},
    element("h3", {}, "Ce qui est revenu"),
    element("p", { class: "aside-text" }, "La réponse, avec les vraies valeurs remises à leur place."),
    element("div", { class: "side-text" }, ...marked(turn.answer, originals, "restored")),
  );
  return element(
    "details",
    { class: "both-sides" },
    element("summary", {}, "Ce qui est sorti, ce qui est revenu"),
    element("div", { class: "sides" }, left, right),
    replacements.length > 0 && replacementTable(replacements),
    ruling(facts, turn.journalUrl),
  );
}

/** The forms that really stand in what left or in what came back: the gateway knows many more (parts, initials, cases). */
function usedOnes(facts, answer) {
  const known = [...(facts.replacements ?? []), ...(facts.forms ?? [])];
  const left = (facts.sent?.messages ?? []).map(contentOf).join("\n");
  const gone = matchedValues(left, known.map((one) => one.surrogate));
  const back = matchedValues(answer, known.map((one) => one.original));
  return known.filter((one) => gone.has(one.surrogate) || back.has(one.original));
}

const matchedValues = (text, values) => new Set(occurrences(text, values).map(({ start, end }) => text.slice(start, end)));

const contentOf = (message) => (typeof message.content === "string" ? message.content : JSON.stringify(message.content ?? message, null, 1));

function outLine(replacements) {
  if (!replacements.length) return "Rien n’avait à être remplacé.";
  return "Le texte exact que le modèle a reçu. Les remplaçants sont soulignés.";
}

const SPEAKERS = { system: "Consigne de l’usage", user: "Vous", assistant: "Réponse précédente", tool: "Outil", developer: "Consigne" };

function sentMessage(message, surrogates) {
  return element(
    "div",
    { class: "sent" },
    element("p", { class: "sent-role" }, SPEAKERS[message.role] ?? message.role),
    element("div", { class: "side-text" }, ...marked(contentOf(message), surrogates, "surrogate")),
  );
}

const marked = (text, values, kind) => wrapped(text, joined(text, occurrences(text, values)), (_, piece) => element("mark", { class: kind }, piece));

function replacementTable(replacements) {
  const rows = replacements.map((one) =>
    element("tr", {}, element("th", { scope: "row" }, one.label ?? one.type), element("td", {}, one.original), element("td", {}, one.surrogate)),
  );
  const head = ["Type", "Dans votre texte", "Remplacé par"].map((title) => element("th", { scope: "col" }, title));
  return element(
    "div",
    { class: "table-wrap", tabindex: "0", role: "region", "aria-label": "Remplacements" },
    element("table", { class: "plain" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)),
  );
}

function ruling(facts, journalUrl) {
  const { decision = {}, journal = null } = facts;
  const list = element("dl", { class: "ruling" });
  if (decision.rule) list.append(element("div", {}, element("dt", {}, "Règle"), element("dd", {}, decision.reason, " ", element("code", {}, decision.rule))));
  if (journal?.seq) {
    const link = element("a", { href: `${journalUrl}${journal.seq}/` }, `ligne n° ${journal.seq}`);
    const print = journal.hash ? element("code", { class: "hash" }, `${journal.hash.slice(0, 16)}…`) : null;
    list.append(element("div", {}, element("dt", {}, "Journal"), element("dd", {}, link, print && ", empreinte ", print)));
  }
  return list;
}
