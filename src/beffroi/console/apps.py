"""The Django application of the console."""

from __future__ import annotations

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Accounts, Demander, Prouver."""

    name = "beffroi.console"
    label = "console"
    verbose_name = "Console de Beffroi"
    default_auto_field = "django.db.models.BigAutoField"
