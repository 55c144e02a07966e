"""Restores inside JSON that arrives in fragments: the arguments of a tool call.

Strings (keys and values) are decoded, restored, and written back escaped; whole numbers that are surrogates of all-digit
numbers are restored too. All the rest passes as it came, so that what was valid JSON stays valid, and what was not is no worse.
Fragments may be cut anywhere, inside an escape included.
"""

from __future__ import annotations

import re

from beffroi.privacy.restoration.restorer import Restorer, StreamRestorer
from beffroi.privacy.surrogates.substitutions import Substitutions

_PLAIN = re.compile(r'[^"\\]+')
_OUTSIDE = re.compile(r'[^"0-9]+')
_DIGITS = re.compile(r"[0-9]+")
_UNESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile('["\\\\\x00-\x1f\ud800-\udfff]')
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_UNICODE_ESCAPE = 6  # code points of \uXXXX
_MAX_DIGITS = 40


class JsonArgumentsRestorer:
    """Restores whole JSON texts, or fragments of one through ``stream``."""

    __slots__ = ("_restorer",)

    def __init__(self, substitutions: Substitutions) -> None:
        self._restorer = Restorer(substitutions)

    def restore(self, text: str) -> str:
        """``text`` (JSON) with the surrogates in its strings replaced by what they stand for."""
        stream = self.stream()
        return stream.feed(text) + stream.flush()

    def stream(self) -> JsonArgumentsStream:
        """A restorer for one JSON text that arrives in fragments."""
        return JsonArgumentsStream(self._restorer)


class JsonArgumentsStream:
    """``feed`` gives what can be passed on already; ``flush`` the rest."""

    __slots__ = ("_high", "_in_string", "_inner", "_pending", "_previous", "_restorer")

    def __init__(self, restorer: Restorer) -> None:
        self._restorer = restorer
        self._inner: StreamRestorer = restorer.stream()
        self._in_string = False
        self._pending = ""  # an unfinished escape, or an unfinished number
        self._high = ""  # the first half of a surrogate pair of UTF-16
        self._previous = ""  # the last character outside of strings

    def feed(self, fragment: str) -> str:
        """What can be passed on once ``fragment`` has arrived; may be empty."""
        return self._advance(self._pending + fragment, final=False)

    def flush(self) -> str:
        """What was held back; an unfinished string is given as far as it goes. A new text may be fed afterwards."""
        rest = self._advance(self._pending, final=True)
        if self._in_string:
            rest += self._close()
        self._in_string = False
        self._previous = ""
        return rest

    def _advance(self, text: str, *, final: bool) -> str:
        self._pending = ""
        pieces: list[str] = []
        place = 0
        while place < len(text):
            step = self._inside if self._in_string else self._outside
            stop, piece = step(text, place, final=final)
            pieces.append(piece)
            if stop == place:  # more text is needed
                self._pending = text[place:]
                break
            place = stop
        return "".join(pieces)

    def _outside(self, text: str, place: int, *, final: bool) -> tuple[int, str]:
        if text[place] == '"':
            self._in_string = True
            self._previous = '"'
            return place + 1, '"'
        digits = _DIGITS.match(text, place)
        if digits is None:
            plain = _OUTSIDE.match(text, place)
            stop = plain.end() if plain else place + 1
            self._previous = text[stop - 1]
            return stop, text[place:stop]
        stop = digits.end()
        if stop == len(text) and not final and stop - place <= _MAX_DIGITS:
            return place, ""
        number = digits[0]
        isolated = self._previous not in set("+-.eE0123456789") and (stop == len(text) or text[stop] not in ".eE0123456789")
        self._previous = number[-1]
        return stop, self._number(number) if isolated else number

    def _number(self, number: str) -> str:
        """A whole number that is a surrogate, if its original is one as well."""
        original = self._restorer.restore(number)
        is_number = original.isascii() and original.isdigit() and (original[0] != "0" or original == "0")
        return original if is_number else number

    def _inside(self, text: str, place: int, *, final: bool) -> tuple[int, str]:
        char = text[place]
        if char == '"':
            self._in_string = False
            return place + 1, self._close() + '"'
        if char != "\\":
            plain = _PLAIN.match(text, place)
            stop = plain.end() if plain else place + 1
            return stop, self._feed(text[place:stop])
        if place + 1 == len(text):
            return (place + 1, self._verbatim("\\")) if final else (place, "")
        code = text[place + 1]
        if code != "u":
            plain_char = _UNESCAPED.get(code)
            stop = place + 2
            return stop, self._feed(plain_char) if plain_char is not None else self._verbatim(text[place:stop])
        if len(text) - place < _UNICODE_ESCAPE and not final:
            return place, ""
        stop = place + _UNICODE_ESCAPE
        if not _HEX.fullmatch(text, place + 2, stop):
            return place + 2, self._verbatim("\\u")
        return stop, self._unit(int(text[place + 2 : stop], 16))

    def _unit(self, unit: int) -> str:
        """One UTF-16 code unit of an escape."""
        if 0xDC00 <= unit <= 0xDFFF and self._high:
            char = chr(0x10000 + ((ord(self._high) - 0xD800) << 10) + (unit - 0xDC00))
            self._high = ""
            return self._feed(char)
        if 0xD800 <= unit <= 0xDBFF:
            shown = self._feed("")
            self._high = chr(unit)
            return shown
        return self._feed(chr(unit))

    def _feed(self, chars: str) -> str:
        chars, self._high = self._high + chars, ""
        return _escaped(self._inner.feed(chars))

    def _verbatim(self, raw: str) -> str:
        """Passes what is no JSON as it came."""
        return self._feed("") + _escaped(self._inner.flush()) + raw

    def _close(self) -> str:
        return self._feed("") + _escaped(self._inner.flush())


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(_escape, text) if text else text


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    return _ESCAPES.get(char) or f"\\u{ord(char):04x}"
