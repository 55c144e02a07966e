"""The texts of the measures: the project's own corpus, cut and joined into messages of about 1.5 KB."""

from __future__ import annotations

from pathlib import Path

from beffroi.testing.corpus import load

CORPUS = Path(__file__).resolve().parent.parent / "tests/corpus"
SIZE = 1536
"""Characters per message."""


def messages_of_1500(count: int = 100) -> list[str]:
    """``count`` texts of at most ``SIZE`` characters (at least two thirds of it), made of whole messages of the corpus."""
    packed: list[str] = []
    pending = ""
    for message in load(CORPUS):
        text = message.text[:SIZE]
        if len(pending) + len(text) + 2 > SIZE:
            if len(pending) * 3 >= SIZE * 2:
                packed.append(pending)
                pending = text
            else:
                packed.append(f"{pending}\n\n{text}"[:SIZE])
                pending = ""
        else:
            pending = f"{pending}\n\n{text}" if pending else text
    return (packed * (count // max(1, len(packed)) + 1))[:count]
