"""A text that is still held: proved to a third party without the master key, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import JournalError
from beffroi.journal.commitment import Side, commit_content, opening_key, opens
from beffroi.journal.encoding import encode_record
from beffroi.journal.note import NoteKey
from beffroi.journal.text_proof import TextProof, decode_text, match_text, read_proof, verify_text
from beffroi.testing.proof_case import COMMITMENT_KEY, TOWN, ProofCase


def proof_of(case: ProofCase, seq: int, side: Side = Side.REQUEST) -> TextProof:
    evidence = case.checkpoint()
    entry = case.journal.entries[seq - 1]
    return TextProof(
        TOWN,
        seq,
        entry.previous,
        encode_record(entry.record).decode(),
        side,
        opening_key(COMMITMENT_KEY, side, entry.record.request_id),
        tuple(evidence.tree.inclusion_proof(seq - 1, evidence.tree.size)),
        evidence.checkpoints[-1],
        case.history,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[NoteKey]]:
    case = ProofCase(tmp_path_factory.mktemp("text"))
    case.write(9)
    return proof_of(case, 5).write(), case.anchors


def test_the_text_and_no_other(made: tuple[bytes, list[NoteKey]]) -> None:
    data, anchors = made
    proof = read_proof(data)
    verdict = verify_text(proof, "Question 5", anchors)
    assert (verdict.spelling, verdict.request_id) == ("à l’identique", "req-5")
    assert verdict.anchor is not None
    for other in ("Question 6", "Réponse 5", "question 5", " Question 5", "Question 5 ", ""):
        assert verify_text(proof, other, anchors).spelling is None
    assert b"Question" not in data
    assert COMMITMENT_KEY.hex().encode() not in data


def test_what_editors_add_is_forgiven_and_said(made: tuple[bytes, list[NoteKey]]) -> None:
    proof = read_proof(made[0])
    assert verify_text(proof, "\ufeffQuestion 5").spelling == "aux fins de ligne près"
    assert verify_text(proof, "Question 5\r\n").spelling == "au saut de ligne final près"
    assert verify_text(proof, "Question 5\n\n").spelling is None


def test_an_opening_opens_one_half_of_one_exchange(tmp_path: Path) -> None:
    case = ProofCase(tmp_path)
    case.write(3)
    opening = opening_key(COMMITMENT_KEY, Side.REQUEST, "req-2")
    matches = [
        (entry.seq, side, text)
        for entry in case.journal.entries
        for side in Side
        for text in ("Question 1", "Réponse 1", "Question 2", "Réponse 2", "Question 3", "Réponse 3")
        if match_text(entry.record.commitment, side, opening, text)
    ]
    assert matches == [(2, Side.REQUEST, "Question 2")]


@given(st.text(), st.text(), st.binary(min_size=32, max_size=32))
def test_only_the_right_key_opens(text: str, other: str, opening: bytes) -> None:
    commitment = commit_content(COMMITMENT_KEY, request_id="r", request=text, answer="")
    good = opening_key(COMMITMENT_KEY, Side.REQUEST, "r")
    assert opens(commitment, Side.REQUEST, good, other) == (text == other)
    assert opens(commitment, Side.REQUEST, opening, text) == (opening == good)
    assert not opens(commitment, Side.REQUEST, good + b"\0", text)
    assert not opens(commitment, Side.ANSWER, good, "")


@given(st.data())
def test_any_changed_byte_is_seen(made: tuple[bytes, list[NoteKey]], data: st.DataObject) -> None:
    proof, anchors = made
    place, value = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(1, 255))
    changed = proof[:place] + bytes([proof[place] ^ value]) + proof[place + 1 :]
    try:
        verdict = verify_text(read_proof(changed), "Question 5", anchors)
    except JournalError:
        return
    assert verdict.spelling is None, "only the opening key may change, and then it opens nothing"


@pytest.mark.parametrize("bad", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"format":"beffroi-text-proof/1"}'])
def test_what_is_not_a_proof_is_told(bad: bytes) -> None:
    with pytest.raises(JournalError, match="preuve"):
        read_proof(bad)


def test_a_proof_of_another_installation_is_told(made: tuple[bytes, list[NoteKey]], tmp_path: Path) -> None:
    other = ProofCase(tmp_path)
    other.write(1)
    other.checkpoint()
    with pytest.raises(JournalError, match="aucune des clés"):
        verify_text(read_proof(made[0]), "Question 5", other.anchors)


def test_files_of_windows_editors_are_read() -> None:
    assert decode_text("Né à Évron".encode()) == decode_text("Né à Évron".encode("cp1252")) == "Né à Évron"
