"""A model whose 4-bit products are asked for in whole numbers is the same model otherwise."""

from __future__ import annotations

import pytest

from beffroi.privacy.tagger.onnx_products import _field, _fields, with_int8_products
from beffroi.privacy.tagger.rampart import weights_folder

PRODUCT = _field(1, b"x") + _field(4, b"MatMulNBits")
OTHER = _field(4, b"Add")


def _model(*nodes: bytes) -> bytes:
    return b"\x08\x09" + _field(7, b"".join(_field(1, node) for node in nodes) + _field(2, b"graph")) + _field(8, b"y" * 300)


def test_only_products_are_told() -> None:
    told = with_int8_products(_model(PRODUCT, OTHER))
    graph = next(payload for number, _, payload in _fields(told) if number == 7)
    nodes = [payload for number, _, payload in _fields(graph) if number == 1]
    assert nodes[0].startswith(PRODUCT)
    assert b"accuracy_level\x18\x04" in nodes[0]
    assert nodes[1] == OTHER
    assert told[-300:] == b"y" * 300


def test_told_once_and_others_left_alone() -> None:
    told = with_int8_products(_model(PRODUCT))
    assert with_int8_products(told) == told
    assert with_int8_products(_model(OTHER)) == _model(OTHER)


@pytest.mark.parametrize("damaged", [b"\x3a\xff", b"\x3a\x05ab", b"\xff" * 12, b"\x3b"])
def test_what_is_no_model_is_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="not an ONNX model"):
        with_int8_products(damaged)


def test_the_weights_have_products_to_tell() -> None:
    folder = weights_folder()
    assert folder is not None
    model = (folder / "onnx" / "model_q4.onnx").read_bytes()
    assert with_int8_products(model).count(b"accuracy_level") >= 36
