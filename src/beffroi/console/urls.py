"""The console's addresses, in French, stable."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from beffroi.console.views import ask, journal, sign_in

urlpatterns = [
    path("", login_not_required(RedirectView.as_view(pattern_name="ask")), name="home"),
    path("connexion/", sign_in.sign_in, name="sign_in"),
    path("deconnexion/", sign_in.sign_out, name="sign_out"),
    path("demander/", ask.ask, name="ask"),
    path("demander/acces", ask.grant_access, name="grant_access"),
    path("journal/", journal.journal, name="journal"),
    path("journal/verification", journal.verify_chain, name="verify_chain"),
    path("journal/journal.csv", journal.export_csv, name="journal_csv"),
    path("journal/journal.json", journal.export_json, name="journal_json"),
    path("journal/<int:seq>/", journal.journal_entry, name="journal_entry"),
]
