"""All keys on one sheet, and the place to change them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label
from deepcoro_desktop.ui.keymap import Action, Context, Keymap, pressed, shown
from deepcoro_desktop.ui.language import mark, tr
from deepcoro_desktop.ui.theme import restyle

_COLUMNS: Final = (
    (Context.STUDIES, Context.CLIPS, Context.REPORT, Context.WINDOW),
    (Context.PICTURES, Context.MEASURING),
)
_HINT: Final = mark("Click a key, or go to it with Tab and press Enter, to give its action another one.")


class KeyCap(QPushButton):
    """The key of one action; it listens for another one after a click or Enter."""

    pressed_key = Signal(str, str)
    """(action id, key in portable text): the reader wants this one."""
    listening_changed = Signal(str, bool)

    def __init__(self, action: Action, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._keymap = keymap
        self._listening = False
        self.setProperty("role", "cap")
        self.setAutoDefault(False)
        self.clicked.connect(self.listen)
        self.refresh()

    @property
    def listening(self) -> bool:
        """Whether the next key is taken for the action."""
        return self._listening

    def refresh(self) -> None:
        """Show the key of now."""
        key = self._keymap.shown(self._action.id)
        self.setText(tr("press a key") if self._listening else key)
        self.setAccessibleName(
            tr("{words}: {key}. Press Enter to change").format(words=tr(self._action.words), key=key)
        )
        self.setToolTip(tr("Change the key for: {words}").format(words=tr(self._action.words)))
        restyle(self, changed=self._keymap.is_changed(self._action.id), listening=self._listening)

    def listen(self) -> None:
        """Take the next key for the action."""
        self._set_listening(True)

    def event(self, event: QEvent) -> bool:
        """Take Tab and shortcuts too while listening."""
        if self._listening and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin to listen with Enter as well as with Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.listen()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop listening when the keyboard goes elsewhere."""
        self._set_listening(False)
        super().focusOutEvent(event)

    def _take(self, event: QKeyEvent) -> None:
        key = pressed(event)
        if not key:
            return
        self._set_listening(False)
        if event.key() != Qt.Key.Key_Escape:
            self.pressed_key.emit(self._action.id, key)

    def _set_listening(self, listening: bool) -> None:
        if listening != self._listening:
            self._listening = listening
            self.refresh()
            self.listening_changed.emit(self._action.id, listening)


class CheatSheet(Sheet):
    """The keys, by part of the window; every one that is no arrow, Tab, Enter or number can be changed."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(tr("Keys"), 940, 880, parent)
        self._keymap = keymap
        self._wanted: tuple[str, str] | None = None
        self.caps: dict[str, KeyCap] = {}
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(32)
        for contexts in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(16)
            for context in contexts:
                column.addLayout(self._group(context))
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self.body.addWidget(scroll, 1)
        self.message = text_label(tr(_HINT), "note", wrap=True)
        self.swap = QPushButton(tr("Take it, and swap the two"))
        self.swap.setAutoDefault(False)
        self.swap.hide()
        self.swap.clicked.connect(self._take)
        foot = QHBoxLayout()
        foot.addWidget(self.message, 1)
        foot.addWidget(self.swap)
        self.body.addLayout(foot)
        self.reset = self.add_button(tr("All keys as at first"))
        self.reset.clicked.connect(self._reset)
        self.add_close()
        keymap.changed.connect(self._refresh)
        self._refresh()

    def _group(self, context: Context) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(text_label(tr(context.value), "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 136)
        grid.setColumnStretch(1, 1)
        for row, action in enumerate(a for a in self._keymap.actions if a.context is context):
            grid.addWidget(self._cap(action), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(text_label(tr(action.words), wrap=True), row, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(grid)
        return column

    def _cap(self, action: Action) -> QWidget:
        if action.fixed:
            words = QWidget()
            row = QHBoxLayout(words)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            for key in [action.key] if "…" in action.key else action.key.split(" "):
                row.addWidget(text_label(shown(key), "key"))
            return words
        cap = KeyCap(action, self._keymap)
        cap.pressed_key.connect(self._rebind)
        cap.listening_changed.connect(self._on_listening)
        self.caps[action.id] = cap
        return cap

    def _rebind(self, action_id: str, key: str) -> None:
        holder = self._keymap.rebind(action_id, key)
        if holder is None:
            self._say(f"{tr(self._keymap.action(action_id).words)}: {shown(key)}", "done")
            return
        self._wanted = None if holder.fixed else (action_id, key)
        what = tr("{key} is taken: {words}.").format(key=shown(key), words=tr(holder.words))
        self._say(tr("{what} Choose another key.").format(what=what) if holder.fixed else what, "fault")
        self.swap.setVisible(not holder.fixed)
        if not holder.fixed:
            self.swap.setFocus()

    def _take(self) -> None:
        if self._wanted is not None:
            action_id, key = self._wanted
            self._keymap.take(action_id, key)
            self._say(f"{tr(self._keymap.action(action_id).words)}: {shown(key)}", "done")
            self.caps[action_id].setFocus()

    def _reset(self) -> None:
        self._keymap.reset()
        self._say(tr("Every action has the key that it had at first."), "done")

    def _on_listening(self, action_id: str, listening: bool) -> None:
        if listening:
            self._say(
                tr("Press the new key for: {words}. Esc leaves it.").format(
                    words=tr(self._keymap.action(action_id).words)
                ),
                "accent",
            )
        else:
            self._say(tr(_HINT), "note")

    def _say(self, words: str, role: str) -> None:
        self.swap.hide()
        self.message.setText(words)
        restyle(self.message, role=role)

    def _refresh(self) -> None:
        for cap in self.caps.values():
            cap.refresh()
        self.reset.setEnabled(any(self._keymap.is_changed(action.id) for action in self._keymap.actions))
