from __future__ import annotations

from pathlib import Path

import pytest

from beffroi.testing.corpus import CorpusError, Span, load, parse


def test_marks_become_offsets() -> None:
    message = parse("x-1", "demo", "Mme [[person_name|Léa Roy]], [[!|rue Victor Hugo]], [[?|mairie]].")
    assert message.text == "Mme Léa Roy, rue Victor Hugo, mairie."
    assert message.spans == (Span(4, 11, "person_name"),)
    assert [message.text[span.start : span.end] for span in message.negatives] == ["rue Victor Hugo"]
    assert [message.text[span.start : span.end] for span in message.indifferent] == ["mairie"]


@pytest.mark.parametrize(
    "marked",
    [
        "[[person_nam|Léa]]",
        "[[person_name|]]",
        "[[phone| 06]]",
        "[[person_name|Léa",
        "Léa]]",
        "[[phone|a[[email|b]]]]",
        "un {{nir f8405 75}}",
    ],
)
def test_malformed_marks_are_refused(marked: str) -> None:
    with pytest.raises(CorpusError, match=r"demo\.txt: x-1"):
        parse("x-1", "demo", marked)


def test_files_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("=== b-1\nDeux\n\nlignes\n=== b-2\nFin\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("=== a-1\nUn\n", encoding="utf-8")
    messages = load(tmp_path)
    assert [(message.id, message.domain, message.text) for message in messages] == [
        ("a-1", "a", "Un"),
        ("b-1", "b", "Deux\n\nlignes"),
        ("b-2", "b", "Fin"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("bonjour\n=== a\nx\n", "before the first"),
        ("=== a\n\n=== b\nx\n", "empty"),
        ("=== a\nx\n=== a\ny\n", "twice"),
        ("", "no message"),
    ],
)
def test_malformed_files_are_refused(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "f.txt").write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=reason):
        load(tmp_path)
