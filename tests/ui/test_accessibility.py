"""For every pair of eyes and for none: names for screen readers, visible focus, states told without colour."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.bundle.views import standard_views
from deepcoro_desktop.core.protocol import completeness
from deepcoro_desktop.core.study import SkippedFile
from deepcoro_desktop.core.workspace import ImportReport
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.browser.study_delegate import draw_mark
from deepcoro_desktop.ui.browser.study_model import Tone
from deepcoro_desktop.ui.dialogs.cheat_sheet import CheatSheet
from deepcoro_desktop.ui.dialogs.documents import DocumentsWindow
from deepcoro_desktop.ui.dialogs.help import HelpWindow
from deepcoro_desktop.ui.dialogs.import_dialog import ImportDialog
from deepcoro_desktop.ui.dialogs.ledger import LedgerDialog
from deepcoro_desktop.ui.dialogs.model_card import ModelCard
from deepcoro_desktop.ui.dialogs.patient import PatientDialog
from deepcoro_desktop.ui.dialogs.protocol import ProtocolDialog
from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.report.section_list import _draw_dot
from deepcoro_desktop.ui.report.wording import SectionState
from deepcoro_desktop.ui.viewer.tile import Tile
from tests.bundle_factory import write_bundle
from tests.ui.dialogs.settings import settings_sheet
from tests.ui.evidence import case
from tests.ui.fakes import FakeWorkspace, study


@pytest.fixture
def window(open_list: Callable[[FakeWorkspace], MainWindow], tmp_path: Path) -> MainWindow:
    return open_list(FakeWorkspace(bundle=load_bundle(write_bundle(tmp_path / "bundle")), document=case.half_read()))


def focusable(root: QWidget) -> list[QWidget]:
    """The visible widgets that Tab goes to."""
    return [
        widget
        for widget in [root, *root.findChildren(QWidget)]
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def nameless(root: QWidget) -> list[str]:
    """The focusable widgets of which a screen reader would say nothing."""
    found = []
    for widget in focusable(root):
        spoken = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if not spoken.strip():
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    assert len(focusable(window)) > 8
    assert nameless(window) == []
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.document is not None and window.state.analysis is not None)
    window.state.set_section("Left ventricle")
    assert len(focusable(window)) > 20
    assert nameless(window) == []


DIALOGS: dict[str, Callable[[], QWidget]] = {
    "keys": lambda: CheatSheet(Keymap()),
    "help": lambda: HelpWindow(Keymap()),
    "patient": lambda: PatientDialog(study()),
    "letters": lambda: DocumentsWindow("DEMO"),
    "protocol": lambda: ProtocolDialog(completeness([], standard_views())),
    "ledger": lambda: LedgerDialog(study(), case.analysis(), case.views()),
    "model": lambda: ModelCard(None, "", None),
    "settings": settings_sheet,
}


def test_everything_in_the_dialogs_has_a_name(qtbot: QtBot) -> None:
    importing = ImportDialog()
    importing.show_report(ImportReport((study(),), (SkippedFile("IM1", "It is cut off.", "Copy it again."),), 15))
    found = {}
    for made in [importing, *(make() for make in DIALOGS.values())]:
        made.show()
        found[type(made).__name__] = nameless(made)
        made.close()
    assert {name: lacking for name, lacking in found.items() if lacking} == {}


def test_place_of_the_keyboard_can_be_seen(qtbot: QtBot, window: MainWindow) -> None:
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.document is not None and window.state.analysis is not None)
    window.viewer.player.set_playing(playing=False)
    window.state.set_section("Left ventricle")
    qtbot.waitUntil(lambda: not window.tasks.busy)
    unseen = []
    for widget in focusable(window):
        if isinstance(widget, Tile):
            continue  # the keyboard makes a tile the active one, and that has the accent border
        window.strip.product.setFocus() if widget is not window.strip.product else window.foot.keys.setFocus()
        QApplication.processEvents()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if widget.hasFocus() and widget.grab().toImage() == before:
            unseen.append(f"{type(widget).__name__} {widget.accessibleName()!r}")
    assert unseen == []


# --- colours: Machado GM, Oliveira MM, Fernandes LAF. IEEE Trans Vis Comput Graph 2009;15:1291-8, severity 1.0

BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
STATES = {"to review": theme.REVIEW, "done": theme.DONE, "fault": theme.FAULT, "accent": theme.ACCENT}


def linear(colour: str) -> np.ndarray:
    """Linear RGB of a colour, 0 to 1."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", BLINDNESS)
def test_state_colours_differ_for_colour_blind_eyes(kind: str) -> None:
    seen = {name: lab(np.array(BLINDNESS[kind]) @ linear(colour)) for name, colour in STATES.items()}
    distances = {(a, b): float(np.linalg.norm(seen[a] - seen[b])) for a, b in itertools.combinations(STATES, 2)}
    assert min(distances.values()) > 8, distances


@pytest.mark.parametrize("kind", BLINDNESS)
def test_text_stays_readable_for_colour_blind_eyes(kind: str) -> None:
    def luminance(colour: str) -> float:
        return float(np.array([0.2126, 0.7152, 0.0722]) @ np.clip(np.array(BLINDNESS[kind]) @ linear(colour), 0, 1))

    def contrast(colour: str, ground: str) -> float:
        return (luminance(colour) + 0.05) / (luminance(ground) + 0.05)

    grounds = (theme.BACKGROUND, theme.PANE, theme.RAISED, theme.FOCUS_FILL)
    colours = {"text": theme.TEXT, "bright": theme.BRIGHT, "dim": theme.DIM, **STATES}
    low = {(name, ground) for name in colours for ground in grounds if contrast(colours[name], ground) < 4.5}
    assert low == set()


SECTIONS_APART = (SectionState.ATTESTED, SectionState.TO_REVIEW, SectionState.NOT_ASSESSED)


@pytest.mark.parametrize(
    ("draw", "states"), [(draw_mark, tuple(Tone)), (_draw_dot, SECTIONS_APART)], ids=["studies", "sections"]
)
def test_marks_of_states_differ_in_shape_alone(
    qapp: QApplication, draw: Callable[[QPainter, QPointF, object], None], states: tuple[object, ...]
) -> None:
    shapes = []
    for state in states:
        image = QImage(16, 16, QImage.Format.Format_RGB32)
        image.fill(QColor("black"))
        painter = QPainter(image)
        draw(painter, QPointF(8, 8), state)
        painter.end()
        shapes.append(tuple(image.pixelColor(x, y).lightness() > 40 for x in range(16) for y in range(16)))
    for a, b in itertools.combinations(shapes, 2):
        assert sum(x != y for x, y in zip(a, b, strict=True)) >= 6
