"""Numbers that only their context tells, in the words that people write."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beffroi.privacy.identifiers import nir
from beffroi.privacy.text_view import TextView

Finder = Callable[..., list[tuple[str, str, float]]]

CASES = [
    ("allocataire_number", "n° allocataire CAF : [1234567 X]"),
    ("allocataire_number", "numéro d'allocataire [1234567] à Lens"),
    ("allocataire_number", "mon numero allocataire caf [1234567A]"),
    ("allocataire_number", "votre n° d'adhérent [MSA-62-004512]"),
    ("allocataire_number", "client n° [4521 87 963]"),
    ("allocataire_number", "abonné n° [2024-7788]"),
    ("allocataire_number", "identifiant France Travail : [1234567A]"),
    ("allocataire_number", "numéro de client EDF [1 234 567 890]"),
    ("allocataire_number", "n° d'usager : [45871]"),
    ("allocataire_number", "matricule [45872]"),
    ("case_number", "dossier n° [2024-00123]"),
    ("case_number", "Dossier MDPH n° [62-2024-004512]"),
    ("case_number", "réf. dossier : [24/1234]"),
    ("case_number", "n° de demande : [202400567]"),
    ("case_number", "permis de construire n° [PC 062 498 24 A0017]"),
    ("case_number", "votre dossier [2024-0456] est complet"),
    ("case_number", "recommandé n° [1A 123 456 7890 1]"),
    ("case_number", "N° RG [24/01234]"),
    ("case_number", "main courante [2024/1547]"),
    ("cni", "CNI n° [880692310285]"),
    ("cni", "carte nationale d'identité n° [X4RTBPFW4]"),
    ("cni", "CNI délivrée le 12/05/2020 n° [200562300123]"),
    ("passport", "passeport n° [12 AB 34567]"),
    ("passport", "son passeport ([12AB34567])"),
    ("residence_permit", "titre de séjour n° [9903123456] valable jusqu'au 12/05/2026"),
    ("residence_permit", "AGDREF [9903 123 456]"),
    ("driving_licence", "permis de conduire n° [911059200134]"),
    ("driving_licence", "permis B n° [13AA00002]"),
    ("ine", "INE : [123456789AB]"),
    ("ine", "ine [1234567890a]"),
    ("spi", "Mon numéro fiscal (13 chiffres) : [3023217600054]"),
    ("rpps", "RPPS : [10000000009]"),
    ("adeli", "n° ADELI [62 9 30001 7]"),
    ("finess", "FINESS [620000018]"),
    ("nia", "NIA : [7 84 05 99 351 012 12]"),
    ("iban", "IBAN : [FR76 3000 6000 0112 3456 789]"),
    ("iban", "IBAN [FR76 3000 6000 0112 3456 7890 180]"),
    ("bic", "BIC : [BNPAFRPPXXX]"),
    ("bic", "FR14 2004 1010 0505 0001 3M02 606 [PSSTFRPPLIL]"),
    ("bic", "le code bic est [agrifrpp]"),
    ("payment_card", "CB n° [4970 1000 0000 0001] exp 12/26"),
    ("payment_card", "carte [XXXX XXXX XXXX 1234]"),
    ("plate", "ma voiture [ab 123 cd]"),
    ("plate", "immatriculé [123 ABC 59]"),
    ("plate", "[AB-123-CD] mal garée"),
    ("vin", "VIN : [VF1BB05CF12345678]"),
    ("pdl", "PRM n° [09 123 456 789 012] (Linky)"),
    ("pce", "n° PCE [21412345678901]"),
    ("meter_number", "compteur n° [C12FA345678]"),
    ("meter_number", "compteur d'eau numéro [19-458712]"),
    ("cadastral_parcel", "parcelle [AB 123]"),
    ("cadastral_parcel", "parcelle cadastrée section [AB n° 123]"),
    ("cadastral_parcel", "section [ZC numéro 12]"),
    ("cadastral_parcel", "parcelles [AB 123, 124 et 125]"),
    ("cadastral_parcel", "section [a n° 12]"),
    ("imei", "IMEI : [490154203237518]"),
    ("mac_address", "[00:1A:2B:3C:4D:5E]"),
    ("ip_address", "depuis [2a01:cb08:1234:5600:a1b2:c3d4:e5f6:7890]"),
    ("url", "son profil [https://www.facebook.com/jean.martin.62] et"),
    ("url", "([linkedin.com/in/jean-martin-62])"),
    ("url", "[https://demarches.ville.fr/dossier?token=abcd1234&x=1]"),
    ("handle", "suivez [@jdupont] sur insta"),
    ("handle", "identifiant : [jdupont]"),
    ("handle", "mon login [jdupont] mdp Azerty12"),
    ("password", "mot de passe : [Soleil2024!]"),
    ("password", "mdp: [azerty]"),
    ("password", "son mot de passe est [Toto62!]."),
    ("password", "digicode [45A78]"),
    ("password", "le code du portail est [2580#]"),
    ("password", "Le mot de passe de la messagerie : [Hiver-2025]"),
    ("api_key", "Authorization: Bearer [abcdef1234567890]"),
    ("api_key", "clé [sk-abcdEFGH1234567890abcd]."),
    ("api_key", "[AKIAIOSFODNN7EXAMPLE]"),
    ("api_key", "jeton d'accès : [9f8e7d6c5b4a]"),
    ("phone", "tél [6 12 34 56 78]"),
    ("phone", "port: [612345678]"),
    ("phone", "06 12 34 56 78 [01 23 45 67 89]"),
    ("phone", "[06 12 34 56 78] 12 rue des Lilas"),
    ("nir", "un NIR : [un quatre-vingt-quatre zéro cinq soixante-seize trois cent cinquante et un zéro douze cinquante]"),
]


@pytest.mark.parametrize(("code", "marked"), CASES, ids=[f"{code}-{index}" for index, (code, _) in enumerate(CASES)])
def test_found_in_context(find_all: Finder, code: str, marked: str) -> None:
    start, end = marked.index("["), marked.rindex("]")
    span = marked[start + 1 : end]
    text = marked[:start] + span + marked[end + 1 :]
    assert (code, span) in [(kind, found) for kind, found, _ in find_all(text)]
    assert (code, span) in [(kind, found) for kind, found, _ in find_all(f"Bonjour,\n\n{text}\n\nCordialement")]


PRIVATE_KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc==\n-----END RSA PRIVATE KEY-----"


def test_private_keys_are_one_span(find_all: Finder) -> None:
    assert ("api_key", PRIVATE_KEY) in [found[:2] for found in find_all(f"voici {PRIVATE_KEY} !")]
    assert ("api_key", PRIVATE_KEY[:41]) in [found[:2] for found in find_all(f"voici {PRIVATE_KEY[:42]}")]


def test_no_finding_tears_an_iban_or_a_nir(find_all: Finder) -> None:
    for text, code in (("RIB FR14 2004 1010 0505 0001 3M02 606", "iban"), ("NIR 1 84 05 76 351 012 50", "nir")):
        best = max(find_all(text), key=lambda found: found[2])
        assert best[0] == code
        assert best[1] == text.partition(" ")[2]


def test_a_proof_is_cited_only_when_the_key_is_valid() -> None:
    body = "1840576351012"
    good, bad = f"NIR {body}{nir.key(body)}", f"NIR {body}{(int(nir.key(body)) + 1) % 97 or 1:02d}"
    assert [(f.score, f.recognizer) for f in nir.RECOGNIZER.find(TextView(good))] == [(1.0, "nir:checksum")]
    assert [(f.score, f.recognizer) for f in nir.RECOGNIZER.find(TextView(bad))] == [(0.8, "nir:context")]
    assert all(f.score < 0.5 for f in nir.RECOGNIZER.find(TextView(bad[4:])))


def test_service_mailboxes_and_public_phones_are_doubts(find_all: Finder) -> None:
    for text in (
        "contact@ville.fr",
        "mairie.saint-omer@wanadoo.fr",
        "ne-pas-repondre@caf.fr",
        "Accueil de la mairie : 03 21 98 40 88",
        "suivez @mairie_lens",
    ):
        assert find_all(text) == []
        assert find_all(text, threshold=0.0)
