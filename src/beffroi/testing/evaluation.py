"""Measures a detector on an annotated corpus: what leaks, what is masked for nothing. Knows no detector: takes a callable.

Two views of recall. *Leak*: a span is safe if at least ``COVERED`` of its characters are covered by findings of any type, since
what is masked under another name does not leave either. *Typed*: the same, counting only findings of the span's type or of its
family (``FAMILIES``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from beffroi.privacy.finding import Finding
from beffroi.testing.corpus import Message, Span

COVERED = 0.8
THRESHOLD = 0.5
"""Findings below this score are doubts, not actions (see ``Finding``): they count for nothing here."""

CHECKSUMMED = frozenset(
    {"nir", "nia", "spi", "rpps", "finess", "siret", "siren", "vat_number", "iban", "rib", "payment_card", "imei"}
)
"""Types with a key, for which the bar is 100 %."""

DIRECT = CHECKSUMMED | {
    "person_name", "adeli", "postal_address", "phone", "email", "cni", "passport", "residence_permit", "driving_licence", "ine",
    "allocataire_number", "bic", "plate", "vin", "pdl", "pce",
}  # fmt: skip
"""Direct identifiers, for which the project's bar is a leak recall of 99 %."""

FAMILIES: tuple[frozenset[str], ...] = (
    frozenset({"health", "disorder", "treatment", "aptitude", "pregnancy", "disability"}),
    frozenset({"allocataire_number", "case_number", "meter_number"}),
    frozenset({"commune", "postal_address", "birth_place"}),
    frozenset({"handle", "url"}),
    frozenset({"password", "api_key"}),
)
"""Types that one recogniser may name for another without harm to the protection matrix's decision."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A span that leaks, or a negative that is masked. ``text`` is synthetic, from the corpus: fit to print."""

    message_id: str
    type: str
    text: str
    found_as: str = ""

    def __str__(self) -> str:
        return f"{self.message_id:8} {self.type:20} {self.text!r}" + (f" → {self.found_as}" if self.found_as else "")


@dataclass(frozen=True, slots=True)
class TypeScore:
    """Counts of one type. ``safe``: covered by any finding; ``typed``: by findings of its family."""

    spans: int
    safe: int
    typed: int

    @property
    def recall(self) -> float:
        """Share of spans that do not leak, in [0, 1]."""
        return self.safe / self.spans if self.spans else 1.0

    @property
    def typed_recall(self) -> float:
        """Share of spans found under their type or family, in [0, 1]."""
        return self.typed / self.spans if self.spans else 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """What ``evaluate`` measured. Shares are in [0, 1]; characters are code points."""

    types: Mapping[str, TypeScore]
    personal_chars: int
    other_chars: int
    masked_personal: int
    masked_other: int
    negatives: int
    leaks: tuple[Miss, ...] = ()
    mistyped: tuple[Miss, ...] = ()
    negatives_hit: tuple[Miss, ...] = ()
    false_alarms: tuple[Miss, ...] = field(default=())

    @property
    def char_precision(self) -> float:
        """Share of masked characters that are personal data; 1.0 if nothing is masked."""
        masked = self.masked_personal + self.masked_other
        return self.masked_personal / masked if masked else 1.0

    @property
    def masked_other_share(self) -> float:
        """Share of the non-personal characters that are masked (bar of the project: 0.03)."""
        return self.masked_other / self.other_chars if self.other_chars else 0.0

    def recall(self, types: Iterable[str] | None = None) -> float:
        """Leak recall over ``types`` taken together (all by default); 1.0 if there is none."""
        scores = [self.types[code] for code in (self.types if types is None else types) if code in self.types]
        spans = sum(score.spans for score in scores)
        return sum(score.safe for score in scores) / spans if spans else 1.0

    def table(self) -> str:
        """Per-type table and totals, as text."""
        lines = [f"{'type':22}{'spans':>7}{'leak recall':>13}{'typed recall':>14}"]
        for code, score in sorted(self.types.items(), key=lambda item: (item[1].recall, -item[1].spans)):
            lines.append(f"{code:22}{score.spans:7}{score.recall:13.1%}{score.typed_recall:14.1%}")
        spans = sum(score.spans for score in self.types.values())
        lines += [
            f"{'all':22}{spans:7}{self.recall():13.1%}",
            f"direct identifiers {self.recall(DIRECT):.2%} · with a key {self.recall(CHECKSUMMED):.2%}"
            f" · names {self.recall(['person_name']):.2%}",
            f"character precision {self.char_precision:.2%} · non-personal characters masked {self.masked_other_share:.2%}"
            f" · negatives hit {len(self.negatives_hit)}/{self.negatives}",
        ]
        return "\n".join(lines)

    def details(self, limit: int = 200) -> str:
        """Leaks, hit negatives, false alarms and mistyped spans with their message ids, at most ``limit`` of each."""
        parts = []
        groups = {
            "leaks": self.leaks,
            "negatives hit": self.negatives_hit,
            "false alarms": self.false_alarms,
            "mistyped": self.mistyped,
        }
        for title, misses in groups.items():
            parts.append(f"-- {title}: {len(misses)}")
            parts.extend(str(miss) for miss in misses[:limit])
        return "\n".join(parts)


