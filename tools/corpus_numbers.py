"""Fill the placeholders of corpus drafts with generated numbers that have valid keys.

Usage: ``python tools/corpus_numbers.py tests/corpus/*.txt``. Files are rewritten in place; a file without placeholder is left
as it is, so that a filled corpus never changes. Numbers derive from (message id, rank in the message) and are nobody's: NIR
with an order number that no small commune reaches, phones of ARCEP's fiction ranges or visibly invented, IBAN of banks that do
not exist, plates of series not yet issued.

Draft notation, all turned into the corpus notation ``[[type|text]]``::

    {{nir f8405 75}}         a span of that type; arguments depend on the kind, then an optional spelling
    {{A=nir m6202 2A}}       the same, remembered under a name for the rest of the message
    {{A tight}}              the remembered number again, in another spelling
    {{~iban}}                the number alone, without marks
    [[p|Jean Petit]]         short codes of ``SHORT``: p, a, e, b, bp, c, h, …

Spellings: (default grouping), tight, dots, dash, slash, colon, nbsp, ocr, intl, intl0, words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

SHORT = {
    "p": "person_name", "a": "postal_address", "e": "email", "b": "birth_date", "bp": "birth_place", "c": "commune",
    "d": "disorder", "t": "treatment", "h": "health", "apt": "aptitude", "preg": "pregnancy", "hand": "disability",
    "u": "union", "rel": "religion", "pol": "politics", "ori": "origin", "sex": "sexual_life", "conv": "conviction",
    "case": "case_number", "alloc": "allocataire_number", "parc": "cadastral_parcel", "pw": "password", "key": "api_key",
    "hd": "handle", "cpt": "meter_number", "tel": "phone",
}  # fmt: skip
FICTION_MOBILE = ("063998",)
FICTION_FIXED = ("019900", "026191", "035301", "046571", "053649")
INVENTED = ("061234", "070000", "061122", "063344", "023456", "029900", "044000", "015500", "032100", "050000")
PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
TENS = {
    2: "vingt",
    3: "trente",
    4: "quarante",
    5: "cinquante",
    6: "soixante",
    7: "soixante",
    8: "quatre-vingt",
    9: "quatre-vingt",
}


class Number(NamedTuple):
    """A generated number: taxonomy type, characters without separator, sizes of the usual groups."""

    type: str
    raw: str
    groups: tuple[int, ...]


def digits(rng: Random, count: int) -> str:
    """``count`` random decimal digits."""
    return "".join(rng.choice("0123456789") for _ in range(count))


def luhn(body: str) -> str:
    """``body`` followed by its Luhn digit."""
    total = 0
    for rank, char in enumerate(reversed(body)):
        value = int(char) * (2 if rank % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def nir(rng: Random, person: str, place: str) -> Number:
    """A NIR: ``person`` is sex (f, m) and year-month (8405); ``place`` a département, 2A, 2B, 97x or 99."""
    commune = digits(rng, 5 - len(place)) if place != "99" else "353"
    if len(place) == 2 and place != "99":
        commune = f"{rng.randint(1, 389):03d}"
    body = {"m": "1", "f": "2"}[person[0]] + person[1:] + place + commune + f"{rng.randint(940, 998)}"
    numeric = int(body.replace("2A", "19").replace("2B", "18"))
    return Number("nir", f"{body}{97 - numeric % 97:02d}", (1, 2, 2, 2, 3, 3, 2))


def nia(rng: Random, person: str, place: str = "99") -> Number:
    """A waiting number: like a NIR, first digit 7 or 8."""
    body = {"m": "7", "f": "8"}[person[0]] + person[1:] + place + "353" + f"{rng.randint(940, 998)}"
    return Number("nia", f"{body}{97 - int(body) % 97:02d}", (1, 2, 2, 2, 3, 3, 2))


def iban(rng: Random, kind: str = "digits") -> Number:
    """A French IBAN with both valid keys, of a bank that does not exist (code 19xxx)."""
    account = digits(rng, 11) if kind == "digits" else digits(rng, 4) + rng.choice("ABCDEFGHJK") + digits(rng, 6)
    bban = _bban(f"19{digits(rng, 3)}", digits(rng, 5), account)
    numeric = "".join(str(int(char, 36)) for char in bban + "FR00")
    return Number("iban", f"FR{98 - int(numeric) % 97:02d}{bban}", (4, 4, 4, 4, 4, 4, 3))


def rib(rng: Random) -> Number:
    """A RIB with a valid key, of a bank that does not exist."""
    return Number("rib", _bban(f"19{digits(rng, 3)}", digits(rng, 5), digits(rng, 11)), (5, 5, 11, 2))


def _bban(bank: str, branch: str, account: str) -> str:
    numeric = account.translate(str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789"))
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(numeric)) % 97
    return f"{bank}{branch}{account}{key:02d}"


def phone(rng: Random, kind: str = "m") -> Number:
    """A phone: m and f are ARCEP's fiction ranges (mobile, fixed), o an ordinary-looking invented one."""
    prefix = rng.choice({"m": FICTION_MOBILE, "f": FICTION_FIXED, "o": INVENTED}[kind])
    return Number("phone", prefix + digits(rng, 4), (2, 2, 2, 2, 2))


