"""``beffroi journal checkpoint | export | verify-export | keys | rotate-key | verifier | prove-text | verify-text``."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from beffroi.cli import journal
from beffroi.errors import ConfigurationError, JournalError
from beffroi.governance.key_files import create_keys
from beffroi.journal.commitment import commit_content
from beffroi.journal.entry import Outcome, Record
from beffroi.journal.sqlite import SqliteJournal
from beffroi.policy.keys import Purpose, derive

REQUEST = "Répondre à cette administrée.\nElle demande un rendez-vous."
ANSWER = "Madame, votre rendez-vous est fixé."


def make(number: int, master: bytes, organization: str = "saint-aubin") -> Record:
    key = derive(master, organization, Purpose.COMMITMENT)
    name = f"req-{number}"
    return Record(
        request_id=name,
        at=1_790_000_000_000 + number,
        organization=organization,
        use="courrier",
        person="secretariat",
        grant="key:x:y",
        endpoint="/v1/chat/completions",
        outcome=Outcome.REFUSED if number == 3 else Outcome.COMPLETED,
        status=200,
        commitment="" if number == 3 else commit_content(key, request_id=name, request=REQUEST, answer=ANSWER),
    )


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """An installation with three exchanges of one body and one of another."""
    (tmp_path / "beffroi.toml").write_text("")
    create_keys(tmp_path / "var" / "keys")
    write(tmp_path, 1, 2, 3)
    write(tmp_path, 1, organization="voisine")
    return tmp_path


def write(town: Path, *numbers: int, organization: str = "saint-aubin") -> None:
    master = (town / "var" / "keys" / "master.key").read_bytes()
    store = SqliteJournal(town / "var" / "journal.sqlite3")
    store.write((), [make(number, master, organization) for number in numbers])
    store.close()


def run(town: Path | None, *arguments: str | Path) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    journal.register(app)
    command = ["journal", *map(str, arguments)]
    if town is not None:
        command += ["--config", str(town / "beffroi.toml")]
    return CliRunner().invoke(app, command, catch_exceptions=False)


def exported(town: Path, *arguments: str) -> Path:
    path = town / "export.jsonl"
    assert run(town, "export", "-o", "saint-aubin", "--output", path, *arguments).exit_code == 0
    return path


def public_keys(town: Path, name: str = "keys.txt") -> Path:
    path = town / name
    path.write_text(run(town, "keys").stdout)
    return path


def tampered(town: Path) -> None:
    with closing(sqlite3.connect(town / "var" / "journal.sqlite3")) as connection, connection:
        connection.execute("DROP TRIGGER entries_are_never_updated")
        connection.execute("UPDATE entries SET record = replace(record, 'req-2', 'req-9') WHERE seq = 2")


def test_a_checkpoint_is_printed_and_kept(town: Path) -> None:
    result = run(town, "checkpoint", "-o", "saint-aubin")
    assert result.exit_code == 0
    assert result.output.startswith("beffroi-journal/saint-aubin\n3\n")
    assert (town / "var" / "checkpoints" / "saint-aubin.txt").read_text() == result.output
    assert "beffroi-journal/voisine\n1\n" in run(town, "checkpoint").output
    assert "2, tous conformes" in run(town, "verify").output


def test_verify_sees_a_journal_cut_or_removed(town: Path) -> None:
    run(town, "checkpoint")
    path = town / "var" / "journal.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            "DROP TRIGGER entries_are_never_deleted; DROP TRIGGER heads_only_grow; DELETE FROM entries WHERE seq > 1;"
            "UPDATE heads SET seq = 1, hash = (SELECT hash FROM entries WHERE entries.organization = heads.organization)"
        )
    result = run(town, "verify")
    assert result.exit_code == 1
    assert "saint-aubin : La fin du journal a été supprimée : l’écriture n° 2" in result.output
    path.unlink()
    assert run(town, "verify").exit_code == 1


def test_verify_sees_an_altered_checkpoint(town: Path) -> None:
    run(town, "checkpoint")
    path = town / "var" / "checkpoints" / "saint-aubin.txt"
    path.write_text(path.read_text().replace("\n3\n", "\n2\n"))
    result = run(town, "verify")
    assert (result.exit_code, "signature" in result.output) == (1, True)
    assert "voisine : La seule écriture" in result.output


def test_an_export_is_verified_from_its_file_alone(town: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    path, keys = exported(town), public_keys(town)
    elsewhere = tmp_path_factory.mktemp("auditor")
    moved, given = path.rename(elsewhere / "e.jsonl"), keys.rename(elsewhere / "k.txt")
    result = run(None, "verify-export", moved, "--public-key", given)
    assert result.exit_code == 0
    for words in ("3 écritures sont intactes", "Ce qui est prouvé", "Ce qui ne l’est pas", "clé que vous avez fournie"):
        assert words in result.output
    assert moved.stat().st_mode & 0o777 == 0o600
    moved.write_bytes(moved.read_bytes().replace(b"secretariat", b"secretaires", 1))
    result = run(None, "verify-export", moved)
    assert (result.exit_code, "L’écriture n° 1 a été modifiée" in result.output) == (1, True)


def test_an_export_goes_to_standard_output(town: Path) -> None:
    result = run(town, "export", "-o", "saint-aubin", "--from", "2", "--to", "2")
    (town / "e").write_bytes(result.stdout_bytes)
    assert "1 écriture(s)" in result.stderr
    assert "L’export est intact : 1 écriture est intacte" in run(None, "verify-export", town / "e").output


def test_a_noted_checkpoint_is_compared(town: Path) -> None:
    noted = town / "note.txt"
    noted.write_text("\n  " + run(town, "checkpoint", "-o", "saint-aubin").output + "\n")
    every = town / "every.txt"
    every.write_text(run(town, "checkpoint").output.replace("\n", "\r\n"))
    write(town, 4)
    path = exported(town)
    result = run(None, "verify-export", path, "--checkpoint", noted, "--checkpoint", every)
    assert (result.exit_code, result.output.count("repère que vous aviez noté")) == (0, 2)
    noted.write_text(run(town, "checkpoint", "-o", "voisine").output)
    assert run(None, "verify-export", path, "--checkpoint", noted).exit_code == 1, "nothing that was noted is about this body"
    noted.write_text(noted.read_text().split("\n\n")[0])
    with pytest.raises(JournalError, match="repères entiers"):
        run(None, "verify-export", path, "--checkpoint", noted)


def test_a_changed_key_is_handed_over(town: Path) -> None:
    run(town, "checkpoint")
    old = public_keys(town, "old.txt")
    result = run(town, "rotate-key")
    assert "Clé n° 2 en vigueur" in result.output
    new = public_keys(town, "new.txt")
    path = exported(town)
    assert "volée" in run(None, "verify-export", path, "--public-key", old).output
    assert "volée" not in run(None, "verify-export", path, "--public-key", new).output
    assert run(town, "verify").exit_code == 0


def test_nothing_is_exported_of_a_bad_journal(town: Path) -> None:
    tampered(town)
    with pytest.raises(JournalError, match="n° 2 a été modifiée"):
        run(town, "export", "-o", "saint-aubin", "--output", town / "e")
    assert not list(town.glob("e*"))
    with pytest.raises(JournalError, match="n° 2 a été modifiée"):
        run(town, "checkpoint", "-o", "saint-aubin")


def test_a_text_is_proved_to_a_third_party(town: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    text, proof = town / "text.txt", town / "proof.json"
    text.write_text(REQUEST + "\n")
    result = run(town, "prove-text", "req-2", "--file", text, "--output", proof, "-o", "saint-aubin")
    assert result.exit_code == 0
    assert "la demande de cet échange (écriture n° 2)" in result.output
    keys, elsewhere = public_keys(town), tmp_path_factory.mktemp("third")
    for path in (text, proof, keys):
        path.rename(elsewhere / path.name)
    given = (elsewhere / "proof.json", "--file", elsewhere / "text.txt", "--public-key", elsewhere / "keys.txt")
    result = run(None, "verify-text", *given)
    assert result.exit_code == 0
    assert "la demande de l’échange req-2" in result.output
    (elsewhere / "text.txt").write_text(ANSWER)
    result = run(None, "verify-text", *given)
    assert (result.exit_code, "n’est pas celui" in result.output) == (1, True)


def test_a_text_that_was_not_the_one_is_told(town: Path) -> None:
    text = town / "text.txt"
    text.write_text(ANSWER)
    assert "la réponse" in run(town, "prove-text", "req-1", "-f", text, "-o", "voisine").output
    text.write_text(REQUEST.lower())
    result = run(town, "prove-text", "req-1", "-f", text, "--output", town / "proof")
    assert (result.exit_code, "ni la demande ni la réponse" in result.output) == (1, True)
    assert not (town / "proof").exists()
    for request_id, said in (("req-3", "engagement"), ("req-77", "n’est pas dans le journal")):
        with pytest.raises(ConfigurationError, match=said):
            run(town, "prove-text", request_id, "-f", text)


def test_the_verifier_needs_nothing_of_beffroi(town: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("auditor")
    pack, path, keys = elsewhere / "v.pyz", exported(town), public_keys(town)
    text, proof = town / "t.txt", town / "p.json"
    text.write_text(REQUEST)
    run(town, "prove-text", "req-1", "-f", text, "--output", proof, "-o", "saint-aubin")
    assert run(None, "verifier", pack).exit_code == 0
    assert verify_alone(pack, path, "--public-key", keys) == (0, True)
    assert verify_alone(pack, proof, "--text", text, "--public-key", keys) == (0, False)
    path.write_bytes(path.read_bytes()[:-200])
    assert verify_alone(pack, path)[0] == 1
    assert verify_alone(pack, elsewhere / "absent")[0] == 2
    bare = subprocess.run([sys.executable, "-S", "-E", pack, path], capture_output=True, text=True, cwd="/", check=False)
    assert (bare.returncode, "pip install cryptography" in bare.stderr) == (1, True)
    with zipfile.ZipFile(pack) as archive:
        assert sum(name.endswith(".py") for name in archive.namelist()) < 20


ALONE = """
import runpy, sys
sys.argv = sys.argv[1:]
allowed = {"__main__", "beffroi", "cryptography", "_cffi_backend", "cffi"} | set(sys.stdlib_module_names)
class Guard:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in allowed:
            raise ImportError(name + " is not in the standard library")
