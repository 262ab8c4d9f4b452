"""Every action that has a key: what it does, where, which key it has at first, and which one the reader gave it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from string import Formatter
from typing import Final

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from deepcoro_desktop.ui.language import mark, tr

_SETTING: Final = "keys/"
_SHOWN: Final = {
    "Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": mark("Enter"), "Del": mark("Delete"),
    "PgUp": mark("Page up"), "PgDown": mark("Page down"), "=": "+",
}  # fmt: skip
_NAMES: Final = (mark("Ctrl"), mark("Shift"), mark("Alt"), mark("Space"), mark("Home"), mark("End"), mark("Esc"))
"""Keys that are shown as Qt writes them, but not in every language."""
_MODIFIER_KEYS: Final = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_unknown}
)
_NO_KEY: Final = "none"
"""Stands in the settings for an action whose key was taken away."""


class Context(Enum):
    """The part of the window in which a key counts; the value is its heading."""

    STUDIES = mark("Studies")
    CLIPS = mark("Clips")
    PICTURES = mark("Pictures")
    REPORT = mark("Report")
    WINDOW = mark("Window")
    MEASURING = mark("While a figure is in hand")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a key does."""

    id: str
    """Under which the reader's key is kept; never changes."""
    words: str
    key: str
    """Key at first, as Qt writes it in portable text; several that belong together stand side by side."""
    context: Context
    fixed: bool = False
    """Whether the key stays: arrows, Enter, Tab and numbers mean the same everywhere."""
    wide: bool = False
    """Whether the key counts in the whole window, though it stands under another heading."""

    def meets(self, other: Action) -> bool:
        """Return whether one press could mean both, if they had the same key."""
        if self.context is other.context or Context.WINDOW in (self.context, other.context):
            return True
        for one, beside in ((self, other), (other, self)):
            if one.context is Context.STUDIES and beside.context is not Context.STUDIES:
                return one.wide  # the list and an open study are never seen together
        return self.wide or other.wide


