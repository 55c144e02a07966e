"""What the readers of a document fill: its units, what the detector reads, and what is left aside."""

from __future__ import annotations

from dataclasses import dataclass, field

from beffroi.documents.limits import LIMITS, Limits
from beffroi.documents.passage import Line, Script, whole
from beffroi.documents.unit import Unit


@dataclass(slots=True)
class Contents:
    """The text of one document, files embedded in it included.

    ``rest``: texts of the file that are no unit (identifiers, styles …), to be checked for what must not remain. ``twins``:
    two units that say the same in two forms (the value of a cell and how it shows): masked together or not at all.
    """

    limits: Limits = LIMITS
    units: list[Unit] = field(default_factory=list)
    script: Script = field(default_factory=Script)
    rest: set[str] = field(default_factory=set)
    twins: list[tuple[Unit, Unit]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    characters: int = 0

    def keep(self, unit: Unit) -> None:
        """One more unit.

        Raises:
            DocumentTooLarge: there is more text than allowed.
        """
        self.units.append(unit)
        self.characters += len(unit.text)
        self.limits.check_text(self.characters, len(self.units))

    def alone(self, unit: Unit, context: str = "") -> None:
        """One more unit, read on a line of its own after ``context``."""
        if unit.text.strip():
            self.keep(unit)
            self.script.line([context, whole(unit)])

    def emit(self, line: Line, one_line: bool = False, title: str = "") -> None:
        """A line made of units that were kept."""
        self.script.line(line, one_line=one_line, title=title)

    def warn(self, sentence: str) -> None:
        """Something that the user must know, in French; said once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)
