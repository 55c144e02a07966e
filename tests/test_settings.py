"""Settings: one file, then variables; every mistake is told in French, with its line."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import ConfigurationError
from beffroi.settings import Settings, load_settings, read_settings

HERE = Path("/srv/beffroi/beffroi.toml")


def message(text: str, **environ: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        read_settings(text, HERE, environ)
    return caught.value.sentence


def test_everything_has_a_default() -> None:
    settings = read_settings("", HERE, {})
    assert (settings.server.host, settings.server.port, settings.privacy.tagger) == ("127.0.0.1", 8000, True)
    assert settings.data_dir == Path("/srv/beffroi/var")
    assert settings.journal_path == Path("/srv/beffroi/var/journal.sqlite3")
    assert settings.keys_dir == Path("/srv/beffroi/var/keys")
    with pytest.raises(FrozenInstanceError):
        settings.server.port = 1  # type: ignore[misc]  # that it cannot be written is the point


def test_variables_win_over_the_file() -> None:
    text = '[server]\nport = 9000\nhost = "0.0.0.0"\n[privacy]\ntagger = true'
    environ = {"BEFFROI_SERVER_PORT": "9001", "BEFFROI_DATA_DIR": "/data", "BEFFROI_PRIVACY_TAGGER": "0", "PATH": "/bin"}
    settings = read_settings(text, HERE, environ)
    assert (settings.server.host, settings.server.port) == ("0.0.0.0", 9001)
    assert settings.data_dir == Path("/data")
    assert not settings.privacy.tagger


def test_an_unknown_key_is_told_with_its_line_and_the_nearest() -> None:
    told = message('[server]\nhost = "127.0.0.1"\nprot = 8000')
    assert told.startswith(
        "beffroi.toml, ligne 3, section [server] : « prot » est une clé inconnue. Vouliez-vous dire « port » ?"
    )


def test_an_unknown_section_is_told() -> None:
    assert "« serveur » est une clé inconnue. Vouliez-vous dire « server » ?" in message("[serveur]\nport = 1")
    assert "Possibles : " in message("xyz = 1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[server]\nport = 0", "« port » doit être un nombre entier entre 1 et 65535"),
        ("[server]\nport = true", "« port » doit être un nombre entier"),
        ('[server]\nport = "8000"', "« port » doit être un nombre entier"),
        ("[server]\nhost = 1", "« host » doit être un texte entre guillemets"),
        ("[privacy]\ntagger = 1", "« tagger » doit être true ou false"),
        ("server = 3", "section [server] : doit être une section"),
        ("[server]\nport = 1\nport = 2", "TOML"),
        ("[server\n", "beffroi.toml, ligne 1 : l’écriture TOML"),
    ],
)
def test_a_wrong_value_is_told(text: str, expected: str) -> None:
    assert expected in message(text)


def test_wrong_variables_are_told() -> None:
    assert "BEFFROI_SERVER_PROT est inconnue. Vouliez-vous dire « BEFFROI_SERVER_PORT »" in message("", BEFFROI_SERVER_PROT="1")
    assert "doit être un nombre entier" in message("", BEFFROI_SERVER_PORT="huit mille")
    assert "entre 1 et 65535" in message("", BEFFROI_SERVER_PORT="0")
    assert "doit être true ou false" in message("", BEFFROI_PRIVACY_TAGGER="peut-être")


def test_a_value_is_never_repeated() -> None:
    secret = "sk-tres-secret"
    for text in (
        f'[server]\nport = "{secret}"',
        f'api_key = "{secret}"',
        f'[privacy]\ntagger = "{secret}"',
        f"[server]\nhost = {secret}",
    ):
        assert secret not in message(text)
    assert secret not in message("", BEFFROI_SERVER_PORT=secret)


def test_the_file_is_named_by_the_variable_or_found_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "autre.toml"
    named.write_text("[server]\nport = 8001", encoding="utf-8")
    (tmp_path / "beffroi.toml").write_text("[server]\nport = 8002", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_settings(None, {"BEFFROI_CONFIG": str(named)}).server.port == 8001
    assert load_settings(None, {}).server.port == 8002
    assert load_settings(named, {}).file == named


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="n’existe pas") as caught:
        load_settings(tmp_path / "beffroi.toml", {})
    assert "beffroi init" in caught.value.hint
    (tmp_path / "latin.toml").write_bytes("# é".encode("latin-1"))
    with pytest.raises(ConfigurationError, match="UTF-8"):
        load_settings(tmp_path / "latin.toml", {})
    with pytest.raises(ConfigurationError, match="ne peut pas être lu"):
        load_settings(tmp_path, {})


def test_the_policy_is_kept_as_written() -> None:
    settings = read_settings('[[organizations]]\nid = "a"\nname = "A"', HERE, {})
    assert settings.policy.values == {"organizations": [{"id": "a", "name": "A"}]}
    assert settings.policy.line_of(("organizations", 0), "name") == 3


def read_or_refused(text: str) -> Settings | ConfigurationError:
    try:
        return read_settings(text, HERE, {})
    except ConfigurationError as error:
        return error


@given(st.text())
def test_no_text_makes_it_crash(text: str) -> None:
    outcome = read_or_refused(text)
    if isinstance(outcome, ConfigurationError):
        assert outcome.message
        assert outcome.hint
    else:
        assert outcome.data_dir.is_absolute()
