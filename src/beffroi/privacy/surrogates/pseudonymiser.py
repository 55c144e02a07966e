"""Replaces findings by surrogates, and proves on the spot that the original text comes back.

The texts of one call are one document (a conversation, in order): one entity has one surrogate everywhere. No word is kept
between calls: surrogates are derived from the key, the scope and the entity. Each text is restored as soon as it is masked;
words that the user typed and that look like a surrogate lent earlier are given a surrogate of their own, so that they come back
as typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from beffroi.errors import ProtectionError
from beffroi.privacy.finding import Finding
from beffroi.privacy.surrogates.derivation import Derivation
from beffroi.privacy.surrogates.ledger import Ledger
from beffroi.privacy.surrogates.lender import Lender
from beffroi.privacy.surrogates.matcher import Match
from beffroi.privacy.surrogates.spans import Span, of_findings, settled
from beffroi.privacy.surrogates.substitutions import Substitutions

_STYLES = frozenset({"realistic", "labelled"})
_MAX_ROUNDS = 40


class Replacement(NamedTuple):
    """One replaced span: ``[start, end)`` in the source, ``[masked_start, masked_end)`` in the masked text (code points)."""

    start: int
    end: int
    masked_start: int
    masked_end: int
    type: str
    surrogate: str


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """The masked ``texts`` (same order and number as given), what restores them, and what was replaced in each."""

    texts: tuple[str, ...]
    substitutions: Substitutions
    replacements: tuple[tuple[Replacement, ...], ...]

    def __repr__(self) -> str:
        return f"Pseudonymised({len(self.texts)} texts, {self.substitutions!r})"


class Pseudonymiser:
    """Masks documents under one key (of the organisation) and one scope. Without state: safe to share between threads."""

    def __init__(self, key: bytes, scope: str, style: str = "realistic") -> None:
        if style not in _STYLES:
            raise ValueError("the style of surrogates is neither realistic nor labelled")
        self._derivation = Derivation(key, scope)
        self._labelled = style == "labelled"

    def pseudonymise(self, texts: Sequence[str], findings: Sequence[Sequence[Finding]]) -> Pseudonymised:
        """Masks the findings of each text. Every finding given is replaced, whatever its type or score.

        Raises:
            ProtectionError: a text could not be masked in a way that restores exactly (nothing may leave then).
            ValueError: there is not one sequence of findings per text.
        """
        if len(texts) != len(findings):
            raise ValueError("one sequence of findings per text is expected")
        ledger = Ledger(self._derivation)
        lender = Lender(ledger, labelled=self._labelled)
        masked: list[str] = []
        replacements: list[tuple[Replacement, ...]] = []
        for text, found in zip(texts, findings, strict=True):
            replaced, made = _mask(text, settled(text, of_findings(found)), ledger, lender)
            masked.append(replaced)
            replacements.append(made)
        substitutions = Substitutions(ledger.forms, ledger.matcher)
        return Pseudonymised(tuple(masked), substitutions, tuple(replacements))


def _mask(text: str, spans: list[Span], ledger: Ledger, lender: Lender) -> tuple[str, tuple[Replacement, ...]]:
    lender.open_text(text)
    for _ in range(_MAX_ROUNDS):
        masked, made = _replace(text, spans, lender)
        matches, _ = ledger.matcher.scan(masked)
        wrong = _misread(text, masked, spans, made, matches)
        if not wrong:
            ledger.close_text(masked)
            return masked, tuple(made)
        kept = [span for span in spans if not any(span.start < other.end and other.start < span.end for other in wrong)]
        spans = settled(text, kept + wrong)
    raise ProtectionError


def _replace(text: str, spans: Sequence[Span], lender: Lender) -> tuple[str, list[Replacement]]:
    pieces: list[str] = []
    made: list[Replacement] = []
    done = length = 0
    for span in spans:
        surrogate = lender.surrogate(text, span)
        pieces += [text[done : span.start], surrogate]
        start = length + span.start - done
        length = start + len(surrogate)
        made.append(Replacement(span.start, span.end, start, length, span.type, surrogate))
        done = span.end
    pieces.append(text[done:])
    return "".join(pieces), made


def _misread(
    text: str, masked: str, spans: Sequence[Span], made: Sequence[Replacement], matches: Sequence[Match]
) -> list[Span]:
    """The spans of the source to replace otherwise, because the masked text would not give them back; none if all is well."""
    if restored(masked, matches) == text:
        return []
    wrong: list[Span] = []
    shift = place = 0
    inside: list[list[Match]] = [[] for _ in made]
    for match in matches:
        while place < len(made) and made[place].masked_end <= match.start:
            shift = made[place].end - made[place].masked_end
            place += 1
        last = place
        while last < len(made) and made[last].masked_start < match.end:
            last += 1
        if last == place:  # the user typed what looks like a surrogate
            wrong.append(Span(match.start + shift, match.end + shift, match.type))
        elif last == place + 1 and made[place].masked_start <= match.start and match.end <= made[place].masked_end:
            inside[place].append(match)
        else:
            start = min(made[place].start, match.start + shift)
            after = made[last - 1]
            end = max(after.end, match.end + after.end - after.masked_end)
            salt = max(span.salt for span in spans[place:last]) + 1
            wrong.append(Span(start, end, made[place].type, whole=True, salt=salt))
    for span, piece, found in zip(spans, made, inside, strict=True):
        moved = [match._replace(start=match.start - piece.masked_start, end=match.end - piece.masked_start) for match in found]
        if restored(piece.surrogate, moved) != text[span.start : span.end]:
            wrong.append(span._replace(whole=True, salt=span.salt + 1))
    return settled(text, wrong)


def restored(masked: str, matches: Sequence[Match]) -> str:
    """``masked`` with its matches put back."""
    pieces: list[str] = []
    done = 0
    for match in matches:
        pieces += [masked[done : match.start], match.original]
        done = match.end
    pieces.append(masked[done:])
    return "".join(pieces)
