"""Recall, precision and speed of the name rules on annotated sets: python tools/measure_names.py FOLDER [--tagger] [set …].

A set is a JSON-lines file with ``text`` and ``pii`` (start, end, label); label PER is the truth. A name counts as found when a
finding covers 80 % of it; a finding counts as right when it overlaps a name.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from beffroi.privacy.names.recognizer import NameRecognizer
from beffroi.privacy.recognizer import NameTagger
from beffroi.privacy.text_view import TextView, fold

SHARE = 0.8
Span = tuple[int, int]


def covered(gold: Span, found: list[Span]) -> bool:
    return any(min(gold[1], end) - max(gold[0], start) >= SHARE * (gold[1] - gold[0]) for start, end in found)


def touches(span: Span, gold: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in gold)


def names_of(recognizer: NameRecognizer, text: str) -> list[Span]:
    view = TextView(text)
    return [
        view.to_source(one.start, one.end) for one in recognizer.find(view) if one.type == "person_name" and one.score >= 0.5
    ]


def written(text: str, manner: str) -> str:
    """The text in another manner; offsets stay good because no manner changes the length."""
    changed = fold(text) if manner == "lower" else fold(text).upper() if manner == "upper" else text
    assert len(changed) == len(text)
    return changed


def measure(path: Path, recognizer: NameRecognizer, *, show: bool, manner: str) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row | {"text": written(row["text"], manner)} for row in rows if len(row["text"].upper()) == len(row["text"])]
    names_of(recognizer, rows[0]["text"])
    started = time.process_time()
    found = [names_of(recognizer, row["text"]) for row in rows]
    spent = time.process_time() - started
    gold = [[(start, end) for start, end, label in row["pii"] if label == "PER"] for row in rows]
    total, hits = sum(map(len, gold)), sum(covered(one, spans) for ones, spans in zip(gold, found, strict=True) for one in ones)
    output, right = (
        sum(map(len, found)),
        sum(touches(one, ones) for ones, spans in zip(gold, found, strict=True) for one in spans),
    )
    chars = sum(len(row["text"]) for row in rows)
    print(
        f"{path.stem:32} names {total:5}  recall {hits / max(total, 1):.3f}  precision {right / max(output, 1):.3f}"
        f"  {chars / spent:>10,.0f} chars/CPU-s"
    )
    if show:
        for row, ones, spans in zip(rows, gold, found, strict=True):
            text = row["text"]
            for missed in (one for one in ones if not covered(one, spans)):
                print(f"  -  {in_context(text, missed)}")
            for wrong in (one for one in spans if not touches(one, ones)):
                print(f"  +  {in_context(text, wrong)}")


def in_context(text: str, span: Span) -> str:
    start, end = span
    return f"{text[max(0, start - 30) : start]!r} [{text[start:end]}] {text[end : end + 20]!r}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sets", nargs="*", help="file names without .jsonl; all by default")
    parser.add_argument("--tagger", action="store_true", help="settle doubts with the tagger")
    parser.add_argument("--show", action="store_true", help="print the errors (never on a .test set)")
    parser.add_argument(
        "--manner", choices=("as-is", "lower", "upper"), default="as-is", help="lower case or capitals, no accent"
    )
    options = parser.parse_intermixed_args()
    tagger: NameTagger | None = None
    if options.tagger:
        from beffroi.privacy.tagger.rampart import RampartTagger  # noqa: PLC0415 - only when asked for

        tagger = RampartTagger()
    recognizer = NameRecognizer(tagger)
    for path in sorted(options.folder.glob("*.jsonl")):
        if not options.sets or path.stem in options.sets:
            measure(path, recognizer, show=options.show and not path.stem.endswith(".test"), manner=options.manner)


if __name__ == "__main__":
    main()
