"""Mentions that the law protects most: health, other article 9 data, convictions. They steer the protection matrix."""

from __future__ import annotations

from beffroi.privacy.mentions.lexicon import load_lexicon
from beffroi.privacy.mentions.recognizer import MentionRecognizer
from beffroi.privacy.recognizer import Recognizer

RECOGNIZERS: tuple[Recognizer, ...] = (MentionRecognizer(load_lexicon()),)
