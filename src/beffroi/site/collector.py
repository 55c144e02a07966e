"""Python's cycle collector, told what a server is: much that never goes away, and short-lived requests without cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 20_000
"""Allocations between two looks at the young objects (700 by default: several times within one exchange)."""
_OLD = (20, 50)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No collection while the house is loaded: what is loaded stays, and looking at it costs a sixth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def calm_collector() -> None:
    """Leave what was loaded at start out of every later collection, and collect the rest less often. Call it once assembled."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *_OLD)
