"""How the lexicon of mentions is made from the data files beside this module: terms, their inflections, and the packed file.

Run by ``tools/build_mentions.py`` and by the tests only: what runs reads the packed file (see ``lexicon.load_lexicon``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from beffroi.privacy.mentions.lexicon import FILES, NEUTRAL, Strength, Term, Tree, read_data, split_list, word_list
from beffroi.privacy.text_view import fold

_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"([^\s()|]+)\((\w+)\)")
_GRAMMAR = word_list(
    "de, du, des, d, la, le, les, l, a, au, aux, en, et, pour, par, sur, sous, sans, avec, dans, un, une, son, sa, ses, mon, "
    "ma, mes, votre, est, suis, etait, se, s, ne, pas, fait, faire, vient, va, doit, attend"
)


def _plural(word: str) -> str:
    if word in _GRAMMAR or word[-1] in "sxz" or word.isdigit():
        return word
    if word.endswith("al") and len(word) > 4:
        return word[:-2] + "aux"
    return word + ("x" if word.endswith(("eau", "eu")) else "s")


def _variants(written: str) -> Iterator[str]:
    """The spellings of one written word: "suivi(e)" is two, "séropositif|séropositive" is two."""
    for option in written.split("|"):
        ending = _ENDING.search(option)
        if ending is None:
            yield option
        else:
            yield option[: ending.start()] + ending[1] + option[ending.end() :]
            yield option[: ending.start()] + ending[1] + ending[2] + option[ending.end() :]


def inflections(term: str) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The forms of a written term as folded words: as written, then its plurals that are not.

    Plurals: of the first word that has one ("arrêts de travail"), or of all ("maladies professionnelles").
    """
    forms: set[tuple[str, ...]] = set()
    plurals: set[tuple[str, ...]] = set()
    for chosen in product(*(tuple(_variants(written)) for written in term.split())):
        words = tuple(_WORD.findall(fold(" ".join(chosen))))
        if not words:
            continue
        forms.add(words)
        first = next((index for index, word in enumerate(words) if word not in _GRAMMAR), 0)
        plurals.add(tuple(_plural(word) if index == first else word for index, word in enumerate(words)))
        plurals.add(tuple(map(_plural, words)))
    return _ligatures(forms), _ligatures(plurals - forms)


def _ligatures(forms: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The forms, and the same with "oe" written "œ" and the other way round: folding keeps ligatures."""
    bound = {tuple(word.replace("oe", "œ") for word in form) for form in forms}
    return forms | bound | {tuple(word.replace("œ", "oe") for word in form) for form in forms}


def _combined(term: str, sets: Mapping[str, str]) -> Iterator[str]:
    """ "$a+$b" and "word+$b": every element of one followed by every element of the other; "-" is nothing."""
    parts = [split_list(sets[part[1:]]) if part.startswith("$") else [part] for part in term.replace("+$", "\0$").split("\0")]
    for chosen in product(*parts):
        yield " ".join(part for part in chosen if part != "-")


def add(tree: Tree, words: Sequence[str], term: Term) -> None:
    """Put a term into the tree; the first one put at a place stays."""
    node = tree
    for word in words:
        following = node.setdefault(word, {})
        assert isinstance(following, dict)
        node = following
    node.setdefault("", term)


def add_group(tree: Tree, group: Mapping[str, Any], sets: Mapping[str, str]) -> None:
    """Put the terms of one group of a data file into the tree. A plural says less of somebody than the singular."""
    strength = Strength(group["strength"])
    weaker = Strength.SPECIFIC if strength is Strength.PERSONAL else strength
    for written in split_list(group["terms"]):
        bare = written.lstrip("^=")
        term = Term(group["type"], strength, written.startswith("^"), bare if written.startswith("=") else "")
        for one in _combined(bare, sets):
            forms, plurals = inflections(one)
            for words in forms:
                add(tree, words, term)
            if bare == written and "$" not in bare:
                for words in plurals:
                    add(tree, words, Term(group["type"], weaker))


def build_lexicon() -> Tree:
    """Every term of the data files; neutral expressions first, so that they win over the same words elsewhere."""
    tree: Tree = {}
    for written in split_list(read_data("cues.toml")["neutral"]):
        for words in set().union(*inflections(written)):
            add(tree, words, NEUTRAL)
    for name in FILES:
        data = read_data(name)
        groups: Iterable[Mapping[str, Any]] = sorted(
            data["groups"], key=lambda group: list(Strength).index(Strength(group["strength"]))
        )
        for group in groups:
            add_group(tree, group, data.get("sets", {}))
    return tree


def pack(tree: Tree) -> str:
    """The tree as JSON, each different subtree written once: the terms, then the nodes, children before parents, root last.

    In a node a word leads to the index of another node, and "" to that of a term. The same tree always gives the same text.
    """
    terms: dict[Term, int] = {}
    nodes: dict[tuple[tuple[str, int], ...], int] = {}

    def number(node: Tree) -> int:
        pairs = []
        for word, following in sorted(node.items(), key=lambda pair: pair[0]):
            known = terms.setdefault(following, len(terms)) if isinstance(following, Term) else number(following)
            pairs.append((word, known))
        return nodes.setdefault(tuple(pairs), len(nodes))

    number(tree)
    written = [[term.type, term.strength.value, int(term.capitals), term.written] for term in terms]
    return json.dumps({"terms": written, "nodes": [dict(node) for node in nodes]}, ensure_ascii=False, separators=(",", ":"))
