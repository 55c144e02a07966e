"""Everyday words for sensitive data, and how far each mention goes; titles, labels and institutions stay out."""

from __future__ import annotations

import pytest

from beffroi.privacy.mentions import RECOGNIZERS
from beffroi.privacy.text_view import TextView
from beffroi.testing.growth import grows_linearly

WHOLE = [
    ("Mme Roy a une {}.", "disability", "RQTH en cours de renouvellement"),
    ("Mme Roy a la {}.", "disorder", "maladie d'Alzheimer à un stade avancé"),
    ("M. Roy : {}.", "aptitude", "apte avec restrictions : pas de conduite de poids lourd pendant trois mois"),
    ("M. Roy a eu une {}.", "treatment", "hospitalisation en psychiatrie"),
    ("M. Roy a une {} depuis", "disability", "mobilité très réduite"),
    ("M. Roy reçoit des {}.", "treatment", "injections d'insuline"),
    ("Mme Roy vient d'une {}.", "religion", "famille musulmane"),
    ("M. Roy a une {}.", "conviction", "condamnation pour travail dissimulé"),
    ("m roy {} hier", "conviction", "condamne pour vol"),
    ("M. Roy a la {}.", "disability", "carte mobilité inclusion mention invalidité à 80 %"),
    ("Mme Roy, {}", "disorder", "rupture de la coiffe des rotateurs de l’épaule droite"),
    ("Mme Roy : {}", "aptitude", "reprise à temps partiel thérapeutique à 50 %"),
    ("Mme Roy a une {}", "aptitude", "interdiction de port de charges supérieures à 10 kg"),
    ("Mme Roy {}.", "pregnancy", "est enceinte de jumeaux, terme prévu début mars"),
    ("Mme Roy, {}, a appelé", "politics", "candidate de la liste EH Bai"),
    ("M. Roy, {}, est absent", "aptitude", "accident de service du 6 octobre"),
    ("Madame {}, oublie le gaz", "disorder", "perd la mémoire depuis l'hiver"),
    ("elle sort d'une {} faite en mai", "treatment", "opération de la hanche"),
    ("Mme Roy {}.", "disability", "ne monte plus l'escalier"),
    ("Mme Roy {}", "disability", "ne peut plus monter les escaliers"),
    ("ma copine est {} et moi", "pregnancy", "enceinte de 5 mois"),
    ("qu'{}.", "pregnancy", "est enceinte jusqu'aux yeux"),
    ("MAMAN {}", "pregnancy", "ACCOUCHE EN JANVIER"),
    ("moi jsuis {} donc la pharmacie", "treatment", "sous subutex"),
    ("M. Roy : diabète, {}. Ajourné", "treatment", "insuline deux fois par jour"),
    ("ordonnance de M. Roy : {}", "treatment", "Méthadone 40 mg"),
    ("Agent : M. Roy. Suite {} ;", "treatment", "infiltrations L4-L5"),
    ("Mme Durand, {} opérée en mai", "disorder", "hernie discale L5-S1"),
    ("Lymphome de M. Roy, {}. Avis", "treatment", "chimiothérapie jusqu'en mars"),
    ("Le docteur lui a fait {}.", "treatment", "quatre points de suture"),
    ("M. Roy, éboueur, {}, à revoir", "aptitude", "arrêt de 15 j"),
    ("M. Roy est {}", "aptitude", "en arrêt depuis juin"),
    ("Avis pour M. Roy : {}.", "aptitude", "pas de port de charges > 10 kg, pas de conduite de nuit pendant 3 mois"),
    ("je suis en {} jusqu'au 30", "aptitude", "télétravail pour raison médicale"),
    ("Mme Roy. {}, reclassement", "aptitude", "Inaptitude totale et définitive à ses fonctions"),
    ("Elle dit qu'{}", "health", "veut en finir"),
    ("ne pas appeler avant 10 h M. Roy : {}", "health", "dort mal"),
    ("il dit qu il a {}", "disorder", "crabe"),
    ("cest le fils Roy il est {} faut", "disorder", "schizo"),
    ("M. Roy a été {}", "conviction", "condamné à 14 mois pour vol avec effraction"),
    ("un type qui aurait {}, dans une Audi", "conviction", "déjà fait deux ans ferme pour escroquerie"),
    ("M. Roy, {}, a déclaré", "conviction", "connu pour violences conjugales"),
    ("son compagnon est {} ;", "conviction", "incarcéré à Rémire"),
    ("Ce monsieur, qui {}, se croit", "conviction", "sort de prison"),
    ("un administré qui se {}.", "politics", "réclame de Reconquête"),
    ("nous sommes {} et", "politics", "adhérents de longue date du Parti radical"),
    ("M. Roy est {}.", "politics", "royaliste notoire"),
    ("Mme Blé : je suis {}, on ne lâche rien", "union", "à la Confédération paysanne"),
    ("moi {} je vote pas pour lui", "union", "cgtiste"),
    ("Étant {}, nous", "religion", "athées convaincus"),
    ("M. Roy. Motif : {} le 20 mars", "religion", "fête de l'Aïd"),
    ("Mme Fall et M. Fall. Motif : {}", "origin", "réfugiés érythréens"),
    ("Hermione est insultée (« {} »)", "origin", "sale chinoise"),
    ("Elle confie être {}, ce que sa famille", "sexual_life", "attirée par les femmes"),
    ("Elle confie avoir subi une {} Enzo", "sexual_life", "relation imposée par son compagnon"),
    ("Jeune fille, {} ; prévenir", "sexual_life", "victime de prostitution"),
    ("Alix, 29 ans. {}, demande", "sexual_life", "Transition de genre commencée en avril"),
]
GENERAL = [
    "Samedi, atelier de prévention : mal de dos, arthrose.",
    "Ce congé vise cinq groupes de pathologies : tuberculose, maladies mentales, cancer.",
    "9 h 45 : « Vivre avec un proche touché par la maladie d'Alzheimer » – table ronde",
    "M. Roy – 1 doc : « Vivre avec la bipolarité », à rendre",
    "Octobre rose, cancer du sein : mammobus le 21, parking du stade Yves-du-Manoir",
    "le plomb, cause de saturnisme, reste bas dans les gymnases Jean-Bouin et Jesse-Owens",
    "Pharmacie de garde : composez le 3237. Violences conjugales 3919.",
    "Recours : greffe, 31 avenue de la Paix",
    "Note du greffe : dossier complet",
    "Fiche de poste, fiche navette",
    "Compte rendu de la cellule de radicalisation",
    "Le marché de la maison d'arrêt est attribué",
]


