"""Decisions: what is masked, where a request goes, and why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.errors import ModelNotAllowed, ProtectionError, SnapshotUnavailable, UseClosed
from beffroi.policy.decision import Decision, decide
from beffroi.policy.matrix import completed
from beffroi.policy.snapshot import Action, Grant, Matrix, Snapshot, TrustLevel, UseStatus
from beffroi.privacy.taxonomy import TYPES, Category


def with_use(snapshot: Snapshot, **changes: object) -> Snapshot:
    key = ("saint-aubin", "courrier")
    return replace(snapshot, uses={**snapshot.uses, key: replace(snapshot.uses[key], **changes)})  # type: ignore[arg-type]


def with_matrix(snapshot: Snapshot, overrides: Matrix) -> Snapshot:
    town = replace(snapshot.organizations["saint-aubin"], matrix=completed(overrides))
    return replace(snapshot, organizations={"saint-aubin": town})


def test_nothing_found_passes(snapshot: Snapshot, grant: Grant) -> None:
    decision = decide(snapshot, grant, "", {})
    assert (decision.action, decision.rule) == (Action.PASS, "matrix:none:eu:pass")
    assert decision.model is snapshot.models["modele-europe"]
    assert decision.provider is snapshot.providers["europe"]
    assert not decision.masked_types
    assert not decision.refused


def test_a_count_of_zero_is_nothing(snapshot: Snapshot, grant: Grant) -> None:
    assert decide(snapshot, grant, "", {"nir": 0, "health": 0}).action is Action.PASS


def test_identifiers_are_masked_at_the_provider_asked_for(snapshot: Snapshot, grant: Grant) -> None:
    decision = decide(snapshot, grant, "modele-europe", {"nir": 1, "person_name": 2})
    assert decision.action is Action.MASK
    assert decision.masked_types == {"nir", "person_name"}
    assert decision.rule == "matrix:identity:eu:mask"
    assert "« Europe » (Union européenne)" in decision.reason


@pytest.mark.parametrize("name", ["", "auto"])
def test_no_model_asked_for_means_the_first_choice(snapshot: Snapshot, grant: Grant, name: str) -> None:
    assert decide(snapshot, grant, name, {}).model is snapshot.models["modele-europe"]


@pytest.mark.parametrize("name", ["gpt-inconnu", "modele-coffre", "modele-ailleurs"])
def test_unknown_or_not_allowed_models_are_refused_alike(snapshot: Snapshot, grant: Grant, name: str) -> None:
    with pytest.raises(ModelNotAllowed) as caught:
        decide(snapshot, grant, name, {})
    assert name not in caught.value.sentence


@pytest.mark.parametrize("status", [status for status in UseStatus if status is not UseStatus.AUTHORIZED])
def test_a_use_closes_at_once_whatever_the_grant_remembers(snapshot: Snapshot, grant: Grant, status: UseStatus) -> None:
    assert grant.use.status is UseStatus.AUTHORIZED
    with pytest.raises(UseClosed):
        decide(with_use(snapshot, status=status), grant, "", {})


def test_a_use_that_disappeared_is_closed(snapshot: Snapshot, grant: Grant) -> None:
    with pytest.raises(UseClosed):
        decide(replace(snapshot, uses={}), grant, "", {})


def test_health_goes_to_the_nearest_model_that_may_receive_it(snapshot: Snapshot, grant: Grant) -> None:
    """The sovereign model comes first in the use's order, but it is not certified for health data."""
    decision = decide(snapshot, grant, "", {"health": 1, "nir": 1})
    assert decision.action is Action.REROUTE
    assert decision.provider is snapshot.providers["maison"]
    assert decision.rule == "matrix:health:eu:reroute>matrix:health:local:pass"
    assert decision.masked_types == {"nir"}
    assert "« Santé »" in decision.reason
    assert "sur place" in decision.reason


def test_a_certified_host_may_receive_health(snapshot: Snapshot, grant: Grant) -> None:
    certified = with_use(snapshot, models=("modele-europe", "modele-coffre", "modele-maison"))
    decision = decide(certified, grant, "", {"disorder": 2})
    assert decision.provider is certified.providers["coffre"]
    assert decision.rule == "matrix:health:eu:reroute>matrix:health:sovereign:pass"


def test_an_uncertified_host_is_named_as_such(snapshot: Snapshot, grant: Grant) -> None:
    decision = decide(snapshot, grant, "modele-nuage", {"religion": 1})
    assert decision.rule == "certification:art9:sovereign:reroute>matrix:art9:local:pass"


