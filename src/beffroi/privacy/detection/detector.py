"""The cascade over a whole document: recognisers, consistency, one resolver.

``detect_all`` takes the texts of one conversation together: a person named once is known everywhere in it. It fails
closed: a recogniser that raises raises ``ProtectionError``, never a shorter list of findings.
"""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.errors import ProtectionError
from beffroi.privacy.detection.consistency import KnownNames, repeated_mentions
from beffroi.privacy.detection.memory import FindingsMemory, Read
from beffroi.privacy.detection.resolver import THRESHOLD, in_order, resolve
from beffroi.privacy.finding import Finding
from beffroi.privacy.recognizer import PUBLIC_MENTION, Recognizer
from beffroi.privacy.text_view import TextView


class Detector:
    """Finds personal data in French text. Safe to share between threads.

    Without a ``memory`` (the default), stateless between calls; with one, texts read before are not read again.
    """

    def __init__(
        self, recognizers: Sequence[Recognizer], threshold: float = THRESHOLD, memory: FindingsMemory | None = None
    ) -> None:
        self.recognizers = tuple(recognizers)
        self.threshold = threshold
        self._memory = memory

    def remembering(self) -> Detector:
        """The same detector with a memory of its own: for the gateway, where a conversation comes back at every turn."""
        return Detector(self.recognizers, self.threshold, FindingsMemory())

    def detect(self, text: str) -> tuple[Finding, ...]:
        """Final findings of one text: in reading order, without overlap, offsets in code points of ``text``.

        Raises:
            ProtectionError: a recogniser failed; the text must not leave.
        """
        return self.detect_all((text,))[0]

    def detect_all(self, texts: Sequence[str]) -> list[tuple[Finding, ...]]:
        """Final findings of each text, all of them taken as one document.

        Raises:
            ProtectionError: a recogniser failed; none of the texts must leave.
        """
        try:
            views = [TextView(text) for text in texts]
            read = [self._read(view) for view in views]
            final: list[Sequence[Finding]] = [one.findings for one in read]
            known = KnownNames.of(views, final)
            if known:
                for index, (view, one) in enumerate(zip(views, read, strict=True)):
                    again = repeated_mentions(view, in_order([*one.findings, *one.vetoes]), known)
                    if again:
                        final[index] = resolve(view.text, [*one.findings, *again], self.threshold)
            return [_in_source(view, found) for view, found in zip(views, final, strict=True)]
        except ProtectionError:
            raise
        except Exception:  # noqa: BLE001 - a recogniser that fails closes the door, whatever it raised
            raise ProtectionError from None  # whatever a recogniser raised; its message could show the text

    def doubts(self, text: str) -> tuple[Finding, ...]:
        """Candidates below the threshold of action that no final finding covers, for audits."""
        view = TextView(text)
        final = self.detect(text)
        low = [found for found in self._candidates(view) if found.score < self.threshold and found.type != PUBLIC_MENTION]
        return tuple(found for found in _in_source(view, sorted(low)) if not any(kept.overlaps(found) for kept in final))

    def _read(self, view: TextView) -> Read:
        """What a text holds by itself, read or remembered."""
        memory = self._memory
        mark = memory.mark(view.source) if memory is not None else b""
        known = memory.recall(mark) if memory is not None else None
        if known is None:
            candidates = self._candidates(view)
            vetoes = tuple(found for found in candidates if found.type == PUBLIC_MENTION)
            known = Read(tuple(resolve(view.text, candidates, self.threshold)), vetoes)
            if memory is not None:
                memory.keep(mark, known)
        return known

    def _candidates(self, view: TextView) -> list[Finding]:
        return [found for recognizer in self.recognizers for found in recognizer.find(view)]


def _in_source(view: TextView, found: Sequence[Finding]) -> tuple[Finding, ...]:
    if view.is_exact:
        return tuple(found)
    moved = []
    for finding in found:
        start, end = view.to_source(finding.start, finding.end)
        moved.append(Finding(start, end, finding.type, finding.score, finding.recognizer))
    return tuple(moved)
