"""Every message of the corpus goes through the real gateway, with the real detector: what did the model's server receive?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.gateway.conftest import Gate, Opener

from beffroi.privacy.detection.default import default_detector
from beffroi.privacy.text_view import fold
from beffroi.testing.corpus import Message, Span, load
from beffroi.testing.evaluation import CHECKSUMMED, DIRECT
from beffroi.testing.upstream import Kind, Script

MESSAGES = load(Path(__file__).resolve().parents[1] / "corpus")


@dataclass(frozen=True)
class Journey:
    """A message, what left in its place, and what came back when the model repeats what it was told."""

    message: Message
    left: str
    back: str


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def leaks(journey: Journey, span: Span) -> bool:
    """Whether the identifier can be read in what left, however it is spaced. Public text may hold the same word elsewhere."""
    value = journey.message.text[span.start : span.end]
    elsewhere = journey.message.text.count(value) > sum(
        journey.message.text[other.start : other.end] == value for other in journey.message.spans
    )
    inside = (
        squeezed(value) in squeezed(journey.left)
        if len(squeezed(value)) > 5
        else bool(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", journey.left))
    )
    return inside and not elsewhere


@pytest.fixture(scope="module")
def journeys() -> Callable[[Opener], list[Journey]]:
    made: list[Journey] = []

    def travel(open_gate: Opener) -> list[Journey]:
        if not made:
            gate: Gate = open_gate(detector=default_detector())
            gate.upstream.script = Script(Kind.ECHO, piece_size=10_000)
            for message in MESSAGES:
                answer = gate.post(
                    {"model": "petit", "messages": [{"role": "user", "content": message.text}]},
                    headers={"x-beffroi-conversation": message.id},
                )
                assert answer.status_code == 200, answer.text
                left = gate.upstream.requests[-1].json["messages"][-1]["content"]
                made.append(Journey(message, left, answer.json()["choices"][0]["message"]["content"]))
        return made

    return travel


def rate(journeys: list[Journey], types: frozenset[str]) -> tuple[float, list[str]]:
    wanted = [(journey, span) for journey in journeys for span in journey.message.spans if span.type in types]
    lost = [
        f"{journey.message.id} {span.type} {journey.message.text[span.start : span.end]!r}"
        for journey, span in wanted
        if leaks(journey, span)
    ]
    return 1 - len(lost) / len(wanted), lost


def test_direct_identifiers_do_not_leave(journeys: Callable[[Opener], list[Journey]], open_gate: Opener) -> None:
    kept, lost = rate(journeys(open_gate), DIRECT)
    assert kept >= 0.99, lost


def test_no_number_with_a_key_leaves(journeys: Callable[[Opener], list[Journey]], open_gate: Opener) -> None:
    kept, lost = rate(journeys(open_gate), CHECKSUMMED)
    assert kept == 1, lost


def test_what_comes_back_is_what_was_written(journeys: Callable[[Opener], list[Journey]], open_gate: Opener) -> None:
    altered = [journey.message.id for journey in journeys(open_gate) if journey.message.text not in journey.back]
    assert not altered
