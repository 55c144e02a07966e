"""The Merkle tree against RFC 6962's definitions, written naively: every size 0 … 64, every pair of sizes."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.journal.merkle import EMPTY_ROOT, Frontier, MerkleTree, cover, verify_consistency, verify_inclusion

LARGEST = 64
LEAVES = [sha256(str(number).encode()).digest() for number in range(LARGEST)]


def split(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def naive_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(old: int, leaves: list[bytes], *, complete: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if complete else [naive_root(leaves)]
    k = split(len(leaves))
    if old <= k:
        return [*naive_subproof(old, leaves[:k], complete=complete), naive_root(leaves[k:])]
    return [*naive_subproof(old - k, leaves[k:], complete=False), naive_root(leaves[:k])]


def grown(leaves: list[bytes]) -> MerkleTree:
    tree = MerkleTree()
    for leaf in leaves:
        tree.append(leaf)
    return tree


TREE = grown(LEAVES)
ROOTS = [naive_root(LEAVES[:size]) for size in range(LARGEST + 1)]


def test_roots_are_those_of_the_definition() -> None:
    assert [TREE.root(size) for size in range(LARGEST + 1)] == ROOTS
    assert ROOTS[0] == EMPTY_ROOT


def test_known_answer_of_certificate_transparency() -> None:
    """The reference leaves and root of the Certificate Transparency test suite (certificate-transparency-go, 8 leaves)."""
    inputs = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
    tree = grown([bytes.fromhex(text) for text in inputs])
    assert tree.root(8).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_inclusion_for_every_leaf_of_every_size() -> None:
    for size in range(1, LARGEST + 1):
        for index in range(size):
            proof = TREE.inclusion_proof(index, size)
            assert proof == naive_path(index, LEAVES[:size])
            assert verify_inclusion(LEAVES[index], index, size, ROOTS[size], proof)


def test_consistency_between_all_pairs() -> None:
    for new in range(LARGEST + 1):
        for old in range(new + 1):
            proof = TREE.consistency_proof(old, new)
            assert proof == (naive_subproof(old, LEAVES[:new], complete=True) if old else [])
            assert verify_consistency(old, new, ROOTS[old], ROOTS[new], proof)


@given(st.integers(1, LARGEST), st.data())
def test_an_inclusion_proof_proves_nothing_else(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = TREE.inclusion_proof(index, size)
    other = data.draw(st.integers(0, LARGEST - 1).filter(lambda number: number != index))
    assert not verify_inclusion(LEAVES[other], index, size, ROOTS[size], proof)
    assert not verify_inclusion(LEAVES[index], other, size, ROOTS[size], proof)
    assert not verify_inclusion(LEAVES[index], index, size, ROOTS[size - 1], proof)
    assert not verify_inclusion(LEAVES[index], index, size, ROOTS[size], [*proof, ROOTS[1]])
    if proof:
        assert not verify_inclusion(LEAVES[index], index, size, ROOTS[size], proof[:-1])
        place, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
        changed = (int.from_bytes(proof[place], "big") ^ (1 << bit)).to_bytes(32, "big")
        assert not verify_inclusion(LEAVES[index], index, size, ROOTS[size], [*proof[:place], changed, *proof[place + 1 :]])


@given(st.integers(1, LARGEST - 1), st.data())
def test_a_consistency_proof_proves_nothing_else(old: int, data: st.DataObject) -> None:
    new = data.draw(st.integers(old + 1, LARGEST))
    proof = TREE.consistency_proof(old, new)
    forged = [*LEAVES[:new]]
    forged[data.draw(st.integers(0, old - 1))] = b"\xff" * 32
    rewritten = grown(forged)
    assert not verify_consistency(old, new, ROOTS[old], rewritten.root(new), rewritten.consistency_proof(old, new))
    assert not verify_consistency(old, new, ROOTS[old], rewritten.root(new), proof)
    assert not verify_consistency(old, new, rewritten.root(old), ROOTS[new], proof)
    assert not verify_consistency(old, new, ROOTS[old], ROOTS[new], [*proof, ROOTS[1]])
    assert not verify_consistency(old, new, ROOTS[old], ROOTS[new], proof[:-1])
    assert not verify_consistency(new, old, ROOTS[new], ROOTS[old], proof)


@given(st.integers(0, LARGEST), st.data())
def test_a_slice_between_two_covers_gives_the_root(size: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    frontier = Frontier(start, TREE.subtrees(0, start))
    for leaf in LEAVES[start:end]:
        frontier.append(leaf)
    for (level, _), node in zip(cover(end, size), TREE.subtrees(end, size), strict=True):
        frontier.append_subtree(level, node)
    assert (frontier.size, frontier.root()) == (size, ROOTS[size])


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_cover_is_short_and_without_a_gap(start: int, length: int) -> None:
    pieces = list(cover(start, start + length))
    position = start
    for level, index in pieces:
        assert index << level == position
        position += 1 << level
    assert position == start + length
    assert len(pieces) <= 62


def test_impossible_requests_are_refused() -> None:
    for call in (
        lambda: TREE.root(65),
        lambda: TREE.inclusion_proof(4, 4),
        lambda: TREE.inclusion_proof(-2, 4),
        lambda: TREE.consistency_proof(5, 4),
        lambda: TREE.subtrees(3, 66),
        lambda: Frontier(3, [ROOTS[1]]),
        lambda: Frontier(1, [ROOTS[1]]).append_subtree(1, ROOTS[2]),
    ):
        with pytest.raises(ValueError):
            call()
    assert not verify_inclusion(LEAVES[0], 0, 0, ROOTS[0], [])
    assert not verify_consistency(3, 5, ROOTS[3], ROOTS[5], [])
    assert not verify_consistency(0, 5, ROOTS[1], ROOTS[5], [])