sys.path.insert(0, sys.argv[0])
sys.meta_path[:] = [Guard()] + [f for f in sys.meta_path if "editable" not in repr(f)]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    assert sys.argv[0] in sys.modules["beffroi"].__file__, "the modules are not those of the pack"
"""


def verify_alone(*arguments: str | Path) -> tuple[int, bool]:
    """Run the pack with nothing but the standard library and cryptography in reach."""
    environ = {**os.environ, "PYTHONPATH": "", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", ALONE, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environ, cwd="/", check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, "3 écritures sont intactes" in done.stdout


def test_mistakes_are_told(town: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        run(town, "export", "--output", town / "e")
    assert "saint-aubin, voisine" in caught.value.sentence
    with pytest.raises(ConfigurationError, match="ne peut pas être lu"):
        run(None, "verify-export", town / "absent")
    with pytest.raises(JournalError, match="aucune clé publique"):
        run(None, "verify-export", town / "beffroi.toml", "--public-key", town / "beffroi.toml")
    with pytest.raises(JournalError, match="n° 1 à la n° 3"):
        run(town, "export", "-o", "saint-aubin", "--from", "9", "--output", town / "e")
    with pytest.raises(ConfigurationError, match="ne peut pas être écrit"):
        run(town, "export", "-o", "saint-aubin", "--output", town / "absent" / "e")


def test_an_empty_journal_says_so(tmp_path: Path) -> None:
    (tmp_path / "beffroi.toml").write_text("")
    assert "rien à signer" in run(tmp_path, "checkpoint").output
    assert run(tmp_path, "keys").exit_code == 1
    with pytest.raises(ConfigurationError, match="vide"):
        run(tmp_path, "export", "--output", tmp_path / "e")
