"""The signed policy: exact round trip, and nothing altered is ever believed."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.errors import SnapshotUnavailable
from beffroi.policy.encoding import decode, encode
from beffroi.policy.signature import decode_signed, sign
from beffroi.policy.snapshot import (
    Action,
    ApiKey,
    Model,
    Organization,
    Provider,
    ProviderKind,
    Quota,
    Snapshot,
    SurrogateStyle,
    TrustLevel,
    Use,
    UseStatus,
)
from beffroi.policy.source import MemorySnapshotSource
from beffroi.privacy.taxonomy import Category

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
NUMBER = st.floats(0, 1e6)
COUNT = st.integers(0, 2**31)
MATRIX = st.dictionaries(st.tuples(st.sampled_from(Category), st.sampled_from(TrustLevel)), st.sampled_from(Action), max_size=8)
QUOTA = st.builds(Quota, COUNT, COUNT, COUNT)
ROWS = {
    "organizations": st.builds(Organization, TEXT, TEXT, MATRIX),
    "providers": st.builds(
        Provider,
        id=TEXT,
        name=TEXT,
        kind=st.sampled_from(ProviderKind),
        base_url=TEXT,
        trust_level=st.sampled_from(TrustLevel),
        country=TEXT,
        api_key_file=TEXT,
        certifications=st.lists(TEXT, max_size=3).map(tuple),
        connect_timeout_s=NUMBER,
        read_timeout_s=NUMBER,
    ),
    "models": st.builds(Model, TEXT, TEXT, TEXT, COUNT, NUMBER, NUMBER, NUMBER, NUMBER),
    "uses": st.builds(
        Use,
        id=TEXT,
        organization=TEXT,
        title=TEXT,
        purpose=TEXT,
        status=st.sampled_from(UseStatus),
        models=st.lists(TEXT, max_size=3).map(tuple),
        style=st.sampled_from(SurrogateStyle),
        system_prompt=TEXT,
        matrix=MATRIX,
        quota=QUOTA,
    ),
    "api_keys": st.builds(ApiKey, TEXT, TEXT, TEXT, TEXT, TEXT, QUOTA),
}


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    rows = {name: draw(st.lists(strategy, max_size=3)) for name, strategy in ROWS.items()}
    return Snapshot(
        version=draw(COUNT),
        issued_at=draw(COUNT),
        organizations={row.id: row for row in rows["organizations"]},
        providers={row.id: row for row in rows["providers"]},
        models={row.id: row for row in rows["models"]},
        uses={(row.organization, row.id): row for row in rows["uses"]},
        api_keys={row.digest: row for row in rows["api_keys"]},
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(snapshots())
def test_the_round_trip_is_exact(snapshot: Snapshot) -> None:
    data = encode(snapshot)
    assert decode(data) == snapshot
    assert encode(decode(data)) == data


@given(snapshots(), st.randoms())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_the_bytes_do_not_depend_on_the_order_of_mappings(snapshot: Snapshot, random: object) -> None:
    def shuffled(rows: object) -> dict[object, object]:
        items = list(rows.items())  # type: ignore[attr-defined]
        random.shuffle(items)  # type: ignore[attr-defined]
        return dict(items)

    names = ("organizations", "providers", "models", "uses", "api_keys")
    other = replace(snapshot, **{name: shuffled(getattr(snapshot, name)) for name in names})
    assert encode(other) == encode(snapshot)


def test_a_signed_policy_comes_back(snapshot: Snapshot, signing_key: Ed25519PrivateKey) -> None:
    data = sign(snapshot, signing_key)
    assert decode_signed(data, signing_key.public_key(), at_least=7) == snapshot
    assert orjson.loads(data.split(b"\n", 1)[1])["version"] == 7


def test_decoded_policies_cannot_be_written(snapshot: Snapshot) -> None:
    decoded = decode(encode(snapshot))
    assert isinstance(decoded.uses, MappingProxyType)
    assert isinstance(decoded.organizations["saint-aubin"].matrix, MappingProxyType)


def test_a_policy_never_goes_backwards(snapshot: Snapshot, signing_key: Ed25519PrivateKey) -> None:
    with pytest.raises(SnapshotUnavailable, match="plus ancienne"):
        decode_signed(sign(snapshot, signing_key), signing_key.public_key(), at_least=8)


def test_another_signature_is_not_believed(snapshot: Snapshot, signing_key: Ed25519PrivateKey) -> None:
    with pytest.raises(SnapshotUnavailable):
        decode_signed(sign(snapshot, Ed25519PrivateKey.generate()), signing_key.public_key())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(position=st.integers(min_value=0), byte=st.binary(min_size=1, max_size=1))
def test_no_altered_byte_is_believed(snapshot: Snapshot, signing_key: Ed25519PrivateKey, position: int, byte: bytes) -> None:
    data = sign(snapshot, signing_key)
    position %= len(data)
    altered = data[:position] + byte + data[position + 1 :]
    if altered != data:
        with pytest.raises(SnapshotUnavailable):
            decode_signed(altered, signing_key.public_key())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.integers(0, 5000))
def test_noise_and_cuts_are_not_believed(snapshot: Snapshot, signing_key: Ed25519PrivateKey, noise: bytes | int) -> None:
    data = sign(snapshot, signing_key)
    with pytest.raises(SnapshotUnavailable):
        decode_signed(data[: noise % len(data)] if isinstance(noise, int) else noise, signing_key.public_key())


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"version": None},
        {"models": [{"id": "x"}]},
        {"providers": [{"id": "x", "trust_level": "lune"}]},
        {"organizations": 3},
        {"surprise": 1},
    ],
)
def test_what_is_not_a_policy_is_refused(snapshot: Snapshot, change: dict[str, object]) -> None:
    document = orjson.loads(encode(snapshot)) | change
    with pytest.raises(SnapshotUnavailable):
        decode(orjson.dumps(document, option=orjson.OPT_SORT_KEYS))


def test_what_cannot_be_written_is_refused(snapshot: Snapshot) -> None:
    broken = replace(snapshot, organizations={"x": Organization("x", "\ud800", {})})
    with pytest.raises(SnapshotUnavailable):
        encode(broken)


def test_an_empty_source_closes_the_gateway(snapshot: Snapshot) -> None:
    source = MemorySnapshotSource()
    with pytest.raises(SnapshotUnavailable):
        source.current()
    source.snapshot = snapshot
    assert source.current() is snapshot
