"""Where settings come from and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsgraph.errors import SettingsError
from newsgraph.settings import Settings, StoreText


def test_load_lets_later_sources_win(tmp_path: Path) -> None:
    path = tmp_path / "newsgraph.toml"
    path.write_text('base = "https://a.example/"\nstore_text = "none"\nmax_bytes = 10\n')
    environ = {"NEWSGRAPH_STORE_TEXT": "full", "NEWSGRAPH_MAX_BYTES": "20", "PATH": "/bin"}
    settings = Settings.load(path, environ=environ, max_bytes=30, model=None)
    assert settings.base == "https://a.example/"
    assert settings.store_text is StoreText.FULL
    assert settings.max_bytes == 30
    assert settings.model is None


def test_file_in_the_working_folder_counts_unless_another_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "newsgraph.toml").write_text("min_confidence = 0.7\nmax_bytes = 10\n")
    (tmp_path / "other.toml").write_text("max_seconds = 9\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSGRAPH_MAX_BYTES", "20")
    found = Settings.load()
    assert (found.min_confidence, found.max_bytes) == (0.7, 20)
    named = Settings.load(Path("other.toml"))
    assert (named.min_confidence, named.max_seconds) == (0.0, 9)
    assert Settings.load(environ={}) == Settings()
    (tmp_path / "newsgraph.toml").write_text("colour = 1\n")
    with pytest.raises(SettingsError, match=r"colour.*newsgraph\.toml"):
        Settings.load()


@pytest.mark.parametrize(
    ("keywords", "named"),
    [
        ({"bse": "https://a.example/"}, "bse"),
        ({"base": "a.example"}, "base"),
        ({"base": "https://a.example/no end"}, "base"),
        ({"base": 'https://a.example/">/'}, "base"),
        ({"store_text": "some"}, "store_text"),
        ({"min_confidence": "high"}, "min_confidence"),
        ({"min_confidence": 1.5}, "min_confidence"),
        ({"max_bytes": 0}, "max_bytes"),
        ({"max_bytes": 1.5}, "max_bytes"),
        ({"language": "sr"}, "language"),
        ({"model": 3}, "model"),
        ({"fetch": "maybe"}, "fetch"),
        ({"fetch_delay": -1}, "fetch_delay"),
        ({"fetch_delay": "inf"}, "fetch_delay"),
    ],
)
def test_load_refuses_and_names_the_key(keywords: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError, match=named) as caught:
        Settings.load(environ={}, **keywords)
    assert caught.value.hint


def test_load_suggests_the_nearest_setting() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.load(environ={"NEWSGRAPH_STORETEXT": "full"})
    assert "store_text" in caught.value.hint


@pytest.mark.parametrize("content", [None, "base = ", "\xff"])
def test_load_refuses_damaged_file(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "broken.toml"
    if content is not None:
        path.write_bytes(content.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"broken\.toml"):
        Settings.load(path, environ={})