_STUDIES, _CLIPS, _PICTURES, _REPORT, _WINDOW, _MEASURING = Context
ACTIONS: Final = (
    Action("open-folder", mark("Open a folder"), "Ctrl+O", _STUDIES, wide=True),
    Action("open-files", mark("Open files or a zip"), "Ctrl+Shift+O", _STUDIES, wide=True),
    Action("search", mark("Search the studies"), "Ctrl+F", _STUDIES, wide=True),
    Action("choose-study", mark("Choose and open a study"), "Down Return", _STUDIES, fixed=True),
    Action("urgent", mark("Urgent, or not any more"), "U", _STUDIES),
    Action("assign", mark("Assign to me, or give back"), "M", _STUDIES),
    Action("next-study", mark("Next study to read"), "Ctrl+N", _STUDIES, wide=True),
    Action("clip-by-number", mark("Open a clip by its number"), "1 … 99", _CLIPS, fixed=True),
    Action("choose-clip", mark("Choose and open a clip in the list"), "Up Down Return", _CLIPS, fixed=True),
    Action("play", mark("Play or pause"), "Space", _PICTURES),
    Action("backwards", mark("Play backwards, or forwards"), "J", _PICTURES),
    Action("frame-back", mark("One frame back"), "Left", _PICTURES),
    Action("frame-on", mark("One frame on"), "Right", _PICTURES),
    Action("frames-back", mark("Five frames back"), "Shift+Left", _PICTURES),
    Action("frames-on", mark("Five frames on"), "Shift+Right", _PICTURES),
    Action("first-frame", mark("First frame"), "Home", _PICTURES),
    Action("last-frame", mark("Last frame"), "End", _PICTURES),
    Action("diastole", mark("Next end-diastole"), "D", _PICTURES),
    Action("diastole-before", mark("End-diastole before"), "Shift+D", _PICTURES),
    Action("systole", mark("Next end-systole"), "S", _PICTURES),
    Action("systole-before", mark("End-systole before"), "Shift+S", _PICTURES),
    Action("slower", mark("Slower"), "-", _PICTURES),
    Action("faster", mark("Faster"), "+", _PICTURES),
    Action("one-beat", mark("One beat, or all of the clip"), "B", _PICTURES),
    Action("start-here", mark("Start at this frame"), "[", _PICTURES),
    Action("stop-here", mark("Stop at this frame"), "]", _PICTURES),
    Action("there-and-back", mark("Loop, or there and back"), "L", _PICTURES),
    Action("step", mark("Keep step: off, by clock, by R–R"), "C", _PICTURES),
    Action("layout", mark("Next layout of the tiles"), "G", _PICTURES),
    Action("preset", mark("Next preset of views"), "H", _PICTURES),
    Action("stress", mark("Stress study by stage and view"), "Shift+H", _PICTURES),
    Action("swap-rows", mark("Change this row for the next"), "Y", _PICTURES),
    Action("prior", mark("Beside the earlier study, or back"), "P", _PICTURES),
    Action("key-frame", mark("Keep this frame, or no more"), "K", _PICTURES),
    Action("next-key-frame", mark("Go to the next frame kept"), "Shift+K", _PICTURES),
    Action("measure", mark("Measure: type what"), "M", _PICTURES, wide=True),
    Action("overlay", mark("Overlay: all, no name, none"), "O", _PICTURES),
    Action("ecg", mark("ECG over the scrubber, or not"), "Q", _PICTURES),
    Action("inverted", mark("Inverted, or as recorded"), "V", _PICTURES),
    Action("grey-map", mark("Next grey map"), "Shift+V", _PICTURES),
    Action("whole-picture", mark("Whole picture again"), "Z", _PICTURES),
    Action("as-recorded", mark("Gain and grey as recorded"), "Shift+Z", _PICTURES),
    Action("next-sentence", mark("Next sentence to review"), "Tab", _REPORT, fixed=True),
    Action("choose-sentence", mark("Sentence above or below"), "Up Down", _REPORT, fixed=True),
    Action("accept", mark("Accept the sentence"), "A", _REPORT),
    Action("edit", mark("Edit the sentence"), "E", _REPORT),
    Action("reject", mark("Reject the sentence"), "X", _REPORT),
    Action("number", mark("Fill in the missing number"), "N", _REPORT),
    Action("restore", mark("Restore the sentence as it first came"), "R", _REPORT),
    Action("attest", mark("Attest the section"), "T", _REPORT),
    Action("to-impression", mark("Copy the sentence into the impression"), "I", _REPORT),
    Action("undo", mark("Take the last change back"), "Ctrl+Z", _REPORT),
    Action("redo", mark("Make the change again"), "Ctrl+Shift+Z", _REPORT),
    Action("sign-here", mark("Sign"), "Ctrl+Return", _REPORT),
    Action("back", mark("Back to the list of studies"), "Esc", _WINDOW, fixed=True),
    Action("full-screen", mark("Full screen"), "F11", _WINDOW),
    Action("part-clips", mark("Hide or show the clips"), "Ctrl+1", _WINDOW),
    Action("part-evidence", mark("Hide or show the evidence"), "Ctrl+2", _WINDOW),
    Action("part-report", mark("Hide or show the report"), "Ctrl+3", _WINDOW),
    Action("go-clips", mark("Go to the clips"), "Alt+1", _WINDOW),
    Action("go-evidence", mark("Go to the evidence"), "Alt+2", _WINDOW),
    Action("go-report", mark("Go to the report"), "Alt+3", _WINDOW),
    Action("detach-report", mark("Report in a window of its own"), "Ctrl+Shift+R", _WINDOW),
    Action("patient", mark("Patient: body size, pressure, rhythm, indication"), "Ctrl+P", _WINDOW),
    Action("documents", mark("Referral letters and notes"), "Ctrl+D", _WINDOW),
    Action("sign", mark("Sign, or go to what is missing"), "Ctrl+Shift+S", _WINDOW),
    Action("settings", mark("Settings"), "Ctrl+,", _WINDOW),
    Action("help", mark("Help on the part in hand"), "F1", _WINDOW),
    Action("keys", mark("All keys, and change them"), "?", _WINDOW),
    Action("move-point", mark("Move the cross, or the chosen point"), "Left Right Up Down", _MEASURING, fixed=True),
    Action("set-point", mark("Set a point; keep the figure"), "Return", _MEASURING, fixed=True),
    Action("next-point", mark("Choose the next point of the figure"), "P", _MEASURING, fixed=True),
    Action("take-point-back", mark("Take the last point back"), "Backspace", _MEASURING, fixed=True),
    Action("remove-figure", mark("Remove the figure"), "Del", _MEASURING, fixed=True),
    Action("skip", mark("Skip a step of a guided examination"), "S", _MEASURING, fixed=True),
    Action("put-away", mark("Put the tool away"), "Esc", _MEASURING, fixed=True),
)
"""The registry. Shortcuts, tooltips, the sheet of keys and the panels take their keys from here."""


