"""Colours, sizes and the style sheet: qdarkstyle with our own palette over it."""

from __future__ import annotations

from typing import Final

BACKGROUND: Final = "#0f1216"
PANE: Final = "#151a20"
RAISED: Final = "#1b2128"
LINE: Final = "#262e37"
TEXT: Final = "#d7dde4"
DIM: Final = "#8793a0"
ACCENT: Final = "#4fb3c8"
REVIEW: Final = "#e0a84a"
DONE: Final = "#6fb98f"
FAULT: Final = "#d9695f"

FONT_PX: Final = 13
SENTENCE_PX: Final = 14
SMALL_PX: Final = 11
STEP_PX: Final = 4
"""Spacing comes in steps of this many pixels."""
RADIUS_PX: Final = 4
