"""A model server that answers at once, for measuring what the gateway itself costs. Prints its port, then serves.

It answers a fixed text that repeats the names it received last, as a plain completion or as a stream of 50 chunks.
"""

from __future__ import annotations

import json
import socket
import sys
from typing import Any

import uvicorn

SENTENCE = "Bonjour, votre demande a bien été reçue et sera traitée dans les meilleurs délais par nos services."
WORDS = SENTENCE.split(" ")
CHUNKS = [(WORDS[index % len(WORDS)] + " ") for index in range(50)]
USAGE = {"prompt_tokens": 400, "completion_tokens": 60, "total_tokens": 460}


def _frame(delta: dict[str, Any], finish: str | None = None, usage: dict[str, int] | None = None) -> bytes:
    choices = [] if usage else [{"index": 0, "delta": delta, "finish_reason": finish}]
    chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "instant", "choices": choices}
    return b"data: " + json.dumps(chunk | ({"usage": usage} if usage else {})).encode() + b"\n\n"


FRAMES = [
    _frame({"role": "assistant", "content": ""}),
    *(_frame({"content": word}) for word in CHUNKS),
    _frame({}, finish="stop"),
    _frame({}, usage=USAGE),
    b"data: [DONE]\n\n",
]
PLAIN = json.dumps(
    {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "instant",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "".join(CHUNKS)}, "finish_reason": "stop"}],
        "usage": USAGE,
    }
).encode()


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Pure ASGI: reads the whole request, answers at once."""
    if scope["type"] != "http":
        return
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    stream = b'"stream":true' in body.replace(b" ", b"")
    kind = b"text/event-stream" if stream else b"application/json"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
    if stream:
        for frame in FRAMES:
            await send({"type": "http.response.body", "body": frame, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    else:
        await send({"type": "http.response.body", "body": PLAIN})


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="off", timeout_keep_alive=120))
    server.run(sockets=[listener])
    sys.exit(0)
