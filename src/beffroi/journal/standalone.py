"""The verifier that an auditor runs alone: ``python verificateur.pyz FILE``. Standard library and ``cryptography`` only.

``build`` packs it, with the modules that it needs, as one zip that Python runs. It reads no configuration and opens no
connection.
"""

from __future__ import annotations

import argparse
import re
import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from beffroi.errors import JournalError
from beffroi.journal.checkpoint import SignedCheckpoint, parse_checkpoint
from beffroi.journal.commitment import Side
from beffroi.journal.export_verification import verify_export
from beffroi.journal.note import NoteKey, parse_key
from beffroi.journal.text_proof import decode_text, read_proof, verify_text

MODULES = (
    "__init__",
    "checkpoint",
    "commitment",
    "export_format",
    "export_report",
    "export_verification",
    "hashing",
    "key_history",
    "merkle",
    "note",
    "standalone",
    "text_proof",
)
"""Modules of this package that the verifier is made of."""

_MAIN = """import sys

try:
    from beffroi.journal.standalone import main
except ImportError:
    sys.exit("Il manque la bibliothèque « cryptography » : python -m pip install cryptography")
main()
"""
_KEY = re.compile(r"[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}")
_SIDES = {Side.REQUEST: "la demande", Side.ANSWER: "la réponse"}


def read_keys(text: str) -> list[NoteKey]:
    """Every public key of a file: one a line, or the statements of a key history.

    Raises:
        JournalError: there is none.
    """
    keys = [parse_key(found) for found in _KEY.findall(text)]
    if not keys:
        raise JournalError("Ce fichier ne contient aucune clé publique du journal.", hint="")
    return keys


def read_checkpoints(text: str) -> list[SignedCheckpoint]:
    """The checkpoints that somebody noted, as ``beffroi journal checkpoint`` printed them; spaces around do not matter.

    Raises:
        JournalError: there is none, or one is not readable.
    """
    parts = re.split(r"\n{2,}", text.replace("\r\n", "\n").strip())
    if len(parts) % 2:
        raise JournalError("Ce fichier n’est pas fait de repères entiers.", hint="Recopiez-les avec leur signature.")
    return [parse_checkpoint(f"{text}\n\n{signature}\n") for text, signature in zip(parts[::2], parts[1::2], strict=True)]


def report_export(path: Path, keys: Sequence[NoteKey], noted: Sequence[SignedCheckpoint]) -> tuple[bool, str]:
    """Whether an export is intact, and what to tell people."""
    with path.open("rb") as file:
        report = verify_export(file, keys, noted)
    return report.ok, report.text


def report_text(proof_path: Path, text_path: Path, keys: Sequence[NoteKey]) -> tuple[bool, str]:
    """Whether a text is the one that a proof is about, and what to tell people.

    Raises:
        JournalError: the proof does not hold.
    """
    proof = read_proof(proof_path.read_bytes())
    verdict = verify_text(proof, decode_text(text_path.read_bytes()), keys)
    when = datetime.fromtimestamp(verdict.at / 1000, UTC).strftime("%d/%m/%Y à %H:%M:%S UTC")
    where = f"{_SIDES[proof.side]} de l’échange {verdict.request_id} (écriture n° {proof.seq}, {when})"
    if verdict.spelling is None:
        return False, (
            f"Ce texte n’est pas celui que cette preuve ouvre pour {where}.\n"
            "  – Seul, cela ne prouve pas qu’il n’a jamais été envoyé : il faut aussi le vrai texte, que la preuve confirme."
        )
    lines = [f"Ce texte est bien, {verdict.spelling}, {where}, organisme « {proof.organization} »."]
    if verdict.anchor is None:
        current = proof.history.current
        lines.append(
            f"  – Reste à vérifier que la clé n° {current.number} est celle de l’organisme : donnez-la avec --public-key, ou "
            f"comparez son empreinte ({current.key.fingerprint})."
        )
    else:
        lines.append(f"  ✓ Signé, par la clé que vous avez fournie (n° {verdict.anchor.number}, {verdict.anchor.key.id}).")
    return True, "\n".join(lines)


def build(path: Path) -> None:
    """Write the verifier at ``path``."""
    package = files("beffroi.journal")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__main__.py", _MAIN)
        archive.writestr("beffroi/__init__.py", '"""The parts of Beffroi that verify its proofs."""\n')
        archive.writestr("beffroi/errors.py", (files("beffroi") / "errors.py").read_text(encoding="utf-8"))
        for name in MODULES:
            archive.writestr(f"beffroi/journal/{name}.py", (package / f"{name}.py").read_text(encoding="utf-8"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the verifier and exit: 0 when all is proved, 1 when something is wrong, 2 when it was not called properly."""
    parser = argparse.ArgumentParser(
        description="Vérifie un export du journal de Beffroi, ou une preuve de texte, hors ligne.", add_help=False
    )
    group = parser.add_argument_group("Arguments")
    group.add_argument("file", type=Path, metavar="FICHIER", help="l’export, ou la preuve de texte")
    group.add_argument("--public-key", type=Path, metavar="CLÉS", help="clés publiques obtenues par un autre chemin")
    group.add_argument("--checkpoint", type=Path, action="append", default=[], metavar="REPÈRE", help="repère noté plus tôt")
    group.add_argument("--text", type=Path, metavar="TEXTE", help="le texte, pour une preuve de texte")
    group.add_argument("-h", "--help", action="help", help="cette page")
    options = parser.parse_args(arguments)
    try:
        keys = read_keys(options.public_key.read_text(encoding="utf-8")) if options.public_key else []
        if options.text:
            is_proved, said = report_text(options.file, options.text, keys)
        else:
            noted = [point for path in options.checkpoint for point in read_checkpoints(path.read_text(encoding="utf-8"))]
            is_proved, said = report_export(options.file, keys, noted)
    except JournalError as error:
        is_proved, said = False, error.sentence
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"Un des fichiers ne peut pas être lu ({type(error).__name__}).\n")
        sys.exit(2)
    sys.stdout.write(said + "\n")
    sys.exit(0 if is_proved else 1)
