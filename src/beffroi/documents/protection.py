"""Protects and restores the units of a document: detection over the whole of it, one surrogate an entity, an exact way back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from beffroi.documents.contents import Contents
from beffroi.documents.passage import place
from beffroi.documents.quotation import Phrases
from beffroi.documents.unit import Change, Manner, Unit
from beffroi.errors import DocumentNotProtected
from beffroi.privacy.detection.detector import Detector
from beffroi.privacy.detection.resolver import resolve
from beffroi.privacy.finding import Finding
from beffroi.privacy.lexicons.names import is_common_word
from beffroi.privacy.surrogates.pseudonymiser import Pseudonymiser
from beffroi.privacy.surrogates.substitutions import Substitutions
from beffroi.privacy.taxonomy import TYPES
from beffroi.privacy.text_view import fold

Progress = Callable[[int, int], None]
"""Told (done, total) in code points while a document is read."""
_WORD = re.compile(r"[^\W_]+")
_RARE_LENGTH = 6  # letters
_SHORTEST_QUOTE = 4  # code points
_DIGITS_THAT_IDENTIFY = 7


@dataclass(frozen=True, slots=True)
class Masked:
    """What was replaced: what restores it, how many findings per type, and the words that must stand nowhere any more."""

    substitutions: Substitutions
    counts: Mapping[str, int]
    mentions: frozenset[str]

    def __repr__(self) -> str:
        return f"Masked({dict(self.counts)!r})"


def replaceable(type_code: str) -> bool:
    """Whether a surrogate can stand for this type: what a protected copy replaces, unless asked otherwise."""
    return TYPES[type_code].replaceable


def mask(
    contents: Contents,
    detector: Detector,
    pseudonymiser: Pseudonymiser,
    *,
    masks: Callable[[str], bool] = replaceable,
    progress: Progress | None = None,
) -> Masked:
    """Replace in the units every finding whose type ``masks`` accepts.

    Raises:
        ProtectionError: detection failed, or a text could not be masked in a way that restores exactly.
    """
    contents.script.close()
    found = _findings(contents, detector, progress or (lambda _done, _total: None))
    texts = [unit.text for unit in contents.units]
    kept = [[one for one in found.get(unit, ()) if masks(one.type)] for unit in contents.units]
    done = pseudonymiser.pseudonymise(texts, kept)
    mentions: set[str] = set()
    for unit, replacements in zip(contents.units, done.replacements, strict=True):
        unit.rewrite(Change(one.start, one.end, one.surrogate) for one in replacements)
        mentions.update(unit.text[one.start : one.end] for one in replacements)
    counts = Counter(one.type for findings in kept for one in findings)
    return Masked(done.substitutions, dict(counts), frozenset(filter(_identifies, mentions)))


def unmask(contents: Contents, substitutions: Substitutions) -> None:
    """Put back in the units what the surrogates stand for."""
    for unit in contents.units:
        matches, _ = substitutions.matcher.scan(unit.text)
        unit.rewrite(Change(match.start, match.end, match.original) for match in matches)


def restored_texts(contents: Contents, substitutions: Substitutions) -> list[str]:
    """What each unit would be once restored, in order."""
    texts = []
    for unit in contents.units:
        matches, _ = substitutions.matcher.scan(unit.text)
        pieces, done = [], 0
        for match in matches:
            pieces += [unit.text[done : match.start], match.original]
            done = match.end
        texts.append("".join([*pieces, unit.text[done:]]))
    return texts


def check_nothing_left(rest: set[str], masked: Masked) -> None:
    """The last look: what was masked stands nowhere in the parts of the file that are not text.

    Raises:
        DocumentNotProtected: it does; the copy must not be used.
    """
    if not masked.mentions:
        return
    phrases = Phrases(masked.mentions)
    left = any(next(phrases.find(text), None) for text in rest)
    grouped = "\n".join(map(_compact, rest))
    if left or any(_compact(mention) in grouped for mention in masked.mentions if _is_number(mention)):
        raise DocumentNotProtected(
            "Une donnée personnelle se trouve dans une partie du fichier qui n’est pas du texte (style, identifiant, "
            "réglage) et que Beffroi ne modifie pas : aucune copie n’a été écrite."
        )


def _findings(contents: Contents, detector: Detector, progress: Progress) -> dict[Unit, list[Finding]]:
    """Final findings of each unit, apart and in order."""
    passages = contents.script.passages
    reader = detector.remembering()
    total = sum(len(passage.text) for passage in passages)
    done = 0
    progress(0, total)
    for passage in passages:  # remembered: the reading together that follows costs little more
        reader.detect(passage.text)
        done += len(passage.text)
        progress(done, total)
    found = reader.detect_all([passage.text for passage in passages])
    placed: dict[Unit, list[Finding]] = {}
    for passage, findings in zip(passages, found, strict=True):
        place(passage, findings, placed)
    for unit in contents.units:
        if unit.forced:
            placed[unit] = [Finding(0, len(unit.text), unit.forced, 1.0, "document:author")]
    _echo(contents.units, placed)
    _pair(contents.twins, placed)
    _refer(contents.units, placed)
    return {unit: resolve(unit.text, findings) for unit, findings in placed.items()}


def _echo(units: Sequence[Unit], placed: dict[Unit, list[Finding]]) -> None:
    """A text that repeats another has the same findings; one that quotes what was found elsewhere is masked there."""
    echoes = {unit.text for unit in units if unit.manner in {Manner.ECHO, Manner.NAME}}
    known: dict[str, list[Finding]] = {}
    for unit in units:
        if unit.text in echoes:
            known.setdefault(unit.text, []).extend(placed.get(unit, ()))
    for unit in units:
        if findings := known.get(unit.text):
            placed[unit] = list(dict.fromkeys(findings))
    silent = [unit for unit in units if unit.manner in {Manner.ECHO, Manner.STYLE} and not placed.get(unit)]
    if not silent:
        return
    mentions = {unit.text[one.start : one.end]: one for unit, found in placed.items() for one in found}
    mentions = {mention: one for mention, one in mentions.items() if len(mention) >= _SHORTEST_QUOTE}
    phrases = Phrases(mentions)
    for unit in silent:
        placed[unit] = [
            Finding(start, end, mentions[phrase].type, mentions[phrase].score, "document:quote")
            for start, end, phrase in phrases.find(unit.text)
        ]


def _pair(twins: Sequence[tuple[Unit, Unit]], placed: dict[Unit, list[Finding]]) -> None:
    """Of two forms of one value, if one is masked the other is."""
    for pair in twins:
        for one, other in (pair, pair[::-1]):
            if placed.get(one) and not placed.get(other):
                first = placed[one][0]
                placed[other] = [Finding(0, len(other.text), first.type, first.score, "document:twin")]


def _refer(units: Sequence[Unit], placed: dict[Unit, list[Finding]]) -> None:
    """A formula calls a sheet by the name that the sheet now has."""
    names = {unit.text: placed[unit] for unit in units if unit.manner is Manner.NAME and placed.get(unit)}
    if not names:
        return
    for unit in units:
        if unit.manner is not Manner.CODE:
            continue
        for name, findings in names.items():
            quoted = name.replace("'", "''")
            for match in re.finditer(re.escape(quoted) + r"(?=['!.$])", unit.text):
                others = [one for one in placed.get(unit, []) if one.end <= match.start() or one.start >= match.end()]
                moved = [
                    Finding(one.start + match.start(), one.end + match.start(), one.type, one.score, one.recognizer)
                    for one in findings
                ]
                placed[unit] = others + moved


def _identifies(mention: str) -> bool:
    """Whether a text, met anywhere, still tells who: an address, a long number, a full name, a rare one."""
    words = [word for word in _WORD.findall(mention) if len(word) > 1]
    if len(words) == 1:
        return _is_number(mention) or (len(words[0]) >= _RARE_LENGTH and not is_common_word(fold(words[0])))
    return _is_number(mention) or len("".join(words)) > _RARE_LENGTH


def _is_number(mention: str) -> bool:
    return "@" in mention or sum(char.isdigit() for char in mention) >= _DIGITS_THAT_IDENTIFY


def _compact(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum() or char == "@")
