"""What the writer and the verifier of an export agree on. Standard library only."""

from __future__ import annotations

import json
from collections.abc import Mapping

from beffroi.journal.key_history import write_time

FORMAT = "beffroi-journal-export/1"
LONGEST_LINE = 1 << 20
"""Bytes of a line beyond which a file is not an export."""


def json_line(values: Mapping[str, object]) -> bytes:
    """One line of an export, in its only spelling."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def seal_lines(origin: str, count: int, digest: str, at: int) -> list[str]:
    """The text of a seal: ``count`` lines above it, whose bytes have this SHA-256 (hexadecimal). ``at``: Unix seconds."""
    return [FORMAT, origin, f"lines {count}", f"sha256 {digest}", f"time {write_time(at)}"]
