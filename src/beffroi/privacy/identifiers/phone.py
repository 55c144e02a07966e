"""French and foreign telephone numbers of people.

Issued under ARCEP's numbering plan: ten digits beginning with 0 and a zone (1-5 geographic, 6-7 mobile, 9 not
geographic), or the international form. Short numbers (15, 112, 3919 …) and 08 numbers belong to services and are not
personal data. There is no key.

Surrogates come from the ranges that ARCEP keeps for fiction: 01 99 00, 02 61 91, 03 53 01, 04 65 71, 05 36 49, 06 39
98. Source: ARCEP, décision n° 2018-0881 du 24 juillet 2018 modifiée (plan national de numérotation), art. 2.5.12 (à
vérifier); ITU-T E.164. Ranges from the project's design, checked 2026-11-22.

>>> is_valid("06.39.98.12.34"), is_valid("+33 (0)1 99 00 12 34"), is_valid("36 46"), is_valid("0 800 12 34 56")
(True, True, False, False)
>>> format("+33639981234")
'06 39 98 12 34'
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import spoken
from beffroi.privacy.identifiers.errors import InvalidComponent, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import OCR, grouped, slots
from beffroi.privacy.identifiers.mailbox import is_service
from beffroi.privacy.identifiers.scan import STRICT, IdentifierRecognizer, Scan, mark
from beffroi.privacy.text_view import fold

TYPE = "phone"
FICTION = {
    "1": "019900",
    "2": "026191",
    "3": "035301",
    "4": "046571",
    "5": "053649",
    "6": "063998",
    "7": "063998",
    "9": "019900",
}
_KINDS = frozenset({"phone"})
_POINTED = re.compile(r"(?<![0-9a-z])[0o][1-79](?:(?:[ .\-]{0,2}| point | tiret | et )[0-9o]){8}(?![0-9a-z])")
_EXTENSION = re.compile(
    r"[ ,/\-]{1,3}(?:\(? ?(?:p(?:oste)?|ext(?:ension)?|int(?:erne)?|ligne)\b\.?) ?(?:n[°º] ?)?:? ?[0-9]{2,5}\)?(?![0-9a-z])"
)
_SERVED = re.compile(r"([a-z0-9._+\-]{2,40})@([a-z0-9.\-]{4,60})[\s,;/·|–\-]{1,4}(?:ou|et|au|tel\.?|telephone)?[\s:.]{0,3}$")
_CLOCK = re.compile(r"(?:^|[^0-9])[0-2]?[0-9][:h][0-5][0-9][\s\]]{1,3}$")
_SERVICE = re.compile(r"09(?:69|70)")
_OWN = re.compile(r"(?<![a-z])(?:mon|ma|mes|son|sa|perso|personnel|domicile|port|portable|mobile)(?![a-z])[^0-9\n]{0,24}$")
_G = r"[\s.\-/|_,'·•]{0,3}"
_D = r"[0-9oilsb]"
_FRENCH = re.compile(
    rf"[+(0o](?<![0-9a-z+].)(?:(?:(?<=[(])\+?|(?<=0)0|(?<=\+)){_G}33\)?{_G}(?:\({_G}[0o]{_G}\){_G})?[0o]?|(?:(?<=\()"
    rf"[0o]|(?<=[0o])))"
    rf"{_G}[1-79li]\)?(?:{_G}{_D}){{8}}(?![0-9a-z])"
)
_GLUED = re.compile(rf"(?<=tel|ort|gsm|ble|one|ixe)0[1-79](?:{_G}[0-9]){{8}}(?![0-9a-z])")
_STUCK = re.compile(r"0(?<![0-9].)(?<![0-9][ .,\-/].)[1-79](?P<s>[ .\-])(?:[0-9]{2}(?P=s)){3}[0-9]{2}(?![0-9]|[ .\-][0-9])")
_ABROAD = re.compile(
    r"[+(0](?<![0-9a-z+].)(?:(?<=\()\+|(?<=\+)|(?<=0)0[ ]?(?=[1-9]))[ ]?(?!33(?!\d{8,12}(?!\d)))(?P<cc>[1-9][0-9]{0,"
    r"2})\)?(?:[\s.\-/()]{0,3}[0-9]){6,13}(?![0-9a-z])"
)
_NO_ZERO = re.compile(
    r"[67](?<![0-9a-z.,/+\-].)(?P<s>[ .\-])[0-9]{2}(?P=s)[0-9]{2}(?P=s)[0-9]{2}(?P=s)[0-9]{2}(?![0-9a-z]|[.,\- ][0-9])"
)
_CUED = re.compile(
    STRICT + r"(?:au |du |de |numero |un |mon |c'est )*+(?P<v>(?:33)?[1-79](?:[ .\-]{0,2}[0-9]){8}|[1-9][0-9](?:[ .\-][0-9]{2})"
    r"{2,3})(?![0-9a-z]|[ .\-][0-9])"
)
_NOT_DIGIT = re.compile(r"[^0-9]+")
_DATE = re.compile(r"(?:0[1-9]|[12]\d|3[01])\s?[/.\- ]\s?(?:0[1-9]|1[0-2])\s?[/.\- ]\s?(?:19|20)\d\d(?!\s\d\d\s\d\d\b)")
_MONTH = re.compile(r"[/.\-](?:19|20)[0-9]{2}(?![0-9])")
_PAIRS = re.compile(r"(?:[ .\-/][0-9]{2}(?![0-9])){1,8}")
_PHONES_AFTER = re.compile(r"[\s,;/|.\-]{0,4}(?:ou|et|puis)?[\s,;/|.\-]{0,4}0[1-79](?:[ .\-/]?[0-9]){8}(?![0-9])")
_STREET = re.compile(
    r"[ ,]{1,2}[0-9]{1,4}[ ,]*(?:bis|ter)?[ ,]*(?:rue|av|avenue|bd|boulevard|place|chemin|impasse|allee|route|"
    r"h|ans|euros?)(?![a-z])"
)
_UNIT = re.compile(r"\s?(?:€|euros?(?![a-z])|eur(?![a-z])|%|m[23²³](?![a-z])|kwh|habitants)")
_PUBLIC = re.compile(
    r"(?<![a-z])(?:standard|accueil|mairie|prefecture|hotel de ville|numero (?:vert|unique|gratuit|cristal|d'urgence)"
    r"|samu|permanence|secretariat|guichet|point info|office d[eu] tourisme|dechett?erie|(?:media|biblio|ludo)theque|creche"
    r"|ecole|college|lycee|ccas|agence|spanc|regie|urgences? (?:fuites?|eau|gaz|technique)|renseignements?|plateforme|depannage"
    r"|service [a-z]{4,16}|reservations?"
    r"|ligne d'ecoute|centre d'appels?)(?: (?:de|du|des|d')[^\n0-9,;.:]{0,40})?"
    r"(?: est)?(?: joignable| ouverte?| accessible)?[\s:,(\-–]*(?:par )?(?:au|tel\.?|telephone|appeler le|le|un)?[\s:.]*$"
)
_NAMED = re.compile(r"(?<![a-z])(?:dr|docteur|mme|mlle|maitre|me|madame|monsieur|m\.)(?![a-z])")
_COUNTRY = re.compile(
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"  # E.164 codes of one and two digits
    r"|(?:2[1-69]|3[578]|42|5[09]|6[7-9]|8[0578]|9[679])[0-9]"  # and of three
)


def compact(s: str) -> str:
    """Digits in national form (0…), or in international form (+…) for a foreign number."""
    if s.isdigit() and s.isascii() and not s.startswith("00"):
        return s
    text = (
        fold(s)
        .replace("(0)", "")
        .replace(" point ", " ")
        .replace(" tiret ", " ")
        .replace(" et ", " ")
        .replace("( 0 )", "")
        .translate(OCR)
    )
    digits = _NOT_DIGIT.sub("", text)
    abroad = text.lstrip(" (").startswith("+")
    if not abroad and digits.startswith("00"):
        abroad, digits = True, digits[2:]
    if not abroad:
        return digits
    if digits.startswith("33") and len(digits) in {11, 12}:
        return "0" + digits[2:].lstrip("0")
    return "+" + digits


def validate(s: str) -> str:
    """The compact number of a person.

    Raises:
        ValidationError: a short or 08 number, a wrong length, an unknown country code.
    """
    value = compact(s)
    if value.startswith("+"):
        digits = value[1:]
        if not 8 <= len(digits) <= 15:
            raise InvalidLength
        if not _COUNTRY.match(digits):
            raise InvalidComponent
        return value
    if not value:
        raise InvalidFormat
    if len(value) != 10:
        raise InvalidLength
    if value[0] != "0" or value[1] in "08":
        raise InvalidComponent
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """Pairs of digits for a French number; the compact form for a foreign one."""
    value = compact(s)
    return value if value.startswith("+") else grouped(value, 2, 2, 2, 2)


def generate(rng: random.Random) -> str:
    """A mobile or landline number of a fiction range."""
    return format(_fiction(rng.choice("123456"), rng))


def _fiction(zone: str, rng: random.Random) -> str:
    return FICTION.get(zone, FICTION["6"]) + f"{rng.randrange(10_000):04d}"


def generate_like(original: str, rng: random.Random) -> str:
    """A number of a fiction range, mobile or landline of the same zone as ``original``, in its spelling.

    A foreign number becomes a French one in international form: no foreign range is safely fictitious.
    """
    extension = _EXTENSION.search(fold(original))
    if extension and extension.end() == len(original):
        desk = "".join(rng.choice("0123456789") if char.isdigit() else char for char in original[extension.start() :])
        return generate_like(original[: extension.start()], rng) + desk
    value = compact(original)
    places = slots(original)
    if value.startswith("+") or not places:
        made = _fiction("6", rng)
        return "+33 " + format(made)[1:] if value.startswith("+") else format(made)
    zone = value[1] if len(value) == 10 else value[0] if len(value) == 9 else "6"
    made = _fiction(zone, rng)
    tail = [place for place in places if original[place].isascii()][-9:]
    if len(tail) < 9:
        return format(made)
    chars = list(original)
    for place, digit in zip(tail, made[1:], strict=True):
        chars[place] = digit
    return fold("".join(chars)).translate(OCR) if any(char.isalpha() for char in chars) else "".join(chars)


def _french(scan: Scan, found: re.Match[str]) -> Finding | None:
    folded, (start, end) = scan.folded, found.span()
    raw = found.group()
    if len(_NOT_DIGIT.sub("", raw)) < 7 or not is_valid(raw) or _UNIT.match(folded, end):
        return None
    start, end = _parentheses(folded, start, end)
    if "+" in raw or raw.startswith("00"):
        return mark(TYPE, start, end, 0.95, "layout")
    cued = scan.announced(start, end, _KINDS, reach=30)
    if _DATE.match(raw) or _MONTH.search(raw):
        return None
    if "/" in raw and not cued and len(set(_NOT_DIGIT.findall(raw.strip("()")))) > 1:
        return None  # "01/02/24 03/04": dates in a row
    before = re.search(r"[0-9][ .\-/]$", folded[max(start - 2, 0) : start]) and not _CLOCK.search(
        folded, max(start - 8, 0), start
    )
    pairs = _PAIRS.match(folded, end)
    torn = bool(pairs) and not _PHONES_AFTER.match(folded, end) and not _STREET.match(folded, end)
    if not cued and (before or torn) and not _neighbour(folded, start):
        return mark(TYPE, start, end, 0.4, "doubt")
    return mark(TYPE, start, end, _score(scan, start, raw, cued), "context" if cued else "layout")


def _neighbour(folded: str, start: int) -> bool:
    """Whether another phone number ends right before, as in a list of two."""
    return bool(
        re.search(
            r"(?<![0-9])0[1-79](?P<s>[ .\-]?)[0-9]{2}(?:(?P=s)[0-9]{2}){3}[\s/.\-]{1,3}$", folded[max(start - 26, 0) : start]
        )
    )


def _score(scan: Scan, start: int, raw: str, cued: bool) -> float:
    kind = scan.kind_before(start)
    if not cued and kind is not None and kind not in {"phone", "public_phone", "case", "allocataire", "handle", "nir"}:
        return 0.4
    if (
        not cued
        and raw.isdigit()
        and kind in {"case", "allocataire", "nir"}
        and re.search(r"n[°ºo]|numero|:", scan.folded[max(start - 12, 0) : start])
    ):
        return 0.4
    if compact(raw)[1] not in "67" and _is_of_service(scan, start, raw):
        return 0.4
    return 0.95 if cued else 0.9


def _is_of_service(scan: Scan, start: int, raw: str) -> bool:
    """Whether a landline is a service's: announced so, after a service's mailbox, or of a series that only firms use."""
    before = scan.folded[max(start - 100, 0) : start]
    if _PUBLIC.search(before):
        return not _NAMED.search(before[-60:])
    if _SERVICE.match(compact(raw)) or re.match(r"0 9[0-9]{2} ", raw):
        return not _OWN.search(before[-40:])
    mailbox = _SERVED.search(before)
    return mailbox is not None and is_service(mailbox.group(1), mailbox.group(2))


def _with_extension(scan: Scan, finding: Finding) -> Finding:
    """The number with the extension that follows it ("01 99 00 62 15, poste 308"): it leads to one desk."""
    extension = _EXTENSION.match(scan.folded, finding.end)
    if extension is None or finding.score < 0.5:
        return finding
    return Finding(finding.start, extension.end(), finding.type, finding.score, finding.recognizer)


def _parentheses(folded: str, start: int, end: int) -> tuple[int, int]:
    """Without an opening parenthesis that closes after the number, or never."""
    if folded[start] == "(" and ")" not in folded[start:end]:
        return start + 1, end
    return start, end


def _search(scan: Scan) -> Iterator[Finding]:
    ends: set[int] = set()  # one number, one finding: every spelling of it ends at the same place
    for finding in _candidates(scan) if scan.zones else ():
        if finding.end not in ends:
            ends.add(finding.end)
            yield _with_extension(scan, finding)
    for chain in spoken.chains(scan):
        span = chain.locate(10, lambda value: value[0] == "0" and value[1] not in "08")
        span = span or chain.locate(11, lambda value: value.startswith("33") and value[2] not in "08")
        if span:
            served = _PUBLIC.search(scan.folded, max(span[0] - 100, 0), span[0]) or (
                chain.digits_of(10, lambda value: bool(_SERVICE.match(value)))
                and not _OWN.search(scan.folded, max(span[0] - 40, 0), span[0])
            )
            yield mark(TYPE, *span, 0.4 if served else 0.9, "spoken")


def _candidates(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_FRENCH, 7):
        finding = _french(scan, found)
        if finding:
            yield finding
    if any(map(scan.folded.__contains__, ("tel0", "ort0", "gsm0", "ble0", "one0", "ixe0"))):
        for found in scan.windows(_GLUED, 10):
            yield mark(TYPE, found.start(), found.end(), 0.9, "context")
    if " point " in scan.folded or " tiret " in scan.folded:
        for found in scan.windows(_POINTED, 6):
            yield mark(TYPE, found.start(), found.end(), 0.85, "layout")
    for found in scan.windows(_STUCK, 10):
        yield mark(TYPE, found.start(), found.end(), 0.9 if not _DATE.match(found.group()) else 0.3, "layout")
    if "+" in scan.folded or "00" in scan.folded:
        yield from _foreign(scan)
    for found in scan.labelled(_KINDS, _CUED):
        yield mark(TYPE, found.start("v"), found.end("v"), 0.8, "context")
    for found in scan.windows(_NO_ZERO, 9):
        yield mark(TYPE, found.start(), found.end(), 0.7, "layout")


def _foreign(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_ABROAD, 8):
        start, end = found.span()
        if "+" not in found.group() and ("/" in found.group() or scan.folded[max(start - 1, 0) : start] in set("/.,-")):
            continue  # "01/02/00 10/03/00": dates, not a number of another country
        if is_valid(found.group()) and not _UNIT.match(scan.folded, end):
            sure = "+" in found.group() or scan.announced(start, end, _KINDS, reach=30)
            score = 0.9 if sure else 0.6 if " " in found.group() else 0.4
            yield mark(TYPE, *_parentheses(scan.folded, start, end), score, "layout")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
