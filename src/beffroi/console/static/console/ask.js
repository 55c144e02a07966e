/**
 * The Demander page: wires the box, the conversation and the gateway. Nothing is kept once the page is left.
 */
import { Composer } from "./composer.js";
import { Gateway, Trouble } from "./gateway.js";
import { element } from "./nodes.js";
import { Turn } from "./turn.js";

const form = document.getElementById("ask");
if (form) start();

function start() {
  const byId = (id) => document.getElementById(id);
  const [conversation, examples, send, stop, fresh, status, trouble] = ["conversation", "examples", "send", "stop", "new", "status", "trouble"].map(byId);
  const gateway = new Gateway({ accessUrl: form.action, csrf: form.elements.csrfmiddlewaretoken.value });
  const chosen = () => {
    const radio = form.querySelector("input[name=use]:checked");
    return { use: radio.value, model: radio.dataset.model };
  };
  /** @type {{role: string, content: string}[]} */
  let history = [];
  let conversationId = newId();
  const composer = new Composer(document, (text, signal) => {
    const messages = [...history, { role: "user", content: text }];
    return gateway.preview({ ...chosen(), messages, conversation: conversationId, signal });
  });
  let running = null;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!running) void ask();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "use") composer.changed({ delay: 0 });
  });
  byId("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  stop.addEventListener("click", () => running?.abort());
  fresh.addEventListener("click", clear);
  for (const button of examples.querySelectorAll("button")) {
    button.addEventListener("click", () => composer.write(button.dataset.text));
  }
  composer.changed({ delay: 0 });

  async function ask() {
    const question = composer.value.trim();
    if (!question) return say("Écrivez d’abord votre demande.");
    const turn = new Turn({ question, journalUrl: form.dataset.journal });
    const before = history;
    const asked = [...before, { role: "user", content: question }];
    begin(turn);
    const end = {};
    try {
      for await (const part of gateway.chat({ ...chosen(), messages: asked, conversation: conversationId, signal: running.signal })) {
        if (part.text) turn.add(part.text);
        if (part.facts) end.facts = part.facts;
        if (part.usage) end.usage = part.usage;
      }
      say("Réponse terminée.");
    } catch (error) {
      if (!running.signal.aborted) return fail(turn, question, error);
      end.note = "Vous avez arrêté la réponse.";
      if (history === before) say("Réponse arrêtée.");
    } finally {
      rest();
    }
    turn.finish(end);
    // A conversation cleared meanwhile stays cleared.
    if (turn.answer && history === before) history = [...asked, { role: "assistant", content: turn.answer }];
    return undefined;
  }

  function begin(turn) {
    running = new AbortController();
    trouble.hidden = true;
    examples.hidden = true;
    conversation.append(turn.node);
    composer.write("");
    send.disabled = true;
    stop.hidden = false;
    form.classList.add("is-busy");
    say("Réponse en cours…");
    turn.node.scrollIntoView({ block: "start" });
  }

  function rest() {
    running = null;
    send.disabled = false;
    stop.hidden = true;
    fresh.hidden = conversation.childElementCount === 0;
    form.classList.remove("is-busy");
  }

  /** The exchange failed: say why, give the text back to the box, keep what had already arrived. */
  function fail(turn, question, error) {
    if (turn.answer) turn.finish({ note: "La réponse s’est interrompue avant la fin." });
    else turn.node.remove();
    examples.hidden = conversation.childElementCount > 0;
    fresh.hidden = conversation.childElementCount === 0;
    if (!composer.value) composer.write(question);
    const isOurs = error instanceof Trouble;
    const words = isOurs ? error.message : "La page a rencontré une difficulté. Rechargez-la, puis réessayez.";
    const again = isOurs && error.code === "session_ended" && element("a", { href: form.dataset.signIn }, "Se reconnecter");
    trouble.replaceChildren(element("p", {}, words, " ", again));
    trouble.hidden = false;
    say("");
  }

  function clear() {
    running?.abort();
    const [nodes, kept, keptId] = [[...conversation.childNodes], history, conversationId];
    conversation.replaceChildren();
    history = [];
    conversationId = newId();
    examples.hidden = false;
    fresh.hidden = true;
    trouble.hidden = true;
    const undo = element("button", { type: "button", class: "btn btn-link" }, "La rétablir");
    undo.addEventListener("click", () => {
      conversation.replaceChildren(...nodes, ...conversation.childNodes);
      history = [...kept, ...history];
      conversationId = keptId;
      examples.hidden = true;
      fresh.hidden = false;
      say("Conversation rétablie.");
      composer.parts.text.focus();
    });
    status.replaceChildren("La conversation est effacée de la page. ", undo);
    composer.write("");
  }

  function say(words) {
    status.textContent = words;
  }
}

/** A name for a conversation: the same person keeps the same surrogate in it. `randomUUID` needs HTTPS or localhost. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
