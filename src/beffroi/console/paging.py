"""Pages of a list whose rows are not in Django's database."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Page:
    """One page of ``total`` rows. ``number`` and ``pages`` start at 1; ``filters`` is the query string without the page."""

    number: int
    pages: int
    size: int
    total: int
    filters: str

    @property
    def offset(self) -> int:
        """Index of the first row, 0-based."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """Rank of the first row shown, 1-based; 0 when there is none."""
        return self.offset + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Rank of the last row shown."""
        return min(self.offset + self.size, self.total)

    @property
    def previous_link(self) -> str:
        """Query string of the page before, or empty."""
        return self._link(self.number - 1) if self.number > 1 else ""

    @property
    def next_link(self) -> str:
        """Query string of the page after, or empty."""
        return self._link(self.number + 1) if self.number < self.pages else ""

    def _link(self, number: int) -> str:
        return f"?{self.filters}&page={number}" if self.filters else f"?page={number}"


def page_of(parameters: QueryDict, total: int, size: int) -> Page:
    """The page that ``?page=`` names, brought back within bounds."""
    pages = max(1, -(-total // size))
    asked = parameters.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    kept = parameters.copy()
    kept.pop("page", None)
    for name in [name for name in kept if not kept[name]]:
        del kept[name]
    return Page(number=min(max(number, 1), pages), pages=pages, size=size, total=total, filters=kept.urlencode())
