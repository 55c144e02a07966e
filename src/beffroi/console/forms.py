"""The forms of the console."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from beffroi.console.ports import JournalQuery
from beffroi.journal.entry import Outcome
from beffroi.policy.snapshot import Use

OUTCOME_LABELS = {
    Outcome.COMPLETED: "Répondu",
    Outcome.REFUSED: "Refusé, rien n’est sorti",
    Outcome.FAILED: "Échec du modèle",
    Outcome.CANCELLED: "Arrêté par la personne",
    Outcome.INTERRUPTED: "Interrompu par une panne",
}


class SignInForm(forms.Form):
    """E-mail and password. It only checks that both are there: the view signs in."""

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "class": "form-control"}),
        error_messages={
            "required": "Indiquez votre adresse électronique.",
            "invalid": "Cette adresse n’est pas complète. Exemple : prenom.nom@commune.fr",
        },
    )
    password = forms.CharField(
        label="Mot de passe",
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "form-control"}),
        error_messages={"required": "Indiquez votre mot de passe."},
    )


class JournalFilterForm(forms.Form):
    """Which entries of the journal to show. Every field may stay empty."""

    since = forms.DateField(
        label="Du",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"invalid": "Cette date n’existe pas."},
    )
    until = forms.DateField(
        label="Au",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"invalid": "Cette date n’existe pas."},
    )
    use = forms.CharField(label="Usage", required=False, max_length=64)
    outcome = forms.ChoiceField(
        label="Résultat",
        required=False,
        choices=[("", "Tous"), *((code.value, label) for code, label in OUTCOME_LABELS.items())],
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, data: object, *, uses: list[Use]) -> None:
        super().__init__(data, label_suffix="")
        self.fields["use"].widget = forms.Select(
            attrs={"class": "form-select"}, choices=[("", "Tous"), *((use.id, use.title) for use in uses)]
        )

    def clean(self) -> dict[str, object]:
        """The end of a period cannot come before its start."""
        values = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", "La fin de la période vient avant son début.")
        return values

    def query(self, organization: str, person: str) -> JournalQuery:
        """The query of a valid form; days are those of the current time zone, both included."""
        values = self.cleaned_data
        until = values.get("until")
        return JournalQuery(
            organization=organization,
            person=person,
            use=values.get("use") or "",
            outcome=values.get("outcome") or "",
            since=_milliseconds(values.get("since")),
            before=_milliseconds(until + timedelta(days=1)) if until else 0,
        )


def _milliseconds(day: datetime | None) -> int:
    if not day:
        return 0
    return int(timezone.make_aware(datetime.combine(day, time.min)).timestamp() * 1000)
