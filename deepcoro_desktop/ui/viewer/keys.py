"""The keys of the pictures, and what each of them does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from deepcoro_desktop.ui.viewer.panel import ViewerPanel

JOG: int = 5
"""Frames that Shift with an arrow moves."""


def viewer_keys(panel: ViewerPanel) -> dict[int, Callable[[], object]]:
    """Return what each key does; a key with Shift has an entry of its own where it does something else."""
    key, shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier.value
    player, hanger, looking = panel.player, panel.hanger, panel.looking
    return {
        key.Key_Space: player.toggle,
        key.Key_J: player.toggle_backwards,
        key.Key_Left: partial(player.step, -1), key.Key_Comma: partial(player.step, -1),
        key.Key_Right: partial(player.step, 1), key.Key_Period: partial(player.step, 1),
        key.Key_Left | shift: partial(player.step, -JOG),
        key.Key_Right | shift: partial(player.step, JOG),
        key.Key_Home: player.go_to_first, key.Key_End: player.go_to_last,
        key.Key_D: player.go_to_diastole, key.Key_D | shift: partial(player.go_to_diastole, -1),
        key.Key_S: player.go_to_systole, key.Key_S | shift: partial(player.go_to_systole, -1),
        key.Key_Minus: partial(player.change_speed, -1),
        key.Key_Plus: partial(player.change_speed, 1), key.Key_Equal: partial(player.change_speed, 1),
        key.Key_B: player.loop_beat, key.Key_L: player.toggle_sweep,
        key.Key_BracketLeft: partial(player.trim_here, start=True),
        key.Key_BracketRight: partial(player.trim_here, start=False),
        key.Key_C: player.next_sync,
        key.Key_G: panel.grid.next_layout, key.Key_H: hanger.hang_next, key.Key_H | shift: hanger.hang_matrix,
        key.Key_Y: panel.grid.swap_rows, key.Key_P: hanger.compare,
        key.Key_K: panel.toggle_key_frame, key.Key_K | shift: panel.next_key_frame,
        key.Key_O: panel.next_overlay, key.Key_Q: panel.toggle_ecg,
        key.Key_Z: looking.whole, key.Key_Z | shift: looking.as_recorded,
        key.Key_V: looking.invert, key.Key_V | shift: looking.next_map,
    }  # fmt: skip
