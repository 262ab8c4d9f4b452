"""All keys on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label


@dataclass(frozen=True, slots=True)
class Keys:
    """One thing that keys do."""

    keys: str
    """Keys that stand side by side, divided by spaces."""
    does: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys of one part of the window."""

    title: str
    keys: tuple[Keys, ...]


STUDY_KEYS: Final = KeyGroup(
    "Studies",
    (
        Keys("Ctrl+O", "Open a folder"),
        Keys("Ctrl+Shift+O", "Open files or a zip"),
        Keys("Ctrl+F", "Search the studies"),
        Keys("↓ Enter", "Choose and open a study"),
        Keys("U", "Urgent, or not any more"),
    ),
)
WINDOW_KEYS: Final = KeyGroup(
    "Window",
    (
        Keys("Esc", "Back to the list of studies"),
        Keys("F11", "Full screen"),
        Keys("M", "Measure: type what, and press Enter"),
        Keys("Ctrl+1 … Ctrl+3", "Hide or show clips, evidence, report"),
        Keys("Ctrl+Shift+R", "Report in a window of its own"),
        Keys("Ctrl+Shift+S", "Sign, or go to what is missing"),
        Keys("?", "This sheet"),
    ),
)
CLIP_KEYS: Final = KeyGroup(
    "Clips",
    (Keys("1 … 99", "Open a clip by its number"), Keys("↑ ↓ Enter", "Choose and open a clip in the list")),
)
VIEWER_KEYS: Final = KeyGroup(
    "Pictures",
    (
        Keys("Space", "Play or pause"),
        Keys("J", "Play backwards, or forwards"),
        Keys("← →", "One frame back or on"),
        Keys("Shift+← Shift+→", "Five frames back or on"),
        Keys("Home End", "First and last frame"),
        Keys("D S", "Next end-diastole, end-systole"),
        Keys("Shift+D Shift+S", "The one before"),
        Keys("- +", "Slower, faster"),
        Keys("B", "One beat, or all of the clip"),
        Keys("[ ]", "Start or stop at this frame"),
        Keys("L", "Loop, or there and back"),
        Keys("C", "Keep step: off, by clock, by R–R"),
        Keys("G", "Next layout of the tiles"),
        Keys("H Shift+H", "Next preset of views, stress by stage"),
        Keys("Y", "Change this row for the next"),
        Keys("P", "Beside the earlier study, or back"),
        Keys("K Shift+K", "Keep this frame, go to the next kept"),
        Keys("O", "Overlay: all, no name, none"),
        Keys("Q", "ECG over the scrubber, or not"),
        Keys("V Shift+V", "Inverted, next grey map"),
        Keys("Z Shift+Z", "Whole picture, as recorded"),
    ),
)
REPORT_KEYS: Final = KeyGroup(
    "Report",
    (
        Keys("Tab", "Next sentence to review"),
        Keys("↑ ↓", "Sentence above or below"),
        Keys("A", "Accept the sentence"),
        Keys("E", "Edit the sentence"),
        Keys("X", "Reject the sentence"),
        Keys("N", "Fill in the missing number"),
        Keys("R", "Restore the sentence as it first came"),
        Keys("T", "Attest the section"),
        Keys("I", "Copy the sentence into the impression"),
        Keys("Ctrl+Z", "Take the last change back"),
        Keys("Ctrl+Shift+Z", "Make the change again"),
        Keys("Ctrl+Enter", "Sign"),
    ),
)
ALL_KEYS: Final = (STUDY_KEYS, CLIP_KEYS, VIEWER_KEYS, REPORT_KEYS, WINDOW_KEYS)


class CheatSheet(Sheet):
    """The keys, by part of the window."""

    def __init__(self, groups: Sequence[KeyGroup] = ALL_KEYS, parent: QWidget | None = None) -> None:
        super().__init__("Keys", 860, 620, parent)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        half = (len(groups) + 1) // 2
        for part in (groups[:half], groups[half:]):
            column = QVBoxLayout()
            column.setSpacing(16)
            for group in part:
                column.addLayout(_group(group))
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.body.addLayout(columns)
        self.add_close()


def _group(group: KeyGroup) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    column.addWidget(text_label(group.title, "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, 130)
    grid.setColumnStretch(1, 1)
    for row, keys in enumerate(group.keys):
        caps = QHBoxLayout()
        caps.setSpacing(4)
        parts = keys.keys.split(" ") if "…" not in keys.keys else [keys.keys]
        for cap in parts:
            caps.addWidget(text_label(cap, "key"))
        caps.addStretch(1)
        grid.addLayout(caps, row, 0)
        grid.addWidget(text_label(keys.does), row, 1, Qt.AlignmentFlag.AlignVCenter)
    column.addLayout(grid)
    return column
