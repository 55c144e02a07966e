"""A conversation that comes back is not read twice, is found alike, and leaves no word in memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.detection.detector import Detector
from beffroi.privacy.detection.memory import FindingsMemory, Read
from beffroi.privacy.finding import Finding
from beffroi.privacy.text_view import TextView

WORDS = ("aicha", "ben salah", "martin")


class Counting:
    """Finds the words above, and counts the texts that it was given."""

    name = "counting"

    def __init__(self) -> None:
        self.read: list[str] = []

    def find(self, view: TextView) -> Iterable[Finding]:
        self.read.append(view.text)
        for word in WORDS:
            at = view.folded.find(word)
            if at >= 0:
                yield Finding(at, at + len(word), "person_name", 0.9, self.name)


def test_only_the_new_message_is_read() -> None:
    recognizer = Counting()
    detector = Detector([recognizer]).remembering()
    history = ["Mme Aïcha Ben Salah", "Bonjour,"]
    for turn in range(5):
        history.append(f"question {turn} de Mme Martin")
        detector.detect_all(history)
    assert sorted(recognizer.read) == sorted(history)


MESSAGES = st.sampled_from(["Aïcha", "Ben Salah", "de M. Martin", "la mairie", "aïcha2"])


@given(st.lists(st.lists(MESSAGES, max_size=4), max_size=12))
def test_what_is_remembered_changes_no_finding(documents: list[list[str]]) -> None:
    plain, remembering = Detector([Counting()]), Detector([Counting()], memory=FindingsMemory(room=30))
    for texts in documents:
        assert remembering.detect_all(texts) == plain.detect_all(texts)


def test_the_room_is_bounded_and_the_oldest_leaves_first() -> None:
    memory = FindingsMemory(room=20)
    found = Finding(0, 3, "person_name", 0.9, "x")
    marks = [memory.mark(f"texte {number}") for number in range(20)]
    for mark in marks:
        memory.keep(mark, Read((found,), ()))
        memory.recall(marks[0])
    assert len(memory) == 10
    assert memory.recall(marks[0]) is not None
    assert memory.recall(marks[1]) is None
    memory.keep(memory.mark("énorme"), Read((found,) * 5, ()))
    assert memory.recall(memory.mark("énorme")) is None


def test_no_word_of_a_text_is_kept() -> None:
    memory = FindingsMemory()
    mark = memory.mark("Zoé Canari habite ici")
    memory.keep(mark, Read((Finding(0, 10, "person_name", 0.9, "x"),), ()))
    assert b"Canari" not in pickle.dumps((mark, memory.recall(mark)))
    assert memory.mark("a") != FindingsMemory().mark("a")
