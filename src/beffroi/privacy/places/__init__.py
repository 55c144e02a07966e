"""Where people live: postal addresses, dwellings, and the commune of a home. Public places are left alone."""

from __future__ import annotations

from beffroi.privacy.places.address import PostalAddressRecognizer
from beffroi.privacy.places.communes import LexiconCommunes
from beffroi.privacy.places.home_commune import HomeCommuneRecognizer
from beffroi.privacy.recognizer import Recognizer

RECOGNIZERS: tuple[Recognizer, ...] = (PostalAddressRecognizer(LexiconCommunes()), HomeCommuneRecognizer(LexiconCommunes()))