def spi(rng: Random) -> Number:
    """A tax number: ten digits, then their remainder by 511."""
    body = rng.choice("0123") + digits(rng, 9)
    return Number("spi", f"{body}{int(body) % 511:03d}", (2, 2, 3, 3, 3))


def siren(rng: Random) -> Number:
    return Number("siren", luhn("699" + digits(rng, 5)), (3, 3, 3))


def siret(rng: Random) -> Number:
    return Number("siret", luhn(siren(rng).raw + "000" + digits(rng, 1)), (3, 3, 3, 5))


def vat(rng: Random) -> Number:
    body = siren(rng).raw
    return Number("vat_number", f"FR{(12 + 3 * (int(body) % 97)) % 97:02d}{body}", (4, 3, 3, 3))


def plate(rng: Random, kind: str = "siv") -> Number:
    """A plate of a series not issued yet (siv, first letter after P), or of the old kind (fni)."""
    if kind == "fni":
        return Number("plate", f"{digits(rng, 3)}ZZ{rng.choice('WXY')}{rng.choice(['35', '59', '33', '69'])}", (3, 3, 2))
    pair = "".join(rng.choice(PLATE_LETTERS) for _ in range(2))
    return Number("plate", f"{rng.choice('RTVXYZ')}{rng.choice(PLATE_LETTERS)}{digits(rng, 3)}{pair}", (2, 3, 2))


def vin(rng: Random) -> Number:
    return Number(
        "vin", "VF1" + "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(8)) + digits(rng, 6), (17,)
    )


def card(rng: Random) -> Number:
    return Number("payment_card", luhn("497000" + digits(rng, 9)), (4, 4, 4, 4))


def ine(rng: Random) -> Number:
    return Number("ine", digits(rng, 9) + rng.choice("ABCDEFGHJK") + rng.choice("ABCDEFGHJK"), (11,))


def ip(rng: Random, kind: str = "v4") -> Number:
    if kind == "v6":
        return Number("ip_address", f"2001:db8:{rng.randint(16, 4095):x}::{rng.randint(16, 65535):x}", ())
    prefix = {"v4": "203.0.113", "lan": f"10.{rng.randint(1, 99)}.{rng.randint(1, 99)}"}[kind]
    return Number("ip_address", f"{prefix}.{rng.randint(2, 250)}", ())


def _plain(type_code: str, pattern: str, *groups: int) -> Callable[[Random], Number]:
    """A number without key: in ``pattern`` 9 is a digit, A a letter, the rest stands for itself after a backslash."""

    def make(rng: Random) -> Number:
        drawn = {"9": lambda: digits(rng, 1), "A": lambda: rng.choice(PLATE_LETTERS)}
        escaped = re.findall(r"\\?.", pattern)
        return Number(type_code, "".join(c[1:] if c[0] == "\\" else drawn.get(c, lambda c=c: c)() for c in escaped), groups)

    return make


