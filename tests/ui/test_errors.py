from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import PixelError, UnexpectedError, describe_without_data
from deepcoro_desktop.ui.errors import CrashGuard, ProblemBar, show_problem

NOW = datetime(2026, 3, 14, 10, 52, 7, tzinfo=UTC)


def failure() -> KeyError:
    try:
        raise KeyError("DOE^JANE 1954-02-11 " + "/".join(("", "home", "doe", "study")))
    except KeyError as error:
        return error


@pytest.fixture
def guard(tmp_path: Path) -> CrashGuard:
    return CrashGuard(tmp_path / "crashes", lambda: NOW)


def test_bar_shows_sentence_remedy_and_action(qtbot: QtBot) -> None:
    bar = ProblemBar("Try again")
    qtbot.addWidget(bar)
    assert bar.text == ""
    bar.show_error(PixelError("The picture is damaged.", "Export it again."))
    assert bar.text == "The picture is damaged. Export it again."
    assert bar.accessibleName() == "Problem: The picture is damaged. Export it again."
    with qtbot.waitSignal(bar.action_requested):
        qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.dismiss, Qt.MouseButton.LeftButton)
    assert bar.text == ""


def test_dialog_shows_text_as_text(qtbot: QtBot) -> None:
    dialog = show_problem(PixelError("<b>x</b>", "Do <i>this</i>."))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    labels = dialog.findChildren(QLabel)
    assert [label.text() for label in labels] == ["<b>x</b>", "Do <i>this</i>."]
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    qtbot.mouseClick(dialog.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_crash_file_says_where_but_nothing_of_the_patient(qtbot: QtBot, guard: CrashGuard, tmp_path: Path) -> None:
    error = failure()
    with qtbot.waitSignal(guard.unexpected) as told:
        guard._on_exception(type(error), error, error.__traceback__)
    (path,) = (tmp_path / "crashes").iterdir()
    text = path.read_text(encoding="utf-8")
    assert "test_errors.py" in text
    assert "KeyError" in text
    for word in ("DOE", "JANE", "1954", "/home", str(tmp_path)):
        assert word not in text
    assert path.name in told.args[0]
    assert "did not foresee" in told.args[0]


def test_the_same_failure_is_told_once(guard: CrashGuard, tmp_path: Path) -> None:
    told: list[str] = []
    guard.unexpected.connect(told.append)
    error = failure()
    for _ in range(3):
        guard._on_exception(type(error), error, error.__traceback__)
    assert len(told) == 1
    assert len(list((tmp_path / "crashes").iterdir())) == 1


def test_error_with_a_sentence_of_its_own_is_told_in_its_words(qtbot: QtBot, guard: CrashGuard, tmp_path: Path) -> None:
    error = PixelError("The picture is damaged.", "Export it again.")
    with qtbot.waitSignal(guard.unexpected) as told:
        guard._on_exception(type(error), error, None)
    assert told.args == ["The picture is damaged. Export it again."]
    assert not (tmp_path / "crashes").exists()


def test_crash_file_that_breaks_off_leaves_no_part(
    guard: CrashGuard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError

    monkeypatch.setattr("os.fsync", full)
    assert guard.write_crash_file("story") is None
    assert list((tmp_path / "crashes").iterdir()) == []


def test_crash_folder_that_cannot_be_made_is_no_second_crash(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "crashes").write_text("a file is in the way")
    guard = CrashGuard(tmp_path / "crashes", lambda: NOW)
    error = failure()
    with qtbot.waitSignal(guard.unexpected) as told:
        guard._on_exception(type(error), error, error.__traceback__)
    assert told.args == [str(UnexpectedError())]


def test_hooks_are_taken_and_given_back(guard: CrashGuard) -> None:
    before = sys.excepthook, threading.excepthook
    guard.install()
    assert sys.excepthook == guard._on_exception
    assert threading.excepthook is not before[1]
    guard.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def test_description_names_the_cause_first() -> None:
    try:
        try:
            raise ValueError("secret")
        except ValueError as error:
            raise RuntimeError("DOE^JANE") from error
    except RuntimeError as error:
        text = describe_without_data(error)
    assert text.index("builtins.ValueError") < text.index("builtins.RuntimeError")
    assert "secret" not in text
    assert "JANE" not in text
