"""Reads any JSON structure of a request aloud: every string, every long number and every odd key becomes a leaf."""

from __future__ import annotations

from typing import Any

from beffroi.errors import InvalidRequest, UnreadableContent
from beffroi.gateway.json_text import JsonText
from beffroi.gateway.passages import Leaf, LeafKind, Passages, Reading
from beffroi.gateway.vocabulary import (
    BINARY_FIELDS,
    CONSTANTS,
    FRENCH_CONTEXT,
    IDENTIFIERS,
    NAMING_PARENTS,
    PART_NAMES,
    REFERENCES,
    is_opaque_id,
    is_program_name,
    is_reference,
)

DEEPEST = 64
"""Levels of nesting beyond which a request is refused (orjson itself writes at most 254)."""
LONG_NUMBER = 10**6
"""From here on a number could identify somebody: it is read."""
_LARGEST_EXACT = 2**53


class StructureReader:
    """Walks a structure and adds what it holds to a passage. ``in_schema``: keys are names chosen by a program."""

    __slots__ = ("_into", "_reading", "in_schema")

    def __init__(self, into: Passages, *, in_schema: bool = False) -> None:
        self._into = into
        self._reading = Reading(into)
        self.in_schema = in_schema

    def read(self, container: Any, key: Any, *, parent: str, path: str, depth: int = 0) -> None:
        """Read ``container[key]``. ``parent`` is the nearest key above it, ``path`` where ``container[key]`` is.

        Raises:
            InvalidRequest: nested too deep, or a number that JSON cannot carry exactly.
            UnreadableContent: an image, a sound or a file.
        """
        value = container[key]
        if isinstance(value, str):
            self._string(container, key, value, parent, path)
        elif isinstance(value, dict):
            self._object(value, key if isinstance(key, str) else parent, path, depth)
        elif isinstance(value, list):
            self._check_depth(depth)
            for index in range(len(value)):
                self.read(
                    value, index, parent=key if isinstance(key, str) else parent, path=f"{path}[{index}]", depth=depth + 1
                )
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self._number(container, key, value, path)

    def close(self) -> None:
        """The structure is read: hand the passage over."""
        self._reading.close()

    def _check_depth(self, depth: int) -> None:
        if depth >= DEEPEST:
            raise InvalidRequest("La demande est trop profondément imbriquée.")

    def _object(self, value: dict[str, Any], parent: str, path: str, depth: int) -> None:
        self._check_depth(depth)
        kind = value.get("type")
        if not self.in_schema and isinstance(kind, str) and kind in PART_NAMES:
            raise unreadable(kind, path)
        for key in list(value):
            self.read_entry(value, key, parent=parent, path=path, depth=depth)

    def read_entry(self, holder: dict[str, Any], key: str, *, parent: str, path: str, depth: int = 0) -> None:
        """Read a key of an object and its value. ``parent`` is the key that holds the object, ``path`` where the object is.

        Raises as ``read``.
        """
        named = is_program_name(key)
        below = (f"{path}.{key}" if path else key) if named else path
        if not self.in_schema and key in BINARY_FIELDS and holder[key]:
            raise unreadable(key, below)
        if not named:
            self._reading.leaf(Leaf(None, None, key, below, LeafKind.RIGID))
            self._reading.context(" : ")
        elif not self.in_schema or _is_text(holder[key]):
            self._reading.context(f"{FRENCH_CONTEXT.get(key, key)} : ")
        self.read(holder, key, parent=parent, path=below, depth=depth + 1)
        self._reading.context("\n")

    def _string(self, container: Any, key: Any, text: str, parent: str, path: str) -> None:
        if text in CONSTANTS or not text:
            return
        if (key in IDENTIFIERS and is_opaque_id(text)) or (key in REFERENCES and is_reference(text)):
            return
        if self._names_a_thing(key, parent, container):
            if is_program_name(text):
                self._reading.context(text)
            else:
                self._reading.leaf(Leaf(container, key, text, path, LeafKind.RIGID))
            return
        if (key == "arguments" or "\\u" in text) and self.read_json_text(container, key, text, path):
            return
        self._reading.leaf(Leaf(container, key, text, path))
        self._reading.context("\n")

    @staticmethod
    def _names_a_thing(key: Any, parent: str, container: Any) -> bool:
        if key == "name":
            return parent in NAMING_PARENTS or (isinstance(container, dict) and container.get("role") in ("tool", "function"))
        return isinstance(key, int) and parent == "required"

    def _number(self, container: Any, key: Any, value: int | float, path: str) -> None:
        if isinstance(value, float):
            if abs(value) >= _LARGEST_EXACT:
                raise InvalidRequest("Un nombre est trop grand pour être transmis exactement ; écrivez-le entre guillemets.")
            text = format(value, ".0f") if value.is_integer() else repr(value)
        else:
            text = str(value)
        if abs(value) < LONG_NUMBER:
            self._reading.context(text)
        else:
            self._reading.leaf(Leaf(container, key, _as_written(text), path, LeafKind.NUMBER))

    def read_json_text(self, container: Any, key: Any, text: str, path: str) -> bool:
        """Read a string that holds a JSON document literal by literal; False if it holds none."""
        try:
            document = JsonText(text)
        except ValueError:
            return False
        values = [literal.value for literal in document.literals]
        before = list(values)
        for index, literal in enumerate(document.literals):
            if literal.is_key and is_program_name(literal.value):
                self._reading.context(FRENCH_CONTEXT.get(literal.value, literal.value))
            elif literal.is_number:
                if len(literal.value) >= 7:
                    values[index] = before[index] = _as_written(literal.value)
                    self._reading.leaf(Leaf(values, index, values[index], path, LeafKind.NUMBER))
            elif literal.value and not ("\\u" in literal.value and self.read_json_text(values, index, literal.value, path)):
                self._reading.leaf(Leaf(values, index, literal.value, path))
            self._reading.context(" : " if literal.is_key else "\n")

        def rebuild() -> None:
            changed = [
                literal.value if new == old else new
                for literal, new, old in zip(document.literals, values, before, strict=True)
            ]
            container[key] = document.with_values(changed)

        self._into.rebuilders.append(rebuild)
        return True


def unreadable(kind: str, path: str) -> UnreadableContent:
    """The refusal of a content that Beffroi cannot read yet."""
    name = PART_NAMES.get(kind, "Un contenu d’un genre inconnu")
    return UnreadableContent(
        f"{name} se trouve dans la demande ; Beffroi ne sait pas encore le lire : rien n’a été envoyé.", param=path
    )


def _as_written(number: str) -> str:
    """A national phone number loses its first zero as a JSON number: give it back to detection."""
    return "0" + number if len(number) == 9 and number[0] in "12345679" else number


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value not in CONSTANTS
