"""``beffroi journal show | verify`` on a real file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import orjson
import pytest
import typer
from typer.testing import CliRunner, Result

from beffroi.cli import journal
from beffroi.errors import ConfigurationError
from beffroi.journal.entry import Outcome, Record
from beffroi.journal.sqlite import SqliteJournal

AT = 1_790_000_000_000


def make(number: int, organization: str = "saint-aubin") -> Record:
    return Record(
        request_id=f"req-{number}",
        at=AT + number,
        organization=organization,
        use="courrier",
        person="secretariat",
        grant="key:x:y",
        endpoint="/v1/chat/completions",
        outcome=Outcome.REFUSED if number == 3 else Outcome.COMPLETED,
        status=200,
        error_code="refused_by_policy" if number == 3 else "",
        model="qwen",
        rule="matrix:identity:local:mask",
        found={"nir": 1},
        masked={"nir": 1},
        duration_ms=1500,
    )


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "beffroi.toml"
    path.write_text("")
    return path


@pytest.fixture
def filled(config: Path) -> Path:
    store = SqliteJournal(config.parent / "var" / "journal.sqlite3")
    store.write((), [make(1), make(2), make(3), make(1, "voisine")])
    store.close()
    return config


def run(config: Path, *arguments: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    journal.register(app)
    command = ["journal", *arguments, "--config", str(config)]
    return CliRunner(env={"COLUMNS": "220"}).invoke(app, command, catch_exceptions=False)


def test_show_prints_a_table_in_french(filled: Path) -> None:
    result = run(filled, "show")
    assert result.exit_code == 0
    for word in ("courrier", "terminé", "refusé", "1,5 s", "voisine", "secretariat"):
        assert word in result.output


def test_show_prints_json(filled: Path) -> None:
    rows = orjson.loads(run(filled, "show", "--json").output)
    assert [(row["organization"], row["seq"]) for row in rows] == [
        ("saint-aubin", 1),
        ("saint-aubin", 2),
        ("saint-aubin", 3),
        ("voisine", 1),
    ]
    assert rows[2]["outcome"] == "refused"


def test_show_prints_the_last_ones_line_by_line(filled: Path) -> None:
    output = run(filled, "show", "--jsonl", "--last", "2", "--organization", "saint-aubin").output
    assert [orjson.loads(line)["seq"] for line in output.splitlines()] == [2, 3]


def test_an_empty_journal_says_so(config: Path) -> None:
    assert "Aucun échange" in run(config, "show").output
    assert orjson.loads(run(config, "show", "--json").output) == []
    result = run(config, "verify")
    assert (result.exit_code, "vide" in result.output) == (0, True)


def test_verify_says_that_all_is_well(filled: Path) -> None:
    result = run(filled, "verify")
    assert result.exit_code == 0
    assert "saint-aubin : Les 3 écritures du journal sont intactes" in result.output
    assert "voisine : La seule écriture" in result.output


def test_verify_names_what_was_altered(filled: Path) -> None:
    with closing(sqlite3.connect(filled.parent / "var" / "journal.sqlite3")) as connection, connection:
        connection.execute("DROP TRIGGER entries_are_never_updated")
        connection.execute("UPDATE entries SET record = replace(record, 'req-2', 'req-9') WHERE seq = 2")
    result = run(filled, "verify")
    assert result.exit_code == 1
    assert "L’écriture n° 2 a été modifiée" in result.output
    assert "voisine : La seule écriture" in result.output
    assert run(filled, "verify", "-o", "voisine").exit_code == 0


def test_verify_against_a_noted_head(filled: Path) -> None:
    output = run(filled, "verify", "-o", "saint-aubin").output
    noted = output.split("ailleurs : ")[1].strip()
    assert run(filled, "verify", "-o", "saint-aubin", "--expect", noted).exit_code == 0
    (filled.parent / "var" / "journal.sqlite3").unlink()
    result = run(filled, "verify", "-o", "saint-aubin", "--expect", noted)
    assert (result.exit_code, "a été supprimée" in result.output) == (1, True)


def test_mistakes_are_told(filled: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        run(filled, "show", "-o", "saint-aubain")
    assert "« saint-aubin »" in caught.value.sentence
    with pytest.raises(ConfigurationError, match="repère"):
        run(filled, "verify", "--expect", "3:abc")