class Keymap(QObject):
    """Which key does what now.

    A panel goes on speaking of an action by the key that it has at first: `translate` turns what was pressed into
    that. What the reader sees names an action: `shown`, `hint` and `with_hint` turn that into what is to be pressed.

    Parameters
    ----------
    settings : QSettings, optional
        Where the reader's keys are kept; without them nothing is remembered.
    actions : tuple of Action
        The registry.
    """

    changed = Signal()

    def __init__(
        self,
        settings: QSettings | None = None,
        actions: tuple[Action, ...] = ACTIONS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.actions = actions
        self._own: dict[str, str] = {}
        for action in actions:
            kept = str(settings.value(_SETTING + action.id, "")) if settings is not None and not action.fixed else ""
            if kept:
                self._own[action.id] = "" if kept == _NO_KEY else kept

    def action(self, action_id: str) -> Action:
        """Return an action of the registry; raises KeyError where there is none."""
        for action in self.actions:
            if action.id == action_id:
                return action
        raise KeyError(action_id)

    def key(self, action_id: str) -> str:
        """Return the key of an action in portable text, empty where it has none."""
        return self._own.get(action_id, self.action(action_id).key)

    def shown(self, action_id: str) -> str:
        """Return the key as the reader knows it: "←", "Ctrl+Enter", "no key"."""
        return shown(self.key(action_id)) or tr("no key")

    def hint(self, text: str) -> str:
        """Return words that name actions in braces with their keys instead; empty where one of them has no key.

        Parameters
        ----------
        text : str
            In the reader's language: "{one-beat} loops one beat".

        Raises
        ------
        KeyError
            There is no such action.
        """
        named = {name: self.key(name) for _, name, _, _ in Formatter().parse(text) if name is not None}
        return text.format_map({name: shown(key) for name, key in named.items()}) if all(named.values()) else ""

    def with_hint(self, words: str, text: str) -> str:
        """Return words with a hint in brackets behind them, alone where the hint would name a key that is not there."""
        hint = self.hint(text)
        return f"{words} ({hint})" if hint else words

    def is_changed(self, action_id: str) -> bool:
        """Return whether the reader gave the action another key."""
        return action_id in self._own

    def holder(self, key: str, action_id: str) -> Action | None:
        """Return what a key does already where `action_id` counts, None where it is free."""
        wanted = self.action(action_id)
        for action in self.actions:
            taken = key.isdigit() if "…" in action.key else wanted.meets(action) and key in _keys(self.key(action.id))
            if action is not wanted and taken:
                return action
        return None

    def rebind(self, action_id: str, key: str) -> Action | None:
        """Give an action another key and return the action that keeps it from that, None where it is done.

        An action that would lose its key keeps it, until it is given another one or `take` is called.
        """
        holder = self.holder(key, action_id) if key else None
        if holder is None and not self.action(action_id).fixed:
            self._keep(action_id, key)
            self.changed.emit()
        return holder

    def take(self, action_id: str, key: str) -> None:
        """Give an action a key that another one has; that one gets this action's key in its place."""
        holder = self.holder(key, action_id)
        if holder is not None and not holder.fixed:
            self._keep(holder.id, "")
            before = self.key(action_id)
            self._keep(action_id, key)
            if before and self.holder(before, holder.id) is None:
                self._keep(holder.id, before)
            self.changed.emit()

    def reset(self) -> None:
        """Give every action the key that it had at first."""
        for action_id in tuple(self._own):
            self._keep(action_id, self.action(action_id).key)
        self.changed.emit()

    def _keep(self, action_id: str, key: str) -> None:
        first = key == self.action(action_id).key
        if first:
            self._own.pop(action_id, None)
        else:
            self._own[action_id] = key
        if self._settings is not None:
            if first:
                self._settings.remove(_SETTING + action_id)
            else:
                self._settings.setValue(_SETTING + action_id, key or _NO_KEY)

    # --- for shortcuts and panels

    def bind(
        self,
        widget: QWidget,
        action_id: str,
        slot: Callable[[], object],
        context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
    ) -> None:
        """Give a widget a shortcut that follows the reader's key."""
        shortcut = _Shortcut(widget, self, action_id)
        shortcut.setContext(context)
        shortcut.activated.connect(slot)

    def translate(self, event: QKeyEvent, context: Context) -> QKeyEvent | None:
        """Return the press as if keys were those at first; None where this key has lost its action.

        A key that the registry does not know comes back as it is.
        """
        written = pressed(event)
        for text in (written, written.replace("Shift+", "")):
            meant = self._on(text, context)
            if meant is not None:
                return event if meant.fixed or self.key(meant.id) == meant.key else _press(meant.key, event)
        lost = self._first_on(written, context) or self._first_on(written.replace("Shift+", ""), context)
        return None if lost is not None and not lost.fixed else event

    def _on(self, key: str, context: Context) -> Action | None:
        return next((a for a in self.actions if a.context is context and key in _keys(self.key(a.id))), None)

    def _first_on(self, key: str, context: Context) -> Action | None:
        return next((a for a in self.actions if a.context is context and key in _keys(a.key)), None)


class _Shortcut(QShortcut):
    """A shortcut that follows the reader's key."""

    def __init__(self, widget: QWidget, keymap: Keymap, action_id: str) -> None:
        super().__init__(widget)
        self._keymap = keymap
        self._action_id = action_id
        keymap.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setKey(QKeySequence(self._keymap.key(self._action_id)))


def pressed(event: QKeyEvent) -> str:
    """Return what was pressed in portable text, empty for a modifier alone; Shift that makes a sign does not count."""
    key = event.key()
    if key in _MODIFIER_KEYS:
        return ""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    if event.text().isprintable() and event.text() and not event.text().isalnum() and key != Qt.Key.Key_Space:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(key | modifiers.value).toString(QKeySequence.SequenceFormat.PortableText)


def shown(key: str) -> str:
    """Return a key as the reader knows it, several side by side."""
    return " ".join("+".join(tr(_SHOWN.get(part, part)) for part in _parts(one)) for one in _keys(key))


def _keys(key: str) -> tuple[str, ...]:
    if "…" in key:
        return (key,)
    return tuple(key.split(" ")) if key else ()


def _parts(key: str) -> list[str]:
    return [*key[:-2].split("+"), "+"] if key.endswith("++") else [key] if key == "+" else key.split("+")


def _press(key: str, event: QKeyEvent) -> QKeyEvent:
    combination = QKeySequence(key)[0]  # type: ignore[index]  # PySide6's stub lacks __getitem__
    modifiers = combination.keyboardModifiers()
    text = key if len(key) == 1 else ""
    return QKeyEvent(event.type(), combination.key().value, modifiers, text, event.isAutoRepeat(), event.count())
