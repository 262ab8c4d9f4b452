"""`deepcoro-desktop rate SET` opens the window, or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from deepcoro_desktop import app, cli
from deepcoro_desktop.__main__ import main
from deepcoro_desktop.ui.rating_window import RatingWindow
from tests.rating_factory import rating_set


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps settings and crash files of the user out of the tests."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def test_rate_is_a_command_with_a_window() -> None:
    arguments = cli.parse(["rate", "set", "--rater", "Ada", "--out", "mine.json"])
    assert (arguments.command, arguments.rater, arguments.out) == ("rate", "Ada", Path("mine.json"))
    assert cli.needs_window(arguments)
    assert not cli.needs_virtual_screen(arguments)


def test_opens_the_window_of_the_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def look(_app: QApplication) -> int:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, RatingWindow) and window.isVisible():
                seen.append(window.start.name.text())
                window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                window.close()
        return 0

    monkeypatch.setattr(QApplication, "exec", look)
    rating_set(tmp_path / "set")
    assert main(["rate", str(tmp_path / "set"), "--rater", "Ada"]) == 0
    assert seen == ["Ada"]


def test_says_that_there_is_no_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    class Told:
        def __init__(self, error: Exception) -> None:
            told.append(str(error))

        def exec(self) -> int:
            return 0

    monkeypatch.setattr(app, "ProblemDialog", Told)
    assert main(["rate", str(tmp_path)]) == 1
    assert told == ["There is no rating set at this place. Check the path of set.json."]
