"""The check-digit algorithms that several identifiers share.

Source: ISO/IEC 7812-1 annex B (Luhn); ISO 7064 MOD 97-10 (IBAN).
"""

from __future__ import annotations

from beffroi.privacy.identifiers.errors import InvalidFormat

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_digits(value: str) -> bool:
    """Whether ``value`` is made of ASCII digits only, at least one.

    >>> is_digits("0123"), is_digits("١٢"), is_digits("")
    (True, False, False)
    """
    return value.isascii() and value.isdigit()


def luhn_sum(digits: str) -> int:
    """Luhn sum of a number with its check digit, modulo 10: 0 when valid.

    >>> luhn_sum("732829320")
    0

    Raises:
        InvalidFormat: something else than ASCII digits.
    """
    if not is_digits(digits):
        raise InvalidFormat
    total = 0
    for position, char in enumerate(reversed(digits)):
        digit = ord(char) - 48
        total += _DOUBLED[digit] if position % 2 else digit
    return total % 10


def luhn_digit(digits: str) -> str:
    """The check digit to append to ``digits``.

    >>> luhn_digit("73282932")
    '0'
    """
    return str((10 - luhn_sum(digits + "0")) % 10)


def mod97(value: str) -> int:
    """ISO 7064 remainder of an alphanumeric value, letters counting A = 10 … Z = 35.

    >>> mod97("3214282912345698765432161182")
    1

    Raises:
        InvalidFormat: a character that is neither an ASCII digit nor an ASCII letter.
    """
    if not (value.isascii() and value.isalnum()):
        raise InvalidFormat
    return int("".join(str(int(char, 36)) for char in value)) % 97
