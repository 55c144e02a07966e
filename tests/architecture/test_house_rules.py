"""The rules of the house that a machine can hold: layers, types, style, sizes, words, addresses, generated pages."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
GLOSSARY = tomllib.loads((ROOT / "docs/glossaire.toml").read_text(encoding="utf-8"))
BANNED = {row["word"] for row in GLOSSARY["banned"]}


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def line_counts() -> dict[str, int]:
    return {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES
        if path.name != "__init__.py"
    }


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["lint-imports"], id="imports-point-one-way"),
        pytest.param([sys.executable, "-m", "ruff", "check", "src", "tests", "tools", "benchmarks"], id="ruff-check"),
        pytest.param(
            [sys.executable, "-m", "ruff", "format", "--check", "src", "tests", "tools", "benchmarks"], id="ruff-format"
        ),
        pytest.param([sys.executable, "-m", "mypy"], id="mypy-strict"),
    ],
)
def test_linters_are_content(command: list[str]) -> None:
    if command[0] == "lint-imports":
        command = [str(Path(sys.executable).parent / "lint-imports")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_modules_stay_small() -> None:
    counts = line_counts()
    ordered = sorted(counts.values())
    assert statistics.median(ordered) <= 120
    assert ordered[int(len(ordered) * 0.95)] <= 350
    too_long = {name: lines for name, lines in counts.items() if lines > 500}
    assert not too_long, f"is there a second thing in {too_long}?"


def test_functions_stay_small() -> None:
    lengths = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lengths[f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    ordered = sorted(lengths.values())
    assert ordered[int(len(ordered) * 0.95)] <= 40
    too_long = {name: lines for name, lines in lengths.items() if lines > 80}
    assert not too_long


def test_no_module_is_named_after_nothing() -> None:
    assert not [str(path) for path in SOURCES if {path.stem, path.parent.name} & {"utils", "helpers", "common", "manager"}]


def identifiers(tree: ast.AST) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add((node.name, node.lineno))
        elif isinstance(node, ast.arg):
            found.add((node.arg, node.lineno))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add((node.id, node.lineno))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add((node.target.id, node.lineno))
    return found


def test_no_banned_word_names_anything() -> None:
    offenders = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in SOURCES
        for name, line in identifiers(ast.parse(path.read_text(encoding="utf-8")))
        if name.lower().strip("_") in BANNED
    ]
    assert not offenders


def test_every_public_definition_of_a_pure_package_says_what_it_is() -> None:
    silent = []
    for package in ("privacy", "documents", "policy", "journal", "gateway"):
        for path in sorted((ROOT / "src/beffroi" / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if not ast.get_docstring(tree):
                silent.append(str(path.relative_to(ROOT)))
            silent += [
                f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                for node in tree.body
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ]
    assert not silent


def test_no_log_call_is_built_from_an_f_string() -> None:
    offenders = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"debug", "info", "warning", "error", "exception", "critical"}
                and node.args
                and isinstance(node.args[0], ast.JoinedStr)
            ):
                offenders.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not offenders


REGISTRY_OR_MACHINE = re.compile(
    r"(?:files\.pythonhosted|pypi\.org/simple|registry\.npmjs|deb\.debian)|/home/[a-z]+/|/[r]oot/|/[w]ork/(?:main|shared)|/[o]pt/wheels"
)
"""Written so that it does not match itself: this file is looked at like the others."""


def test_no_machine_path_nor_registry_address_in_any_file() -> None:
    offenders = [
        f"{path.relative_to(ROOT)}"
        for path in tracked_files()
        if REGISTRY_OR_MACHINE.search(path.read_bytes().decode("utf-8", "ignore"))
    ]
    assert not offenders


def test_locked_requirements_carry_hashes() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        pinned = re.findall(r"^[A-Za-z0-9_.\[\]-]+==", text, re.M)
        assert len(re.findall(r"--hash=sha256:", text)) >= len(pinned)
        assert "://" not in text


def test_the_glossary_page_is_the_one_its_data_yields() -> None:
    spec = spec_from_file_location("build_glossary", ROOT / "tools/build_glossary.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    source = (ROOT / "docs/glossaire.toml").read_text(encoding="utf-8")
    assert (ROOT / "docs/glossaire.md").read_text(encoding="utf-8") == module.render(source)


def test_data_files_say_their_date_and_licence() -> None:
    offenders = []
    for path in sorted((ROOT / "src").rglob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if not ({"licence", "verified_on"} <= data.keys()):
            offenders.append(str(path.relative_to(ROOT)))
    assert not offenders
