"""Who may open the console, and the sign-ins that failed.

The console's database holds accounts and sessions only. The journal and the policy live elsewhere and are read through
``console/ports.py``.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """What a person may do; the value is stored, the label is read by people."""

    PUBLIC_AGENT = "agent", "Agent"
    DPO = "dpd", "Délégué à la protection des données"
    ADMINISTRATOR = "administrateur", "Administrateur"


class People(BaseUserManager["Person"]):
    """How accounts are looked up and made."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The account of an e-mail address, whatever its case.

        Raises:
            Person.DoesNotExist: nobody has this address.
        """
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """An account. ``organization`` is the slug of the body (``Organization.id`` of the policy); ``email`` is lower case."""

    email = models.EmailField("adresse électronique", max_length=254, unique=True)
    display_name = models.CharField("nom affiché", max_length=120, blank=True)
    organization = models.SlugField("organisme", max_length=64)
    role = models.CharField("rôle", max_length=20, choices=Role.choices, default=Role.PUBLIC_AGENT)
    is_active = models.BooleanField("compte ouvert", default=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["organization"]

    objects: ClassVar[People] = People()

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def sees_whole_journal(self) -> bool:
        """Whether the person reads the exchanges of the whole body, or only their own."""
        return self.role in {Role.DPO, Role.ADMINISTRATOR}


class FailedSignIn(models.Model):
    """A sign-in that did not succeed. ``account`` and ``source`` are keyed digests: the table names nobody."""

    account = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "connexion refusée"
        verbose_name_plural = "connexions refusées"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "at"], name="failed_account_at"),
            models.Index(fields=["source", "at"], name="failed_source_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
