from __future__ import annotations

import itertools
import os

import pytest
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStyle, QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.ui import theme


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("text", ["TEXT", "DIM", "ACCENT", "REVIEW", "DONE", "FAULT", "BRIGHT"])
@pytest.mark.parametrize("ground", ["BACKGROUND", "PANE", "RAISED"])
def test_contrast_is_at_least_4_5_to_1(text: str, ground: str) -> None:
    light, dark = luminance(getattr(theme, text)), luminance(getattr(theme, ground))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_inter_is_loaded_from_the_program(qapp: QApplication) -> None:
    assert theme.FONT_FAMILY in QFontDatabase.families()
    assert QFontInfo(theme.font()).family() == theme.FONT_FAMILY


def test_figures_have_equal_width(qapp: QApplication) -> None:
    for weight in (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold):
        metrics = QFontMetricsF(theme.font(13, weight))
        widths = [metrics.horizontalAdvance(digit * 8) for digit in "0123456789"]
        assert max(widths) - min(widths) < 0.25  # eight digits; without the feature "1" is pixels narrower


def test_font_sizes_are_pixels(qapp: QApplication) -> None:
    assert theme.font(14).pixelSize() == 14


def test_qdarkstyle_colours_are_ours(qapp: QApplication) -> None:
    sheet = qapp.styleSheet().lower()
    for colour in ("#19232d", "#455364", "#346792", "#1a72bb", "#e0e1e3"):
        assert colour not in sheet
    assert "$" not in sheet.replace("${", "")
    assert os.environ["QT_API"].lower() == "pyside6"


def test_tokens_differ() -> None:
    colours = [theme.ACCENT, theme.REVIEW, theme.DONE, theme.FAULT]
    assert all(a != b for a, b in itertools.pairwise(colours))


@pytest.mark.parametrize("role", ["", "primary"])
def test_button_keeps_its_room_in_every_state(qtbot: QtBot, role: str) -> None:
    button = QPushButton("Begin the amendment")
    button.setProperty("role", role)
    button.setCheckable(True)
    qtbot.addWidget(button)
    button.show()
    size = button.sizeHint()
    for enabled, checked in ((False, False), (True, True), (False, True)):
        button.setEnabled(enabled)
        button.setChecked(checked)
        button.style().unpolish(button)
        button.style().polish(button)
        assert button.sizeHint() == size
    assert size.width() >= button.fontMetrics().horizontalAdvance(button.text()) + 24


def test_a_property_that_changes_is_drawn_and_one_that_stays_costs_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = QLabel("Not saved")
    qtbot.addWidget(label)
    label.ensurePolished()
    theme.restyle(label, role="fault")
    assert label.palette().windowText().color() == QColor(theme.FAULT)
    theme.restyle(label, role="note")
    assert label.palette().windowText().color() == QColor(theme.DIM)
    looked_up: list[QWidget] = []
    monkeypatch.setattr(QStyle, "polish", lambda _style, widget: looked_up.append(widget))
    theme.restyle(label, role="note")
    assert not looked_up
