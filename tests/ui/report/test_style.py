"""Text can be read: at least 4.5 to 1 on every ground that it stands on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from deepcoro_desktop.ui.report import style
from deepcoro_desktop.ui.theme import ACCENT, BACKGROUND, DIM, DONE, FAULT, PANE, RAISED, REVIEW, TEXT


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *((text, ground) for text in (TEXT, DIM, ACCENT, REVIEW, DONE) for ground in (PANE, RAISED, BACKGROUND)),
    *((text, style.RAISED_FOCUS) for text in (TEXT, DIM, ACCENT)),
    (FAULT, PANE),
    (BACKGROUND, DONE),
    *((ink, style.PAPER) for ink in (style.INK, style.INK_DIM, style.INK_WARNING)),
]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5
