"""From ``beffroi.toml`` to a snapshot: complete, strict, and clear about what is wrong."""

from __future__ import annotations

import pytest

from beffroi.errors import ConfigurationError
from beffroi.governance.configuration.compile import compile_document, compile_snapshot
from beffroi.policy.encoding import decode, encode
from beffroi.policy.matrix import DEFAULT_MATRIX
from beffroi.policy.snapshot import Action, ProviderKind, Quota, Snapshot, TrustLevel, UseStatus
from beffroi.privacy.taxonomy import Category
from beffroi.toml_table import parse


def compiled(text: str, base_directory: str = "/etc/beffroi") -> Snapshot:
    return compile_document(parse(text), version=3, issued_at=9, base_directory=base_directory)


def message(text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        compiled(text)
    return caught.value.sentence


def test_a_good_file_compiles(good: str) -> None:
    snapshot = compiled(good)
    assert (snapshot.version, snapshot.issued_at) == (3, 9)
    assert snapshot.organizations["saint-aubin"].matrix == DEFAULT_MATRIX
    assert list(snapshot.uses) == [("saint-aubin", "courrier")]
    assert snapshot.api_keys["ab" * 32].quota == Quota(requests_per_minute=5)
    assert snapshot.models["petit"].upstream_name == "petit"
    assert snapshot.models["grand"].upstream_name == "Grand-2"
    assert decode(encode(snapshot)) == snapshot


def test_plain_values_compile_too() -> None:
    raw = {"organizations": [{"id": "a", "name": "A"}]}
    assert list(compile_snapshot(raw, version=1, issued_at=0).organizations) == ["a"]


def test_without_an_address_the_model_is_here(good: str) -> None:
    provider = compiled(good).providers["principal"]
    assert (provider.kind, provider.trust_level, provider.country) == (ProviderKind.EMBEDDED, TrustLevel.LOCAL, "FR")


def test_trust_is_never_gained_by_omission(good: str) -> None:
    provider = compiled(good).providers["loin"]
    assert (provider.kind, provider.trust_level) == (ProviderKind.OPENAI, TrustLevel.NON_EU)
    assert provider.base_url == "https://ia.example/v1"


def test_two_lines_replace_the_embedded_model(good: str) -> None:
    text = good.replace(
        'name = "Embarqué"', 'name = "X"\nbase_url = "http://127.0.0.1:8080/v1"\napi_key_file = "secrets/cle.txt"'
    )
    provider = compiled(text).providers["principal"]
    assert provider.kind is ProviderKind.OPENAI
    assert provider.api_key_file == "/etc/beffroi/secrets/cle.txt"
    assert provider.trust_level is TrustLevel.LOCAL
    elsewhere = compiled(text.replace("http://127.0.0.1:8080/v1", "https://ia.example.org/v1")).providers["principal"]
    assert elsewhere.trust_level is TrustLevel.NON_EU


def test_a_use_without_a_status_is_closed(good: str) -> None:
    use = compiled(good.replace('status = "authorized"\n', "")).uses["saint-aubin", "courrier"]
    assert use.status is UseStatus.DRAFT


def test_the_matrix_is_written_by_cell_or_by_row(good: str) -> None:
    text = good.replace(
        '[[providers]]\nid = "principal"',
        '[organizations.matrix]\nbank = "refuse"\n[organizations.matrix.identity]\nlocal = "pass"\n'
        '[[providers]]\nid = "principal"',
    )
    matrix = compiled(text).organizations["saint-aubin"].matrix
    assert {matrix[Category.BANK, level] for level in TrustLevel} == {Action.REFUSE}
    assert matrix[Category.IDENTITY, TrustLevel.LOCAL] is Action.PASS
    assert matrix[Category.IDENTITY, TrustLevel.EU] is Action.MASK


def test_a_matrix_laxer_than_the_floor_names_its_rule(good: str) -> None:
    told = message(
        good.replace('[[models]]\nid = "petit"', '[organizations.matrix.health]\neu = "pass"\n\n[[models]]\nid = "petit"')
    )
    assert "[organizations.matrix]" in told
    assert 'health.eu = "pass"' in told
    assert "plancher de la plateforme" in told
    assert '"reroute"' in told


def test_a_use_laxer_than_its_organization_names_its_rule(good: str) -> None:
    told = message(good.replace("[[api_keys]]", '[uses.matrix.identity]\neu = "pass"\n\n[[api_keys]]'))
    assert 'identity.eu = "pass"' in told
    assert "la matrice de l’organisme" in told


def test_a_use_only_keeps_what_it_writes(good: str) -> None:
    snapshot = compiled(good.replace("[[api_keys]]", '[uses.matrix.identity]\neu = "refuse"\n\n[[api_keys]]'))
    assert snapshot.uses["saint-aubin", "courrier"].matrix == {(Category.IDENTITY, TrustLevel.EU): Action.REFUSE}


@pytest.mark.parametrize("category", ["health", "art9", "art10"])
def test_masking_what_has_no_substitute_is_refused(good: str, category: str) -> None:
    told = message(good.replace("[[api_keys]]", f'[uses.matrix]\n{category} = "mask"\n\n[[api_keys]]'))
    assert "rien ne remplace" in told


def test_several_organizations_are_named(good: str) -> None:
    second = '\n[[organizations]]\nid = "voisine"\nname = "Voisine"\n'
    assert "« organization » manque" in message(good + second)
    named = good.replace('title = "Répondre"', 'title = "Répondre"\norganization = "voisine"')
    named = named.replace('use = "courrier"', 'use = "courrier"\norganization = "voisine"')
    snapshot = compiled(named + second)
    assert snapshot.api_keys["ab" * 32].organization == "voisine"
    told = message(
        named.replace('use = "courrier"\norganization = "voisine"', 'use = "courrier"\norganization = "saint-aubin"') + second
    )
    assert "l’usage « courrier », qui n’existe pas" in told


CASES = [
    ('id = "saint-aubin"', 'id = "Saint Aubin"', "« id » doit être un identifiant simple"),
    ('name = "Ville de Saint-Aubin-des-Eaux"', 'name = " "', "« name » ne peut pas être vide"),
    ('name = "Embarqué"', 'nom = "Embarqué"', "« nom » est une clé inconnue. Vouliez-vous dire « name » ?"),
    ('name = "Embarqué"\n', "", "« name » manque"),
    ('name = "Embarqué"', 'name = "E"\ntrust_level = "eu"', 'ne peut être que "local"'),
    ('name = "Embarqué"', 'name = "E"\nkind = "openai"', "« base_url » manque"),
    ('country = "IE"', 'country = "IE"\nkind = "embedded"', "contredit « base_url »"),
    ('country = "IE"', 'country = "Irlande"', "code de pays"),
    (
        'country = "IE"',
        'trust_level = "souverain"',
        "« trust_level » n’a pas une valeur permise. Vouliez-vous dire « sovereign » ?",
    ),
    ('country = "IE"', 'certifications = "HDS"', "doit être une liste"),
    ('country = "IE"', "read_timeout_s = -1", "« read_timeout_s » doit être un nombre entre"),
    ('country = "IE"', "read_timeout_s = nan", "« read_timeout_s » doit être un nombre entre"),
    ("https://ia.example/v1/", "ia.example", "adresse complète"),
    ("https://ia.example/v1/", "ftp://ia.example", "adresse complète"),
    ("https://ia.example/v1/", "https://ia.example:port", "adresse complète"),
    ("https://ia.example/v1/", "https://u:motdepasse@ia.example/v1", "ni mot de passe ni paramètre"),
    ("https://ia.example/v1/", "https://ia.example/v1?key=motdepasse", "ni mot de passe ni paramètre"),
    ("https://ia.example/v1/", "http://ia.example/v1", "passe en clair"),
    ('provider = "loin"', 'provider = "lion"', "le fournisseur « lion », qui n’existe pas. Vouliez-vous dire « loin » ?"),
    ('id = "grand"', 'id = "petit"', "« id » est déjà pris"),
    ('id = "grand"', 'id = "auto"', 'ne peut pas être "auto"'),
    ('upstream_name = "Grand-2"', "energy_wh_low = 2\nenergy_wh_high = 1", "est plus petit que"),
    ('upstream_name = "Grand-2"', "context_length = 1", "« context_length » doit être un nombre entier entre"),
    (
        'models = ["petit", "grand"]',
        'models = ["petit", "gran"]',
        "le modèle « gran », qui n’existe pas. Vouliez-vous dire « grand » ?",
    ),
    ('models = ["petit", "grand"]', "models = []", "au moins un modèle"),
    ('models = ["petit", "grand"]', 'models = ["petit", "petit"]', "deux fois"),
    ('status = "authorized"', 'status = "autorisé"', "« status » n’a pas une valeur permise"),
    ('use = "courrier"', 'use = "courier"', "l’usage « courier », qui n’existe pas. Vouliez-vous dire « courrier » ?"),
    ("ab" * 32, "bf-motdepasse", "empreinte SHA-256"),
    ("requests_per_minute = 5", "requests_per_minutes = 5", "Vouliez-vous dire « requests_per_minute » ?"),
    ("[[models]]", "[models]", "s’écrit avec deux crochets : [[models]]"),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_each_mistake_is_told(good: str, old: str, new: str, expected: str) -> None:
    assert old in good
    if old == "[[models]]":
        good = good.replace('[[models]]\nid = "grand"\nprovider = "loin"\nupstream_name = "Grand-2"\n', "").replace(
            ', "grand"', ""
        )
    told = message(good.replace(old, new, 1))
    assert expected in told
    assert "motdepasse" not in told


def test_the_line_of_the_mistake_is_told(good: str) -> None:
    text = good.replace('provider = "loin"', 'provider = "lion"')
    line = text.splitlines().index('provider = "lion"') + 1
    assert message(text).startswith(f"beffroi.toml, ligne {line}, section [[models]] n° 2 : « provider » nomme")


def test_doubles_are_told(good: str) -> None:
    key = good[good.index("[[api_keys]]") :]
    assert "« digest » est déjà pris" in message(good + key)
    assert "« id » est déjà pris" in message(good + key.replace("ab" * 32, "cd" * 32))
    use = good[good.index("[[uses]]") : good.index("[[api_keys]]")]
    assert "section [[uses]] n° 2 : « id » est déjà pris" in message(good + use)


def test_a_policy_needs_an_organization() -> None:
    assert "au moins une section [[organizations]]" in message("")


def test_uses_keep_the_order_in_which_the_operator_wrote_them(good: str) -> None:
    text = good + '\n[[uses]]\nid = "accueil"\ntitle = "Accueillir"\npurpose = "x"\nmodels = ["petit"]\n'
    uses = sorted(compiled(text).uses.values(), key=lambda use: use.rank)
    assert [use.id for use in uses][-1] == "accueil"
