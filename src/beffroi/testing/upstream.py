"""An OpenAI-compatible model server that misbehaves on request, over a real socket on 127.0.0.1.

    with UpstreamSimulator() as upstream:
        upstream.script = Script(kind=Kind.CUT, pieces=("Bon", "jour"))
        …                                # point a provider at upstream.base_url
        assert upstream.requests == []   # every request that arrived, byte for byte

It runs uvicorn in a thread of its own, with its own event loop. Nothing here is random, and nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import Any

import orjson
from starlette.types import Receive, Scope, Send

from beffroi.testing.server import LocalServer


class Kind(Enum):
    """What the server does with a completion."""

    ANSWER = "answer"
    """Says ``pieces``."""
    ECHO = "echo"
    """Says the last message back, changed by ``transform``, in pieces of ``piece_size`` code points."""
    CUT = "cut"
    """Says ``pieces``, then breaks the connection."""
    UNFINISHED = "unfinished"
    """Says ``pieces``, then ends properly without a finish reason nor ``[DONE]``."""
    HANG = "hang"
    """Takes the request and never says a thing."""
    HANG_IN_STREAM = "hang_in_stream"
    """Says ``pieces``, then nothing, for ever."""
    HTML = "html"
    """A page, with status 200."""
    MALFORMED = "malformed"
    """JSON cut in the middle, with status 200."""
    ERROR = "error"
    """``status`` with OpenAI's error shape."""
    ERROR_EVENT = "error_event"
    """Says ``pieces``, then an error event in the stream."""
    REDIRECT = "redirect"
    """Sends the client elsewhere."""


