"""Repeated failures to sign in close the door for a while.

Every attempt is written *before* the password is checked, so that parallel guesses cannot outrun the count; success
erases it. Three limits within one window: per account and address (somebody's typing), per account (a guess spread over
many addresses), per address (one machine that tries everybody).

Source: ANSSI, « Recommandations relatives à l’authentification multifacteur et aux mots de passe » (2021), on limiting
attempts; the figures below are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from beffroi.console.models import FailedSignIn

WINDOW = timedelta(minutes=15)
PAIR_LIMIT = 5
ACCOUNT_LIMIT = 30
SOURCE_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in: who and from where, as keyed digests, and its row."""

    account: str
    source: str
    row: int


def open_attempt(email: str, address: str, now: datetime) -> Attempt:
    """Write the attempt down as a failure, until ``forgive`` says otherwise; forget what is out of the window."""
    FailedSignIn.objects.filter(at__lte=now - WINDOW).delete()
    account, source = _digest("account", email.strip().lower()), _digest("source", address)
    row = FailedSignIn.objects.create(account=account, source=source, at=now)
    return Attempt(account=account, source=source, row=row.pk)


def is_locked(attempt: Attempt, now: datetime) -> bool:
    """Whether earlier failures, this attempt aside, close the door."""
    recent = FailedSignIn.objects.filter(at__gt=now - WINDOW).exclude(pk=attempt.row)
    by_account = recent.filter(account=attempt.account)
    return (
        by_account.filter(source=attempt.source).count() >= PAIR_LIMIT
        or by_account.count() >= ACCOUNT_LIMIT
        or recent.filter(source=attempt.source).count() >= SOURCE_LIMIT
    )


def withdraw(attempt: Attempt) -> None:
    """Take back an attempt made while the door was closed: it must not push the reopening away."""
    FailedSignIn.objects.filter(pk=attempt.row).delete()


def forgive(attempt: Attempt) -> None:
    """The password was right: forget the failures of this account from this address."""
    FailedSignIn.objects.filter(account=attempt.account, source=attempt.source).delete()


def _digest(kind: str, value: str) -> str:
    return salted_hmac(f"beffroi.console.lockout.{kind}", value, algorithm="sha256").hexdigest()
