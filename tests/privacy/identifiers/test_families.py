"""Families of spellings met in real letters, chats and minutes: each marked span is covered whole; negatives are left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from beffroi.privacy.identifiers.checksums import luhn_digit
from beffroi.privacy.identifiers.registry import RECOGNIZERS
from beffroi.privacy.text_view import TextView

Finder = Callable[..., list[tuple[str, str, float]]]

FAMILIES = [
    ("case_number", "Dossier 1 (⟦CP-26-0412⟧) : couple hébergé"),
    ("case_number", "Affaire ⟦CM 2026/231⟧ : avis favorable"),
    ("case_number", "RAPPORT D'INFORMATION n° ⟦RI 2026-1123⟧"),
    ("case_number", "n° unique ⟦035112608441210315⟧ : T4"),
    ("case_number", "dossier ⟦APA 24/11873⟧ en cours"),
    ("case_number", "Pré-demande ANTS ⟦R7K4M2X9⟧"),
    ("case_number", "un FPS de 30 € (n° ⟦26 1140 0093 2218 55⟧)"),
    ("case_number", "PACS enregistré sous le n° ⟦PACS-2026-0147⟧"),
    ("case_number", "notre réf. ⟦IEN/2026/0887⟧"),
    ("allocataire_number", "carte ⟦BIB-0099471⟧ Durand"),
    ("allocataire_number", "Carte n° ⟦2 9035 00418 7721⟧"),
    ("allocataire_number", "sociétaire ⟦940-1827-33⟧"),
    ("allocataire_number", "adhérent ⟦MNT 00384417⟧"),
    ("allocataire_number", "client ⟦C-4471902⟧ à rappeler"),
    ("allocataire_number", "mon numéro de client c'est le ⟦sept sept zéro deux un quatre⟧"),
    ("allocataire_number", "NUMEN ⟦26E0044127XYZ⟧"),
    ("driving_licence", "son permis (⟦17 MR 37556⟧) est suspendu"),
    ("driving_licence", "permis rose ⟦880659110237⟧"),
    ("driving_licence", "permis roumain ⟦B00418772X⟧ à échanger"),
    ("cni", "sa carte ⟦0703 2B20 0145⟧, payé en espèces"),
    ("cni", "(PIECE ⟦D7NH3W8LC⟧ VUE)"),
    ("cni", "la carte, attendez… ⟦T, 8, F, H, 2, P, 9, 6, R⟧."),
    ("residence_permit", "titre de séjour (⟦9926143075⟧, carte n° ⟦XK4T7M2PQ⟧) expiré"),
    ("passport", "passeport allemand ⟦C4F7K2M19⟧"),
    ("nir", "N° sécu : ⟦l 87 ll 62 ll9 2O8 l4⟧"),
    ("phone", "mon num ⟦zéro6 39 98 nonante… non 90 14⟧"),
    ("phone", "appelez ⟦O6.39.98.33 point 02⟧ svp"),
    ("phone", "tél trav ⟦01.99.00.62.15 p. 308⟧"),
    ("phone", "08:16 ⟦06.39.98.88.76⟧ ou ma mère"),
    ("phone", "au ⟦zéro six trente-neuf quatre-vingt-dix-huit soixante quatre-vingt-douze⟧."),
    ("email", "par mail : ⟦odile point zimmermann soixante-sept arobase courrier point example⟧, merci"),
    ("email", "mail ⟦papa underscore xhaka arobase boite tiret mail point example⟧."),
    ("email", "E-mail : ⟦prince(at)amisdegeorge(point)example⟧"),
    ("handle", "[21:06] ⟦marco64⟧ : cest lui"),
    ("handle", "Post #1184 par ⟦coeur-de-lion⟧ : non"),
    ("handle", "avec le compte ⟦adm-astreinte⟧ ; puis"),
    ("handle", "T. M., alias ⟦abu_zakari93⟧, 19 ans"),
    ("url", "tout est sur ⟦facebook.example/loup.dufour.24⟧."),
    ("url", "Profil : ⟦linkedin.example/in/romain-beaumarchais-62⟧"),
    ("url", "jeannesojoub@courrier.example · ⟦www.jeannesojoub-aquarelles.example⟧"),
    ("password", "post-it « ⟦Minou*1964⟧ »"),
    ("password", "le mot de passe Kouign-Amann!29, avant c'était ⟦Biniou2025⟧."),
    ("password", "l'ancien mot de passe était ⟦licorne2014⟧."),
    ("password", "Alarme : oui, code ⟦4479⟧."),
    ("password", "compte de démonstration lecteur.titine / ⟦titine1952⟧."),
    ("plate", "une Audi ⟦Delta Victor six cent trois Lima Bravo⟧."),
    (
        "iban",
        "Le compte : ⟦F R soixante-seize treize cinquante et un zéro zéro zéro zéro quatre-vingt-quinze douze trente-quatre⟧.",
    ),
    ("pce", "le pce GI073518 (avant ⟦21 463 775 908 116⟧)"),
    ("pce", "Gaz (pour mémoire) : ⟦21051400737514⟧"),
    ("meter_number", "sous l'évier : ⟦C08LA442917⟧"),
    ("cadastral_parcel", "au PLU, mes rangs ⟦ZK 45, ZK 46⟧ passent en N"),
    ("cadastral_parcel", "la parcelle ⟦AC n° 231p⟧ (48 m²)"),
    ("cadastral_parcel", "le cadastre donne ⟦440109000KV0088⟧"),
    ("cadastral_parcel", "ma parcelle cadastrée ⟦A8 n°2l7⟧."),
    ("payment_card", "carte Amex ⟦378282246310003⟧ laissée"),
]


def _spans(marked: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "", []
    for piece in marked.replace("⟧", "⟦").split("⟦"):
        if marked.count("⟦", 0, marked.index(piece) + 1) and f"⟦{piece}⟧" in marked:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans


def _covered(text: str) -> set[int]:
    view = TextView(text)
    found = (finding for recognizer in RECOGNIZERS for finding in recognizer.find(view))
    return {offset for finding in found if finding.score >= 0.5 for offset in range(finding.start, finding.end)}


@pytest.mark.parametrize(("code", "marked"), FAMILIES, ids=[f"{code}-{index}" for index, (code, _) in enumerate(FAMILIES)])
def test_covered_whole(find_all: Finder, code: str, marked: str) -> None:
    text, spans = _spans(marked)
    covered = _covered(text)
    assert spans
    for start, end in spans:
        assert {offset for offset in range(start, end) if text[offset].isalnum()} <= covered
    family = {"case_number", "allocataire_number", "meter_number"} if code in {"case_number", "allocataire_number"} else {code}
    assert family & {kind for kind, _, _ in find_all(text)}


NEGATIVES = [
    "contrat n° 2019-DSP-02, échéance 31/12/2030",
    "réf. COM-2026-61",
    "référence 2026-ACC-04",
    "urgence fuite 0 977 40 11 24",
    "Contact : clientele@regie-eaux.example, 09 69 32 35 54.",
    "le zéro neuf soixante-dix quatre-vingt-quatre cinquante et un cinquante et un",
    "permanence : 03 20 00 11 22",
    "3 dossiers sur 12 000 demandes",
    "Dans l'affaire n° 418772 du 6 juin 2023, le Conseil d'État juge",
    "permis de construire : délai de 2 mois",
    "la RD 118 et la RD 121 au PLU",
    "carte de cantine : 4,20 €",
    "titre 2026 du budget, compte 60632",
    "mot de passe : 12 caractères minimum",
    "insta : @villedelens",
    "Plan2026! Objectif 2030",
    "www.mediatheque-aragon.fr",
]


@pytest.mark.parametrize("text", NEGATIVES)
def test_left_alone(find_all: Finder, text: str) -> None:
    assert find_all(text) == []


PROVED = ["73282932000074", "732 829 320 00074", "184057635101204", "4970100000000007", "378282246310005", "35694410123456"]
AROUND = ["({})", "12/03/2026 {}", "{} 06 39 98 12 34", "59000 {}", "{} 12/03/2026", "Durand({})", "x|{}|y"]


def _proved() -> Iterator[str]:
    yield from PROVED[:3]
    yield "497010000000000" + luhn_digit("497010000000000")
    yield PROVED[4]
    yield PROVED[5] + luhn_digit(PROVED[5])


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("value", list(_proved()))
def test_proved_whatever_stands_around(find_all: Finder, value: str, around: str) -> None:
    assert value in [span for _, span, score in find_all(around.format(value)) if score >= 0.7]


def test_rpps_in_bare_parentheses_after_a_doctor(find_all: Finder) -> None:
    value = "1019625951" + luhn_digit("1019625951")
    assert ("rpps", value, 1.0) in find_all(f"Le médecin, Dr Oussama Ferjani ({value}), remplira le certificat")


@pytest.mark.parametrize("gap", [" ", "\n", " - ", " – ", " / ", " _ ", ". ", "-"])
@pytest.mark.parametrize("number", ["06 39 98 09 04", "06.39.98.09.04", "06-39-98-09-04"])
def test_a_mailbox_leaves_the_phone_before_it_whole(find_all: Finder, number: str, gap: str) -> None:
    found = {(code, span) for code, span, score in find_all(f"{number}{gap}jean.durand@x.example") if score >= 0.5}
    assert found == {("phone", number), ("email", "jean.durand@x.example")}


@pytest.mark.parametrize(
    "place",
    [
        "Déchèterie de Bray",
        "Médiathèque",
        "École du Bourg",
        "SPANC",
        "CCAS",
        "Office de tourisme",
        "Régie des eaux",
        "Point info",
    ],
)
def test_the_landline_of_a_service_is_nobodys(find_all: Finder, place: str) -> None:
    assert all(score < 0.5 for code, _, score in find_all(f"{place} : 03 53 01 12 34") if code == "phone")


def test_the_landline_of_somebody_at_a_service_stays(find_all: Finder) -> None:
    assert any(score >= 0.5 for code, _, score in find_all("Mme Durand, à l'agence hier, 03 53 01 12 34") if code == "phone")