@dataclass(frozen=True, slots=True)
class Script:
    """How the server behaves. ``delay_s`` before each piece, ``wire_size`` cuts the stream's bytes (0: an event at a time)."""

    kind: Kind = Kind.ANSWER
    pieces: Sequence[str] = ("Bonjour.",)
    choices: int = 1
    said_in: str = "content"
    """Where the pieces are said: ``content``, ``refusal``, ``reasoning_content``, or ``arguments`` (of a tool call)."""
    transform: Callable[[str], str] = str
    piece_size: int = 4
    usage: Mapping[str, int] | None = field(
        default_factory=lambda: {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    )
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    wire_size: int = 0
    line_end: str = "\n"
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Unknown fields, put at the root of the answer and of every chunk."""
    logprobs: bool = False


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """One request as it arrived: header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body, parsed."""
        parsed: dict[str, Any] = orjson.loads(self.body)
        return parsed


class UpstreamSimulator:
    """The server. Start and stop it with ``with``; change ``script`` between requests."""

    def __init__(self, script: Script | None = None) -> None:
        self.script = script or Script()
        self.requests: list[ReceivedRequest] = []
        self.cancelled = threading.Event()
        """Set when a client left in the middle of an answer."""
        self._stopping = threading.Event()
        self._server = LocalServer(self._serve)

    @property
    def base_url(self) -> str:
        """Up to and including ``/v1``."""
        return f"{self._server.url}/v1"

    def __enter__(self) -> UpstreamSimulator:
        self._server.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._stopping.set()
        self._server.__exit__(kind, value, trace)

    def forget(self) -> None:
        """Start a new test: no request, nobody left."""
        self.requests.clear()
        self.cancelled.clear()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.requests.append(ReceivedRequest(scope["method"], scope["path"], headers, body))
        answer = asyncio.ensure_future(_Answering(self.script, body, send).run())
        watch = asyncio.ensure_future(self._departure(receive))
        await asyncio.wait((answer, watch), return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            if not self._stopping.is_set():
                self.cancelled.set()
            answer.cancel()
        watch.cancel()
        await asyncio.gather(answer, watch, return_exceptions=True)

    async def _departure(self, receive: Receive) -> None:
        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        left = asyncio.ensure_future(gone())
        try:
            while not left.done() and not self._stopping.is_set():
                await asyncio.wait((left,), timeout=0.05)
        finally:
            left.cancel()


class _BrokenOnPurpose(Exception):
    """Ends a response without its end: uvicorn then closes the connection."""


class _Answering:
    """One answer of the server."""

    def __init__(self, script: Script, body: bytes, send: Send) -> None:
        self.script = script
        self.request: dict[str, Any] = orjson.loads(body) if body else {}
        self._send = send

    async def run(self) -> None:
        """Answer as the script says."""
        script = self.script
        if script.kind is Kind.HANG:
            await asyncio.Event().wait()
        elif script.kind is Kind.HTML:
            await self._whole(200, b"<html><body>502 Bad Gateway</body></html>", "text/html")
        elif script.kind is Kind.MALFORMED:
            await self._whole(200, b'{"id":"x","choices":[{"index":0,"mess', "application/json")
        elif script.kind is Kind.REDIRECT:
            await self._whole(307, b"", "text/plain", {"location": "http://127.0.0.1:9/v1/chat/completions"})
        elif script.kind is Kind.ERROR:
            error = {"error": {"message": "upstream says no", "type": "x", "code": "x"}}
            await self._whole(script.status, orjson.dumps(error), "application/json", script.headers)
        elif self.request.get("stream"):
            await self._stream()
        else:
            await self._plain()

    def _pieces(self) -> list[str]:
        script = self.script
        if script.kind is not Kind.ECHO:
            return list(script.pieces)
        content = self.request["messages"][-1]["content"]
        text = script.transform(content if isinstance(content, str) else "".join(part["text"] for part in content))
        return [text[at : at + script.piece_size] for at in range(0, len(text), script.piece_size)]

    def _said(self, text: str) -> dict[str, Any]:
        if self.script.said_in != "arguments":
            return {self.script.said_in: text}
        call = {"index": 0, "id": "call_abcdefgh", "type": "function", "function": {"name": "envoyer", "arguments": text}}
        return {"tool_calls": [call]}

    async def _plain(self) -> None:
        script = self.script
        if script.delay_s:
            await asyncio.sleep(script.delay_s)
        message = {"role": "assistant", "content": None, **self._said("".join(self._pieces()))}
        choices: list[dict[str, Any]] = [
            {"index": index, "message": message, "finish_reason": "stop", **self._logprobs()} for index in range(script.choices)
        ]
        answer: dict[str, Any] = {**script.extra, **self._head("chat.completion"), "choices": choices}
        if script.usage is not None:
            answer["usage"] = dict(script.usage)
        body = orjson.dumps(answer)
        if script.kind is Kind.CUT:
            await self._start(200, "application/json", {"content-length": str(len(body))})
            await self._body(body[: len(body) // 2], more=True)
            raise _BrokenOnPurpose
        await self._whole(200, body, "application/json")

    async def _stream(self) -> None:
        script = self.script
        await self._start(200, "text/event-stream", {})
        for index in range(script.choices):
            await self._event(self._chunk(index, {"role": "assistant", "content": ""}))
        for piece in self._pieces():
            if script.delay_s:
                await asyncio.sleep(script.delay_s)
            for index in range(script.choices):
                await self._event(self._chunk(index, self._said(piece)))
        if script.kind is Kind.CUT:
            raise _BrokenOnPurpose
        if script.kind is Kind.HANG_IN_STREAM:
            await asyncio.Event().wait()
        if script.kind is Kind.ERROR_EVENT:
            await self._event({"error": {"message": "CUDA out of memory", "code": 500}})
        if script.kind in (Kind.ANSWER, Kind.ECHO):
            reason = "tool_calls" if script.said_in == "arguments" else "stop"
            for index in range(script.choices):
                await self._event(self._chunk(index, {}, reason))
            if script.usage is not None and (self.request.get("stream_options") or {}).get("include_usage"):
                await self._event(
                    {**script.extra, **self._head("chat.completion.chunk"), "choices": [], "usage": dict(script.usage)}
                )
            await self._bytes(f"data: [DONE]{script.line_end * 2}".encode())
        await self._body(b"", more=False)

    def _chunk(self, index: int, delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
        choice = {"index": index, "delta": delta, "finish_reason": finish_reason, **self._logprobs()}
        return {**self.script.extra, **self._head("chat.completion.chunk"), "choices": [choice]}

    def _logprobs(self) -> dict[str, Any]:
        return {"logprobs": {"content": [{"token": "x", "logprob": -0.1}]}} if self.script.logprobs else {}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": "chatcmpl-sim", "object": kind, "created": 1, "model": self.request.get("model", "")}

    async def _event(self, payload: dict[str, Any]) -> None:
        await self._bytes(b"data: " + orjson.dumps(payload) + (self.script.line_end * 2).encode())

    async def _bytes(self, data: bytes) -> None:
        size = self.script.wire_size or len(data)
        for at in range(0, len(data), size):
            await self._body(data[at : at + size], more=True)
            if self.script.wire_size:
                await asyncio.sleep(0)

    async def _whole(self, status: int, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> None:
        await self._start(status, content_type, {**(headers or {}), "content-length": str(len(body))})
        await self._body(body, more=False)

    async def _start(self, status: int, content_type: str, headers: Mapping[str, str]) -> None:
        pairs = [
            (b"content-type", content_type.encode()),
            *((name.encode(), value.encode()) for name, value in headers.items()),
        ]
        await self._send({"type": "http.response.start", "status": status, "headers": pairs})

    async def _body(self, data: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": data, "more_body": more})
