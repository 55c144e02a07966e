"""Prouver → Journal: what was asked, by whom, with what result; its chain, its files. Never another body's entries."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from beffroi.console.forms import JournalFilterForm
from beffroi.console.journal_export import as_csv, as_json
from beffroi.console.journal_lines import journal_line
from beffroi.console.models import Person
from beffroi.console.paging import page_of
from beffroi.console.policy_access import known_uses
from beffroi.console.ports import JournalQuery, ports
from beffroi.errors import JournalError

PAGE_SIZE = 25


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """The table, its filters and its pages; htmx asks for the results alone."""
    person = _person(request)
    form, query = _filtered(request, person)
    context: dict[str, object] = {"form": form, "door": "prove", "is_filtered": any(request.GET.get(n) for n in form.fields)}
    try:
        page = page_of(request.GET, ports().journal.count(query), PAGE_SIZE)
        found = ports().journal.page(query, offset=page.offset, limit=PAGE_SIZE)
    except JournalError as error:
        return _unavailable(request, error)
    titles = _titles(person)
    context |= {"page": page, "lines": [journal_line(entry, titles) for entry in found]}
    is_fragment = request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"
    response = render(request, "console/partials/journal_results.html" if is_fragment else "console/journal.html", context)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


@require_safe
def journal_entry(request: HttpRequest, seq: int) -> HttpResponse:
    """One entry in full; 404 when it is not the person's to read."""
    person = _person(request)
    try:
        entry = ports().journal.entry(person.organization, seq)
    except JournalError as error:
        return _unavailable(request, error)
    if entry is None or entry.record.organization != person.organization:
        raise Http404
    if not person.sees_whole_journal and entry.record.person != person.email:
        raise Http404
    return render(request, "console/journal_entry.html", {"line": journal_line(entry, _titles(person)), "door": "prove"})


@require_POST
def verify_chain(request: HttpRequest) -> HttpResponse:
    """Recompute the chain of the person's body and say the result in words."""
    person = _person(request)
    try:
        context: dict[str, object] = {"report": ports().journal.verify(person.organization)}
    except JournalError as error:
        context = {"unavailable": error.sentence}
    is_fragment = request.headers.get("HX-Request") == "true"
    name = "console/partials/chain_report.html" if is_fragment else "console/chain_report.html"
    return render(request, name, context | {"door": "prove"})


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """What the filters show, all pages, as CSV."""
    person = _person(request)
    _, query = _filtered(request, person)
    return _file(request, as_csv(ports().journal, query, _titles(person)), "text/csv; charset=utf-8", "journal.csv")


@require_safe
def export_json(request: HttpRequest) -> HttpResponse:
    """What the filters show, all pages, as JSON with the links of the chain."""
    _, query = _filtered(request, _person(request))
    return _file(request, as_json(ports().journal, query), "application/json", "journal.json")


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _filtered(request: HttpRequest, person: Person) -> tuple[JournalFilterForm, JournalQuery]:
    form = JournalFilterForm(request.GET, uses=known_uses(person))
    whose = "" if person.sees_whole_journal else person.email
    if form.is_valid():
        return form, form.query(person.organization, whose)
    return form, JournalQuery(organization=person.organization, person=whose)


def _titles(person: Person) -> dict[str, str]:
    return {use.id: use.title for use in known_uses(person)}


def _file(request: HttpRequest, pieces: Iterable[str], kind: str, name: str) -> HttpResponse:
    try:
        content = "".join(pieces)
    except JournalError as error:
        return _unavailable(request, error)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _unavailable(request: HttpRequest, error: JournalError) -> HttpResponse:
    return render(request, "console/journal_unavailable.html", {"sentence": error.sentence, "door": "prove"}, status=503)
