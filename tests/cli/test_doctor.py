"""``beffroi doctor`` says what is missing in words, and its exit code says whether serving makes sense."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from beffroi.governance.installation import install
from beffroi.testing.upstream import UpstreamSimulator

BEFFROI = str(Path(sys.executable).parent / "beffroi")


def doctor(configuration: Path, *, expect: int) -> str:
    done = subprocess.run([BEFFROI, "doctor", "-c", str(configuration)], capture_output=True, text=True, check=False)
    assert done.returncode == expect, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_a_fresh_folder_lacks_only_its_model(tmp_path: Path) -> None:
    said = doctor(install(tmp_path).configuration, expect=1)
    assert "beffroi models fetch" in said
    assert said.count("✗") == 1


def test_all_is_well_with_a_server_that_answers(tmp_path: Path) -> None:
    configuration = install(tmp_path).configuration
    with UpstreamSimulator() as upstream:
        text = configuration.read_text(encoding="utf-8")
        line = f'name = "Essai"\nbase_url = "{upstream.base_url}"'
        configuration.write_text(text.replace('name = "Modèle embarqué"', line), encoding="utf-8")
        said = doctor(configuration, expect=0)
    assert "✗" not in said
    assert "Tout est prêt" in said


def test_what_is_wrong_is_named_with_its_remedy(tmp_path: Path) -> None:
    configuration = install(tmp_path).configuration
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(re.sub(r'models = \["[^"]*"\]', 'models = ["fantôme"]', text, count=1), encoding="utf-8")
    (tmp_path / "var/keys/master.key").chmod(0o644)
    said = doctor(configuration, expect=1)
    assert "ligne" in said
    assert "chmod 600" in said


def test_no_configuration_is_told_too(tmp_path: Path) -> None:
    assert "beffroi init" in doctor(tmp_path / "beffroi.toml", expect=1)
