"""When and where people were born: dates and places of birth, told apart from every other date and town."""

from __future__ import annotations

from beffroi.privacy.birth.recognizer import BirthRecognizer
from beffroi.privacy.places.communes import LexiconCommunes
from beffroi.privacy.recognizer import Recognizer

RECOGNIZERS: tuple[Recognizer, ...] = (BirthRecognizer(LexiconCommunes()),)
