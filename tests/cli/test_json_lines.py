"""The stable commands: one line in, one line out, whatever the line holds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import orjson
import pytest

BEFFROI = str(Path(sys.executable).parent / "beffroi")
LETTER = (
    "Madame Zéphyrine Quatrebarbes, née le 14/05/1984, joignable au 06 39 98 71 42, IBAN FR76 9999 9000 0112 3456 7890 189. 😀"
)


def run(command: str, lines: Sequence[object], *, expect: int = 0) -> list[dict[str, object]]:
    data = b"".join((line if isinstance(line, bytes) else orjson.dumps(line)) + b"\n" for line in lines)
    done = subprocess.run([BEFFROI, command, "--jsonl"], input=data, capture_output=True, check=False)
    assert done.returncode == expect, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return [orjson.loads(line) for line in done.stdout.splitlines()]


def test_detect_gives_spans_in_code_points_of_the_text_as_given() -> None:
    text = "😀 e\u0301crire à zephyrine.q@messagerie.example 😀"
    (answer,) = run("detect", [{"id": "a", "text": text, "extra": 1}])
    assert answer["id"] == "a"
    (found,) = answer["findings"]  # type: ignore[misc]
    assert set(found) == {"start", "end", "type", "score", "recognizer"}
    assert text[found["start"] : found["end"]] == "zephyrine.q@messagerie.example"
    assert found["type"] == "email"


def test_pseudonymize_then_restore_gives_the_text_back() -> None:
    documents = [{"id": number, "text": f"{LETTER} ({number})"} for number in range(3)]
    masked = run("pseudonymize", documents)
    assert all("Quatrebarbes" not in str(row["text"]) and "71 42" not in str(row["text"]) for row in masked)
    assert run("restore", masked) == documents


def test_a_key_of_another_text_or_a_damaged_one_is_told_in_words() -> None:
    (masked,) = run("pseudonymize", [{"id": 1, "text": LETTER}])
    (answer,) = run("restore", [{**masked, "key": str(masked["key"])[:-8]}], expect=1)
    assert "clé" in answer["error"]["message"]  # type: ignore[index]


@pytest.mark.parametrize("line", [b"not json", b"[1]", b'{"id": 7}', b'{"id": 7, "text": 3}', b"\xff\xfe"])
def test_a_bad_line_yields_an_error_in_its_place_and_the_others_are_served(line: bytes) -> None:
    answers = run("detect", [{"id": "first", "text": "rien"}, line, {"id": "last", "text": "rien"}], expect=1)
    assert [answers[0]["id"], answers[2]["id"]] == ["first", "last"]
    assert set(answers[1]["error"]) == {"code", "message"}  # type: ignore[call-overload]


def test_the_same_line_always_has_the_same_findings() -> None:
    one, two = run("detect", [{"id": 1, "text": LETTER}, {"id": 1, "text": LETTER}])
    assert one == two
    assert {"person_name", "birth_date", "phone", "iban"} <= {found["type"] for found in one["findings"]}  # type: ignore[attr-defined]
