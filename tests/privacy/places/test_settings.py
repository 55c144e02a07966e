"""Addresses without an ordinary street, or that begin before it: hamlets, houses, institutions, overseas, dictated, scanned."""

from __future__ import annotations

import pytest

from beffroi.privacy.places import RECOGNIZERS
from beffroi.privacy.text_view import TextView
from beffroi.testing.growth import grows_linearly

WHOLE = [
    ("Mme Françoise Roy\n{}\nObjet : eau", "Penn ar Roz\n29590 Lopérec"),
    ("Mme Roy, {}.", "Quartier Elizaldea, maison Ttipia, 64250 Souraïde"),
    ("demeurant {}.", "Maison Larroque, quartier Bidau, 40120 Sarbazan"),
    ("domiciliée « {} ».", "maison Xoko Ona, chemin d’Aguerria, 64310 Sare"),
    ("vit seule avec ses enfants, {}.", "section Dubédou, près de la citerne, 97118 Saint-François"),
    ("Mme veuve Roy / C11LA004913 / {} / 877", "Ancienne gare, 20230 San-Nicolao"),
    ("M. Le Roy, {}, a écrit", "La Ville-Ger, 22490 Plouër-sur-Rance"),
    ("Adresse : {}", "Moriani-Plage, résidence A Marina, lot 14, 20230 San-Nicolao"),
    ("M. Roy, {}", "HLM Les Cézeaux, entrée 4, 2e gauche, 15 allée des Genêts, 63170 Aubière"),
    ("M. Roy habite {}.", "8 rue des Pins, Kerlann, 29590 Lopérec"),
    ("dem. {}", "Kerdiès,  2963O  PLOUGASNOU"),
    ("adresse {}", "2l  rue  du  Ladhof     6BOOO  COLMAR"),
    ("Mme Roy, demeurant {}.", "Am Kirchplatz 5, D-77694 Kehl"),
    ("Mme Roy, demeurant {}.", "Prinsengracht 218, 1016 HD Amsterdam"),
    ("c'est {}.", "cent trente rue Roland Garros logement B douze à Saint-Denis neuf sept quatre zéro zéro"),
    ("Mme X, 81 ans, {}. Ajourné", "résidence autonomie Les Tamaris, logement 17, 2 quater venelle du Four, 56190 Muzillac"),
    ("ADRESSE : {}\nMERCI", "EHPAD SAINTE-THERESE CH 204 BP 30 47301 VILLENEUVE SUR LOT CEDEX"),
    ("NOUVELLE ADRESSE : {}, NE PAS", "FOYER MATERNEL LA COURTE ECHELLE 9 R PASTEUR 91130 RIS ORANGIS"),
    ("Adresse : {}", "hôtel Première Étape, chambre 214, 2 rue de l'Industrie, 93200 Saint-Denis"),
    ("Adresse desservie : {}", "La Source, 338 route des Crêtes, 06390 Contes"),
    ("Adresse : {}\nLe cabinet", "Manoir de Kerbastard\nRoute de Sainte-Anne\n56400 PLUMERGAT"),
    ("Jean Roy\n{}\n", "« Les Quatre Vents »\nChemin rural n° 7 dit de la Croix-Blanche\nCidex 112\n24210 Ajat"),
    ("Demandeur : M. Roy\n{}", "Chalet Edelweiss\nLes Praz\n114, rte des Gaudenays\n74400 CHAMONIX-MONT-BLANC"),
    ("@45 – Desiderio Buonarroti, {}", "Moulin de Bas-Vau, 37210 Rochecorbon"),
    ("SIREN 819 – {} – visite", "Le Bas Mollard, 38880 Autrans-Méaudre-en-Vercors"),
    ("Association : « Les Amis »\n{}\nMobile", "Mas des Oliviers, D27, 30250 Aujargues"),
    ("gîte « Le Paradis » ({}).", "2, Hameau de Peyrelade, 12720 Le Rozier"),
    ("Mme Roy\n{}", "3ruedesLilas 7654O Sassetot-le-Mauconduit"),
    ("Mme Roy {}", "12rue Victor Hugo 59000 Lille"),
    ("sur l'honneur de résidence commune au {}.", "7 quai des Bateliers, 67000 Strasbourg"),
    ("adresse {}", "res le clos st jean ent B lgt 17 rue du stade 17000 la rochelle"),
    ("LOGEMENT : {}", "Immeuble Balata 3, porte D08, rte de Baduel, 97300 Cayenne"),
    ("Adresse : {}", "PK 18,5 côté montagne, BP 4412, 98718 Punaauia"),
    ("Mme Judith Lévy\n{}\n", "5 passage du Grand-Cerf, boîte 12, 3e ét. gauche, 67000 Strasbourg"),
    ("domicilié {}. Né", "cent douze ter avenue du Maréchal-Juin à Agde trente-quatre trois cents"),
    ("On habite {}.", "sept chemin des Vignes, Gaillard, soixante-quatorze deux cent quarante"),
    ("demeurant {}).", "Marine de Sisco, 20233 Sisco"),
    ("Priscilla Etienne, {}, 06", "avenue du gal leclerc a creteil"),
    ("{}", "Camping Les Flots Bleus emplacement 88, 33120 Arcachon"),
    ("J'habite au-dessus de la boulangerie, {}.", "4 place de l'Église à Lens"),
    ("Mme Kerbrat\n{}", "3, lieu dit Kergoat\n29190 Brasparts"),
    ("Mme Roy\n{}", "24 rue Henri-Barbusse (Rés. Les Peupliers, Bât. A, 2e ét.) 59160 Lomme"),
    ("adresse: {}", "4 imp. du Clos, Bât B2, esc. C, 4e dr., digicode 12A45, 75013 Paris"),
    ("Mme Roy\n{}\n", "Rue de l'Église\n62130 Saint-Pol-sur-Ternoise"),
    ("j'habite {}", "vingt-trois rue de la fosse aux chênes à roubaix"),
    ("Je suis médecin, {}, inondé", "14 rue du Général-de-Gaulle, 67500 Haguenau"),
]
NOBODY = [
    "L'adresse est : Hôtel de ville, 2 rue Frézier, CS 63834, 29238 Brest Cedex 2",
    "Salle des fêtes, 29590 Lopérec",
    "Mairie de Lopérec\nPenn ar Roz\n29590 Lopérec",
    "le gymnase est situé La Ville-Ger, 22490 Plouër-sur-Rance",
    "Médecin : Dr Soleil, 3 place Hahnemann",
    "Dépôt : 2 rue Thiers, 8 h-20 h",
    "Accueil : 0 806 00 03 35, 8 boulevard Solférino. Décret",
    "Recours : greffe, 31 avenue de la Paix. Articles",
    "Proposition de terrain n° 3, chemin Django-Reinhardt, redevance",
    "ETAT DES LIEUX AVEC M. SANOGO A LA RESIDENCE RENE-CASSIN, BOULEVARD FREDERIC-LATOUCHE.",
    "EHPAD Les Tilleuls, 12 rue Pasteur, 59000 Lille",
    "L'hôtel de ville, 12 rue Pasteur, 59000 Lille",
    "je quitte l appart le 30/11",
    "nom\tadresse\tsolde\nX. dit Ti-Coq\tinconnue\t77",
    "nom\tprenom\tadresse\nEHPAD Le Flamboyant\t\t12 bd Hégésippe-Légitimus",
]
WHEREABOUTS = [
    ("Stéphane : 201 € – parti à Vannes sans laisser", "Vannes"),
    ("Je suis à Lyon, je ne peux pas venir", "Lyon"),
    ("La mère est à Laval, le fils à Bruxelles.", "Bruxelles"),
    ("Je vous écris de Montpellier, où je vis", "Montpellier"),
    ("votre résidence secondaire de Capbreton.", "Capbreton"),
    ("le père incarcéré à Fleury-Mérogis.", "Fleury-Mérogis"),
    ("électrice à Pont-l'Évêque, bureau 2", "Pont-l'Évêque"),
    ("Rang 2 : Mlle Éden Martin, Cesson, menacée", "Cesson"),
    ("M. Roy, de Lens (62), demande", "Lens"),
]


