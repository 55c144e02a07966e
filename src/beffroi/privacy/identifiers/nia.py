"""NIA, numéro d'identification d'attente: what stands for the NIR until it is given.

Issued by the CNAV to people born abroad whose civil status is being checked. Same form and same key as the NIR; only
the words around it tell it from one. Source: code de la sécurité sociale, art. R. 114-26 (à vérifier); key as for the
NIR, checked 2026-11-22.

>>> is_valid("7 84 05 99 351 012 " + nir.key("7840599351012"))
True
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import nir
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark

TYPE = "nia"
_NEAR = frozenset({"nia"})

compact = nir.compact
validate = nir.validate
is_valid = nir.is_valid
format = nir.format  # noqa: A001 -- the same four names in every module


def generate(rng: random.Random) -> str:
    """A number of nobody (see ``nir.generate``) that begins with 7 or 8."""
    return nir.generate_like(rng.choice("78") + " 00 00 00 000 000 00", rng)


def generate_like(original: str, rng: random.Random) -> str:
    """A number of nobody in the layout of ``original``."""
    return nir.generate_like(original, rng)


def _search(scan: Scan) -> Iterator[Finding]:
    if not any(True for _ in scan.of("nia")):
        return
    for found in nir.RECOGNIZER.search(scan):
        if scan.text[found.start] in "12" and scan.announced(found.start, found.end, nir.KINDS, reach=10, after=0):
            continue  # "NIR 1 82 … (ancien numéro d'attente)": what stands behind is of another number
        if found.score >= 0.5 or scan.announced(found.start, found.end, _NEAR, reach=60):
            evidence = found.recognizer.rpartition(":")[2]
            if scan.announced(found.start, found.end, _NEAR, reach=60):
                yield mark(
                    TYPE,
                    found.start,
                    found.end,
                    1.0 if found.score > 0.95 else 0.85,
                    re.sub("doubt|layout", "context", evidence),
                )


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
