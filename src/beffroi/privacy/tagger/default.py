"""Which tagger Beffroi runs."""

from __future__ import annotations

from functools import lru_cache

from beffroi.privacy.recognizer import NameTagger
from beffroi.privacy.tagger.rampart import RampartTagger


@lru_cache(maxsize=1)
def default_tagger() -> NameTagger:
    """The tagger kept by ADR 0002, loaded once per process (about 0.2 s, 60 MB).

    Raises:
        ConfigurationError: its weights are not installed; detection must then be asked for without a tagger, on purpose.
    """
    return RampartTagger()
