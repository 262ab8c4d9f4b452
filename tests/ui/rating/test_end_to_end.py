"""From prepared clips to figures: a set is made, rated in the window by two raters, and read back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.core.rating.rating_set import load_set
from deepcoro_desktop.ui.rating_window import RatingWindow
from tests.bundle_factory import write_bundle
from tests.dicom_factory import write_study
from tests.rating_factory import write_clip_store

if TYPE_CHECKING:
    from training.rating.key import Arm

CASES = 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from training.__main__ import main

    write_bundle(tmp_path / "bundle")
    write_clip_store(tmp_path / "data", CASES)
    for study in range(CASES):
        write_study(tmp_path / "dicom" / f"study-{study}", (0, 2), study=f"study-{study}")
    arguments = ["evaluate", "--bundle", tmp_path / "bundle", "--data", tmp_path / "data", "--blind", tmp_path / "set"]
    arguments += ["--cases", CASES, "--seed", 3, "--studies", tmp_path / "dicom"]
    assert main([str(word) for word in arguments]) == 0
    return tmp_path


def rate(qtbot: QtBot, folder: Path, rater: str, draft: str, reference: str, preferences: dict[Arm, str]) -> None:
    """Rate every case by keyboard as somebody who knows the key: `draft` and `reference` are keys of three answers."""
    from training.rating.key import Arm, load_key

    window = RatingWindow(load_set(folder / "set"), standard_views(), rater=rater)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.start.name, Qt.Key.Key_Return)
    for case in load_key(folder / "set-key.json").secret.cases:
        first, second = (draft, reference) if case.a is Arm.DRAFT else (reference, draft)
        for key in f"{first}{second}{preferences[case.a]}\r":
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return if key == "\r" else Qt.Key(ord(key)))
            if key == "2" and QApplication.focusWidget() in window.questions.notes:
                qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.summary
    assert window.close()


ALONE = "DEEPCORO_TEST_ALONE"
"""Set in the process that runs the rating by itself."""


def test_ratings_in_the_window_become_the_figures_of_draft_and_reference() -> None:
    """Run the rating in a process of its own: here torch and Qt meet, which in a long run of tests ends in a crash."""
    environment = {**os.environ, ALONE: "1"}
    names = [f"{__file__}::{name}" for name in ("test_rated_alone", "test_changed_alone")]
    command = [sys.executable, "-m", "pytest", "-q", *names]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def rated_alone(qtbot: QtBot, folder: Path) -> None:
    from training.__main__ import main
    from training.rating.key import Arm

    draft_first = {Arm.DRAFT: "1", Arm.REFERENCE: "5"}  # the draft is much better, on whichever side it stands
    rate(qtbot, folder, "Ada Reader", "531", "322", draft_first)
    rate(qtbot, folder, "Bob", "531", "421", {Arm.DRAFT: "3", Arm.REFERENCE: "3"})
    files = sorted((folder / "set").glob("ratings-*.json"))
    assert [file.name for file in files] == ["ratings-ada-reader.json", "ratings-bob.json"]
    out, page = folder / "figures.json", folder / "figures.html"
    arguments = ["evaluate", "--ratings", *files, "--key", folder / "set-key.json", "--json", out, "--html", page]
    assert main([str(word) for word in arguments]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["raters"] == ["Ada Reader", "Bob"]
    ada, bob = found["per_rater"]["Ada Reader"], found["per_rater"]["Bob"]
    assert ada["preference"]["counts"]["draft_much_better"] == CASES
    assert ada["preference"]["sign_test_p"] == pytest.approx(2 / 2**CASES)
    assert bob["preference"]["counts"]["same"] == CASES
    assert (ada["scores"]["accuracy"]["draft"], ada["scores"]["accuracy"]["reference"]) == (5.0, 3.0)
    assert (bob["scores"]["completeness"]["draft"], bob["scores"]["completeness"]["reference"]) == (3.0, 2.0)
    assert ada["significant_errors"]["reference"]["texts"] == CASES
    assert ada["significant_errors"]["draft"]["texts"] == bob["significant_errors"]["reference"]["texts"] == 0
    assert found["together"]["preference"]["mean_step"] == 1.0
    assert found["together"]["preference"]["cases_draft_better"] == CASES
    assert ada["missing"] == ada["skipped"] == []
    assert "Ada Reader" in page.read_text(encoding="utf-8")


def changed_afterwards(qtbot: QtBot, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from training.__main__ import main
    from training.rating.key import Arm

    path = folder / "set" / "set.json"
    path.write_text(path.read_text(encoding="utf-8").replace("mild", "severe"), encoding="utf-8")
    rate(qtbot, folder, "Ada", "531", "311", {Arm.DRAFT: "1", Arm.REFERENCE: "5"})
    file, key = folder / "set" / "ratings-ada.json", folder / "set-key.json"
    assert main(["evaluate", "--ratings", str(file), "--key", str(key)]) == 1
    error = capsys.readouterr().err
    assert "Ada rated a changed copy of this set. Its texts may differ" in error


if ALONE in os.environ:

    def test_rated_alone(qtbot: QtBot, folder: Path) -> None:
        rated_alone(qtbot, folder)

    def test_changed_alone(qtbot: QtBot, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        changed_afterwards(qtbot, folder, capsys)
