"""Mentions of health, other article 9 data and convictions: of somebody, and not in general."""

from __future__ import annotations

import re

import pytest
from tests.privacy.mentions.messages import GENERAL_MESSAGES, MARKED_MESSAGES

from beffroi.privacy.mentions.lexicon import load_lexicon
from beffroi.privacy.mentions.recognizer import MentionRecognizer
from beffroi.privacy.text_view import TextView
from beffroi.testing.growth import grows_linearly

FIRST_NAMES = {"lucas", "zoe", "karim", "noah", "kevin", "fatou", "ines", "jeanne", "lea"}
RECOGNIZER = MentionRecognizer(load_lexicon(), FIRST_NAMES.__contains__)
_MARK = re.compile(r"\[\[(.*?)\]\]")

OTHER = [
    ("Mme Faure, adhérente CGT, conteste", "union", "adhérente CGT"),
    ("M. Dupuis, délégué syndical FO, a été reçu", "union", "délégué syndical FO"),
    ("il milite à la CFDT depuis dix ans", "union", "milite à la CFDT depuis dix ans"),
    ("Il est musulman pratiquant", "religion", "musulman pratiquant"),
    ("repas sans porc pour Inès", "religion", "repas sans porc"),
    ("elle est témoin de Jéhovah et refuse la transfusion", "religion", "témoin de Jéhovah"),
    ("M. Roy observe le jeûne, il est absent", "religion", "jeûne"),
    ("il est sympathisant du Rassemblement national", "politics", "sympathisant du Rassemblement national"),
    ("ma voisine, encartée au PS", "politics", "encartée au PS"),
    ("d'origine algérienne, elle vit à Lille", "origin", "d'origine algérienne"),
    ("famille rom installée impasse du Puits", "origin", "famille rom"),
    ("il est homosexuel", "sexual_life", "homosexuel"),
    ("Mme Petit a entamé une transition de genre", "sexual_life", "transition de genre"),
    ("M. Leroy a été condamné à 6 mois avec sursis", "conviction", "a été condamné à 6 mois avec sursis"),
    ("son casier judiciaire comporte une mention", "conviction", "casier judiciaire"),
    ("il porte un bracelet électronique", "conviction", "bracelet électronique"),
    ("placé en garde à vue pour violences conjugales", "conviction", "placé en garde à vue pour violences conjugales"),
    ("M. Coste est incarcéré à Longuenesse", "conviction", "incarcéré à Longuenesse"),
    ("handicap 80 %, Mme Roy", "disability", "handicap 80 %"),
    ("Lucas a un diabète de type 1", "disorder", "diabète de type 1"),
    ("opération du genou droit prévue pour M. Roy", "treatment", "opération du genou droit"),
    ("Mme Lopez est enceinte", "pregnancy", "est enceinte"),
    ("M. Petit bénéficie d'une R.Q.T.H. depuis 2019", "disability", "R.Q.T.H"),
    ("sa sclérose en\nplaques évolue", "disorder", "sclérose en\nplaques"),
]
OTHER_GENERAL = [
    "Réunion avec les organisations syndicales CGT et FO",
    "aire d'accueil des gens du voyage",
    "l'église Saint-Pierre, école catholique",
    "menu sans porc proposé à la cantine",
    "le jeune homme a été reçu par la mission locale",
    "greffe du tribunal, batterie lithium",
    "formation sur le harcèlement sexuel et les violences conjugales",
    "audit interne du service",
    "vol de matériel dans les ateliers municipaux",
    "le conseil vote la motion, à gauche de la salle",
]


def mentions(text: str) -> list[tuple[str, str]]:
    view = TextView(text)
    return [(f.type, view.text[f.start : f.end]) for f in RECOGNIZER.find(view) if f.score >= 0.5]


def test_recall_and_precision_on_realistic_messages() -> None:
    hit = missed = alarms = 0
    for marked in MARKED_MESSAGES:
        text, spans = _unmarked(marked)
        view = TextView(text)
        found = [f for f in RECOGNIZER.find(view) if f.score >= 0.5]
        for start, end in spans:
            reached = any(f.start < end and start < f.end for f in found)
            hit, missed = hit + reached, missed + (not reached)
    for text in GENERAL_MESSAGES:
        alarms += len(mentions(text))
    assert hit / (hit + missed) >= 0.95
    assert hit / (hit + alarms) >= 0.95


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    spans, shift = [], 0
    for mark in _MARK.finditer(marked):
        start = mark.start() - shift
        spans.append((start, start + len(mark[1])))
        shift += 4
    return _MARK.sub(r"\1", marked), spans


@pytest.mark.parametrize(("text", "kind", "mention"), OTHER)
def test_finds_the_mention_with_its_type(text: str, kind: str, mention: str) -> None:
    assert (kind, mention) in mentions(text)


@pytest.mark.parametrize("text", OTHER_GENERAL)
def test_leaves_general_talk(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    "text", ["ELLE SOUFFRE D'UNE DEPRESSION", "elle souffre d'une depression", "Elle souffre d’une dépression"]
)
def test_case_accents_and_apostrophes_do_not_matter(text: str) -> None:
    assert [kind for kind, _ in mentions(text)] == ["disorder"]


def test_a_general_mention_is_kept_as_a_doubt() -> None:
    findings = list(RECOGNIZER.find(TextView("journée nationale du diabète")))
    assert [f.type for f in findings] == ["disorder"]
    assert findings[0].score < 0.5


@pytest.mark.parametrize(
    "unit", ["allergie ", "cancer du sein ", "en arrêt ", "adhérent ", "de la ", "membre du parti ", "a.b."]
)
def test_time_grows_with_the_length(unit: str) -> None:
    def find(text: str) -> None:
        view = TextView(text)
        list(RECOGNIZER.find(view))

    assert grows_linearly(find, unit)
