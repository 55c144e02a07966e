"""Budgets of a grant, counted over sliding windows: requests per minute, per day, LLM tokens per day.

A request reserves an estimate of its LLM tokens before it leaves, and settles what it really spent afterwards. The counters
live in the memory of one process: a restart forgets them, and N replicas allow up to N times the budget.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from beffroi.errors import QuotaExceeded
from beffroi.policy.snapshot import Grant

MINUTE_S = 60
DAY_S = 86_400
_BUCKETS = 60
"""A window forgets by sixtieths: one second of a minute, 24 minutes of a day. Never early, so a budget is never exceeded."""


@dataclass(slots=True)
class SlidingCounter:
    """Amounts seen during the last ``window_s`` seconds. Memory is bounded by the number of buckets."""

    window_s: int
    total: int = 0
    _buckets: deque[tuple[int, int]] = field(default_factory=deque)

    @property
    def _step_s(self) -> float:
        return self.window_s / _BUCKETS

    def forget(self, now: float) -> None:
        """Drop what has left the window."""
        oldest_kept = int(now / self._step_s) - _BUCKETS
        while self._buckets and self._buckets[0][0] < oldest_kept:
            self.total -= self._buckets.popleft()[1]

    def add(self, amount: int, now: float) -> int:
        """Count ``amount`` now; returns the bucket, to be given to :meth:`correct`."""
        self.forget(now)
        bucket = int(now / self._step_s)
        if self._buckets and self._buckets[-1][0] >= bucket:
            bucket, previous = self._buckets.pop()
            amount_there = previous + amount
        else:
            amount_there = amount
        self._buckets.append((bucket, amount_there))
        self.total += amount
        return bucket

    def correct(self, bucket: int, difference: int) -> None:
        """Add ``difference`` (of any sign) to what was counted in ``bucket``, if it is still in the window."""
        for index, (start, amount) in enumerate(self._buckets):
            if start == bucket:
                self._buckets[index] = (start, amount + difference)
                self.total += difference
                return

    def wait_s(self, amount: int, limit: int, now: float) -> float:
        """Seconds until ``amount`` more fits under ``limit``: 0 when it fits now; the whole window when it never will."""
        self.forget(now)
        excess = self.total + amount - limit
        if excess <= 0:
            return 0.0
        for start, counted in self._buckets:
            excess -= counted
            if excess <= 0:
                return (start + _BUCKETS + 1) * self._step_s - now
        return float(self.window_s)


@dataclass(slots=True)
class _Account:
    minute: SlidingCounter = field(default_factory=lambda: SlidingCounter(MINUTE_S))
    day: SlidingCounter = field(default_factory=lambda: SlidingCounter(DAY_S))
    llm_tokens: SlidingCounter = field(default_factory=lambda: SlidingCounter(DAY_S))

    def is_empty(self, now: float) -> bool:
        for counter in (self.minute, self.day, self.llm_tokens):
            counter.forget(now)
        return not (self.minute.total or self.day.total or self.llm_tokens.total)


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a request holds until it is settled. ``llm_tokens`` is the estimate that was counted."""

    grant: str
    bucket: int
    llm_tokens: int


class QuotaLedger:
    """Counts for all grants. ``clock`` gives monotonic seconds. Not thread-safe: it belongs to the event loop."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._accounts: dict[str, _Account] = {}
        self._next_sweep = 0.0

    def reserve(self, grant: Grant, llm_tokens: int = 0) -> Reservation:
        """Count one request and an estimate of its LLM tokens; nothing is counted when a limit is reached.

        Raises:
            QuotaExceeded: a budget is spent; ``retry_after`` says in how many seconds it will do.
        """
        now, quota = self._clock(), grant.quota
        self._sweep(now)
        account = self._accounts.get(grant.id) or _Account()
        for counter, amount, limit, message, code in (
            (account.minute, 1, quota.requests_per_minute, "Trop de demandes en une minute.", "rate_limit_exceeded"),
            (account.day, 1, quota.requests_per_day, "Le nombre de demandes du jour est atteint.", "rate_limit_exceeded"),
            (
                account.llm_tokens,
                llm_tokens,
                quota.llm_tokens_per_day,
                "Le budget de texte du jour est atteint.",
                "insufficient_quota",
            ),
        ):
            wait_s = counter.wait_s(amount, limit, now) if limit else 0.0
            if wait_s > 0:
                raise QuotaExceeded(message, retry_after=ceil(wait_s), hint=_hint(amount, limit, wait_s), code=code)
        self._accounts[grant.id] = account
        account.minute.add(1, now)
        account.day.add(1, now)
        return Reservation(grant.id, account.llm_tokens.add(llm_tokens, now), llm_tokens)

    def settle(self, reservation: Reservation, llm_tokens: int) -> None:
        """Replace the estimate by what was really spent. Call it once, also when the exchange failed (with what was spent)."""
        account = self._accounts.get(reservation.grant)
        if account is not None:
            account.llm_tokens.correct(reservation.bucket, llm_tokens - reservation.llm_tokens)

    def _sweep(self, now: float) -> None:
        """Once an hour, forget the grants that did nothing for a day."""
        if now >= self._next_sweep:
            self._next_sweep = now + 3600
            self._accounts = {name: account for name, account in self._accounts.items() if not account.is_empty(now)}


def _hint(amount: int, limit: int, wait_s: float) -> str:
    if amount > limit:
        return "Cette demande dépasse à elle seule le budget : raccourcissez-la."
    if wait_s < 120:
        return f"Réessayez dans {ceil(wait_s)} s."
    if wait_s < 2 * 3600:
        return f"Réessayez dans {ceil(wait_s / 60)} minutes."
    return f"Réessayez dans {ceil(wait_s / 3600)} heures."
