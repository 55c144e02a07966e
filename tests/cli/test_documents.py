"""The commands on files: a protected copy and its key beside it, and the way back."""

from __future__ import annotations

import stat
from pathlib import Path

from docx import Document
from tests.documents.files import docx
from typer.testing import CliRunner

from beffroi.cli.main import build_app
from beffroi.errors import BeffroiError


def run(*arguments: str | Path, expect: int = 0) -> tuple[str, str]:
    """Standard output, and what is said beside it (the sentence of an error included)."""
    done = CliRunner().invoke(build_app(), [*map(str, arguments)])
    said = done.stderr
    if isinstance(done.exception, BeffroiError):
        said += done.exception.sentence
    assert done.exit_code == expect, said
    assert "Quatrebarbes" not in said
    return done.stdout, said


def test_a_letter_gets_a_copy_and_a_key_and_comes_back(tmp_path: Path) -> None:
    letter = tmp_path / "lettre.docx"
    letter.write_bytes(docx())
    _, said = run("pseudonymize", letter)
    copy, key = tmp_path / "lettre.protege.docx", tmp_path / "lettre.protege.cle"
    assert "Copie protégée" in said
    assert "Nom de personne" in said
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lettre.docx", "lettre.protege.cle", "lettre.protege.docx"]
    assert "Quatrebarbes" not in Document(str(copy)).paragraphs[0].text
    run("restore", copy, "--cle", key)
    back = Document(str(tmp_path / "lettre.restaure.docx"))
    assert [one.text for one in back.paragraphs] == [one.text for one in Document(str(letter)).paragraphs]


def test_nothing_is_written_over_nor_after_a_refusal(tmp_path: Path) -> None:
    letter = tmp_path / "lettre.docx"
    letter.write_bytes(docx("Madame Zéphyrine Quatrebarbes"))
    taken = tmp_path / "lettre.protege.docx"
    taken.write_bytes(b"relu")
    assert "existe déjà" in run("pseudonymize", letter, expect=1)[1]
    assert taken.read_bytes() == b"relu"
    (tmp_path / "a.pdf").write_bytes(b"x")
    assert "PDF" in run("pseudonymize", tmp_path / "a.pdf", expect=1)[1]
    assert not list(tmp_path.glob("*.cle"))


def test_a_text_file_still_goes_to_the_output_and_to_a_file_when_asked(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Madame Zéphyrine Quatrebarbes, merci.\n", encoding="utf-8")
    written, said = run("pseudonymize", note)
    assert written.endswith(", merci.\n")
    assert "bf1." in said
    copy = tmp_path / "copie.txt"
    run("pseudonymize", note, "--sortie", copy)
    run("restore", copy, "--sortie", tmp_path / "retour.txt")
    assert (tmp_path / "retour.txt").read_bytes() == note.read_bytes()
