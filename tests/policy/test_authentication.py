"""Credentials: one spelling each, no clue about what was wrong, nothing forged."""

from __future__ import annotations

import base64
from dataclasses import replace

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.errors import Unauthenticated
from beffroi.policy.authentication import authenticate, digest_api_key, generate_api_key, issue_session_grant
from beffroi.policy.snapshot import Grant, Quota, Snapshot

NOW = 1_790_000_000


def session(signing_key: Ed25519PrivateKey, **changes: object) -> str:
    fields = {"organization": "saint-aubin", "use": "courrier", "person": "secretariat", "now": NOW} | changes
    return issue_session_grant(signing_key, **fields)  # type: ignore[arg-type]  # a dictionary of the named arguments


def signed(signing_key: Ed25519PrivateKey, payload: bytes) -> str:
    def encode(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    return f"bfs.{encode(payload)}.{encode(signing_key.sign(b'beffroi session grant v1' + bytes(1) + payload))}"


def test_a_key_gives_its_grant(snapshot: Snapshot, api_key: str, signing_key: Ed25519PrivateKey) -> None:
    grant = authenticate(snapshot, api_key, now=NOW, public_key=signing_key.public_key())
    assert grant == Grant(
        "key:saint-aubin:accueil",
        snapshot.organizations["saint-aubin"],
        snapshot.uses["saint-aubin", "courrier"],
        "Mme Test",
        Quota(requests_per_minute=3),
    )


def test_generated_keys_have_the_announced_form() -> None:
    first, second = generate_api_key(), generate_api_key()
    assert first != second
    assert len(first) == 46
    assert digest_api_key(generate_api_key(bytes)) == digest_api_key("bf-" + "A" * 43)


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "bf-",
        "sk-" + "A" * 43,
        "bf-" + "A" * 42,
        "bf-" + "A" * 44,
        "bf-" + "A" * 42 + "B",  # same 256 bits as all "A" for a lax decoder
        "bf-" + "A" * 42 + "é",
        "bf-" + "A" * 43 + "\n",
        " bf-" + "A" * 43,
        "bf-" + "B" * 43,
        "bfs.",
        "bfs.AAAA." + "A" * 86,
        "bfs.AAAA",
    ],
)
def test_anything_else_is_refused_in_the_same_words(
    snapshot: Snapshot, signing_key: Ed25519PrivateKey, credential: str
) -> None:
    with pytest.raises(Unauthenticated) as caught:
        authenticate(snapshot, credential, now=NOW, public_key=signing_key.public_key())
    assert caught.value.sentence == Unauthenticated().sentence


def test_a_key_of_a_use_that_left_is_unknown(snapshot: Snapshot, api_key: str, signing_key: Ed25519PrivateKey) -> None:
    with pytest.raises(Unauthenticated):
        authenticate(replace(snapshot, uses={}), api_key, now=NOW, public_key=signing_key.public_key())


def test_a_session_gives_its_grant(snapshot: Snapshot, signing_key: Ed25519PrivateKey) -> None:
    credential = session(signing_key, person="Zoé Testé")
    grant = authenticate(snapshot, credential, now=NOW + 299, public_key=signing_key.public_key())
    assert (grant.id, grant.person, grant.use.id) == ("session:saint-aubin:courrier:Zoé Testé", "Zoé Testé", "courrier")
    assert grant.quota == snapshot.uses["saint-aubin", "courrier"].quota


@pytest.mark.parametrize("later", [300, 10_000, -3_700])
def test_a_session_outside_its_time_is_refused(snapshot: Snapshot, signing_key: Ed25519PrivateKey, later: int) -> None:
    with pytest.raises(Unauthenticated, match="expiré"):
        authenticate(snapshot, session(signing_key), now=NOW + later, public_key=signing_key.public_key())


def test_a_session_signed_by_another_key_is_refused(snapshot: Snapshot, signing_key: Ed25519PrivateKey) -> None:
    other = Ed25519PrivateKey.generate()
    with pytest.raises(Unauthenticated):
        authenticate(snapshot, session(other), now=NOW, public_key=signing_key.public_key())


@pytest.mark.parametrize("unknown", [{"organization": "autre"}, {"use": "autre"}])
def test_a_session_for_what_does_not_exist_is_refused(
    snapshot: Snapshot, signing_key: Ed25519PrivateKey, unknown: dict[str, str]
) -> None:
    with pytest.raises(Unauthenticated):
        authenticate(snapshot, session(signing_key, **unknown), now=NOW, public_key=signing_key.public_key())


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"{",
        b"null",
        orjson.dumps({"organization": "saint-aubin", "use": "courrier", "person": "x"}),
        orjson.dumps({"organization": "saint-aubin", "use": "courrier", "person": "x", "expires_at": "demain"}),
        orjson.dumps({"organization": "saint-aubin", "use": "courrier", "person": "x", "expires_at": NOW + 9, "role": "dpd"}),
    ],
)
def test_a_signature_does_not_make_nonsense_valid(snapshot: Snapshot, signing_key: Ed25519PrivateKey, payload: bytes) -> None:
    with pytest.raises(Unauthenticated):
        authenticate(snapshot, signed(signing_key, payload), now=NOW, public_key=signing_key.public_key())


@pytest.mark.parametrize("lifetime_s", [0, -1, 3601])
def test_a_session_is_short(signing_key: Ed25519PrivateKey, lifetime_s: int) -> None:
    with pytest.raises(ValueError, match="3600"):
        session(signing_key, lifetime_s=lifetime_s)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(position=st.integers(4, 400), letter=st.characters(codec="ascii"))
def test_one_changed_character_breaks_a_session(
    snapshot: Snapshot, signing_key: Ed25519PrivateKey, position: int, letter: str
) -> None:
    credential = session(signing_key)
    position %= len(credential)
    changed = credential[:position] + letter + credential[position + 1 :]
    if changed != credential:
        with pytest.raises(Unauthenticated):
            authenticate(snapshot, changed, now=NOW, public_key=signing_key.public_key())
