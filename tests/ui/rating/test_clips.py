"""The clips play beside the texts, without a name; what is wrong with them is said in their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.manifest import TrainedOn
from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.core.rating.rating_set import SET_VERSION, LoadedSet, RatingCase, RatingSet, write_set
from deepcoro_desktop.ui.rating_window import RatingWindow
from tests.dicom_factory import write_study
from tests.rating_factory import KEY_SHA256, NOW, PAIRS, clip_entry


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedSet:
    """Two cases of five clips, and one of none."""
    cases = []
    for number in (1, 2):
        write_study(tmp_path / "studies" / f"case-{number}", (0, 1, 2, 3, 4), study=f"study-{number}")
        files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.glob(f"studies/case-{number}/*"))
        cases.append(RatingCase(f"case-{number}", PAIRS, tuple(clip_entry(tmp_path, file) for file in files)))
    cases.append(RatingCase("case-3", PAIRS))
    return write_set(RatingSet(SET_VERSION, "Rating", "", TrainedOn.SYNTHETIC, KEY_SHA256, tuple(cases)), tmp_path)


def open_window(qtbot: QtBot, loaded: LoadedSet) -> RatingWindow:
    window = RatingWindow(loaded, standard_views(), rater="Ada", clock=lambda: NOW)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.begin("Ada")
    return window


def test_the_clips_of_each_case_play_beside_its_texts(qtbot: QtBot, loaded: LoadedSet) -> None:
    window = open_window(qtbot, loaded)
    qtbot.waitUntil(lambda: len(window.clip_row.buttons) == 5)
    assert window.viewer.isVisible()
    assert window.viewer.playing
    assert window.state.study is not None
    assert window.state.study.description == ""
    first = window.state.study.study_instance_uid
    press(qtbot, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: window.state.study is not None and window.state.study.study_instance_uid != first)
    press(qtbot, Qt.Key.Key_S)
    assert window.state.study is None
    assert not window.viewer.isVisible()
    assert window.strip.clips.text() == "No clips"
    window.close()


def test_a_number_shows_its_clip_and_v_hides_them_all(qtbot: QtBot, loaded: LoadedSet) -> None:
    window = open_window(qtbot, loaded)
    qtbot.waitUntil(lambda: len(window.clip_row.buttons) == 5)
    fifth = list(window.clip_row.buttons)[4]
    button = window.clip_row.buttons[fifth]
    assert fifth not in window.state.shown_clips
    assert not button.isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert fifth in window.state.shown_clips
    assert button.isChecked()
    press(qtbot, Qt.Key.Key_V)
    assert not window.viewer.isVisible()
    press(qtbot, Qt.Key.Key_V)
    assert window.viewer.isVisible()
    window.close()


def test_digits_answer_wherever_the_keyboard_is(qtbot: QtBot, loaded: LoadedSet) -> None:
    window = open_window(qtbot, loaded)
    qtbot.waitUntil(lambda: len(window.clip_row.buttons) == 5)
    window.viewer.grid.active_tile.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_4)
    assert window.questions.order[0].chosen == 3
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert not window.viewer.playing, "space stays with the pictures"
    window.close()


def test_space_on_a_question_pauses_the_clips(qtbot: QtBot, loaded: LoadedSet) -> None:
    window = open_window(qtbot, loaded)
    qtbot.waitUntil(lambda: len(window.clip_row.buttons) == 5)
    assert window.questions.order[0].hasFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert not window.viewer.playing
    window.close()


def test_says_why_clips_cannot_be_shown_and_the_texts_stay(qtbot: QtBot, loaded: LoadedSet) -> None:
    path = loaded.folder / loaded.content.cases[0].clips[2].file
    path.write_bytes(path.read_bytes() + b"\0\0")
    window = open_window(qtbot, loaded)
    qtbot.waitUntil(lambda: not window.clip_problem.isHidden())
    assert window.clip_problem.text.startswith("A clip of this case was changed.")
    assert window.texts.paragraphs()
    press(qtbot, Qt.Key.Key_S)
    assert window.clip_problem.isHidden(), "it belongs to the case before"
    qtbot.waitUntil(lambda: window.state.study is not None)
    window.close()


def press(qtbot: QtBot, key: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    qtbot.keyClick(target, key)
