"""The registry of keys: translation, conflicts, and what survives a restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.ui.keymap import ACTIONS, Context, Keymap, pressed, shown

Mod = Qt.KeyboardModifier


def press(key: Qt.Key, modifiers: Mod = Mod.NoModifier, text: str = "") -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


def settings(path: Path) -> QSettings:
    return QSettings(str(path), QSettings.Format.IniFormat)


def test_registry_has_no_id_and_no_conflict_twice() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    keymap = Keymap()
    conflicts = [
        (action.id, holder.id)
        for action in ACTIONS
        if not action.fixed
        for holder in [keymap.holder(action.key, action.id)]
        if holder is not None
    ]
    assert conflicts == []


def test_every_key_at_first_is_one_that_qt_knows() -> None:
    keys = [action.key for action in ACTIONS if not action.fixed]
    assert [QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) for key in keys] == keys


def test_rebound_key_means_the_action_and_the_old_key_means_nothing() -> None:
    keymap = Keymap()
    assert keymap.rebind("play", "W") is None
    meant = keymap.translate(press(Qt.Key.Key_W, text="w"), Context.PICTURES)
    assert meant is not None
    assert meant.key() == Qt.Key.Key_Space
    assert keymap.translate(press(Qt.Key.Key_Space, text=" "), Context.PICTURES) is None
    assert keymap.shown("play") == "W"


def test_hint_names_the_keys_of_now_and_says_nothing_where_one_is_gone() -> None:
    keymap = Keymap()
    assert keymap.hint("{frame-back} or ,") == "← or ,"
    keymap.rebind("slower", "F7")
    assert keymap.hint("{slower} slower, {faster} faster") == "F7 slower, + faster"
    assert keymap.with_hint("Speed", "{slower} slower, {faster} faster") == "Speed (F7 slower, + faster)"
    keymap.rebind("faster", "")
    assert keymap.hint("{slower} slower, {faster} faster") == ""
    assert keymap.with_hint("Speed", "{slower} slower, {faster} faster") == "Speed"
    with pytest.raises(KeyError):
        keymap.hint("{louder} louder")


def test_key_that_the_registry_does_not_know_comes_through() -> None:
    event = press(Qt.Key.Key_Comma, text=",")
    assert Keymap().translate(event, Context.PICTURES) is event


def test_shift_of_a_letter_is_ignored_and_of_a_sign_is_part_of_it() -> None:
    keymap = Keymap()
    meant = keymap.translate(press(Qt.Key.Key_G, Mod.ShiftModifier, "G"), Context.PICTURES)
    assert meant is not None
    assert meant.key() == Qt.Key.Key_G
    assert pressed(press(Qt.Key.Key_Question, Mod.ShiftModifier, "?")) == "?"
    assert pressed(press(Qt.Key.Key_Shift, Mod.ShiftModifier)) == ""


def test_conflict_is_named_and_changes_nothing() -> None:
    keymap = Keymap()
    holder = keymap.rebind("overlay", "G")
    assert holder is not None
    assert holder.id == "layout"
    assert (keymap.key("overlay"), keymap.key("layout")) == ("O", "G")
    wide = keymap.rebind("play", "Ctrl+F")
    assert wide is not None
    assert wide.id == "search", "it can be pressed over the pictures too"
    assert keymap.rebind("play", "U") is None, "the key of a line of the list does not count over the pictures"
    window = keymap.rebind("play", "F11")
    assert window is not None
    assert window.id == "full-screen", "the window's keys count everywhere"


def test_taking_a_key_swaps_the_two() -> None:
    keymap = Keymap()
    keymap.take("overlay", "G")
    assert (keymap.key("overlay"), keymap.key("layout")) == ("G", "O")
    meant = keymap.translate(press(Qt.Key.Key_O, text="o"), Context.PICTURES)
    assert meant is not None
    assert meant.key() == Qt.Key.Key_G


def test_arrows_tab_and_numbers_cannot_be_taken() -> None:
    keymap = Keymap()
    number = keymap.rebind("play", "5")
    assert number is not None
    assert number.id == "clip-by-number"
    keymap.take("accept", "Tab")
    assert keymap.key("accept") == "A"
    assert keymap.key("next-sentence") == "Tab"


def test_rebind_survives_a_restart_and_reset_forgets_it(tmp_path: Path) -> None:
    kept = settings(tmp_path / "w.ini")
    Keymap(kept).rebind("play", "W")
    kept.sync()
    again = Keymap(settings(tmp_path / "w.ini"))
    assert again.key("play") == "W"
    again.reset()
    assert Keymap(settings(tmp_path / "w.ini")).key("play") == "Space"


def test_shortcut_follows_the_readers_key(qtbot: QtBot) -> None:
    keymap = Keymap()
    widget = QWidget()
    qtbot.addWidget(widget)
    keymap.bind(widget, "full-screen", lambda: None)
    (shortcut,) = widget.findChildren(QShortcut)
    keymap.rebind("full-screen", "F9")
    assert shortcut.key().toString() == "F9"


def test_shortcut_that_is_gone_is_forgotten(qtbot: QtBot) -> None:
    keymap = Keymap()
    widget = QWidget()
    keymap.bind(widget, "full-screen", lambda: None)
    widget.deleteLater()
    qtbot.waitUntil(lambda: True)
    keymap.rebind("full-screen", "F9")
    assert keymap.key("full-screen") == "F9"


def test_keys_are_shown_as_a_reader_knows_them() -> None:
    assert shown("Left") == "←"
    assert shown("Ctrl+Return") == "Ctrl+Enter"
    assert shown("Ctrl++") == "Ctrl++"
    assert shown("Up Down") == "↑ ↓"


def test_key_of_the_list_and_key_of_an_open_study_may_be_the_same() -> None:
    keymap = Keymap()
    assert (keymap.key("assign"), keymap.key("measure")) == ("M", "M")
    assert keymap.holder("M", "assign") is None
    assert keymap.rebind("accept", "M") == keymap.action("measure"), "it counts in the report too"
    assert keymap.rebind("measure", "Ctrl+F") == keymap.action("search")


def test_no_two_actions_that_meet_have_the_same_key_at_first() -> None:
    keymap = Keymap()
    taken = [
        (action.id, key, holder.id)
        for action in keymap.actions
        if not action.fixed
        for key in action.key.split(" ")
        if (holder := keymap.holder(key, action.id)) is not None
    ]
    assert taken == []