KINDS: dict[str, Callable[..., Number]] = {
    "nir": nir,
    "nia": nia,
    "iban": iban,
    "rib": rib,
    "tel": phone,
    "spi": spi,
    "siren": siren,
    "siret": siret,
    "tva": vat,
    "plate": plate,
    "vin": vin,
    "card": card,
    "ine": ine,
    "ip": ip,
    "rpps": lambda rng: Number("rpps", luhn("101" + digits(rng, 7)), (11,)),
    "finess": lambda rng: Number("finess", luhn(rng.choice(["35", "59", "33", "69"]) + "078" + digits(rng, 3)), (2, 3, 4)),
    "adeli": lambda rng: Number("adeli", luhn(rng.choice(["35", "59"]) + rng.choice("59") + digits(rng, 5)), (2, 1, 5, 1)),
    "imei": lambda rng: Number("imei", luhn("350000" + digits(rng, 8)), (2, 6, 6, 1)),
    "caf": _plain("allocataire_number", "9999999", 7),
    "cafl": _plain("allocataire_number", "9999999A", 7, 1),
    "cni": _plain("cni", r"\0\8\0\635999999", 12),
    "cni2": _plain("cni", r"X\4AA9A9A9", 9),
    "passport": _plain("passport", "99AA99999", 2, 2, 5),
    "permis": _plain("driving_licence", r"\1\7AA99999", 2, 2, 5),
    "permis12": _plain("driving_licence", r"\9\106359999\9\9", 2, 2, 2, 6),
    "sejour": _plain("residence_permit", r"99\0\39999\9\9", 10),
    "pdl": _plain("pdl", r"\1\4999999999999", 14),
    "pce": _plain("pce", r"\2\1999999999999", 14),
    "pceg": _plain("pce", "GI999999", 8),
    "mac": _plain("mac_address", "02005E999999", 2, 2, 2, 2, 2, 2),
}
JOINS = {"": " ", "tight": "", "dots": ".", "dash": "-", "slash": "/", "nbsp": "\u00a0", "colon": ":"}


def spell(number: Number, style: str = "") -> str:
    """The characters of ``number`` in one of the spellings of the module docstring."""
    if not number.groups:
        return number.raw
    parts, at = [], 0
    for size in number.groups:
        parts.append(number.raw[at : at + size])
        at += size
    if number.type == "plate" and number.raw[0].isalpha() and not style:
        style = "dash"
    if style in JOINS:
        return JOINS[style].join(parts)
    if style == "ocr":
        return " ".join(parts).replace("0", "O", 2).replace("1", "l", 1)
    if style in ("intl", "intl0"):
        return ("+33 " if style == "intl" else "+33 (0)") + " ".join([parts[0][1:], *parts[1:]])
    if style == "words":
        return " ".join(f"zéro {UNITS[int(pair)]}" if pair[0] == "0" else in_words(int(pair)) for pair in parts)
    raise SystemExit(f"unknown spelling: {style}")


def in_words(value: int) -> str:
    """A number under 100 in French words."""
    if value < 20:
        return UNITS[value]
    tens, unit = divmod(value, 10)
    if tens in (7, 9):
        return TENS[tens] + (" et " if value == 71 else "-") + UNITS[10 + unit]
    if unit == 0:
        return TENS[tens] + ("s" if tens == 8 else "")
    return TENS[tens] + (" et un" if unit == 1 and tens != 8 else f"-{UNITS[unit]}")


PLACEHOLDER = re.compile(r"\{\{(?P<bare>~)?(?:(?P<name>\w+)?=)?(?P<body>[^{}]*)\}\}")


def fill(message_id: str, text: str) -> str:
    """The text of one message with every placeholder replaced and short codes spelled out."""
    known: dict[str, Number] = {}
    rank = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal rank
        rank += 1
        words = match["body"].split()
        if words and words[0] in known and not match["name"]:
            number, rest = known[words[0]], words[1:]
        else:
            style_at = next(
                (i for i, word in enumerate(words) if word in JOINS or word in ("ocr", "intl", "intl0", "words")), len(words)
            )
            number, rest = KINDS[words[0]](Random(f"{message_id}:{rank}"), *words[1:style_at]), words[style_at:]
        if match["name"]:
            known[match["name"]] = number
        written = spell(number, rest[0] if rest else "")
        return written if match["bare"] else f"[[{number.type}|{written}]]"

    filled = PLACEHOLDER.sub(replace, text)
    return re.sub(r"\[\[(\w+)\|", lambda match: f"[[{SHORT.get(match[1], match[1])}|", filled)


def main() -> None:
    """Rewrite the files named on the command line."""
    for path in map(Path, sys.argv[1:]):
        text = path.read_text(encoding="utf-8")
        blocks = re.split(r"(?m)^(=== \S+)\n", text)
        done = blocks[0] + "".join(
            f"{head}\n{fill(head[4:], body)}" for head, body in zip(blocks[1::2], blocks[2::2], strict=True)
        )
        if done != text:
            path.write_text(done, encoding="utf-8")
            print(f"{path}: filled")


if __name__ == "__main__":
    main()
