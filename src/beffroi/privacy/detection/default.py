"""The detector as Beffroi runs it: every recogniser, and the name tagger."""

from __future__ import annotations

from functools import lru_cache

from beffroi.privacy.birth import RECOGNIZERS as BIRTH
from beffroi.privacy.detection.detector import Detector
from beffroi.privacy.identifiers.registry import RECOGNIZERS as IDENTIFIERS
from beffroi.privacy.mentions import RECOGNIZERS as MENTIONS
from beffroi.privacy.names.recognizer import NameRecognizer
from beffroi.privacy.places import RECOGNIZERS as PLACES
from beffroi.privacy.tagger.default import default_tagger


@lru_cache(maxsize=2)
def default_detector(tagger: bool = True) -> Detector:
    """The complete detector, built once. ``tagger=False`` leaves the statistical tagger out: faster, finds fewer names."""
    names = NameRecognizer(default_tagger() if tagger else None)
    return Detector((*IDENTIFIERS, *BIRTH, *PLACES, *MENTIONS, names))
