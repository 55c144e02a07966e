"""Rebuild the packed lexicon of mentions from its data files: run by ``make data``; deterministic, needs nothing else."""

from __future__ import annotations

import gzip
from pathlib import Path

from beffroi.privacy.mentions.inflection import build_lexicon, pack
from beffroi.privacy.mentions.lexicon import PACKED

TARGET = Path(__file__).parent.parent / "src/beffroi/privacy/mentions" / PACKED

if __name__ == "__main__":
    TARGET.write_bytes(gzip.compress(pack(build_lexicon()).encode(), mtime=0))
