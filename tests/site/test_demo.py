"""``beffroi demo`` as the README says it: a fictional town, one exchange with a real local model, both sides shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from beffroi.site.demo_town import letter, prepare_town

ROOT = Path(__file__).resolve().parents[2]
BEFFROI = str(Path(sys.executable).parent / "beffroi")


def test_one_exchange_without_a_browser(tmp_path: Path) -> None:
    command = [BEFFROI, "demo", "--once", "--directory", str(tmp_path / "demo"), "--model", "smollm2-135m-instruct"]
    environment = {**os.environ, "BEFFROI_MODELS_DIR": str(ROOT / "var/models")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    written, left, replaced, answered, _ = (part.split("──", 1)[-1] for part in done.stdout.split("\n── ")[1:6])
    assert letter() in written
    for value in ("Ben Salah", "Aïcha", "Inès", "14/05/1984", "39 98 12 34", "aicha.bensalah", "rue des Lilas", "59000"):
        assert value not in left, value
        assert value in replaced, value
    assert answered.strip()
    assert "intacte" in done.stdout
    assert "Ben Salah" not in done.stderr


def test_the_town_keeps_its_keys_from_one_start_to_the_next(tmp_path: Path) -> None:
    first = prepare_town(tmp_path / "demo", "smollm2-135m-instruct")
    assert prepare_town(tmp_path / "demo") == first
    assert first.api_key in first.welcome(8000)
    assert (tmp_path / "demo/demo.json").stat().st_mode & 0o077 == 0
