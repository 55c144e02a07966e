"""Budgets: never exceeded, freed in time, and the wait that is announced is the right one."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.errors import QuotaExceeded
from beffroi.policy.quota import QuotaLedger, SlidingCounter
from beffroi.policy.snapshot import Grant, Quota


class Clock:
    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def limited(grant: Grant, **limits: int) -> Grant:
    return replace(grant, quota=Quota(**limits))


def test_without_a_limit_nothing_is_refused(grant: Grant) -> None:
    ledger = QuotaLedger(Clock())
    for _ in range(1000):
        ledger.reserve(grant, 10**9)


def test_requests_per_minute(grant: Grant) -> None:
    clock = Clock()
    ledger = QuotaLedger(clock)
    three = limited(grant, requests_per_minute=3)
    for _ in range(3):
        ledger.reserve(three)
    with pytest.raises(QuotaExceeded, match="minute") as caught:
        ledger.reserve(three)
    assert caught.value.code == "rate_limit_exceeded"
    clock.now += caught.value.retry_after - 2
    with pytest.raises(QuotaExceeded):
        ledger.reserve(three)
    clock.now += 2
    ledger.reserve(three)


def test_a_refused_request_is_not_counted(grant: Grant) -> None:
    clock = Clock()
    ledger = QuotaLedger(clock)
    both = limited(grant, requests_per_minute=1, requests_per_day=2)
    ledger.reserve(both)
    for _ in range(5):
        with pytest.raises(QuotaExceeded):
            ledger.reserve(both)
    clock.now += 62
    ledger.reserve(both)
    clock.now += 62
    with pytest.raises(QuotaExceeded, match="jour"):
        ledger.reserve(both)


def test_llm_tokens_are_reserved_then_settled(grant: Grant) -> None:
    ledger = QuotaLedger(Clock())
    thousand = limited(grant, llm_tokens_per_day=1000)
    first = ledger.reserve(thousand, 900)
    with pytest.raises(QuotaExceeded) as caught:
        ledger.reserve(thousand, 200)
    assert caught.value.code == "insufficient_quota"
    ledger.settle(first, 300)
    second = ledger.reserve(thousand, 600)
    ledger.settle(second, 5000)  # more than was estimated: it was spent all the same
    with pytest.raises(QuotaExceeded):
        ledger.reserve(thousand, 0)


def test_a_request_larger_than_the_budget_says_so(grant: Grant) -> None:
    with pytest.raises(QuotaExceeded) as caught:
        QuotaLedger(Clock()).reserve(limited(grant, llm_tokens_per_day=10), 11)
    assert "à elle seule" in caught.value.sentence
    assert caught.value.retry_after == 86_400


def test_settling_after_the_window_is_harmless(grant: Grant) -> None:
    clock = Clock()
    ledger = QuotaLedger(clock)
    small = limited(grant, llm_tokens_per_day=100)
    old = ledger.reserve(small, 100)
    clock.now += 2 * 86_400
    ledger.reserve(small, 100)
    ledger.settle(old, 0)
    with pytest.raises(QuotaExceeded):
        ledger.reserve(small, 1)


def test_grants_do_not_share_their_budget(grant: Grant) -> None:
    ledger = QuotaLedger(Clock())
    one = limited(grant, requests_per_minute=1)
    ledger.reserve(one)
    ledger.reserve(replace(one, id="key:autre-commune:accueil"))


def test_idle_grants_are_forgotten(grant: Grant) -> None:
    clock = Clock()
    ledger = QuotaLedger(clock)
    for number in range(50):
        ledger.reserve(replace(grant, id=f"session:{number}"), 5)
    clock.now += 2 * 86_400
    ledger.reserve(grant)
    assert set(ledger._accounts) == {grant.id}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    steps=st.lists(st.tuples(st.floats(0, 40), st.integers(0, 4)), max_size=60),
    limit=st.integers(1, 8),
)
def test_no_sliding_minute_ever_exceeds_its_limit(steps: list[tuple[float, int]], limit: int) -> None:
    counter, now, accepted = SlidingCounter(60), 5_000.0, []
    for pause, amount in steps:
        now += pause
        wait_s = counter.wait_s(amount, limit, now)
        if wait_s == 0:
            counter.add(amount, now)
            accepted.append((now, amount))
            assert sum(size for at, size in accepted if at > now - 60) <= limit
        elif amount <= limit:
            assert deepcopy(counter).wait_s(amount, limit, now + wait_s + 1e-6) == 0
