"""The tagger is asked about doubts only, within its budget, and settles them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.recognizer import NameRecognizer
from beffroi.privacy.names.words import Words
from beffroi.privacy.recognizer import Tag
from beffroi.privacy.tagger.windows import CHARS_PER_1000, settle, windows
from beffroi.privacy.text_view import TextView

DOUBT = "Nous avons vu Kifri Barzanel hier."


class Oracle:
    """A tagger that knows one name, and remembers what it was shown."""

    name = "oracle"

    def __init__(self, known: str = "") -> None:
        self.known = known
        self.shown: list[str] = []

    def tag(self, texts: Sequence[str]) -> list[list[Tag]]:
        self.shown += texts
        found = [(text.find(self.known) if self.known else -1) for text in texts]
        return [[Tag(at, at + len(self.known), "PER", 0.9)] if at >= 0 else [] for at in found]


def names_with(tagger: Oracle, text: str) -> list[str]:
    found = NameRecognizer(tagger).find(TextView(text))
    return [text[one.start : one.end] for one in found if one.type == "person_name" and one.score >= 0.5]


def test_a_doubt_becomes_a_name_when_the_tagger_sees_one() -> None:
    assert names_with(Oracle("Kifri Barzanel"), DOUBT) == ["Kifri Barzanel"]
    assert names_with(Oracle(), DOUBT) == []


def test_sure_names_cost_nothing() -> None:
    oracle = Oracle()
    assert names_with(oracle, "Mme Aïcha Ben Salah demande un délai à Jean Dupont.") == ["Aïcha Ben Salah", "Jean Dupont"]
    assert oracle.shown == []


def test_windows_hold_their_candidate_and_stop_at_lines() -> None:
    words = Words(TextView(f"Une ligne avant.\n{DOUBT}\nUne ligne après."))
    first = words.forms.index("kifri")
    ((start, end, _),) = windows(words, [Candidate(first, first + 1, 0.4, "chain")])
    assert words.text[start:end] == DOUBT


def test_vetoes_and_sure_candidates_are_left_alone() -> None:
    words = Words(TextView(DOUBT))
    candidates = [Candidate(0, 0, 0.9, "chain"), Candidate(1, 1, 0.4, "public", veto=True)]
    oracle = Oracle("Nous")
    assert settle(words, candidates, oracle) == candidates
    assert oracle.shown == []


@given(st.integers(1, 60))
def test_the_cost_is_capped(repeats: int) -> None:
    text = "\n".join([DOUBT] * repeats)
    oracle = Oracle()
    names_with(oracle, text)
    assert sum(map(len, oracle.shown)) <= max(120, len(text) * CHARS_PER_1000 // 1_000)
