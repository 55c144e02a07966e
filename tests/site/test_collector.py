"""The collector is given back as it must be, whatever happens while the house is loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from beffroi.site.collector import calm_collector, collector_at_rest


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_it_works_again_even_when_loading_fails() -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_while_loading()
    assert gc.isenabled()


def _fail_while_loading() -> None:
    with collector_at_rest():
        assert not gc.isenabled()
        raise ZeroDivisionError


def test_what_is_loaded_is_left_out() -> None:
    calm_collector()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] >= 10_000
