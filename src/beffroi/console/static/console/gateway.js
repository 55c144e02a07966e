/**
 * Talks to the gateway, with a short-lived key that the console gives for one use. The key stays in memory only.
 */
import { eventData } from "./sse.js";

const RENEW_BEFORE_MS = 30_000;

/** An error to show as it is: `message` is French. */
export class Trouble extends Error {
  /**
   * @param {string} message
   * @param {{status?: number, code?: string}} [facts]
   */
  constructor(message, { status = 0, code = "" } = {}) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class Gateway {
  /** @param {{accessUrl: string, csrf: string}} options */
  constructor({ accessUrl, csrf }) {
    this.accessUrl = accessUrl;
    this.csrf = csrf;
    /** @type {Map<string, {apiKey: string, base: string, until: number}>} */
    this.grants = new Map();
  }

  /**
   * What would be masked in the last message of a conversation, and what would be decided for the whole.
   * @param {{use: string, model: string, messages: object[], conversation: string, signal: AbortSignal}} options
   * @returns {Promise<{findings: object[], decision: object, maskedTypes: Set<string> | null}>} `maskedTypes` is null when
   *   nothing would leave
   */
  async preview({ use, model, messages, conversation, signal }) {
    const headers = { "x-beffroi-conversation": conversation };
    const response = await this.#call(use, "/beffroi/preview", { model, messages }, signal, headers);
    const { findings = [], decision, replacements = [] } = await response.json();
    const last = `messages[${messages.length - 1}].content`;
    const maskedTypes = decision?.refused ? null : new Set(replacements.map(({ type }) => type));
    return { findings: findings.filter(({ path }) => path === last), decision, maskedTypes };
  }

  /**
   * One exchange, streamed.
   * @param {{use: string, model: string, messages: object[], conversation: string, signal: AbortSignal}} options
   * @yields {{text?: string, facts?: object, usage?: object}}
   */
  async *chat({ use, model, messages, conversation, signal }) {
    const body = { model, messages, stream: true, stream_options: { include_usage: true } };
    const response = await this.#call(use, "/chat/completions", body, signal, {
      "x-beffroi-explain": "1",
      "x-beffroi-conversation": conversation,
    });
    for await (const data of eventData(response.body)) {
      if (data === "[DONE]") return;
      const chunk = parsed(data);
      if (chunk.error) throw new Trouble(chunk.error.message ?? UNREADABLE, { code: chunk.error.code });
      const text = chunk.choices?.[0]?.delta?.content;
      if (text) yield { text };
      if (chunk.usage) yield { usage: chunk.usage };
      if (chunk.beffroi) yield { facts: chunk.beffroi };
    }
  }

  async #call(use, path, body, signal, headers = {}, isSecondTry = false) {
    const grant = await this.#grant(use);
    const response = await reach(grant.base + path, {
      method: "POST",
      headers: { authorization: `Bearer ${grant.apiKey}`, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      signal,
      credentials: "omit",
    });
    if (response.ok) return response;
    if (response.status === 401 && !isSecondTry) {
      this.grants.delete(use);
      return this.#call(use, path, body, signal, headers, true);
    }
    throw await troubleOf(response);
  }

  async #grant(use) {
    const known = this.grants.get(use);
    if (known && known.until > Date.now()) return known;
    const response = await reach(this.accessUrl, {
      method: "POST",
      headers: { "x-csrftoken": this.csrf, accept: "application/json" },
      body: new URLSearchParams({ use }),
      credentials: "same-origin",
    });
    if (response.redirected || !(response.headers.get("content-type") ?? "").includes("json")) {
      throw new Trouble("Votre session est finie.", { status: 401, code: "session_ended" });
    }
    if (!response.ok) throw await troubleOf(response);
    const { api_key: apiKey, expires_in: seconds, gateway } = await response.json();
    const grant = { apiKey, base: gateway, until: Date.now() + Math.max(1000, seconds * 1000 - RENEW_BEFORE_MS) };
    this.grants.set(use, grant);
    return grant;
  }
}

const UNREADABLE = "La réponse du service n’est pas lisible. Réessayez dans un instant.";

async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble("Le service est injoignable. Vérifiez votre connexion, puis réessayez.");
  }
}

async function troubleOf(response) {
  const body = await response.json().catch(() => ({}));
  return new Trouble(body?.error?.message ?? UNREADABLE, { status: response.status, code: body?.error?.code ?? "" });
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    throw new Trouble(UNREADABLE);
  }
}
