"""Whose mailbox is it: a person's or a service's ("paie@", "sante.publique@")?

The mailbox of a service is a public contact point, not personal data. What tells: words of functions at the head of the
local part (``mailboxes.toml``), and no name of a person after them. A known given name or surname makes a mailbox personal,
even in the domain alone ("contact@dupont-marie.fr"). In the domain of a public body, ordinary words are a service's.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from beffroi.privacy.lexicons import names

_RAW = tomllib.loads((files(__package__) / "mailboxes.toml").read_text(encoding="utf-8"))
SERVICES = frozenset(_RAW["services"])
_PLACES = frozenset(_RAW["places"])
_PRIVATE = frozenset(_RAW["private_hosts"])
_BODIES = frozenset(_RAW["bodies"])
_CUT = re.compile(r"[._\-]+|(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
_SCHOOL = re.compile(r"ce\.?[0-9]{7}[a-z]")  # the mailbox of a school, under its national number
_ROOTS = (
    "mairie",
    "ville",
    "commune",
    "service",
    "contact",
    "noreply",
    "accueil",
    "secretariat",
    "policemun",
    "biblio",
    "mediath",
    "noreply",
    "ne",
    "no",
    "info",
    "cantine",
    "periscolaire",
    "ccas",
)


def is_service(local: str, domain: str = "") -> bool:
    """Whether a mailbox (local part and domain folded) is that of a service.

    >>> is_service("mairie.saint-omer"), is_service("jean.martin"), is_service("st-omer.mairie")
    (True, False, True)
    >>> is_service("sante.publique", "ville-lens.fr"), is_service("cabinet.rigal"), is_service("julie.accueil")
    (True, False, False)
    """
    if _SCHOOL.fullmatch(local):
        return True
    words = [word for word in _CUT.split(local.partition("+")[0]) if word and not word.isdigit()]
    if not words or (domain.partition(".")[0] in _PRIVATE and not words[0].startswith(_ROOTS) and words[0] not in _PLACES):
        return False
    if _is_function(words[0]):
        rest = [word for word in words[1:] if not _is_function(word)]
        named = words[0] not in _PLACES and not names.commune(" ".join(rest)) and any(map(_is_name, rest))
        return not named and not names_somebody(domain)
    if "mairie" in words or "ccas" in words:
        others = [word for word in words if not _is_function(word)]
        return bool(names.commune(" ".join(others))) or not any(map(_is_name, others))
    return is_of_body(domain) and all(_is_function(word) or (len(word) > 3 and names.is_common_word(word)) for word in words)


def _is_function(word: str) -> bool:
    return word in SERVICES or word.startswith(_ROOTS)


def _is_name(word: str) -> bool:
    """Whether a word is a name of a person and hardly anything else."""
    known = names.entry(word)
    return len(word) > 2 and known.word < 2 and (known.given is not None or known.surname > 0)


def is_of_body(domain: str) -> bool:
    """Whether a domain (folded) is that of a public body or of a service."""
    return not _BODIES.isdisjoint(re.split(r"[.\-0-9]+", domain)) or domain.endswith(".gouv.fr")


def names_somebody(domain: str) -> bool:
    """Whether a domain is made of a given name and a surname, as that of a craftsman ("caumartin-pierre.fr")."""
    words = domain.partition(".")[0].split("-")
    if len(words) != 2 or not _BODIES.isdisjoint(words) or "saint" in words or "st" in words:
        return False
    first, second = (names.entry(word) for word in words)
    return (first.given is not None and second.word == 0) or (second.given is not None and first.word == 0)
