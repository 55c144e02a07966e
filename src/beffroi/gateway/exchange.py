"""One exchange, from the client's request to the journal's line. Reads top to bottom like DESIGN §4's picture:

    authenticate → read_messages → detect → decide → pseudonymise → upstream → restore → measure → journal

Nothing leaves before the journal holds the intent (``begin``), and no answer ends before it holds the facts (``commit``).
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import orjson

from beffroi.errors import (
    BeffroiError,
    JournalError,
    ProtectionError,
    RequestError,
    UpstreamError,
    UpstreamGarbled,
    UpstreamRefused,
    UpstreamUnreachable,
)
from beffroi.gateway import protection
from beffroi.gateway.answer import TextRestorer, restore_answer
from beffroi.gateway.answer_stream import AnswerStream
from beffroi.gateway.chat_request import ChatRequest, parse_body, read_messages
from beffroi.gateway.error_shape import INTERNAL, error_body
from beffroi.gateway.explanation import explain_exchange
from beffroi.gateway.house import House
from beffroi.gateway.ledger import Ledger
from beffroi.gateway.measure import Measure, estimate, measure
from beffroi.gateway.reply import Call, ClientGoneError, Reply
from beffroi.gateway.restoring import restorer_of
from beffroi.gateway.sse import DONE, DONE_FRAME, SseReader, frame
from beffroi.gateway.upstream import TOO_SLOW, Answer, cut
from beffroi.journal.entry import Entry, Outcome
from beffroi.policy.decision import Decision
from beffroi.policy.quota import Reservation

logger = logging.getLogger("beffroi.gateway")

PATH = "/chat/completions"
_GONE = 499
"""Status journalled when the client left (nginx's convention; nobody receives it)."""


class Exchange:
    """One chat completion, answered and journalled however it ends."""

    def __init__(self, house: House, call: Call, reply: Reply) -> None:
        self.house = house
        self.call = call
        self.reply = reply
        self.ledger = Ledger(house, call.request_id, "/v1/chat/completions")
        self.explained = call.header(b"x-beffroi-explain") == "1"
        self.reservation: Reservation | None = None
        self.explainer: _Explainer | None = None
        self.has_failed = False

    async def run(self) -> None:
        """Serve the request and journal how it ended. What goes wrong is told to the client; only a cancellation is raised."""
        try:
            await self._steps()
        except asyncio.CancelledError:
            await self._close(Outcome.CANCELLED, _GONE, "client_gone")
            raise
        except ClientGoneError:
            await self._close(Outcome.CANCELLED, _GONE, "client_gone")
        except JournalError as failure:
            logger.error("gateway:journal:refused id=%s", self.call.request_id)
            await self._fail(failure)
        except BeffroiError as failure:
            await self._close(_outcome_of(failure), failure.status, failure.code)
            await self._fail(failure)
        except Exception as failure:  # noqa: BLE001 - whatever happened is journalled, and answered without a detail
            logger.error("gateway:exchange:crashed id=%s cause=%s", self.call.request_id, type(failure).__name__)
            await self._close(Outcome.FAILED if self.ledger.left else Outcome.REFUSED, INTERNAL.status, INTERNAL.code)
            await self._fail(INTERNAL)
        finally:
            if self.reservation is not None:
                self.house.quotas.settle(self.reservation, self.ledger.measured.llm_tokens)

    async def _steps(self) -> None:
        house, ledger = self.house, self.ledger
        snapshot, grant = protection.authenticate(house, self.call)
        ledger.opened_by(snapshot, grant)
        protection.check_open(grant)

        body = parse_body(await self.call.body(house.body_limit))
        request = read_messages(body, system_prompt=grant.use.system_prompt, conversation=conversation_of(self.call))
        ledger.reads(request)
        self.reservation = house.quotas.reserve(grant, estimate(request.characters))

        found = await protection.detect(house, request)
        ledger.found = protection.count(found)

        decision = protection.decide_for(snapshot, grant, request, found)
        ledger.decision = decision
        protection.check_allowed(decision)

        protected = await protection.pseudonymise(house, grant, request, found, decision)
        ledger.masked = protected.masked
        restorer = restorer_of(protected.substitutions)

        await self._upstream(request, decision, restorer, protected)

    async def _upstream(
        self, request: ChatRequest, decision: Decision, restorer: TextRestorer | None, protected: protection.Protected
    ) -> None:
        model, provider = decision.model, decision.provider
        assert model is not None
        assert provider is not None
        endpoint = self.house.directory.resolve(provider)
        self.explainer = _Explainer(decision, request, protected) if self.explained else None
        payload = _outgoing(request, model.upstream_name)
        await self.ledger.begin()
        self._measure(request, None, 0)
        try:
            async with self.house.upstream.post(endpoint, PATH, payload, provider) as answer:
                if request.stream:
                    await self._stream(request, answer, AnswerStream(restorer, model=model.id, wants_usage=request.wants_usage))
                else:
                    await self._whole(request, answer, restorer)
        except (UpstreamUnreachable, UpstreamRefused) as failure:
            if not self.reply.started and failure.code != TOO_SLOW:
                self.ledger.measured = Measure()  # it did not compute
            raise

    async def _whole(self, request: ChatRequest, answer: Answer, restorer: TextRestorer | None) -> None:
        body = await answer.json()
        sent = restore_answer(body, restorer)
        if "model" in body and self.ledger.model is not None:
            body["model"] = self.ledger.model.id
        measured = self._measure(request, body.get("usage"), len(sent))
        entry = await self._commit(sent)
        if self.explainer is not None:
            body["beffroi"] = self.explainer.of(measured, entry)
        await self.reply.json(_dumped(body))

    async def _stream(self, request: ChatRequest, answer: Answer, restored: AnswerStream) -> None:
        if not answer.is_event_stream:
            raise UpstreamGarbled
        try:
            await self._pump(answer, restored)
        except BaseException:
            # What was said until then has been spent, and is committed to.
            self.ledger.answer = restored.text
            self._measure(request, restored.usage, restored.received_characters)
            raise
        rest = restored.finish()
        measured = self._measure(request, restored.usage, restored.received_characters)
        entry = await self._commit(restored.text)
        if self.explainer is not None:
            rest.append(frame(orjson.dumps({**restored.empty_chunk, "beffroi": self.explainer.of(measured, entry)})))
        if not self.reply.started:
            await self.reply.start_events()
        await self.reply.end(b"".join(rest) + DONE_FRAME)

    async def _pump(self, answer: Answer, restored: AnswerStream) -> None:
        """Pass on what may leave at once, until the upstream has finished.

        Raises:
            UpstreamError: it failed, or stopped before the end.
        """
        reader = SseReader()
        async for chunk in answer.chunks():
            frames: list[bytes] = []
            try:
                for payload in reader.feed(chunk):
                    if payload.strip() == DONE:
                        return
                    frames += restored.feed(payload)
            finally:
                # What came before an error, or before the end, is said.
                await self._write(frames)
        for payload in reader.flush():
            if payload.strip() == DONE:
                return
            await self._write(restored.feed(payload))
        if not restored.is_finished:
            raise cut()

    async def _write(self, frames: list[bytes]) -> None:
        if not frames:
            return
        if not self.reply.started:
            await self.reply.start_events()
        await self.reply.write(b"".join(frames))

    def _measure(self, request: ChatRequest, usage: Any, received: int) -> Measure:
        model = self.ledger.model
        assert model is not None
        counted = usage if isinstance(usage, dict) else None
        measured = measure(model, counted, sent_characters=request.characters, received_characters=received)
        self.ledger.measured = measured
        return measured

    async def _commit(self, answer: str) -> Entry:
        self.ledger.answer = answer
        try:
            return await self.ledger.commit(Outcome.COMPLETED, 200, "")
        except JournalError as failure:
            raise JournalError("Le journal n’a pas pu être écrit : la réponse n’est pas transmise.") from failure

    async def _close(self, outcome: Outcome, status: int, error_code: str) -> None:
        """Journal an exchange that did not complete. Where the journal refuses, that is what the client is told."""
        if self.ledger.is_closed or not self.ledger.is_known:
            return
        try:
            await asyncio.shield(self.ledger.commit(outcome, status, error_code))
        except JournalError as failure:
            logger.error("gateway:journal:refused id=%s", self.call.request_id)
            if outcome is not Outcome.CANCELLED:
                await self._fail(failure)

    async def _fail(self, failure: BeffroiError) -> None:
        """Tell the client, once: a whole error, or an event of a stream that already began (and no [DONE])."""
        if self.has_failed:
            return
        self.has_failed = True
        if self.reply.started:
            await self.reply.end(frame(error_body(failure)))
        else:
            await self.reply.error(failure)


class _Explainer:
    """Keeps what the explanation will show of the request: the messages as they leave."""

    def __init__(self, decision: Decision, request: ChatRequest, protected: protection.Protected) -> None:
        self._decision = decision
        self._messages = request.body["messages"]
        self._protected = protected

    def of(self, measured: Measure, entry: Entry) -> dict[str, Any]:
        """The ``beffroi`` object."""
        return explain_exchange(self._decision, self._messages, self._protected, measured, entry)


def conversation_of(call: Call) -> str:
    """The conversation's name in a header, as the page and Open WebUI give it."""
    for name in (b"x-beffroi-conversation", b"x-openwebui-chat-id"):
        value = call.header(name)
        if value:
            return value[:128]
    return ""


def _outgoing(request: ChatRequest, upstream_name: str) -> bytes:
    """The body that leaves. A stream always asks for the count of LLM tokens: the journal wants it."""
    body = request.body
    body["model"] = upstream_name
    if request.stream:
        body["stream_options"] = {**(body.get("stream_options") or {}), "include_usage": True}
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError as failure:
        raise ProtectionError from failure


def _dumped(body: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:
        raise UpstreamGarbled from None


def _outcome_of(failure: BeffroiError) -> Outcome:
    if isinstance(failure, UpstreamError):
        return Outcome.FAILED
    if isinstance(failure, RequestError | ProtectionError):
        return Outcome.REFUSED
    return Outcome.FAILED
