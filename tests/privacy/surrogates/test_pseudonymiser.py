"""Masking restores exactly, tells everything apart, and never changes its mind as a conversation grows."""

from __future__ import annotations

import datetime
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.privacy.finding import Finding
from beffroi.privacy.lexicons.names import surrogate_given_names
from beffroi.privacy.restoration.restorer import Restorer
from beffroi.privacy.surrogates.pseudonymiser import Pseudonymised, Pseudonymiser
from beffroi.privacy.surrogates.substitutions import Substitutions
from beffroi.privacy.taxonomy import TYPES
from beffroi.testing.growth import ATTEMPTS

KEY = b"cle de test, jamais utilisee ailleurs"
PIECES = (
    "Aïcha", "aicha", "AÏCHA", "Ben", "Salah", "SALAH", "Jean", "Pierre", "J.", "A.", "-", "de", "d'", "La", "Mme ", "M. ", " ",
    "  ", "\n", ", ", ". ", "06 12 34 56 78", "0612345678", "+33 6 12 34 56 78", "12", "bis", "rue des Lilas", "59000 Lille",
    "Lille", "14/05/1984", "14 mai 1984", "x@y.fr", "[PERSONNE_1]", "PERSONNE 1", "[", "]", "_", "*", "\u200b", "é", "e\u0301",
    "張", "\ud800", "'", "’", "10.0.0.1", "azerty", "1 84 05 76 351 012 91", "(", ")", "İ", "ß", "ſ", "K",
)  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.text(max_size=40))
STYLES = st.sampled_from(["realistic", "labelled"])
SCOPES = st.sampled_from(["a", "b", "c"])
QUIET = settings(max_examples=150, suppress_health_check=list(HealthCheck))


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Finding]]:
    """A text and findings that do not overlap, at any place of it."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    kinds = st.one_of(st.just("person_name"), st.sampled_from(sorted(TYPES)))
    spans = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [Finding(start, end, draw(kinds), 1.0, "test") for start, end in spans if start < end]


def read(source: str) -> tuple[str, list[Finding]]:
    """A text with its findings, from "Mme {person_name:Durand}"."""
    text, findings, done = "", [], 0
    for found in re.finditer(r"\{(\w+):([^}]*)\}", source):
        text += source[done : found.start()]
        start = len(text)
        text += found[2]
        findings.append(Finding(start, len(text), found[1], 1.0, "test"))
        done = found.end()
    return text + source[done:], findings


def mask(*sources: str, scope: str = "s", style: str = "realistic", key: bytes = KEY) -> Pseudonymised:
    texts, findings = zip(*map(read, sources), strict=True)
    made = Pseudonymiser(key, scope, style).pseudonymise(texts, findings)
    restorer = Restorer(made.substitutions)
    assert tuple(map(restorer.restore, made.texts)) == texts
    return made


@QUIET
@given(st.lists(marked(), min_size=1, max_size=4), STYLES, SCOPES)
def test_any_document_comes_back_exactly_and_its_beginning_never_changes(
    documents: list[tuple[str, list[Finding]]], style: str, scope: str
) -> None:
    texts, findings = zip(*documents, strict=True)
    pseudonymiser = Pseudonymiser(KEY, scope, style)
    made = pseudonymiser.pseudonymise(texts, findings)
    restorer = Restorer(made.substitutions)
    assert tuple(map(restorer.restore, made.texts)) == texts
    assert pseudonymiser.pseudonymise(texts, findings).texts == made.texts
    for size in range(len(texts)):
        assert pseudonymiser.pseudonymise(texts[:size], findings[:size]).texts == made.texts[:size]
    key = made.substitutions.to_key()
    assert Substitutions.from_key(key) == made.substitutions
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", key)
    for pieces, text, masked, found in zip(made.replacements, texts, made.texts, findings, strict=True):
        kept = text
        for piece in reversed(pieces):
            assert masked[piece.masked_start : piece.masked_end] == piece.surrogate
            kept = kept[: piece.start] + piece.surrogate + kept[piece.end :]
        assert kept == masked
        assert all(any(piece.start <= one.start and one.end <= piece.end for piece in pieces) for one in found)


@QUIET
@given(st.data(), st.lists(marked(), min_size=1, max_size=3), STYLES, SCOPES)
def test_what_the_user_types_like_a_surrogate_comes_back_as_typed(
    data: st.DataObject, documents: list[tuple[str, list[Finding]]], style: str, scope: str
) -> None:
    texts, findings = zip(*documents, strict=True)
    pseudonymiser = Pseudonymiser(KEY, scope, style)
    before = pseudonymiser.pseudonymise(texts, findings)
    masked = before.texts[0]
    start = data.draw(st.integers(0, len(masked)))
    piece = masked[start : data.draw(st.integers(start, len(masked)))]
    typed = data.draw(st.sampled_from([masked, piece, masked.upper(), masked.lower(), masked.replace(" ", "\n"), masked + "s"]))
    typed += data.draw(TEXTS)
    made = pseudonymiser.pseudonymise([*texts, typed], [*findings, []])
    assert made.texts[:-1] == before.texts
    restorer = Restorer(made.substitutions)
    assert tuple(map(restorer.restore, made.texts)) == (*texts, typed)


@QUIET
@given(marked(), SCOPES)
def test_masking_a_masked_text_without_findings_changes_nothing(document: tuple[str, list[Finding]], scope: str) -> None:
    pseudonymiser = Pseudonymiser(KEY, scope)
    once = pseudonymiser.pseudonymise([document[0]], [document[1]])
    assert pseudonymiser.pseudonymise(once.texts, [[]]).texts == once.texts


LETTER = """Bonjour, Mme {person_name:Aïcha Ben Salah}, née le {birth_date:14/05/1984} à {birth_place:Oran}, épouse de
M. {person_name:Karim BEN SALAH}, NIR {nir:2 84 05 99 352 012 66}, tél. {phone:06 12 34 56 78}, courriel
{email:aicha.bensalah@orange.fr}, IBAN {iban:FR76 3000 6000 0112 3456 7890 189}, demeurant {postal_address:12 bis rue des Lilas,
Bât. C, appt 12
59160 Lomme}. Dossier {case_number:2024-00153}, véhicule {plate:AB-123-CD}, adresse
{ip_address:10.2.3.4}, {password:azerty!12}."""


@pytest.mark.parametrize("style", ["realistic", "labelled"])
@pytest.mark.parametrize("scope", list("abcdef"))
def test_no_original_remains(style: str, scope: str) -> None:
    made = mask(LETTER, scope=scope, style=style)
    text, findings = read(LETTER)
    masked = made.texts[0]
    for finding in findings:
        original = text[finding.start : finding.end]
        assert original not in masked
        if finding.type in {"person_name", "email", "postal_address", "birth_place"}:
            words = set(re.findall(r"[^\W\d_]{3,}", original.lower())) - {"rue", "des", "bât", "appt", "bis"}
            assert not words & set(re.findall(r"[^\W\d_]+", masked.lower())), finding.type
        elif finding.type in {"nir", "phone", "iban", "plate", "case_number"}:
            assert re.sub(r"\W", "", original) not in re.sub(r"\W", "", masked)


def test_all_forms_of_a_person_agree() -> None:
    made = mask(
        "{person_name:Aïcha Ben Salah}|{person_name:ben salah}|{person_name:A. Ben Salah}|{person_name:Aïcha}"
        "|{person_name:AÏCHA BEN SALAH}|{person_name:BEN SALAH Aïcha}|{person_name:M. Karim Ben Salah}"
    )
    full, family, initial, given_alone, upper, reverse, spouse = made.texts[0].split("|")
    first, _, last = full.partition(" ")
    assert (family, given_alone, upper, reverse) == (last.lower(), first, full.upper(), f"{last.upper()} {first}")
    assert initial == f"{first[0]}. {last}"
    assert spouse.startswith("M. ")
    assert spouse.endswith(f" {last}")
    assert spouse != f"M. {full}"


def test_an_initial_agrees_with_the_first_name_that_comes_later() -> None:
    made = mask("{person_name:A. Ben Salah} a écrit.", "Il s'agit d'{person_name:Aïcha Ben Salah}.")
    assert made.texts[0][0] == made.texts[1].removeprefix("Il s'agit d'")[0]


def test_hyphens_particles_and_spellings() -> None:
    made = mask(
        "{person_name:Jean-Pierre de La Tour} et {person_name:J.-P. de La Tour}",
        "{person_name:Aicha} n'est pas {person_name:Aïcha}",
    )
    full, short = made.texts[0].split(" et ")
    assert re.fullmatch(r"[A-Z]\w+-[A-Z]\w+ de La [A-Z]\w+", full)
    assert short.split(" ", 1)[1] == full.split(" ", 1)[1]
    assert re.sub(r"[a-zà-ÿ]", "", full.split(" ", 1)[0]) == re.sub(r"\.", "", short.split(" ", 1)[0])
    one, other = made.texts[1].split(" n'est pas ")
    assert one != other


@pytest.mark.parametrize("scope", list("abcdefgh"))
def test_gender_is_kept(scope: str) -> None:
    made = mask("{person_name:Fatima Durand}|{person_name:Bernard Durand}|Mme {person_name:Camille Durand}", scope=scope)
    woman, man, either = (part.split(" ")[-2] for part in made.texts[0].split("|"))
    assert woman in surrogate_given_names("f")
    assert man in surrogate_given_names("m")
    assert either in surrogate_given_names("f")


def test_one_number_is_one_entity_in_every_layout() -> None:
    made = mask("{phone:06 12 34 56 78} {phone:0612345678} {phone:06.12.34.56.78}", "{phone:+33 6 12 34 56 78}")
    spaced, compact, dotted = re.findall(r"\d[\d ]{12}\d|\d{10}|[\d.]{14}", made.texts[0])
    assert spaced.replace(" ", "") == compact == dotted.replace(".", "")
    assert compact.startswith("063998")
    assert made.texts[1] == "+33 " + spaced[1:]


def test_nothing_lent_belongs_to_anyone() -> None:
    made = mask(
        "{email:paul.durand@mairie-lomme.fr} {ip_address:10.2.3.4} {ip_address:2a01:cb08::1} {mac_address:a0:b1:c2:d3:e4:f5} {url:https://site.fr/paul}"
    )
    email, ipv4, ipv6, mac, url = made.texts[0].split(" ")
    assert re.fullmatch(r"[^@]+@example\.(org|net|com)", email)
    assert re.fullmatch(r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+", ipv4)
    assert ipv6.startswith("2001:db8:")
    assert mac.upper().startswith("00:00:5E:00:53:")
    assert re.match(r"https://www\.example\.(org|net|com)/", url)


def test_apostrophes_inside_a_name_belong_to_it() -> None:
    made = mask("{person_name:Awa N'Diaye}|{person_name:Yann Le Floc'h}|{person_name:Jean d'Ornano}")
    assert re.fullmatch(r"[A-Z]\w+ [A-Z]\w+\|[A-Z]\w+ Le [A-Z]\w+\|[A-Z]\w+ d'[AEIOUYH]\w+", made.texts[0])


def test_titles_and_links_are_kept() -> None:
    made = mask("{person_name:M. et Mme Tran Van Minh}|{person_name:Mme Vve DURAND née PETIT}|{person_name:Me Jean Roy}")
    couple, widow, lawyer = made.texts[0].split("|")
    assert re.fullmatch(r"M\. et Mme \w+ \w+ \w+", couple)
    assert re.fullmatch(r"Mme Vve [A-Z]+ née [A-Z]+", widow)
    assert re.fullmatch(r"Me \w+ \w+", lawyer)


def test_an_email_follows_the_names_of_its_owner() -> None:
    made = mask("{person_name:Aïcha Ben Salah} : {email:aicha.bensalah@orange.fr}")
    name, _, email = made.texts[0].partition(" : ")
    first, last, last2 = name.lower().split(" ")
    assert email.split("@")[0] == f"{first}.{last}{last2}"


def test_an_address_keeps_its_layout_and_its_parts() -> None:
    made = mask("{postal_address:12 bis rue des Lilas\n59160 Lomme}", "{postal_address:rue des Lilas} à {commune:Lomme}")
    street, town = made.texts[0].split("\n")
    assert re.fullmatch(r"\d+ bis rue \w+", street)
    assert re.fullmatch(r"96\d{3} \w+", town)
    assert made.texts[1] == f"rue {street.split(' ')[-1]} à {town.split(' ')[-1]}"


def test_dates_are_shifted_together() -> None:
    made = mask("{birth_date:14/05/1984} {birth_date:24/05/1984}", "{birth_date:14 mai 1984}")
    first, second = ([int(part) for part in date.split("/")] for date in made.texts[0].split(" "))
    assert abs(first[2] - 1984) <= 2
    assert datetime.date(*second[::-1]) - datetime.date(*first[::-1]) == datetime.timedelta(days=10)
    assert re.match(rf"0?{first[0]} \w+ {first[2]}$", made.texts[1])


def test_labels_are_numbered_in_order_and_respect_what_was_typed() -> None:
    made = mask(
        "{person_name:Paul Durand}, {person_name:Durand}, {person_name:Inès Petit}, {health:dépression}", style="labelled"
    )
    assert made.texts[0] == "[PERSONNE_1], [PERSONNE_1b], [PERSONNE_2], [SANTE_1]"
    typed = mask("« [PERSONNE_1] » : {person_name:Paul Durand}", style="labelled")
    assert typed.texts[0] == "« [PERSONNE_1] » : [PERSONNE_2]"
    later = mask("{person_name:Paul Durand}", "j'ai lu [PERSONNE_1]", style="labelled")
    assert later.texts == ("[PERSONNE_1]", "j'ai lu [PERSONNE_2]")


def test_what_has_no_substitute_is_labelled_in_every_style() -> None:
    assert mask("suivie pour {disorder:lombalgie}").texts == ("suivie pour [SANTE_1]",)


def test_keys_and_scopes_give_other_surrogates() -> None:
    seen = {mask(LETTER, scope=scope, key=key).texts[0] for scope in "abc" for key in (b"1", b"2")}
    assert len(seen) == 6
    assert mask(LETTER).texts == mask(LETTER).texts


def test_many_people_are_told_apart() -> None:
    names = [
        f"{first} {last}"
        for first in ("Paul", "Inès", "Hugo", "Léa")
        for last in ("Durand", "Petit", "Moreau", "Salah", "Zorglub")
    ]
    made = mask(" ; ".join(f"{{person_name:{name}}}" for name in names))
    assert len(set(made.texts[0].split(" ; "))) == len(names)


def test_a_crowd_of_one_initial_still_gets_first_names() -> None:
    firsts = [
        "Aaron",
        "Abel",
        "Achille",
        "Adam",
        "Adrien",
        "Alain",
        "Alban",
        "Albert",
        "Alexis",
        "Alfred",
        "Ali",
        "Amaury",
        "Amir",
    ]
    firsts += ["Anatole", "Andrea", "Ange", "Anthony", "Antoine", "Antonin", "Ahmed", "Armand", "Arnaud", "Arthur", "Aurélien"]
    made = mask(" ; ".join(f"{{person_name:{first} Durand}}" for first in firsts))
    assert len(set(made.texts[0].split(" ; "))) == len(firsts)
    assert "[" not in made.texts[0]


def test_findings_that_touch_or_cut_a_word_are_widened() -> None:
    made = Pseudonymiser(KEY, "s").pseudonymise(
        ["PaulDurand et x0612345678y"],
        [[Finding(0, 4, "person_name", 1, "t"), Finding(4, 10, "person_name", 1, "t"), Finding(15, 25, "phone", 1, "t")]],
    )
    assert [(piece.start, piece.end) for piece in made.replacements[0]] == [(0, 10), (14, 26)]
    assert Restorer(made.substitutions).restore(made.texts[0]) == "PaulDurand et x0612345678y"


def test_wrong_calls_are_refused() -> None:
    with pytest.raises(ValueError, match="style"):
        Pseudonymiser(KEY, "s", "autre")
    with pytest.raises(ValueError, match="key"):
        Pseudonymiser(b"", "s")
    with pytest.raises(ValueError, match="one sequence"):
        Pseudonymiser(KEY, "s").pseudonymise(["a"], [])


def test_nothing_personal_in_repr() -> None:
    made = mask(LETTER)
    assert "Salah" not in repr(made) + repr(made.substitutions) + str(made.substitutions)


def test_long_documents_take_linear_time() -> None:
    block = "{person_name:Paul Durand} habite {postal_address:12 rue des Lilas, 59160 Lomme}, {phone:06 12 34 56 78}. "
    ready = {size: read(block * size) for size in (200, 800)}

    def seconds(size: int) -> float:
        text, findings = ready[size]
        started = time.process_time()
        Pseudonymiser(KEY, "s").pseudonymise([text], [findings])
        return time.process_time() - started

    assert any(seconds(800) < 10 * seconds(200) + 0.05 for _ in range(ATTEMPTS))


@pytest.mark.parametrize("style", ["realistic", "labelled"])
def test_a_list_of_a_thousand_people_takes_linear_time(style: str) -> None:
    started = time.process_time()
    made = mask(
        "\n".join(f"{{person_name:{_syllables(number)} {_syllables(number * 7 + 3)}}}" for number in range(1000)), style=style
    )
    assert len(set(made.texts[0].split("\n"))) == 1000
    assert time.process_time() - started < 6


def _syllables(number: int) -> str:
    parts = ("ba", "ko", "li", "mu", "ne", "ri", "sa", "to", "vu", "ze")
    return "".join(parts[int(digit)] for digit in f"{number:04d}").capitalize()
