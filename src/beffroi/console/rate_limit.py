"""A small limit of calls per person and per minute, kept in the process's cache."""

from __future__ import annotations

from django.core.cache import cache


def within_rate(name: str, who: str, *, per_minute: int, now: float) -> bool:
    """Count one call and say whether it is within the limit. ``now`` is Unix time in seconds."""
    key = f"beffroi.rate:{name}:{who}:{int(now // 60)}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key) <= per_minute