def mentions(text: str) -> list[tuple[str, str]]:
    view = TextView(text)
    return [(f.type, view.text[f.start : f.end]) for f in RECOGNIZERS[0].find(view) if f.score >= 0.5]


@pytest.mark.parametrize(("text", "kind", "mention"), WHOLE)
def test_covers_the_whole_mention(text: str, kind: str, mention: str) -> None:
    filled = text.format(mention)
    start = filled.index(mention)
    covered: set[int] = set()
    for finding in RECOGNIZERS[0].find(TextView(filled)):
        if finding.score >= 0.5 and finding.type == kind:
            covered |= set(range(finding.start, finding.end))
    wanted = set(range(start, start + len(mention)))
    assert len(wanted & covered) >= 0.8 * len(wanted)
    assert len(covered - wanted) <= 20


@pytest.mark.parametrize("text", GENERAL)
def test_leaves_general_talk(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    "unit", ["condamné à deux ans ", "« Le diabète ", "pas de conduite, ", "sous subutex 40 mg ", "arrêt de 15 j "]
)
def test_time_grows_with_the_length(unit: str) -> None:
    def find(text: str) -> None:
        view = TextView(text)
        list(RECOGNIZERS[0].find(view))

    assert grows_linearly(find, unit)


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Enfant : Léo Roy\nAllergies : kiwi\nPAI : non", "kiwi"),
        ("Nom;Prénom;Allergies;Classe\nROY;Léo;moutarde;CP\nKONE;Awa;aucune;CP", "moutarde"),
        ("MDPH\nNom\tDécision\tTaux\nROY Léo\tAccord\t50-79 %", "50-79 %"),
        ("nom | pathologie | date\nRoy | mal inconnu | 03/04", "mal inconnu"),
    ],
)
def test_reads_the_fields_of_a_form(text: str, mention: str) -> None:
    assert mention in [words for _, words in mentions(text)]
    assert not {"Allergies", "PAI", "pathologie"} & {words for _, words in mentions(text)}
