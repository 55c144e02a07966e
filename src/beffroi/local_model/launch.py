"""What the parent tells the child process that serves a model, and what the child answers: one JSON line each way."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class LaunchPlan:
    """How to serve a model: ``alias`` is its public name; ``context_size`` (llm_tokens) is shared by ``slots`` answers."""

    weights: Path
    alias: str
    context_size: int = 8192
    threads: int = field(default_factory=cores)
    slots: int = 2


@dataclass(frozen=True, slots=True)
class LaunchOrder:
    """A plan, with what is drawn for each server: its own ``api_key``, and ``port`` (0: any free one)."""

    plan: LaunchPlan
    api_key: str = field(repr=False)
    port: int = 0

    def to_line(self) -> bytes:
        """The line the child reads; it goes through a pipe, so that no process list shows the key."""
        row = asdict(self.plan) | {"weights": str(self.plan.weights)}
        return json.dumps({"plan": row, "api_key": self.api_key, "port": self.port}).encode() + b"\n"

    @staticmethod
    def from_line(line: bytes) -> LaunchOrder:
        """The order written in ``line``."""
        row = json.loads(line)
        plan = LaunchPlan(**(row["plan"] | {"weights": Path(row["plan"]["weights"])}))
        return LaunchOrder(plan, row["api_key"], row["port"])


@dataclass(frozen=True, slots=True)
class LaunchReport:
    """What the child says once: its base ``url``, or the name of the ``failure``."""

    url: str = ""
    failure: str = ""

    def to_line(self) -> bytes:
        """The line the parent reads."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @staticmethod
    def from_line(line: bytes) -> LaunchReport:
        """The report written in ``line``; an empty or unreadable line is a failure."""
        try:
            return LaunchReport(**json.loads(line))
        except (ValueError, TypeError):
            return LaunchReport(failure="SilentChild")
