"""The page's modules, one by one, in the browser that runs them."""

from __future__ import annotations

import json
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

SOME = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTS = st.text(alphabet=st.sampled_from("aé \n-*`_1.#<👩🏛𝒜\u200d&"), max_size=60)


def call(page: Page, module: str, body: str, argument: object) -> object:
    """Run ``body`` with the module as ``m`` and the argument as ``x``."""
    if not page.url.startswith("http"):
        page.goto("/connexion/")
    code = f"async (x) => {{ const m = await import('/static/console/{module}'); {body} }}"
    return page.evaluate(code, argument)


@SOME
@given(text=TEXTS)
def test_code_points_become_utf16_units(page: Page, text: str) -> None:
    expected = [len(text[:offset].encode("utf-16-le")) // 2 for offset in range(len(text) + 1)]
    body = "const c = new m.CodePoints(x.text); return x.offsets.map((offset) => c.toUtf16(offset));"
    assert call(page, "code_points.js", body, {"text": text, "offsets": list(range(len(text) + 1))}) == expected


@SOME
@given(text=TEXTS, data=st.data())
def test_marks_are_what_python_would_cut(page: Page, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    finding = {"start": start, "end": end, "type": "nir", "label": "NIR", "category": "official_number"}
    body = "return m.marksOf(x.text, [x.finding]).map((mark) => x.text.slice(mark.start, mark.end));"
    expected = [text[start:end]] if end > start else []
    assert call(page, "findings.js", body, {"text": text, "finding": finding}) == expected


@SOME
@given(before=TEXTS, after=TEXTS, cut=st.integers(0, 60))
def test_marks_carried_over_still_hold_the_same_words(page: Page, before: str, after: str, cut: int) -> None:
    new = before[:cut] + after + before[cut:]
    body = """
        const marks = [...x.before].length ? [{ start: 0, end: x.half }, { start: x.half, end: x.before.length }] : [];
        return m.carriedOver(marks, x.before, x.new).map((mark) => [mark.start, mark.end, x.new.length]);"""
    half = len(before[: len(before) // 2].encode("utf-16-le")) // 2
    kept = call(page, "findings.js", body, {"before": before, "new": new, "half": half})
    units = new.encode("utf-16-le")
    known = {before[: len(before) // 2], before[len(before) // 2 :]}
    for start, end, length in kept:
        assert 0 <= start <= end <= length
        assert units[2 * start : 2 * end].decode("utf-16-le") in known


@SOME
@given(texts=st.lists(TEXTS, min_size=1, max_size=5), seed=st.integers(0, 9999))
def test_events_are_the_same_however_they_are_cut(page: Page, texts: list[str], seed: int) -> None:
    frames = [f"data: {json.dumps(text, ensure_ascii=False)}\r\n\r\n" for text in texts]
    data = "".join([": comment\n\n", *frames, "data: [DONE]\n\n"]).encode()
    draw = random.Random(seed)
    cuts = sorted(draw.sample(range(len(data)), min(len(data), 12)))
    pieces = [list(data[a:b]) for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    body = """
        const stream = new ReadableStream({ start(c) {
            for (const piece of x) c.enqueue(new Uint8Array(piece)); c.close(); } });
        const seen = []; for await (const data of m.eventData(stream)) seen.push(data); return seen;"""
    assert call(page, "sse.js", body, pieces) == [*(json.dumps(text, ensure_ascii=False) for text in texts), "[DONE]"]


@SOME
@given(text=TEXTS)
def test_no_text_of_a_model_becomes_markup_or_is_lost(page: Page, text: str) -> None:
    body = """
        const target = document.createElement("div"); m.render(target, x);
        return [[...target.querySelectorAll("*")].map((node) => node.localName), target.textContent];"""
    names, shown = call(page, "rendering.js", body, text)
    assert set(names) <= {"p", "ul", "ol", "li", "br", "strong", "em", "code", "pre"}
    for kept in "aé<👩🏛𝒜&":
        assert shown.count(kept) == text.count(kept)


def test_light_formatting(page: Page) -> None:
    text = "# Titre\nBonjour **Aïcha**, *merci*\n\n1. un\n2. deux\n\n- `x`\n- y\n\n```\n<b>&\n```"
    body = """
        const target = document.createElement("div"); m.render(target, x);
        const show = (node) => node.nodeType === 3 ? node.data
            : `<${node.localName}>${[...node.childNodes].map(show).join("")}</>`;
        return [...target.childNodes].map(show).join("");"""
    assert call(page, "rendering.js", body, text) == (
        "<p>Titre</><p>Bonjour <strong>Aïcha</>, <em>merci</></><ol><li>un</><li>deux</></>"
        "<ul><li><code>x</></><li>y</></><pre><b>&</>"
    )
