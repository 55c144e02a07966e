"""Writes docs/glossaire.md from docs/glossaire.toml.

Usage: python tools/build_glossary.py
"""

from __future__ import annotations

import tomllib
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def render(source: str) -> str:
    """The Markdown page for the TOML text given."""
    data = tomllib.loads(source)
    lines = [
        "# Glossaire",
        "",
        "Page produite depuis `glossaire.toml` : corrigez-y, puis `python tools/build_glossary.py`.",
        "",
    ]
    lines += ["| ce que l’on lit | dans le code | sens |", "|---|---|---|"]
    lines += [f"| {term['french']} | `{term['code']}` | {term['meaning']} |" for term in data["terms"]]
    lines += ["", "## Mots évités dans le code", "", "| mot | à la place |", "|---|---|"]
    lines += [f"| `{row['word']}` | {row['instead']} |" for row in data["banned"]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (DOCS / "glossaire.md").write_text(render((DOCS / "glossaire.toml").read_text(encoding="utf-8")), encoding="utf-8")
