"""The set's file: strict, versioned, the same bytes give the same hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from deepcoro_desktop.core.errors import RatingError
from deepcoro_desktop.core.rating.rating_set import SET_NAME, ClipFile, load_set
from tests.rating_factory import PAIRS, rating_set


def change(folder: Path, **changes: Any) -> None:
    path = folder / SET_NAME
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def test_comes_back_as_it_was_written(tmp_path: Path) -> None:
    written = rating_set(tmp_path)
    assert load_set(tmp_path) == written
    assert load_set(tmp_path / SET_NAME) == written
    assert written.content.cases[1].sections == PAIRS


def test_hash_is_that_of_the_files_bytes(tmp_path: Path) -> None:
    assert rating_set(tmp_path).sha256 == hashlib.sha256((tmp_path / SET_NAME).read_bytes()).hexdigest()


def test_another_text_is_another_set(tmp_path: Path) -> None:
    before = rating_set(tmp_path).sha256
    path = tmp_path / SET_NAME
    path.write_text(path.read_text(encoding="utf-8").replace("dilated", "small"), encoding="utf-8")
    assert load_set(tmp_path).sha256 != before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": 2}, "written by a newer program \\(version 2, this program knows 1\\)"),
        ({"version": 0}, "its version is 0"),
        ({"version": "1"}, "its version is '1'"),
        ({"order": ["draft"]}, "unknown keys: order"),
        ({"cases": []}, "the set has no cases"),
        ({"cases": [{"case_id": "a", "sections": []}] * 2}, "a case is in the set twice"),
        ({"trained_on": "dreams"}, "is none of synthetic, clinical"),
        ({"key_sha256": "4B" * 32}, "key_sha256 is not 64 hex digits"),
    ],
)
def test_refuses_what_is_not_a_set(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    rating_set(tmp_path)
    change(tmp_path, **changes)
    with pytest.raises(RatingError, match=message):
        load_set(tmp_path)


@pytest.mark.parametrize("text", ["", "[", "[]", "\udcff"])
def test_refuses_a_damaged_file(tmp_path: Path, text: str) -> None:
    (tmp_path / SET_NAME).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(RatingError, match="The rating set is not valid"):
        load_set(tmp_path)


def test_says_where_there_is_no_set(tmp_path: Path) -> None:
    with pytest.raises(RatingError, match="There is no rating set at this place"):
        load_set(tmp_path)


@pytest.mark.parametrize("name", ["../key.json", "/etc/passwd", "a/../b", "a//b", "", ".hidden", "a\\b"])
def test_refuses_a_clip_outside_the_folder(name: str) -> None:
    with pytest.raises(ValueError, match="not a plain relative name"):
        ClipFile(name, "0" * 64)
