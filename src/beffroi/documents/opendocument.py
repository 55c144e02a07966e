"""OpenDocument (odt, ods): the same walk, with the values that cells keep beside what they show."""

from __future__ import annotations

from beffroi.documents.cell_value import iso_kept, iso_shown, number_kept, number_shown
from beffroi.documents.contents import Contents
from beffroi.documents.markup import Attribute, escaped
from beffroi.documents.passage import Extract, Line, whole
from beffroi.documents.source import Source
from beffroi.documents.unit import Manner, Slot, Unit
from beffroi.documents.xml_part import Element, Walker

_VALUES = frozenset({"value", "date-value", "string-value"})


class OpenDocumentWalker(Walker):
    """Reads one part of an OpenDocument file."""

    def __init__(self, source: Source, contents: Contents) -> None:
        super().__init__(source, contents, mixed=True)
        self._values: list[list[Unit]] = []

    def start(self, element: Element, found: list[Attribute]) -> None:
        """A cell begins with the value that it keeps, or something else begins."""
        super().start(element, found)
        if element.name == "table-cell":
            values = [one for one in found if one.name in _VALUES and one.value.strip()]
            units = [Unit([self._value_slot(element, one, found)], manner=Manner.ECHO) for one in values]
            for unit in units:
                self.contents.keep(unit)
            self._values.append(units)

    def end(self, element: Element) -> None:
        """The values of a cell are read after what it shows."""
        if element.name == "table-cell":
            for unit in self._values.pop():
                if self.tables and self.tables[-1].cells and self.tables[-1].cells[-1]:
                    self._pair(unit, self.tables[-1].cells[-1])
                else:
                    self.line([whole(unit)])
        super().end(element)

    def attribute(self, element: Element, attribute: Attribute) -> None:
        """The values of cells are read with their type; all else as anywhere."""
        if element.name != "table-cell" or attribute.name not in _VALUES:
            super().attribute(element, attribute)

    def _pair(self, unit: Unit, cell: list[Line]) -> None:
        """The value is masked with what the cell shows; it is read beside it where the two differ."""
        shown = [piece.unit for line in cell for piece in line if isinstance(piece, Extract)]
        if len(shown) == 1:
            self.contents.twins.append((unit, shown[0]))
        if len(shown) != 1 or shown[0].text != unit.text:
            cell[-1] = [*cell[-1], " ", whole(unit)]

    def _value_slot(self, element: Element, value: Attribute, found: list[Attribute]) -> Slot:
        """The value of a cell; a cell whose new value is no number becomes one of text, and back."""
        source = self.source
        if value.name == "date-value":
            shown = iso_shown(value.value)
        elif value.name == "value":
            shown = number_shown(value.value)
        else:
            shown = value.value

        def write(new: str) -> None:
            if value.name == "string-value":
                source.edit(value.start, value.end, escaped(new))
                return
            kept = iso_kept(new, value.value) if value.name == "date-value" else number_kept(new)
            if kept is None:
                _to_text(source, value, found)
            source.edit(value.start, value.end, escaped(new if kept is None else kept))

        return Slot(shown, write)


def _to_text(source: Source, value: Attribute, found: list[Attribute]) -> None:
    """A cell of text: its type is "string", its value a string."""
    for one in found:
        if one.name == "value-type":
            source.edit(one.start, one.end, "string")
    name = source.text.rindex(value.name, 0, value.start)
    source.edit(name, name + len(value.name), "string-value")
