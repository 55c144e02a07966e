"""Numbers that their own key proves, whatever stands around them: a date, a phone number, a word stuck to them.

The recognisers of single types stop where a number seems to go on, since most rows of figures are something else. A run
of digits of the right length with a valid key, or one cut in the groups of its type, is that number all the same. What a
label announces as something else (a meter, a delivery point) is left to that type. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import iban, imei, nir, payment_card, rpps, siret
from beffroi.privacy.identifiers.scan import Scan, scan_of
from beffroi.privacy.text_view import TextView

NAME = "proved"
_RUN = re.compile(r"[0-9](?<![0-9].)[0-9]{10,18}(?![0-9])")
_GROUPS = re.compile(
    r"[0-9f](?<![0-9].)(?=(?P<rest>"
    r"(?<=[0-9])[0-9]{2}(?P<a>[ .\-])[0-9]{3}(?P=a)[0-9]{3}(?P=a)[0-9]{5}(?P<siret>)|(?<=[0-9])[0-9]{8} [0-9]{5}(?P<siret2>)"
    r"|(?<=[2-6])[0-9]{3}(?P<b>[ .\-])[0-9]{4}(?P=b)[0-9]{4}(?P=b)[0-9]{4}(?P<payment_card>)"
    r"|(?<=3)[47][0-9]{2}(?P<c>[ .\-])[0-9]{6}(?P=c)[0-9]{5}(?P<amex>)"
    r"|(?<=[0-9])[0-9](?P<d>[ \-])[0-9]{6}(?P=d)[0-9]{6}(?P=d)[0-9](?P<imei>)"
    r"|(?<=1)[0-9] [0-9]{3} [0-9]{3} [0-9]{3}(?P<rpps>)"
    r"|(?<=[1-478])(?P<e>[ .\-])[0-9]{2}(?P=e)[0-9]{2}(?P=e)(?:[0-9]{2}|2[ab])"
    r"(?P=e)[0-9]{3}(?P=e)[0-9]{3}(?P=e)[0-9]{2}(?P<nir>)"
    r"|(?<=f)r[0-9]{2}(?P<f> ?)[0-9]{4}(?P=f)[0-9]{4}(?P=f)[0-9]{2}[0-9a-z]{2}(?P=f)[0-9a-z]{4}(?P=f)[0-9a-z]{4}(?P=f)[0-9a-z]"
    r"[0-9]{2}(?P<iban>)"
    r")(?![0-9]))"
)
_RIVALS = frozenset({"pdl", "pce", "meter", "spi", "ine", "iban", "rib", "vin", "driving_licence", "cni", "adeli", "finess"})
_PLAIN: dict[int, tuple[tuple[str, Callable[[str], bool]], ...]] = {
    11: (("rpps", lambda run: run[0] in "18" and rpps.is_valid(run)),),
    14: (("siret", siret.is_valid),),
    15: (
        ("nir", nir.is_valid),
        ("imei", lambda run: run[:2] in imei.BODIES and imei.is_valid(run)),
        ("payment_card", lambda run: run[:2] in {"34", "37"} and payment_card.is_valid(run)),
    ),
    16: (("payment_card", payment_card.is_valid),),
}
_GROUPED: dict[str, Callable[[str], bool]] = {
    "siret": siret.is_valid,
    "siret2": siret.is_valid,
    "payment_card": payment_card.is_valid,
    "amex": payment_card.is_valid,
    "imei": imei.is_valid,
    "rpps": rpps.is_valid,
    "nir": nir.is_valid,
    "iban": iban.is_valid,
}
_CODES = {"siret2": "siret", "amex": "payment_card"}


class ProvedRecognizer:
    """Finds what a key proves in runs and in usual groups of digits; findings are named ``type:checksum``."""

    name = NAME

    def find(self, view: TextView) -> list[Finding]:
        """Findings in the coordinates of ``view.text``."""
        scan = scan_of(view)
        return [*_runs(scan), *_groups(scan)] if any(zone.digits >= 11 for zone in scan.zones) else []


def _runs(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_RUN, 11):
        start, end = found.span()
        stuck = scan.folded[max(start - 1, 0) : start].isalpha() or scan.folded[end : end + 1].isalpha()
        if (stuck and end - start < 14) or scan.kind_before(start, 50) in _RIVALS:
            continue
        for code, holds in _PLAIN.get(end - start, ()):
            if holds(found.group()):
                yield Finding(start, end, code, 1.0 if code == "nir" else 0.55 if code == "rpps" else 0.7, f"{code}:checksum")
                break


def _groups(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_GROUPS, 11):
        shape = next(name for name in _GROUPED if found.group(name) is not None)
        start, end = found.start(), found.end("rest")
        stuck = scan.folded[max(start - 1, 0) : start].isalpha() or scan.folded[end : end + 1].isalpha()
        rival = shape not in {"iban", "nir"} and scan.kind_before(start, 50) in _RIVALS
        if not rival and not (stuck and shape == "rpps") and _GROUPED[shape](scan.folded[start:end]):
            code = _CODES.get(shape, shape)
            yield Finding(start, end, code, 0.6 if shape == "rpps" else 1.0, f"{code}:checksum")


RECOGNIZER = ProvedRecognizer()
