"""A whole case without the mouse: from the list of studies to the signature, by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.report.document import Document, Origin, Review
from deepcoro_desktop.core.report.readiness import missing
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.report.editors import NumberField, SentenceEdit
from deepcoro_desktop.ui.report.section_list import SectionList
from deepcoro_desktop.ui.report.statement_card import StatementCard
from tests.bundle_factory import write_bundle
from tests.ui.evidence import case
from tests.ui.fakes import FakeWorkspace, row

Key = Qt.Key
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
MOST_KEYS = 400


@pytest.fixture
def window(open_list: Callable[[FakeWorkspace], MainWindow], tmp_path: Path) -> MainWindow:
    bundle = load_bundle(write_bundle(tmp_path / "bundle"))
    return open_list(FakeWorkspace(bundle=bundle, document=case.draft(), rows=(row(0), row(1))))


def at() -> QWidget:
    """What has the keyboard; nothing else is ever pressed."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(at(), key, modifiers)


def document_of(window: MainWindow) -> Document:
    assert window.state.document is not None
    return window.state.document


def review(window: MainWindow, card: StatementCard) -> None:
    """Reject one sentence, edit one, accept the others."""
    reviewed = {s.review for section in document_of(window).sections for s in section.statements}
    if "No aneurysm" in card.statement.text:
        press(Key.Key_X)
    elif "mildly thickened" in card.statement.text and Review.EDITED not in reviewed:
        press(Key.Key_E)
        assert isinstance(at(), SentenceEdit)
        QTest.keyClicks(at(), " Seen well.")
        press(Key.Key_Return)
    else:
        press(Key.Key_A)
        while isinstance(at(), NumberField):
            QTest.keyClicks(at(), "42")
            press(Key.Key_Return)


def read_all(window: MainWindow) -> None:
    """Go through the report with Enter, Tab and the letters until the impression has the keyboard."""
    for _ in range(MOST_KEYS):
        here = at()
        if here is window.report.impression or window.report.impression.isAncestorOf(here):
            return
        if isinstance(here, SectionList):
            press(Key.Key_Return)
            continue
        assert isinstance(here, StatementCard), f"the keyboard is stuck in {type(here).__name__}"
        section = next(s for s in document_of(window).sections if s.name == window.state.section)
        waiting = [s for s in section.statements if s.review is Review.PENDING and s.origin is Origin.MODEL]
        if here.statement.review is Review.PENDING:
            review(window, here)
        else:
            press(Key.Key_Tab if waiting else Key.Key_T)
    raise AssertionError("the report has no end")


def sign(qtbot: QtBot, window: MainWindow) -> None:
    """Go to the passphrase of the signing sheet with Tab, sign with Enter, leave with Esc."""
    qtbot.waitUntil(lambda: window.signing_sheet is not None and window.signing_sheet.isVisible())
    sheet = window.signing_sheet
    assert sheet is not None
    for _ in range(20):
        if at() is sheet.passphrase:
            break
        press(Key.Key_Tab)
    QTest.keyClicks(at(), "four plain words here")
    if sheet.repeated.isVisible():
        press(Key.Key_Tab)
        QTest.keyClicks(at(), "four plain words here")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: document_of(window).is_signed)
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: window.signing_sheet is None)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def test_case_is_read_and_signed_by_keys_alone(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClicks(at(), "000117")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: window.state.document is not None and window.state.analysis is not None)
    first = window.state.active_clip
    for _ in range(3):
        press(Key.Key_Down)
        press(Key.Key_Return)
    assert window.state.active_clip != first
    press(Key.Key_Space)
    press(Key.Key_Right)
    assert not window.viewer.player.playing
    press(Key.Key_3, ALT)
    assert isinstance(at(), SectionList)
    press(Key.Key_Home)
    read_all(window)
    QTest.keyClicks(at(), "Moderately reduced function.")
    press(Key.Key_Return, CONTROL)
    assert missing(document_of(window)) == ()
    done = {s.review for section in document_of(window).sections for s in section.statements}
    assert done == {Review.ACCEPTED, Review.EDITED, Review.REJECTED}
    sign(qtbot, window)
    press(Key.Key_N, CONTROL)
    qtbot.waitUntil(lambda: window.state.study is not None and window.state.study.study_instance_uid == "1.2.1")
    qtbot.waitUntil(lambda: window.state.document is not None)
