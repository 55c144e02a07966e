from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import UpstreamGarbled
from beffroi.gateway.sse import DONE_FRAME, SseReader, frame

LINES = st.sampled_from(
    ["data: é👩‍💻x", "data:y", "data", "data: ", ": ping", "event: x", "id: 1", "retry: 3", "", "datafoo: z", "\ufeffdata: q"]
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def read(data: bytes, cuts: list[int]) -> list[bytes]:
    reader = SseReader()
    bounds = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    payloads = [payload for start, end in pairwise(bounds) for payload in reader.feed(data[start:end])]
    return payloads + reader.flush()


@given(st.lists(st.tuples(LINES, ENDS), max_size=12), st.lists(st.integers(0, 200), max_size=20))
def test_any_chunking_gives_the_same_payloads(lines: list[tuple[str, str]], cuts: list[int]) -> None:
    data = "".join(line + end for line, end in lines).encode()
    assert read(data, cuts) == read(data, []) == read(data, list(range(len(data))))


@given(
    st.lists(st.binary(max_size=40).map(lambda raw: raw.replace(b"\r", b"").replace(b"\n", b"")), max_size=8), st.integers(1, 9)
)
def test_frames_come_back_as_they_were(payloads: list[bytes], size: int) -> None:
    data = b"".join(map(frame, payloads))
    assert read(data, list(range(0, len(data), size))) == payloads


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_comments_and_several_data_lines(end: str) -> None:
    data = f": ping{end}{end}event: message{end}data: a{end}data: b{end}{end}data:c{end}{end}".encode()
    assert read(data, []) == [b"a\nb", b"c"]


def test_an_event_is_given_as_soon_as_it_is_complete() -> None:
    reader = SseReader()
    assert reader.feed(b"data: a\n") == []
    assert reader.feed(b"\n") == [b"a"]
    assert reader.feed("data: é".encode()[:-1]) == []
    assert reader.feed("é".encode()[-1:] + b"\r") == []
    assert reader.feed(b"\r") == ["é".encode()]


def test_byte_order_mark_only_at_the_start() -> None:
    data = b"\xef\xbb\xbfdata: a\n\n"
    assert read(data, []) == read(data, list(range(len(data)))) == [b"a"]


def test_a_last_event_without_blank_line_is_given_at_the_end() -> None:
    assert read(b"data: [DONE]", []) == [b"[DONE]"]
    assert read(DONE_FRAME, []) == [b"[DONE]"]


def test_an_endless_event_is_refused() -> None:
    reader = SseReader(limit=100)
    assert reader.feed(b"x" * 100) == []
    with pytest.raises(UpstreamGarbled):
        reader.feed(b"x")
