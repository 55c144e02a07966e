"""The measure of growth lets linear work pass and catches quadratic work."""

from __future__ import annotations

from beffroi.testing.growth import grows_linearly


def quadratic(text: str) -> int:
    return sum(text.count("x", 0, end) for end in range(0, len(text), 4))


def test_linear_work_passes_and_quadratic_work_is_caught() -> None:
    assert grows_linearly(lambda text: sum(map(ord, text)), "ab ", large=600_000, small=150_000)
    assert not grows_linearly(quadratic, "ab ", large=120_000, small=15_000)
