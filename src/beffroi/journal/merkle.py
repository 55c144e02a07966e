"""A Merkle tree over the hashes of a chain's entries. Pure, standard library only.

Leaf *i* (0-based) is the hash of the entry whose ``seq`` is *i* + 1. Leaves and nodes are hashed under different prefixes, so
that neither can be passed off as the other. Source: RFC 6962 §2.1 (tree, inclusion, consistency), RFC 9162 §2.1.3 and §2.1.4
(the verification algorithms).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
"""Root of the tree without a leaf."""


def hash_leaf(data: bytes) -> bytes:
    """Hash of a leaf."""
    return sha256(b"\0" + data).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash of a node above two subtrees."""
    return sha256(b"\1" + left + right).digest()


def cover(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees of the leaves ``start`` (included) to ``end`` (excluded), as (level, index), left to right.

    The subtree (level, index) holds the 2**level leaves from index·2**level on.
    """
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        yield level, start >> level
        start += 1 << level


def fold(peaks: Sequence[bytes]) -> bytes:
    """Root of a tree, from the hashes of its complete subtrees, left to right."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = hash_node(peak, root)
    return root


def _split(size: int) -> int:
    """The greatest power of two below ``size`` (≥ 2)."""
    return 1 << ((size - 1).bit_length() - 1)


class MerkleTree:
    """A tree that grows, and the proofs of all its past sizes. 64 bytes of memory a leaf."""

    def __init__(self) -> None:
        self._levels = [bytearray()]

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0]) // HASH_BYTES

    def append(self, data: bytes) -> None:
        """Add a leaf."""
        node, level = hash_leaf(data), 0
        while True:
            if level == len(self._levels):
                self._levels.append(bytearray())
            row = self._levels[level]
            row += node
            if (len(row) // HASH_BYTES) % 2:
                return
            node = hash_node(bytes(row[-2 * HASH_BYTES : -HASH_BYTES]), bytes(row[-HASH_BYTES:]))
            level += 1

    def root(self, size: int) -> bytes:
        """The root that the tree had with its first ``size`` leaves.

        Raises:
            ValueError: the tree is smaller.
        """
        self._check(0, size)
        return self._range(0, size)

    def subtrees(self, start: int, end: int) -> list[bytes]:
        """The hashes of :func:`cover`.

        Raises:
            ValueError: outside of the tree.
        """
        self._check(start, end)
        return [self._node(level, index) for level, index in cover(start, end)]

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """That leaf ``index`` (0-based) is in the tree of ``size`` leaves: RFC 6962 ``PATH``, from the leaf up.

        Raises:
            ValueError: there is no such leaf in a tree of that size.
        """
        self._check(index + 1, size)
        path, low, high = [], 0, size
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._range(middle, high))
                high = middle
            else:
                path.append(self._range(low, middle))
                low = middle
        return path[::-1]

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """That the tree of ``old`` leaves is the beginning of the one of ``new``: RFC 6962 ``PROOF``, from the bottom up.

        Raises:
            ValueError: not 0 ≤ old ≤ new ≤ size.
        """
        self._check(old, new)
        path: list[bytes] = []
        low, high = 0, new
        while 0 < old < high:
            middle = low + _split(high - low)
            if old <= middle:
                path.append(self._range(middle, high))
                high = middle
            else:
                path.append(self._range(low, middle))
                low = middle
        if low:
            path.append(self._range(low, high))
        return path[::-1]

    def _check(self, start: int, end: int) -> None:
        if not 0 <= start <= end <= self.size:
            raise ValueError("outside of the tree")

    def _node(self, level: int, index: int) -> bytes:
        return bytes(self._levels[level][index * HASH_BYTES : (index + 1) * HASH_BYTES])

    def _range(self, start: int, end: int) -> bytes:
        """Root of the leaves ``start`` to ``end``, where ``start`` is where a node of the tree begins."""
        return fold([self._node(level, index) for level, index in cover(start, end)])


class Frontier:
    """Computes a root leaf by leaf, in constant memory; may start after ``size`` leaves known by their ``peaks`` alone.

    Raises:
        ValueError: there is one peak for each complete subtree of ``size`` leaves.
    """

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if size < 0 or len(peaks) != size.bit_count() or any(len(peak) != HASH_BYTES for peak in peaks):
            raise ValueError("one peak of 32 bytes for each complete subtree")
        self.size = size
        self._peaks = list(peaks)

    def append(self, data: bytes) -> None:
        """Add a leaf."""
        self.append_subtree(0, hash_leaf(data))

    def append_subtree(self, level: int, node: bytes) -> None:
        """Add the 2**level leaves of a complete subtree.

        Raises:
            ValueError: no subtree of that level may begin here.
        """
        if self.size % (1 << level):
            raise ValueError("a subtree begins at a multiple of its size")
        added = 1 << level
        while (self.size >> level) & 1:
            node = hash_node(self._peaks.pop(), node)
            level += 1
        self._peaks.append(node)
        self.size += added

    def root(self) -> bytes:
        """Root of what was added."""
        return fold(self._peaks)


def verify_inclusion(leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that leaf ``index`` (0-based) of a tree of ``size`` leaves is ``leaf`` (its data, not hash).

    Source: RFC 9162 §2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    position, last, node = index, size - 1, hash_leaf(leaf)
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            node = hash_node(sibling, node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            node = hash_node(node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the tree of ``old`` leaves is the beginning of the one of ``new`` leaves.

    Source: RFC 9162 §2.1.4.2.
    """
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_node = new_node = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old_node, new_node = hash_node(sibling, old_node), hash_node(sibling, new_node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_node = hash_node(new_node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old_node == old_root and new_node == new_root
