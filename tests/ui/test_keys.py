"""The keys that the cheat sheet names are the keys that do something, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.ui.browser import thumbnails
from deepcoro_desktop.ui.dialogs.cheat_sheet import (
    CLIP_KEYS,
    REPORT_KEYS,
    STUDY_KEYS,
    VIEWER_KEYS,
    WINDOW_KEYS,
    KeyGroup,
)
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.report.statement_card import ACTIONS
from tests.bundle_factory import write_bundle
from tests.ui.evidence import case
from tests.ui.fakes import FakeWorkspace, decode_disc, row

NAMES = {
    "←": "Left", "→": "Right", "↑": "Up", "↓": "Down", "Ctrl+Enter": "Ctrl+Return", "Enter": "Return",
    "Shift+←": "Shift+Left", "Shift+→": "Shift+Right",
}  # fmt: skip
TWINS = {",", ".", "="}
"""The same as an arrow or plus, beside it on the keyboard; not listed."""


def listed(group: KeyGroup) -> set[str]:
    """The keys of a group, ranges written out."""
    found: set[str] = set()
    for keys in group.keys:
        if "…" in keys.keys:
            first, last = keys.keys.split(" … ")
            start = first.rpartition("+")[0]
            top = 9 if last == "99" else int(last[-1])
            low = 0 if last == "99" else int(first[-1])
            found |= {f"{start}+{n}" if start else str(n) for n in range(low, top + 1)}
        else:
            found |= set(keys.keys.split(" "))
    return {QKeySequence(NAMES.get(key, key)).toString() for key in found}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(thumbnails, "decode_frames", decode_disc)
    workspace = FakeWorkspace(
        bundle=load_bundle(write_bundle(tmp_path / "bundle")), document=case.half_read(), rows=(row(0), row(1))
    )
    window = MainWindow(workspace, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.resize(1600, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.studies.filter.rowCount() == 2)
    yield window
    window.close()


def shortcuts(window: MainWindow) -> set[str]:
    return {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}


def test_every_shortcut_is_listed_and_every_listed_one_is_bound(window: MainWindow) -> None:
    by_shortcut = {key for key in listed(STUDY_KEYS) | listed(WINDOW_KEYS) | listed(CLIP_KEYS) if key not in BY_EVENT}
    by_shortcut |= {key for key in listed(REPORT_KEYS) if key.startswith("Ctrl+")}
    assert by_shortcut == shortcuts(window)


BY_EVENT = {"Return", "Up", "Down", "Esc"}
"""Keys that panels and window take themselves; pressed below."""


def test_keys_of_the_pictures_are_those_that_the_viewer_knows(window: MainWindow) -> None:
    bound = {QKeySequence(key).toString() for key in window.viewer._keys}
    assert bound - TWINS == listed(VIEWER_KEYS)


def test_keys_of_the_report_are_those_that_the_report_knows(qtbot: QtBot, window: MainWindow) -> None:
    letters = {letter for letter, _ in ACTIONS.values()} | {"T", "I"}
    assert {key for key in listed(REPORT_KEYS) if not key.startswith("Ctrl+")} == letters | {"Tab", "Up", "Down"}
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
