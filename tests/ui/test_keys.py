"""The keys that the cheat sheet names are the keys that do something, and no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.report.document import Review
from deepcoro_desktop.ui.keymap import ACTIONS, Context
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.report.statement_card import ACTIONS as SENTENCE_ACTIONS
from tests.bundle_factory import write_bundle
from tests.ui.evidence import case
from tests.ui.fakes import FakeWorkspace, row

TWINS = {",", ".", "="}
"""The same as an arrow or plus, beside it on the keyboard; not listed."""
BY_EVENT = {"Return", "Up", "Down", "Esc", "1 … 99"}
"""Keys that panels and window take themselves; pressed below."""


def listed(*contexts: Context) -> set[str]:
    """The keys of parts of the window."""
    found: set[str] = set()
    for action in ACTIONS:
        if action.context in contexts:
            found |= {action.key} if "…" in action.key else set(action.key.split(" "))
    return found


@pytest.fixture
def window(open_list: Callable[[FakeWorkspace], MainWindow], tmp_path: Path) -> MainWindow:
    bundle = load_bundle(write_bundle(tmp_path / "bundle"))
    return open_list(FakeWorkspace(bundle=bundle, document=case.half_read(), rows=(row(0), row(1))))


def shortcuts(window: MainWindow) -> set[str]:
    return {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}


def test_every_shortcut_is_listed_and_every_listed_one_is_bound(window: MainWindow) -> None:
    by_shortcut = listed(Context.STUDIES, Context.WINDOW) - BY_EVENT
    by_shortcut |= {key for key in listed(Context.REPORT) if key.startswith("Ctrl+")}
    by_shortcut |= {action.key for action in ACTIONS if action.wide}
    assert by_shortcut | {str(digit) for digit in range(10)} == shortcuts(window)


def test_keys_of_the_pictures_are_those_that_the_viewer_knows(window: MainWindow) -> None:
    bound = {QKeySequence(key).toString() for key in window.viewer._keys}
    assert bound - TWINS == listed(Context.PICTURES) - {action.key for action in ACTIONS if action.wide}


def test_keys_of_the_report_are_those_that_the_report_knows(qtbot: QtBot, window: MainWindow) -> None:
    letters = {window.keymap.key(action) for action in SENTENCE_ACTIONS} | {"T", "I"}
    assert {key for key in listed(Context.REPORT) if not key.startswith("Ctrl+")} == letters | {"Tab", "Up", "Down"}
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.document is not None)
    state, view = window.state, window.report.section_view
    state.set_section("Left ventricle")
    first, second = view.cards[:2]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Up)
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is view.cards[2], "the first that is to review"
    qtbot.keyClick(view.cards[2], Qt.Key.Key_I)
    assert state.document is not None
    assert state.document.impression == view.cards[2].statement.text
    qtbot.keyClick(view.cards[2], Qt.Key.Key_A)
    qtbot.keyClick(view.cards[2], Qt.Key.Key_T)
    assert next(s for s in state.document.sections if s.name == "Left ventricle").attested


def test_enter_arrows_and_escape_do_what_the_sheet_says(qtbot: QtBot, window: MainWindow) -> None:
    window.studies.search.setFocus()
    qtbot.keyClick(window.studies.search, Qt.Key.Key_Down)
    assert window.studies.view.hasFocus()
    with qtbot.waitSignal(window.studies.open_requested):
        qtbot.keyClick(window.studies.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.state.document is not None)
    clips = window.clips.view
    clips.setFocus()
    qtbot.keyClick(clips, Qt.Key.Key_Down)
    qtbot.keyClick(clips, Qt.Key.Key_Down)
    qtbot.keyClick(clips, Qt.Key.Key_Up)
    with qtbot.waitSignal(window.state.clip_open_requested):
        qtbot.keyClick(clips, Qt.Key.Key_Return)
    qtbot.keyClick(clips, Qt.Key.Key_Escape)
    assert window.state.study is None


def test_rebound_keys_work_in_pictures_and_report(qtbot: QtBot, window: MainWindow) -> None:
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.document is not None)
    window.keymap.rebind("play", "W")
    window.keymap.rebind("accept", "C")
    playing = window.viewer.player.playing
    window.clips.view.setFocus()
    qtbot.keyClick(window.clips.view, Qt.Key.Key_W)
    assert window.viewer.player.playing is not playing
    qtbot.keyClick(window.clips.view, Qt.Key.Key_Space)
    assert window.viewer.player.playing is not playing, "Space means nothing any more"
    assert window.viewer.bar.play.toolTip().endswith("(W)")
    window.state.set_section("Left ventricle")
    card = window.report.section_view.cards[2]
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_A)
    assert card.statement.review is Review.PENDING
    qtbot.keyClick(card, Qt.Key.Key_C)
    assert card.statement.review is Review.ACCEPTED
    assert card.keys["accept"].text() == "C"
    assert card.keys["accept"].toolTip() == "Accept this sentence (C)"


def test_hints_beside_the_pictures_name_the_readers_keys(window: MainWindow) -> None:
    hint, empty = window.report.impression.hint, window.measuring.panel.empty
    assert hint.text() == "I copies the sentence in focus"
    assert empty.text() == "Nothing measured yet. Press M and type what to measure, or take a tool."
    window.keymap.rebind("to-impression", "F8")
    window.keymap.rebind("measure", "F9")
    assert hint.text() == "F8 copies the sentence in focus"
    assert empty.text() == "Nothing measured yet. Press F9 and type what to measure, or take a tool."
    window.keymap.rebind("to-impression", "")
    window.keymap.rebind("measure", "")
    assert hint.text() == ""
    assert empty.text() == "Nothing measured yet. Type what to measure, or take a tool."
    assert window.measuring.panel.search.toolTip() == "Type a few letters and press Enter"


def test_menu_of_a_sentence_does_what_its_keys_do(qtbot: QtBot, window: MainWindow) -> None:
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.document is not None)
    window.state.set_section("Left ventricle")
    card = window.report.section_view.cards[2]
    card.setFocus()
    menu = card.menu()
    assert "Reject this sentence\tX" in [action.text() for action in menu.actions()]
    menu.actions()[0].trigger()
    assert card.statement.review is Review.ACCEPTED
    menu.deleteLater()
