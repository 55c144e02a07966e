"""The journal as files: CSV for a spreadsheet, JSON for a program. Facts only: the journal holds no content."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict

from beffroi.console.journal_lines import JournalLine, journal_line
from beffroi.console.ports import JournalQuery, JournalReader
from beffroi.journal.entry import Entry

BATCH = 500
COLUMNS = (
    "numéro", "date", "personne", "usage", "modèle", "fournisseur", "lieu", "résultat", "action", "règle", "constats",
    "remplacés", "jetons demande", "jetons réponse", "énergie basse (Wh)", "énergie haute (Wh)", "coût (€)", "durée (s)",
    "empreinte",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def entries(journal: JournalReader, query: JournalQuery) -> Iterator[Entry]:
    """Every entry of the query, latest first, read in batches."""
    offset = 0
    while batch := journal.page(query, offset=offset, limit=BATCH):
        yield from batch
        offset += len(batch)


def as_csv(journal: JournalReader, query: JournalQuery, use_titles: dict[str, str]) -> Iterator[str]:
    """Lines of a CSV file that French spreadsheets open as they are: byte-order mark, semicolons, decimal commas."""
    yield "\ufeff" + _csv_line(COLUMNS)
    for entry in entries(journal, query):
        yield _csv_line(_cells(journal_line(entry, use_titles)))


def as_json(journal: JournalReader, query: JournalQuery) -> Iterator[str]:
    """A JSON array of entries, with the links of their chain (``previous``, ``hash``)."""
    separator = "["
    for entry in entries(journal, query):
        yield separator + "\n" + json.dumps(_plain(entry), ensure_ascii=False, sort_keys=True)
        separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def _plain(entry: Entry) -> dict[str, object]:
    record = {**asdict(entry.record), "outcome": entry.record.outcome.value}
    return {"seq": entry.seq, "previous": entry.previous, "hash": entry.hash, "record": record}


def _cells(line: JournalLine) -> tuple[str, ...]:
    record = line.entry.record
    return (
        str(line.entry.seq),
        line.at.isoformat(timespec="seconds"),
        record.person,
        line.use_title,
        record.model,
        record.provider,
        line.place,
        line.outcome,
        line.action,
        record.rule,
        " ; ".join(f"{count.label} : {count.number}" for count in line.found),
        " ; ".join(f"{count.label} : {count.masked}" for count in line.found if count.masked),
        str(record.prompt_llm_tokens),
        str(record.completion_llm_tokens),
        _decimal(record.energy_wh_low),
        _decimal(record.energy_wh_high),
        _decimal(record.cost_eur),
        line.seconds,
        line.entry.hash,
    )


def _decimal(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def _csv_line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow(
        "'" + cell if cell.startswith(_FORMULA) else cell for cell in cells
    )
    return buffer.getvalue()
