/**
 * Reads server-sent events from a response body, cut anywhere.
 */

/**
 * @param {ReadableStream<Uint8Array>} body
 * @yields {string} the data of each event, lines joined as the HTML standard says
 */
export async function* eventData(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  let data = [];
  try {
    for (;;) {
      const { value, done } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      if (done && rest) rest += "\n";
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line === "") {
          if (data.length) yield data.join("\n");
          data = [];
        } else if (line.startsWith("data:")) {
          data.push(line.slice(line[5] === " " ? 6 : 5));
        }
      }
      if (done) {
        if (data.length) yield data.join("\n");
        return;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
