"""Tells linear work from worse, on machines that are noisy."""

from __future__ import annotations

import time
from collections.abc import Callable

ATTEMPTS = 4
NOISE_S = 0.02
"""Below this, in CPU seconds, a clock measures the machine."""


def grows_linearly(
    work: Callable[[str], object], piece: str, *, small: int = 15_000, large: int = 60_000, slack: float = 2.5
) -> bool:
    """Whether ``work`` on ``piece`` repeated up to ``large`` characters costs at most ``slack`` times what proportion allows.

    CPU time of the process; a noisy neighbour can spoil one attempt, not several, while quadratic work fails them all.
    """
    work(piece * (1_000 // len(piece) + 1))
    for _ in range(ATTEMPTS):
        short, long = _seconds(work, piece, small), _seconds(work, piece, large)
        if long <= slack * large / small * max(short, NOISE_S):
            return True
    return False


def _seconds(work: Callable[[str], object], piece: str, size: int) -> float:
    text = piece * max(1, size // len(piece))
    began = time.process_time()
    work(text)
    return time.process_time() - began
