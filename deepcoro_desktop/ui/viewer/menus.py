"""Menus of the pictures: how to hang the study, and what can be done with one clip."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.viewer.hanger import Hanger
from deepcoro_desktop.ui.viewer.presets import LONGEST_NAME
from deepcoro_desktop.ui.viewer.tile import Tile

if TYPE_CHECKING:
    from deepcoro_desktop.ui.viewer.panel import ViewerPanel


def hang_menu(parent: QWidget, hanger: Hanger, keymap: Keymap) -> QMenu:
    """Return the menu of presets; it goes when it closes."""
    menu = _menu(parent)
    for preset in hanger.presets:
        menu.addAction(tr(preset.name)).triggered.connect(partial(_hang, hanger, preset.name))
    menu.addSeparator()
    _add_keyed(menu, keymap, "stress", hanger.hang_matrix)
    menu.addSeparator()
    _add(menu, tr("Keep these tiles as a preset …"), partial(_ask_name, parent, hanger))
    if hanger.own:
        forget = menu.addMenu(tr("Forget"))
        for preset in hanger.own:
            _add(forget, preset.name, partial(hanger.drop, preset.name))
    return menu


def clip_menu(panel: ViewerPanel, tile: Tile) -> QMenu:
    """Return what can be done with the clip of a tile; it goes when it closes."""
    menu, player, looking = _menu(panel), panel.player, panel.looking
    keyed = partial(_add_keyed, menu, tile.keymap)
    _add(menu, tr("Fill the panel, or back"), partial(panel.grid.toggle_maximised, panel.grid.tiles.index(tile)))
    keyed("whole-picture", looking.whole)
    keyed("as-recorded", looking.as_recorded)
    keyed("inverted", looking.invert)
    menu.addSeparator()
    keyed("one-beat", player.loop_beat)
    keyed("start-here", partial(player.trim_here, start=True))
    keyed("stop-here", partial(player.trim_here, start=False))
    keyed("there-and-back", player.toggle_sweep)
    keyed("diastole", player.go_to_diastole)
    keyed("systole", player.go_to_systole)
    menu.addSeparator()
    keyed("key-frame", panel.toggle_key_frame)
    if panel.key_frames:
        kept = menu.addMenu(tr("Key frames: {count}").format(count=len(panel.key_frames)))
        for number, one in enumerate(panel.key_frames, 1):
            _add(kept, f"{number}  {panel.name_of(one)}", partial(panel.open_frame, one.sop_instance_uid, one.frame))
    keyed("prior", panel.hanger.compare)
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _add(menu: QMenu, text: str, action: Callable[[], object]) -> QAction:
    entry = menu.addAction(text)
    entry.triggered.connect(lambda _checked=False: action())
    return entry


def _add_keyed(menu: QMenu, keymap: Keymap, action_id: str, action: Callable[[], object]) -> QAction:
    """Add an entry that says the same as the sheet of keys, with its key behind it."""
    return _add(menu, tr(keymap.action(action_id).words) + keymap.hint(f"\t{{{action_id}}}"), action)


def _hang(hanger: Hanger, name: str, _checked: bool = False) -> None:
    hanger.hang(next(preset for preset in hanger.presets if preset.name == name))


def _ask_name(parent: QWidget, hanger: Hanger) -> None:
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Keep as a preset"))
    dialog.setLabelText(tr("Name of the preset:"))
    dialog.textValueSelected.connect(lambda name: hanger.keep(name[:LONGEST_NAME]) if name.strip() else None)
    dialog.open()