def evaluate(
    messages: Sequence[Message], detect: Callable[[str], Iterable[Finding]], *, threshold: float = THRESHOLD
) -> Report:
    """Run ``detect`` on every message and count. Indifferent spans weigh nothing; masked spaces neither."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    chars: Counter[str] = Counter()
    leaks: list[Miss] = []
    mistyped: list[Miss] = []
    hit: list[Miss] = []
    alarms: list[Miss] = []
    for message in messages:
        findings = [finding for finding in detect(message.text) if finding.score >= threshold]
        masked = _covered(findings)
        for span in message.spans:
            row = counts[span.type]
            row[0] += 1
            same = _covered(finding for finding in findings if _related(finding.type, span.type))
            safe, typed = _share(span, masked) >= COVERED, _share(span, same) >= COVERED
            row[1] += safe
            row[2] += typed
            if not typed:
                (mistyped if safe else leaks).append(_miss(message, span, findings))
        hit += [_miss(message, span, findings) for span in message.negatives if _share(span, masked) > 0]
        alarms += [
            Miss(message.id, finding.type, message.text[finding.start : finding.end])
            for finding in findings
            if not any(_touches(finding, span) for span in (*message.spans, *message.negatives, *message.indifferent))
        ]
        chars.update(_count_chars(message, masked))
    return Report(
        types={code: TypeScore(*row) for code, row in counts.items()},
        personal_chars=chars["personal"],
        other_chars=chars["other"],
        masked_personal=chars["masked_personal"],
        masked_other=chars["masked_other"],
        negatives=sum(len(message.negatives) for message in messages),
        leaks=tuple(leaks),
        mistyped=tuple(mistyped),
        negatives_hit=tuple(hit),
        false_alarms=tuple(alarms),
    )


def _covered(items: Iterable[Finding | Span]) -> set[int]:
    return {offset for item in items for offset in range(item.start, item.end)}


def _share(span: Span, covered: set[int]) -> float:
    return sum(offset in covered for offset in range(span.start, span.end)) / (span.end - span.start)


def _touches(finding: Finding, span: Span) -> bool:
    return finding.start < span.end and span.start < finding.end


def _related(found: str, expected: str) -> bool:
    return found == expected or any(found in family and expected in family for family in FAMILIES)


def _miss(message: Message, span: Span, findings: Iterable[Finding]) -> Miss:
    seen = ", ".join(f"{f.type}({f.recognizer})" for f in findings if _touches(f, span))
    return Miss(message.id, span.type, message.text[span.start : span.end], seen)


def _count_chars(message: Message, masked: set[int]) -> Counter[str]:
    personal = _covered(message.spans)
    neutral = _covered(message.indifferent)
    others = [at for at, char in enumerate(message.text) if at not in personal and at not in neutral and not char.isspace()]
    return Counter(
        personal=len(personal),
        other=len(others),
        masked_personal=len(personal & masked),
        masked_other=sum(at in masked for at in others),
    )
