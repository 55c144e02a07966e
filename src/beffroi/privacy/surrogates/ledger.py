"""What has been lent so far in one document: keeps surrogates apart, in order of first appearance.

A document only grows: what was decided for its beginning never depends on what follows, so that every request of a
conversation masks the earlier messages in the same way, without any state between requests.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from beffroi.privacy.surrogates.derivation import Derivation
from beffroi.privacy.surrogates.matcher import Matcher
from beffroi.privacy.surrogates.pools import Pool, lent_initials, spare
from beffroi.privacy.surrogates.reading import Reading
from beffroi.privacy.surrogates.substitutions import Form
from beffroi.privacy.surrogates.wording import atoms_of, like_shape, spellings
from beffroi.privacy.text_view import fold

_MAX_BASES = 60


class Ledger:
    """The forms lent, and the words that no new surrogate may use."""

    def __init__(self, derivation: Derivation) -> None:
        self.derivation = derivation
        self.matcher = Matcher()
        self.forms: list[Form] = []
        self.bases: dict[tuple[str, str], str] = {}
        self._initials: dict[str, str] = {}
        self._entities: dict[tuple[str, str], int] = {}
        self._taken: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        self._unread: list[str] = []
        self._closed = ""
        self._sent: dict[str, str] = {}
        self._owners: dict[str, int] = {}

    def open_text(self, text: str) -> None:
        """Makes the words of a source text, and of what left before it, unavailable to new surrogates."""
        self._unread += [self._closed, text]
        self._closed = ""

    def _read(self) -> None:
        """Takes in the texts opened since the last surrogate was lent: a text without findings costs nothing."""
        for closed, opened in zip(self._unread[::2], self._unread[1::2], strict=True):
            if closed:
                atoms = atoms_of(closed)
                self._taken.update(atoms)
                self._pairs.update(itertools.pairwise(atoms))
            self._taken.update(atoms_of(opened))
        self._unread = []

    def close_text(self, masked: str) -> None:
        """Remembers what left, so that no later surrogate can be read into it."""
        self._closed = masked

    def entity(self, kind: str, key: str) -> int:
        """The number of an entity, given at its first appearance."""
        return self._entities.setdefault((kind, key), len(self._entities))

    def initial(self, letter: str) -> str:
        """The capital lent for a folded letter, the same for all names of the scope."""
        if not self._initials:
            self._initials = lent_initials(self.derivation)
        return self._initials.get(letter, "B")

    def base(self, role: str, key: str, pool: Pool, attempt: int = 0) -> str:
        """The surrogate word of ``key`` in its role, lent for the whole document.

        Raises:
            LookupError: every word of the pool is taken.
        """
        name = (role, key) if not attempt else (role, f"{key}\x00{attempt}")
        known = self.bases.get(name)
        if known is not None:
            return known
        if self._unread:
            self._read()
        start = self.derivation.number(*name)
        for step in range(len(pool)):
            candidate = pool[(start + step) % len(pool)]
            if self._take(candidate, key):
                self.bases[name] = candidate
                return candidate
        for candidate in self._spare(*name, pool):
            if self._take(candidate, key):
                self.bases[name] = candidate
                return candidate
        raise LookupError("no surrogate word is left")

    def _take(self, candidate: str, key: str) -> bool:
        """Keeps a word of a pool for ``key``, if it stands nowhere in the document so far, nor its plural or singular."""
        folded, taken = fold(candidate), self._taken
        if folded == key or folded in taken or folded + "s" in taken or (folded[-1] == "s" and folded[:-1] in taken):
            return False
        taken.add(folded)
        return True

    def _spare(self, role: str, key: str, pool: Pool) -> Iterator[str]:
        """What is lent once a pool is exhausted: names and places that keep neither initial nor elision."""
        others = spare(role, pool)
        if others:
            yield from self.derivation.order(others, "spare", role, key)

    def word(self, type_code: str, role: str, key: str, typed: str, pool: Pool) -> str:
        """The surrogate of ``typed``, a word that folds to ``key``: same case; each spelling has its own."""
        entity = self.entity(role, key)
        usual = like_shape(self.base(role, key, pool), typed)
        known = self._sent.get(usual)
        if known is None:
            self._record(Form(entity, type_code, Reading.WORDS, usual, typed))
            return usual
        if known == typed:
            return usual
        for attempt in range(_MAX_BASES):
            for spelling in spellings(self.base(role, key, pool, attempt)):
                surrogate = like_shape(spelling, typed)
                known = self._sent.get(surrogate)
                if known is None:
                    self._record(Form(entity, type_code, Reading.WORDS, surrogate, typed))
                    return surrogate
                if known == typed:
                    return surrogate
        raise LookupError("too many spellings of one word")

    def lend_word(self, entity: int, type_code: str, base: str, original: str) -> bool:
        """Lends a word of ``base`` for the whole of ``original``; False if it stands for something else."""
        known = self._sent.get(base)
        if known is None:
            self._record(Form(entity, type_code, Reading.WORDS, base, original))
        return known is None or known == original

    def lend(  # noqa: PLR0913, PLR0917 - the parts of a form
        self, entity: int, type_code: str, reading: Reading, surrogate: str, original: str, atoms: Sequence[str] | None = None
    ) -> bool:
        """Lends a surrogate that was made elsewhere; False if it could be taken for something else.

        ``atoms`` are those of the surrogate, if the caller has them already.
        """
        known = self._sent.get(surrogate)
        if known is not None:
            return known == original
        if self._unread:
            self._read()
        atoms = atoms or atoms_of(surrogate)
        compact = "".join(atoms)
        owner = self._owners.setdefault(compact, entity)
        if owner != entity or not atoms:
            return False
        if len(atoms) == 1:
            if compact in self._taken and reading is not Reading.LABEL:
                return False
        elif self._pairs and all(pair in self._pairs for pair in itertools.pairwise(atoms)):
            return False
        self._record(Form(entity, type_code, reading, surrogate, original), atoms)
        return True

    def _record(self, form: Form, atoms: Sequence[str] | None = None) -> None:
        self._sent[form.surrogate] = form.original
        self.matcher.add(form.type, form.reading, form.surrogate, form.original, atoms)
        self.forms.append(form)
