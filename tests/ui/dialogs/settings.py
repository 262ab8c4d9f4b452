"""A sheet of settings over a folder of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings

from deepcoro_desktop.core.preferences import Preferences
from deepcoro_desktop.core.storage.settings import WorkspacePaths
from deepcoro_desktop.ui.dialogs.settings_sheet import SettingsSheet
from deepcoro_desktop.ui.tasks import TaskRunner


def settings_sheet(folder: Path | None = None, tasks: TaskRunner | None = None) -> SettingsSheet:
    """The sheet as it opens; the settings are those below `folder`, the defaults without one."""
    folder = folder or Path(tempfile.gettempdir()) / "no-settings-here"
    preferences = Preferences(WorkspacePaths.under(folder))
    window = QSettings(str(folder / "w.ini"), QSettings.Format.IniFormat)
    return SettingsSheet(preferences.chosen(), preferences, window, tasks or TaskRunner())
