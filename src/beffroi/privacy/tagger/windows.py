"""Where the tagger is run: on short windows around doubtful candidates, in one batch, under a cap of cost.

Rules decide most names for microseconds; a tagger costs thousands of times more. It is asked about the candidates that the
rules leave between "no" and "yes" only, the most doubtful first, for at most ``MAX_CHARS`` characters of a text.
"""

from __future__ import annotations

from dataclasses import replace

from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.words import Words
from beffroi.privacy.recognizer import NameTagger, Tag

DOUBT = (0.3, 0.6)
MARGIN = 40
"""Characters of context kept on each side of a candidate."""
CHARS_PER_1000 = 80
"""Characters sent to the tagger per thousand characters of text, at most (but always at least one window)."""
_TRUST = 0.85
_SHARE = 0.6
_HALF_SURE = 0.52
"""Below it the tagger's silence lowers a candidate; above, the rules are believed: a miss costs more than a false alarm."""


def windows(words: Words, candidates: list[Candidate]) -> list[tuple[int, int, Candidate]]:
    """Spans (start, end in the text) to tag, each with its candidate: the most doubtful first, within the budget."""
    doubtful = [one for one in candidates if not one.veto and DOUBT[0] <= one.score < DOUBT[1]]
    budget = max(120, len(words.text) * CHARS_PER_1000 // 1_000)
    chosen = []
    for one in sorted(doubtful, key=lambda one: abs(one.score - sum(DOUBT) / 2)):
        start, end = _bounds(words.text, words.starts[one.first], words.ends[one.last])
        if end - start > budget:
            continue
        budget -= end - start
        chosen.append((start, end, one))
    return chosen


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened by ``MARGIN`` characters on each side, cut at line ends and at spaces."""
    left, right = max(0, start - MARGIN), min(len(text), end + MARGIN)
    line = text.rfind("\n", left, start)
    left = line + 1 if line >= 0 else text.find(" ", left, start) + 1 if left else 0
    line = text.find("\n", end, right)
    if line >= 0:
        return max(0, left), line
    cut = text.rfind(" ", end, right)
    return max(0, left), cut if cut > end and right < len(text) else right


def settle(words: Words, candidates: list[Candidate], tagger: NameTagger) -> list[Candidate]:
    """The candidates, those in doubt raised or lowered by what the tagger sees in their window."""
    chosen = windows(words, candidates)
    if not chosen:
        return candidates
    tagged = tagger.tag([words.text[start:end] for start, end, _ in chosen])
    verdicts = {
        one: _verdict(words.starts[one.first] - start, words.ends[one.last] - start, tags)
        for (start, _, one), tags in zip(chosen, tagged, strict=True)
    }
    return [replace(one, score=_settled(one.score, verdicts[one])) if one in verdicts else one for one in candidates]


def _verdict(start: int, end: int, tags: list[Tag]) -> float | None:
    """The tagger's score for a person over at least ``_SHARE`` of the span; None when it sees no person there."""
    covered = sum(max(0, min(end, tag.end) - max(start, tag.start)) for tag in tags if tag.label == "PER")
    if covered < _SHARE * (end - start):
        return None
    return max(tag.score for tag in tags if tag.label == "PER" and tag.start < end and start < tag.end)


def _settled(score: float, verdict: float | None) -> float:
    if verdict is None:
        return score - 0.1 if score < _HALF_SURE else score
    return max(score, 0.65 if verdict >= _TRUST else 0.55)
