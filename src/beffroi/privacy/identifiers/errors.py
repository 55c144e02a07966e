"""Why a value is not a valid identifier. A local family: callers of ``validate`` catch ``ValidationError``.

    ValidationError
    ├── InvalidFormat       characters that cannot be there
    ├── InvalidLength       too short or too long
    ├── InvalidComponent    a part that cannot exist (month 19, unknown country)
    └── InvalidChecksum     the key does not match

The messages are fixed: they never carry the value, which is personal data.
"""

from __future__ import annotations


class ValidationError(ValueError):
    """Root of the family; its message is the docstring's first line of the class, never the value."""

    message = "The value is not valid."

    def __init__(self) -> None:
        super().__init__(self.message)


class InvalidFormat(ValidationError):
    """Characters that cannot be there."""

    message = "The value has an invalid format."


class InvalidLength(ValidationError):
    """Too short or too long."""

    message = "The value has an invalid length."


class InvalidComponent(ValidationError):
    """A part that cannot exist."""

    message = "A part of the value cannot exist."


class InvalidChecksum(ValidationError):
    """The key does not match."""

    message = "The key of the value does not match."
