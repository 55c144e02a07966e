"""Roll calls: "Présents : Lefort, Boulanger, Ait Ouali", "Contre : Petit, Roux": the label makes names of usual words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.cues import NAMED_AFTER, PARTICLES, ROLES, ROLL_HEADS, STOP, TITLES
from beffroi.privacy.names.public import is_brand
from beffroi.privacy.names.words import Words

_LABEL = re.compile(
    r"\b(?:(?:presente?s?|absente?s?|excusee?s?|votants?|participante?s?|membres|pouvoirs?|procurations?|abstentions?|contre"
    r"|pour|ont vote (?:pour|contre)|inscrite?s|convoquee?s|invitee?s|elu[es]+|conseillers|agents|titulaires|suppleante?s?"
    r"|equipe|eleves|enfants|animateurs|animatrices|stagiaires|destinataires|copies?|diffusion)"
    r"(?: excusee?s| absente?s)?(?: \(\d+\))? ?: ?|(?:juges|conseillers|docteurs|gendarmes|agents|collegues|freres|elus) )"
)
_SINGLE = ("presen", "absen", "excus", "pouvoir")
_ITEM = re.compile(r"(?:(?:mme?s?|mlles?|mm|m|dr|me)\.? )?([^,;\n.()/:]{2,40}?)(?: \([^)\n]{0,40}\))? ?(?=[,;/\n.(]| et |$)")
_LINK = re.compile(r" ?(?:[,;/]|et) ?(?:et )?")
_MAX_WORDS = 4


def roll_calls(words: Words) -> Iterator[Candidate]:
    """The names after the label of a roll, when at least two of its items are names and no more than one is not."""
    folded = words.folded
    for match in words.openings(ROLL_HEADS, _LABEL):
        end = folded.find("\n", match.end())
        end = end if end >= 0 else len(folded)
        found: list[Candidate] = []
        wrong = 0
        position = match.end()
        while position < min(end, match.end() + 600) and wrong < 2:
            item = _ITEM.match(folded, position)
            if item is None:
                break
            one = _name(words, item.start(1), item.end(1))
            found, wrong = ([*found, one], wrong) if one else (found, wrong + 1)
            link = _LINK.match(folded, item.end())
            if link is None:
                break
            position = link.end()
        found = [one for one in found if one.score > 0.5] if 2 * sum(one.score > 0.5 for one in found) < len(found) else found
        sure = not wrong and match[0].startswith(_SINGLE) and found and words.entries[found[0].last].surname >= 1_000
        if wrong < 2 and (sure or len(found) > (1 if ":" in match[0] else 2)):
            yield from (replace(one, score=0.7) for one in found)


def _name(words: Words, start: int, end: int) -> Candidate | None:
    """The candidate over the whole item if all its words have a capital and may be a name."""
    first = bisect_left(words.starts, start)
    last = bisect_left(words.starts, end) - 1
    if last < first or last - first >= _MAX_WORDS or words.starts[first] != start:
        return None
    strong = False
    for at in range(first, last + 1):
        form, entry = words.forms[at], words.entries[at]
        if form in PARTICLES and at < last:
            continue
        births = entry.given.count if entry.given else 0
        if (
            not words.caps[at]
            or form in STOP
            or form in ROLES
            or form in TITLES
            or (at == first and form in NAMED_AFTER and entry.word == 2 and entry.surname < 2_000)
        ):
            return None
        if entry.word == 2 and entry.surname < 1_000 and births < 2_000:
            return None
        strong = strong or entry.surname >= 100 or births >= 100
    if not strong and (words.uppers[first] or len(words.forms[last]) < 4 or is_brand(words, first, last)):
        return None
    return Candidate(first, last, 0.7 if strong else 0.45, "roll")
