"""The steps between a request and what may leave, each a function: authenticate, detect, decide, pseudonymise.

The exchange and the preview take exactly these; whatever one of them raises, nothing has left.
"""

from __future__ import annotations

import asyncio
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from beffroi.errors import BeffroiError, ProtectionError, RefusedByPolicy, UseClosed
from beffroi.gateway.chat_request import ChatRequest
from beffroi.gateway.house import House
from beffroi.gateway.reply import Call
from beffroi.gateway.vocabulary import OPAQUE_OPTIONS
from beffroi.policy.authentication import authenticate as authenticated
from beffroi.policy.decision import Decision, decide
from beffroi.policy.keys import Purpose
from beffroi.policy.snapshot import Grant, Snapshot, UseStatus
from beffroi.privacy.finding import Finding
from beffroi.privacy.surrogates.pseudonymiser import Pseudonymiser
from beffroi.privacy.surrogates.substitutions import Substitutions

INLINE_CHARACTERS = 6_000
"""Beyond this many code points, protection runs in a thread so that other clients are served meanwhile."""
_SMALL_SEED = 10**6

Found = list[list[Finding]]
"""Findings per leaf of a request."""


@dataclass(frozen=True, slots=True)
class Protected:
    """What may leave: the request's texts are replaced in place. ``masked`` counts the replaced findings, per type.

    ``replaced`` lists what stands in for what, once each, in reading order: (type, original, surrogate). It is the client's
    text: for the client's eyes only.
    """

    substitutions: Substitutions
    masked: Mapping[str, int]
    replaced: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)


def authenticate(house: House, call: Call) -> tuple[Snapshot, Grant]:
    """Who asks, for what, under which policy.

    Raises:
        SnapshotUnavailable: no valid policy.
        Unauthenticated: no valid credential.
    """
    snapshot = house.snapshots.current()
    return snapshot, authenticated(snapshot, call.credential, now=house.clock(), public_key=house.public_key)


def check_open(grant: Grant) -> None:
    """Stop early, before anything is read.

    Raises:
        UseClosed: the use is not authorised.
    """
    if grant.use.status is not UseStatus.AUTHORIZED:
        raise UseClosed


async def detect(house: House, request: ChatRequest) -> Found:
    """Findings of every text of the request, taken as one document.

    Raises:
        ProtectionError: detection failed, whatever the reason.
    """
    texts = request.passages.texts()
    try:
        if sum(map(len, texts)) > INLINE_CHARACTERS:
            found = await asyncio.to_thread(house.detector.detect_all, texts)
        else:
            found = house.detector.detect_all(texts)
        return request.passages.place(found)
    except BeffroiError:
        raise
    except Exception as failure:
        raise ProtectionError from failure


def count(found: Found) -> dict[str, int]:
    """How many findings per type."""
    return dict(Counter(finding.type for findings in found for finding in findings))


def decide_for(snapshot: Snapshot, grant: Grant, request: ChatRequest, found: Found) -> Decision:
    """What may be done with this request; a refusal is a value. Raises as ``policy.decision.decide``."""
    return decide(snapshot, grant, request.model, count(found))


def check_allowed(decision: Decision) -> None:
    """Stop here when the answer is no.

    Raises:
        RefusedByPolicy: with the decision's own words and code.
    """
    if decision.refused or decision.model is None or decision.provider is None:
        raise RefusedByPolicy(decision.reason, code=decision.error_code)


async def pseudonymise(house: House, grant: Grant, request: ChatRequest, found: Found, decision: Decision) -> Protected:
    """Replace in the request everything that the decision masks, and what names the client's user to the provider.

    Raises:
        ProtectionError: it could not be done.
        UnreadableContent: a name that cannot change holds personal data.
    """
    work = partial(_pseudonymised, house, grant, request, found, decision)
    return await asyncio.to_thread(work) if request.characters > INLINE_CHARACTERS else work()


def _pseudonymised(house: House, grant: Grant, request: ChatRequest, found: Found, decision: Decision) -> Protected:
    masked = [[finding for finding in findings if finding.type in decision.masked_types] for findings in found]
    key = house.keys.key(grant.organization.id, Purpose.SURROGATES)
    try:
        hide_options(request.body, key)
        if not any(masked):
            return Protected(Substitutions(), {})
        leaves = request.passages.leaves
        pseudonymiser = Pseudonymiser(key, scope_of(request, grant, house.clock()), grant.use.style)
        result = pseudonymiser.pseudonymise([leaf.text for leaf in leaves], masked)
        _check_replaced(leaves, result.texts, masked)
        request.passages.replace(result.texts)
    except BeffroiError:
        raise
    except Exception as failure:
        raise ProtectionError from failure
    replaced = {
        (one.type, leaf.text[one.start : one.end], one.surrogate): None
        for leaf, ones in zip(leaves, result.replacements, strict=True)
        for one in ones
    }
    return Protected(result.substitutions, count(masked), tuple(replaced))


def _check_replaced(leaves: Sequence[Any], texts: Sequence[str], masked: Found) -> None:
    """The last look before the door: a text with something to mask has changed."""
    for leaf, text, findings in zip(leaves, texts, masked, strict=True):
        if findings and text == leaf.text:
            raise ProtectionError


def scope_of(request: ChatRequest, grant: Grant, now: float) -> str:
    """Within what the same person is the same surrogate: the conversation if it has a name, else the key and the day (UTC)."""
    if request.conversation:
        return f"{grant.id}|conversation|{request.conversation}"
    return f"{grant.id}|day|{datetime.fromtimestamp(now, UTC):%Y-%m-%d}"


def hide_options(body: dict[str, Any], key: bytes) -> None:
    """Replace by keyed codes the options that name a user, a session, or hold a number too long to be only a seed."""
    for option in OPAQUE_OPTIONS & body.keys():
        if isinstance(body[option], str) and body[option]:
            body[option] = "bf-" + _code(key, option, body[option])[:32]
    seed = body.get("seed")
    if isinstance(seed, int | float) and abs(seed) >= _SMALL_SEED:
        body["seed"] = int(_code(key, "seed", repr(seed)), 16) % _SMALL_SEED


def _code(key: bytes, option: str, value: str) -> str:
    return hmac.new(key, f"{option}\0{value}".encode("utf-8", "surrogatepass"), sha256).hexdigest()
