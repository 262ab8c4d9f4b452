"""Colours, sizes, fonts and the style sheet: qdarkstyle with our own palette over it."""

from __future__ import annotations

import logging
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from qdarkstyle.dark.palette import DarkPalette

from deepcoro_desktop.core.bundle.resources import resource_path

_log = logging.getLogger(__name__)

BACKGROUND: Final = "#0f1216"
PANE: Final = "#151a20"
RAISED: Final = "#1b2128"
LINE: Final = "#262e37"
TEXT: Final = "#d7dde4"
DIM: Final = "#8793a0"
ACCENT: Final = "#4fb3c8"
REVIEW: Final = "#e0a84a"
DONE: Final = "#6fb98f"
FAULT: Final = "#e4837a"
BRIGHT: Final = "#f2f5f8"
"""Text on pictures and names in bold: brighter than TEXT, never a fill."""
FOCUS_FILL: Final = "#142a33"
"""Fill under accent text: a pressed or selected control."""

FONT_PX: Final = 13
SENTENCE_PX: Final = 14
SMALL_PX: Final = 11
NOTE_PX: Final = 12
RADIUS_PX: Final = 4

NORMAL: Final = QFont.Weight.Normal
MEDIUM: Final = QFont.Weight.Medium
SEMIBOLD: Final = QFont.Weight.DemiBold

FONT_FAMILY: Final = "Inter"
_FONT_FILES: Final = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")

_REPLACED: Final = {
    DarkPalette.COLOR_BACKGROUND_1: PANE,
    DarkPalette.COLOR_BACKGROUND_2: RAISED,
    DarkPalette.COLOR_BACKGROUND_3: RAISED,
    DarkPalette.COLOR_BACKGROUND_4: LINE,
    DarkPalette.COLOR_BACKGROUND_5: LINE,
    DarkPalette.COLOR_BACKGROUND_6: "#38434f",
    DarkPalette.COLOR_TEXT_1: TEXT,
    DarkPalette.COLOR_TEXT_2: TEXT,
    DarkPalette.COLOR_TEXT_3: DIM,
    DarkPalette.COLOR_TEXT_4: DIM,
    DarkPalette.COLOR_ACCENT_1: FOCUS_FILL,
    DarkPalette.COLOR_ACCENT_2: FOCUS_FILL,
    DarkPalette.COLOR_ACCENT_3: ACCENT,
    DarkPalette.COLOR_ACCENT_4: ACCENT,
    DarkPalette.COLOR_ACCENT_5: ACCENT,
    DarkPalette.COLOR_DISABLED: "#5d6875",
}
"""Colour of qdarkstyle -> ours: its palette classes cannot be given other colours (3.2)."""
_ABSENT: Final = re.compile(
    r"QToolBar|QStatusBar|QGroupBox|QMenuBar|QGraphicsView|QCalendarWidget|QLCDNumber|QCommandLinkButton|QDockWidget"
    r"|QToolBox|QColumnView|QDateEdit|QDateTimeEdit|QAbstractView|PlotWidget"
)
"""Widgets that the program does not have: every rule is tried on every widget, so theirs are left out."""
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}\b")
_ICONS: Final = ":/qss_icons/dark/rc/"


def apply_theme(app: QApplication) -> None:
    """Give the program its fonts, its palette and its style sheet."""
    _load_fonts()
    app.setFont(font())
    app.setPalette(_palette())
    app.setStyleSheet(_base_style_sheet() + _own_style_sheet())


def font(px: int = FONT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the program's font at a size in pixels, with figures of equal width.

    Parameters
    ----------
    px : int
        Size in logical pixels.
    weight : QFont.Weight
        Normal, Medium, DemiBold or Bold.
    """
    return QFont(_font(px, weight))


def restyle(widget: QWidget, **properties: bool | str) -> None:
    """Set properties that the style sheet asks for, and draw the widget by them; nothing is done where none changes.

    Qt looks a widget up in the style sheet once, and not again when a property of it changes.

    Parameters
    ----------
    widget : QWidget
        What is drawn.
    **properties : bool or str
        Name of a property -> its value: ``role="fault"``.
    """
    changed = {name: value for name, value in properties.items() if widget.property(name) != value}
    for name, value in changed.items():
        widget.setProperty(name, value)
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


@cache
def _font(px: int, weight: QFont.Weight) -> QFont:
    """Return the one font of a size and weight: copies share its glyphs, which a list would look up for every line."""
    made = QFont(FONT_FAMILY)
    made.setPixelSize(px)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _load_fonts() -> None:
    """Load the fonts that ship with the program; without them the system's font is used."""
    if FONT_FAMILY in QFontDatabase.families():
        return
    for name in _FONT_FILES:
        path = resource_path("fonts", name)
        if not path.is_file() or QFontDatabase.addApplicationFont(str(path)) < 0:
            _log.info("The font %s is not there; the system's font is used.", name)


def _base_style_sheet() -> str:
    """Return qdarkstyle's sheet in our colours.

    Its file is read, not asked for: qdarkstyle 3.2 hands it out through qtpy and a module that holds the icons, which
    together take longer to load than our window to build.
    """
    folder = Path(str(files("qdarkstyle"))) / "dark"
    text = _COMMENT.sub("", (folder / "darkstyle.qss").read_text(encoding="utf-8"))
    colours = {old.lower(): new for old, new in _REPLACED.items()}
    sheet = "\n".join(
        f"{', '.join(present)} {{{match[2]}}}"
        for match in _RULE.finditer(text)
        if (present := [selector for selector in match[1].strip().split(",") if not _ABSENT.search(selector)])
    )
    sheet = _COLOUR.sub(lambda match: colours.get(match[0].lower(), match[0]), sheet)
    return sheet.replace(_ICONS, f"{(folder / 'rc').as_posix()}/")


def _own_style_sheet() -> str:
    text = resource_path("qss", "deepcoro.qss").read_text(encoding="utf-8")
    return Template(text).substitute(
        BACKGROUND=BACKGROUND, PANE=PANE, RAISED=RAISED, LINE=LINE, TEXT=TEXT, DIM=DIM, ACCENT=ACCENT, REVIEW=REVIEW,
        DONE=DONE, FAULT=FAULT, BRIGHT=BRIGHT, FOCUS_FILL=FOCUS_FILL, FAMILY=FONT_FAMILY,
    )  # fmt: skip


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, PANE), (role.WindowText, TEXT), (role.Base, BACKGROUND), (role.AlternateBase, PANE),
        (role.Text, TEXT), (role.Button, RAISED), (role.ButtonText, TEXT), (role.BrightText, BRIGHT),
        (role.Highlight, FOCUS_FILL), (role.HighlightedText, TEXT), (role.Link, ACCENT), (role.PlaceholderText, DIM),
        (role.ToolTipBase, RAISED), (role.ToolTipText, TEXT), (role.Mid, LINE), (role.Accent, ACCENT),
    ):  # fmt: skip
        palette.setColor(which, QColor(colour))
    return palette
