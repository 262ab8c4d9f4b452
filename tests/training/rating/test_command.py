"""The commands say what is missing, and leave nothing half done."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from deepcoro_desktop.core.rating.rating_set import load_set
from deepcoro_desktop.core.rating.ratings import blank_ratings, save_ratings
from tests.bundle_factory import write_bundle
from tests.rating_factory import NOW, case_rating, write_clip_store
from training.__main__ import main


@pytest.fixture
def blinded(tmp_path: Path) -> Path:
    write_bundle(tmp_path / "bundle")
    write_clip_store(tmp_path / "data", 3)
    assert blind(tmp_path, "2") == 0
    return tmp_path


def blind(folder: Path, cases: str) -> int:
    where = ["--bundle", str(folder / "bundle"), "--data", str(folder / "data"), "--blind", str(folder / "set")]
    return main(["evaluate", *where, "--cases", cases])


def test_two_sets_of_the_same_seed_have_other_salts(blinded: Path) -> None:
    first = json.loads((blinded / "set-key.json").read_text())["secret"]
    (blinded / "set").rename(blinded / "old")
    (blinded / "set-key.json").unlink()
    assert blind(blinded, "2") == 0
    second = json.loads((blinded / "set-key.json").read_text())["secret"]
    assert [case["study_id"] for case in first["cases"]] == [case["study_id"] for case in second["cases"]]
    assert first["salt"] != second["salt"]
    assert len(first["salt"]) == 64


def test_never_writes_over_a_set(blinded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert blind(blinded, "2") == 2
    assert "set-key.json is there already. Name another place" in capsys.readouterr().err


def test_says_when_there_are_too_few_studies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_bundle(tmp_path / "bundle")
    write_clip_store(tmp_path / "data", 3)
    assert blind(tmp_path, "4") == 2
    assert "A set of 4 cases cannot be drawn from 3 studies" in capsys.readouterr().err
    assert not (tmp_path / "set").exists()


def test_ratings_need_their_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--ratings", str(tmp_path / "r.json")]) == 2
    assert "Ratings cannot be read without their key. Name it with --key" in capsys.readouterr().err


def test_says_which_file_is_not_there(blinded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = ["--key", str(blinded / "set-key.json")]
    assert main(["evaluate", "--ratings", str(blinded / "none.json"), *key]) == 1
    assert "There is no ratings file at this place. Check the path of none.json." in capsys.readouterr().err
    assert main(["evaluate", "--ratings", str(blinded / "set" / "set.json"), *key]) == 1
    assert "The ratings file is not valid" in capsys.readouterr().err


def test_lists_what_a_rater_has_not_rated(blinded: Path, caplog: pytest.LogCaptureFixture) -> None:
    ratings = blank_ratings(load_set(blinded / "set"), "Ada", NOW).with_case(case_rating("case-1"))
    save_ratings(ratings, blinded / "ada.json")
    out = blinded / "figures.json"
    with caplog.at_level(logging.WARNING):
        code = main(
            [
                "evaluate",
                "--ratings",
                str(blinded / "ada.json"),
                "--key",
                str(blinded / "set-key.json"),
                "--json",
                str(out),
            ]
        )
    assert code == 0
    assert "Ada has not rated: case-2" in caplog.text
    found = json.loads(out.read_text())
    assert found["per_rater"]["Ada"]["missing"] == ["case-2"]
    assert found["together"]["rated_cases"] == 1


def test_evaluate_alone_still_needs_bundle_and_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate"]) == 2
    assert "Name --bundle and --data" in capsys.readouterr().err