def found(text: str) -> list[tuple[str, str]]:
    view = TextView(text)
    return [(f.type, view.text[f.start : f.end]) for recognizer in RECOGNIZERS for f in recognizer.find(view) if f.score >= 0.5]


@pytest.mark.parametrize(("text", "address"), WHOLE)
def test_finds_the_whole_address(text: str, address: str) -> None:
    assert ("postal_address", address) in found(text.format(address))


@pytest.mark.parametrize("text", NOBODY)
def test_leaves_the_address_of_nobody(text: str) -> None:
    assert [kind for kind, _ in found(text) if kind == "postal_address"] == []


@pytest.mark.parametrize(("text", "commune"), WHEREABOUTS)
def test_finds_where_somebody_is(text: str, commune: str) -> None:
    assert ("commune", commune) in found(text)


@pytest.mark.parametrize(
    "text", ["le bus est à Lens", "la réunion est à Lille", "M. le Maire, Lille", "Paul Martin, Florence Petit"]
)
def test_leaves_communes_that_say_nothing_of_anybody(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("name", ["Le Goff", "LE BIHAN Marie", "Mme Le Roux"])
def test_a_family_name_is_not_the_name_of_a_house(name: str) -> None:
    assert ("postal_address", "12 rue des Lilas, 29000 Quimper") in found(f"{name}\n12 rue des Lilas, 29000 Quimper")


@pytest.mark.parametrize("unit", ["Les Praz\n", "La Roy, ", "« a »\n", "parti à ", "Paul Roy, ", "12rue ", "résidence, "])
def test_time_grows_with_the_length(unit: str) -> None:
    def find(text: str) -> None:
        view = TextView(text)
        for recognizer in RECOGNIZERS:
            list(recognizer.find(view))

    assert grows_linearly(find, unit)


def test_reads_the_fields_of_a_record() -> None:
    record = '{"nom":"ROY","adresse":"Le Bourg, 29190 Brasparts","ville":"Brasparts","lieu_naissance":"Lens"}'
    assert ("postal_address", "Le Bourg, 29190 Brasparts") in found(record)
    assert ("commune", "Brasparts") in found(record)
    assert found('{"salle":"Le Dôme","ville":"Lens"}') == []
