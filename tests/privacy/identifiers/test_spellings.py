"""A valid number, spelled in any of the ways people spell it, in any sentence, is found with its exact span."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.identifiers import nir, phone, rib, siren, spi
from beffroi.privacy.identifiers.checksums import luhn_digit, mod97
from beffroi.privacy.identifiers.iban import LENGTHS
from beffroi.privacy.identifiers.mailbox import is_service

Finder = Callable[..., list[tuple[str, str, float]]]
NBSP, THIN = "\u00a0", "\u202f"
SEPARATORS = ["", " ", ".", "-", "/", NBSP, THIN, " . ", "\n", "\t", " | "]
SENTENCES = [
    "{}",
    "Bonjour, {} merci.",
    "({})",
    "voici : {}.",
    "« {} »",
    "MARTIN;{};Lens",
    "{}, à rappeler",
    "n° {} reçu",
    "mme martin\t{}\tlens",
    "**{}**",
    "C'est le {} !",
]
RNGS = st.integers(0, 2**32).map(random.Random)


def _spelled(value: str, sizes: tuple[int, ...], separator: str) -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(value[start : start + size])
        start += size
    return separator.join(parts)


def _holds(find_all: Finder, text: str, code: str, span: str, score: float) -> None:
    span = span.translate({0x2011: "-"})
    assert any(kind == code and found == span and got >= score for kind, found, got in find_all(text)), "not found, or torn"


@st.composite
def nirs(draw: st.DrawFn) -> str:
    department = draw(st.sampled_from(["01", "62", "75", "95", "2A", "2B", "97", "98", "99", "91"]))
    month = draw(st.sampled_from(["01", "05", "12", "20", "31", "42", "50", "99"]))
    birth = f"{draw(st.sampled_from('123478'))}{draw(st.integers(0, 99)):02d}{month}"
    body = f"{birth}{department}{draw(st.integers(1, 990)):03d}{draw(st.integers(1, 999)):03d}"
    return body + nir.key(body)


@given(value=nirs(), separator=st.sampled_from(SEPARATORS), sentence=st.sampled_from(SENTENCES), lower=st.booleans())
def test_nir_with_key(find_all: Finder, value: str, separator: str, sentence: str, lower: bool) -> None:
    for sizes in ((1, 2, 2, 2, 3, 3, 2), (13, 2), (15,), (1,) * 15, (7, 3, 3, 2)):
        span = _spelled(value, sizes, separator)
        span = span.lower() if lower else span
        _holds(find_all, sentence.format(span), "nir", span, 1.0)


@given(
    value=nirs(),
    key=st.sampled_from([" clé {}", " (clé {})", " (clé : {})", " / {}", "-{}", " clef: {}", " Clé {}", " - clé {}"]),
    sentence=st.sampled_from(SENTENCES),
)
def test_nir_with_its_key_apart(find_all: Finder, value: str, key: str, sentence: str) -> None:
    span = _spelled(value[:13], (1, 2, 2, 2, 3, 3), " ") + key.format(value[13:])
    _holds(find_all, sentence.format(span), "nir", span, 1.0)


@given(
    value=nirs(),
    label=st.sampled_from(
        ["NIR : ", "n° sécu ", "numéro de sécurité sociale : ", "num secu ", "N° SS ", "immatriculée sous le n° "]
    ),
    wrong=st.booleans(),
)
def test_nir_with_a_label(find_all: Finder, value: str, label: str, wrong: bool) -> None:
    span = _spelled(value[:13] + f"{(int(value[13:]) % 96) + 1:02d}", (1, 2, 2, 2, 3, 3, 2), " ") if wrong else value[:13]
    _holds(find_all, f"Mme X, {label}{span}, née à Lens", "nir", span, 0.5)


@given(value=nirs().filter(lambda value: "0" in value[7:10] or "1" in value[7:10]))
def test_nir_read_by_ocr(find_all: Finder, value: str) -> None:
    span = _spelled(value[:7] + value[7:10].replace("0", "O").replace("1", "l") + value[10:], (1, 2, 2, 2, 3, 3, 2), " ")
    _holds(find_all, f"Assuré : {span} du foyer", "nir", span, 1.0)


PHONES = (
    st.tuples(
        st.sampled_from(["01", "02", "03", "04", "05", "06", "07", "09", "0639", "0692"]),
        st.text("0123456789", min_size=8, max_size=8),
    )
    .map(lambda pair: (pair[0] + pair[1])[:10])
    .filter(lambda value: not value.startswith(("0969", "0970")))  # series of services
)
FICTION = st.integers(0, 2**32).map(lambda seed: phone.compact(phone.generate(random.Random(seed))))


@given(
    value=st.one_of(PHONES, FICTION),
    separator=st.sampled_from(["", " ", ".", "-", "/", NBSP, THIN, ". ", " - ", "_"]),
    sentence=st.sampled_from(
        [
            "{}",
            "tél. {}",
            "Tel:{}",
            "appelez le {}.",
            "mon 06 c'est {}, merci",
            "({})",
            "portable\t{}\tfixe",
            "{} (domicile)",
            "Martin;{};Lens",
        ]
    ),
)
def test_phone_national(find_all: Finder, value: str, separator: str, sentence: str) -> None:
    span = _spelled(value, (2, 2, 2, 2, 2), separator)
    _holds(find_all, sentence.format(span), "phone", span, 0.5)


@given(
    value=st.one_of(PHONES, FICTION),
    sizes=st.sampled_from([(4, 2, 2, 2), (4, 3, 3), (2, 8), (2, 4, 4), (10,), (2, 3, 3, 2)]),
    sentence=st.sampled_from(["tél {}", "{}", "joindre au {} svp"]),
)
def test_phone_in_other_groups(find_all: Finder, value: str, sizes: tuple[int, ...], sentence: str) -> None:
    span = _spelled(value, sizes, " ")
    _holds(find_all, sentence.format(span), "phone", span, 0.5)


@given(
    value=st.one_of(PHONES, FICTION),
    prefix=st.sampled_from(["+33 ", "+33", "0033 ", "+33 (0)", "+33(0)", "0033", "(+33) ", "+33."]),
    separator=st.sampled_from(["", " ", ".", "-", NBSP]),
)
def test_phone_international(find_all: Finder, value: str, prefix: str, separator: str) -> None:
    span = prefix + _spelled(value[1:], (1, 2, 2, 2, 2), separator)
    _holds(find_all, f"Tél : {span}, le soir", "phone", span, 0.5)
    _holds(find_all, span, "phone", span, 0.5)


@pytest.mark.parametrize(
    "number",
    [
        "+32 470 12 34 56",
        "+41 79 123 45 67",
        "+212 6 12 34 56 78",
        "+213 550 12 34 56",
        "+262 692 12 34 56",
        "+44 20 7946 0958",
        "+1 (202) 555-0143",
        "+49 30 123456",
        "+687 12 34 56",
    ],
)
def test_phone_abroad(find_all: Finder, number: str) -> None:
    _holds(find_all, f"contact : {number}, merci", "phone", number, 0.5)


SAID = [
    "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
    "zero six douze trente quatre cinquante six soixante dix huit",
    "zéro six un deux trois quatre cinq six sept huit",
    "zéro trois, vingt et un, quatre-vingt-dix-huit, zéro zéro, quatre-vingts",
    "zéro six 12 34 cinquante-six 78",
    "Zéro-sept quatre-vingt-onze onze zéro deux zéro trois",
]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("sentence", ["{}", "mon numéro c'est le {} merci", "appelez le {}, j'ai deux enfants"])
def test_phone_said_aloud(find_all: Finder, said: str, sentence: str) -> None:
    _holds(find_all, sentence.format(said), "phone", said, 0.5)


@given(
    rng=RNGS,
    separator=st.sampled_from(SEPARATORS),
    sizes=st.sampled_from([(4,) * 6 + (3,), (27,), (4, 5, 5, 11, 2), (2, 2, 5, 5, 11, 2), (1,) * 27]),
    sentence=st.sampled_from(SENTENCES),
    lower=st.booleans(),
)
def test_french_iban(
    find_all: Finder, rng: random.Random, separator: str, sizes: tuple[int, ...], sentence: str, lower: bool
) -> None:
    body = f"{rng.randrange(10**5):05d}{rng.randrange(10**5):05d}" + "".join(rng.choice("0123456789ABM") for _ in range(11))
    account = body + rib.key(body)
    value = f"FR{98 - mod97(account + 'FR00'):02d}{account}"
    span = _spelled(value, sizes, separator)
    if "\n" in separator or "\t" in separator:
        span = _spelled(value, (14, 13), separator)
    span = span.lower() if lower else span
    _holds(find_all, sentence.format(span), "iban", span, 1.0)


@given(country=st.sampled_from(sorted(LENGTHS)), rng=RNGS, separator=st.sampled_from(["", " ", NBSP, "-"]))
def test_iban_of_every_country(find_all: Finder, country: str, rng: random.Random, separator: str) -> None:
    account = "".join(rng.choice("0123456789") for _ in range(LENGTHS[country] - 4))
    value = f"{country}{98 - mod97(account + country + '00'):02d}{account}"
    span = separator.join(value[index : index + 4] for index in range(0, len(value), 4))
    _holds(find_all, f"Virement sur le compte {span} svp", "iban", span, 1.0)


@given(rng=RNGS)
def test_iban_read_by_ocr(find_all: Finder, rng: random.Random) -> None:
    body = f"30{rng.randrange(10**3):03d}0{rng.randrange(10**4):04d}{rng.randrange(10**11):011d}"
    account = body + rib.key(body)
    value = f"FR{98 - mod97(account + 'FR00'):02d}{account}"
    span = " ".join(value[index : index + 4] for index in range(0, 27, 4)).replace("0", "O")
    _holds(find_all, f"IBAN : {span}", "iban", span, 1.0)


@given(
    rng=RNGS,
    form=st.sampled_from(
        [
            "{} {} {} {}",
            "{}{}{}{}",
            "{} | {} | {} | {}",
            "{}-{}-{}-{}",
            "{} guichet {} compte {} clé {}",
            "{} code guichet : {} n° de compte : {} clé RIB : {}",
        ]
    ),
)
def test_rib(find_all: Finder, rng: random.Random, form: str) -> None:
    body = f"{rng.randrange(10**5):05d}{rng.randrange(10**5):05d}{rng.randrange(10**11):011d}"
    span = form.format(body[:5], body[5:10], body[10:], rib.key(body))
    _holds(find_all, f"RIB : code banque {span}.", "rib", span, 1.0)


@given(rng=RNGS, separator=st.sampled_from([" ", "-", ".", NBSP, ""]), sentence=st.sampled_from(SENTENCES))
def test_payment_card(find_all: Finder, rng: random.Random, separator: str, sentence: str) -> None:
    body = rng.choice(["4970", "5132", "5555", "2221"]) + f"{rng.randrange(10**11):011d}"
    value = body + luhn_digit(body)
    span = _spelled(value, (4, 4, 4, 4), separator)
    _holds(find_all, sentence.format(span), "payment_card", span, 1.0)


@given(
    rng=RNGS,
    separator=st.sampled_from([" ", ".", NBSP, "-", ""]),
    label=st.sampled_from(["SIRET ", "siret : ", "n° SIRET: ", "N° de siret "]),
)
def test_siret_siren_vat(find_all: Finder, rng: random.Random, separator: str, label: str) -> None:
    head = f"{rng.randrange(3 * 10**7, 9 * 10**7):08d}"
    number = head + luhn_digit(head)
    place = number + f"{rng.randrange(1, 100):04d}"
    span = _spelled(place + luhn_digit(place), (3, 3, 3, 5), separator)
    _holds(find_all, f"M. X, {label}{span}, artisan", "siret", span, 1.0)
    if separator not in {"", "-"}:
        _holds(find_all, f"M. X ({span}) artisan", "siret", span, 1.0)
    span = _spelled(number, (3, 3, 3), separator)
    _holds(find_all, f"immatriculée au RCS de Lille sous le n° {span}.", "siren", span, 1.0)
    vat = f"FR{module_vat(number):02d}{number}"
    span = _spelled(vat, (2, 2, 3, 3, 3), separator)
    _holds(find_all, f"TVA intracommunautaire : {span}", "vat_number", span, 1.0)


def module_vat(number: str) -> int:
    assert siren.is_valid(number)
    return (12 + 3 * (int(number) % 97)) % 97


@given(rng=RNGS, separator=st.sampled_from(["", " ", NBSP, "."]), sentence=st.sampled_from(SENTENCES))
def test_spi(find_all: Finder, rng: random.Random, separator: str, sentence: str) -> None:
    body = f"{rng.randrange(4)}{rng.randrange(10**9):09d}"
    value = f"{body}{int(body) % 511:03d}"
    assert spi.is_valid(value)
    span = _spelled(value, (2, 2, 3, 3, 3), separator)
    _holds(find_all, sentence.format(span), "spi", span, 1.0)


LOCALS = st.from_regex(r"[a-z]{1,10}([._-][a-z0-9]{1,10}){0,2}", fullmatch=True).filter(
    lambda name: name[0] not in "cmsnaridphej" and not is_service(name, "ville-lens.fr")
)


@given(
    local=LOCALS,
    domain=st.sampled_from(["orange.fr", "gmail.com", "la-poste.net", "sub.free.fr", "ville-lens.fr"]),
    sentence=st.sampled_from([*SENTENCES, "mail:{}", "<{}>", "mailto:{}", "{};06"]),
    upper=st.booleans(),
)
def test_email(find_all: Finder, local: str, domain: str, sentence: str, upper: bool) -> None:
    span = f"{local}@{domain}"
    span = span.upper() if upper else span
    _holds(find_all, sentence.format(span), "email", span, 0.5)


@pytest.mark.parametrize(
    "span",
    [
        "jean point martin arobase orange point fr",
        "jean.martin (at) orange.fr",
        "jean.martin[arobase]orange.fr",
        "jean.martin @ orange .fr",
        "jean . martin@orange.fr",
        "jean.martin@\norange.fr",
        "jean martin tout attaché arobase hotmail point fr",
        "marie tiret du bas dupont arobase gmail point com",
        "jérôme.müller@free.fr",
        "jean.martin at orange dot fr",
        "nadia arobaz laposte point net",
        "jean.martin@orange,fr",
    ],
)
def test_email_damaged_or_said(find_all: Finder, span: str) -> None:
    _holds(find_all, f"mon adresse : {span} merci", "email", span, 0.5)


@given(
    letters=st.text("ABCDEFGHJKLMNPQRTVWXYZ", min_size=4, max_size=4),
    number=st.integers(1, 999),
    form=st.sampled_from(["{}-{}-{}", "{} {} {}", "{}{}{}", "{}.{}.{}", "{} - {} - {}"]),
    lower=st.booleans(),
)
def test_plate(find_all: Finder, letters: str, number: int, form: str, lower: bool) -> None:
    span = form.format(letters[:2], f"{number:03d}", letters[2:])
    span = span.lower() if lower else span
    _holds(find_all, f"véhicule immatriculé {span}, garé", "plate", span, 0.5)


@given(ip=st.ip_addresses(v=4).filter(lambda ip: not ip.is_loopback and str(ip).partition(".")[0] not in {"0", "127", "255"}))
def test_ip_v4(find_all: Finder, ip: object) -> None:
    _holds(find_all, f"connexion depuis l'adresse IP {ip}.", "ip_address", str(ip), 0.5)