def test_no_model_may_receive_it_is_a_refusal_in_words(snapshot: Snapshot, grant: Grant) -> None:
    far = replace(grant, use=snapshot.uses["saint-aubin", "distant"])
    decision = decide(snapshot, far, "", {"conviction": 1})
    assert decision.refused
    assert (decision.action, decision.error_code) == (Action.REFUSE, "refused_by_policy")
    assert decision.rule == "matrix:art10:non_eu:reroute>none:refuse"
    assert decision.model is decision.provider is None
    assert "Rien n’a été envoyé" in decision.reason


def test_a_use_may_be_stricter(snapshot: Snapshot, grant: Grant) -> None:
    strict = with_use(snapshot, matrix={(Category.BANK, TrustLevel.EU): Action.REFUSE})
    decision = decide(strict, grant, "", {"iban": 1, "person_name": 1})
    assert decision.refused
    assert decision.rule == "use:bank:eu:refuse"


def test_a_laxer_use_changes_nothing(snapshot: Snapshot, grant: Grant) -> None:
    lax = with_use(snapshot, matrix={(Category.BANK, TrustLevel.EU): Action.PASS})
    assert decide(lax, grant, "", {"iban": 1}).masked_types == {"iban"}


def test_hold_asks_for_a_human(snapshot: Snapshot, grant: Grant) -> None:
    held = with_matrix(snapshot, {(Category.HEALTH, TrustLevel.EU): Action.HOLD})
    decision = decide(held, grant, "", {"health": 1})
    assert decision.refused
    assert (decision.action, decision.error_code) == (Action.HOLD, "human_validation_required")
    assert "validation d’une personne" in decision.reason


def test_refuse_wins_over_hold_and_reroute(snapshot: Snapshot, grant: Grant) -> None:
    rules = {(Category.BANK, TrustLevel.EU): Action.REFUSE, (Category.ART9, TrustLevel.EU): Action.HOLD}
    decision = decide(with_matrix(snapshot, rules), grant, "", {"iban": 1, "union": 1, "health": 1})
    assert decision.rule == "matrix:bank:eu:refuse"


def test_reroute_looks_at_every_category(snapshot: Snapshot, grant: Grant) -> None:
    closed = with_matrix(snapshot, {(Category.BANK, TrustLevel.LOCAL): Action.REFUSE})
    assert decide(closed, grant, "", {"health": 1, "iban": 1}).refused


def test_masking_what_has_no_substitute_is_never_believed(snapshot: Snapshot, grant: Grant) -> None:
    wrong = with_matrix(snapshot, {(Category.HEALTH, TrustLevel.EU): Action.MASK})
    assert decide(wrong, grant, "", {"health": 1}).rule.startswith("irreplaceable:health:eu:reroute>")


def test_a_missing_rule_refuses(snapshot: Snapshot, grant: Grant) -> None:
    town = replace(snapshot.organizations["saint-aubin"], matrix={})
    decision = decide(replace(snapshot, organizations={"saint-aubin": town}), grant, "", {"phone": 1})
    assert decision.rule == "matrix:contact:eu:refuse"


def test_an_unknown_type_fails_closed(snapshot: Snapshot, grant: Grant) -> None:
    with pytest.raises(ProtectionError):
        decide(snapshot, grant, "", {"horoscope": 1})


def test_a_model_without_its_provider_closes_the_gateway(snapshot: Snapshot, grant: Grant) -> None:
    with pytest.raises(SnapshotUnavailable):
        decide(replace(snapshot, providers={}), grant, "", {})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    codes=st.frozensets(st.sampled_from(sorted(TYPES)), max_size=5),
    model=st.sampled_from(["", "modele-europe", "modele-nuage", "modele-maison"]),
    rules=st.dictionaries(
        st.tuples(st.sampled_from(Category), st.sampled_from(TrustLevel)), st.sampled_from(Action), max_size=20
    ),
)
def test_whatever_leaves_was_allowed_there(
    snapshot: Snapshot, grant: Grant, codes: frozenset[str], model: str, rules: Matrix
) -> None:
    policy = with_matrix(snapshot, rules)
    decision = decide(policy, grant, model, dict.fromkeys(codes, 1))
    assert decision.rule.isascii()
    assert_coherent(policy, decision, codes)


def assert_coherent(policy: Snapshot, decision: Decision, codes: frozenset[str]) -> None:
    if decision.refused:
        assert decision.provider is None
        assert decision.error_code
        return
    assert decision.provider is not None
    matrix = policy.organizations["saint-aubin"].matrix
    for code in codes:
        action = matrix[TYPES[code].category, decision.provider.trust_level]
        assert action in (Action.PASS, Action.MASK)
        assert (code in decision.masked_types) == (action is Action.MASK)
        assert TYPES[code].replaceable or code not in decision.masked_types
