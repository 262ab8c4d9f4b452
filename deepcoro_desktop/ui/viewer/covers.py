"""Covers: what of each clip's pictures is covered while names are hidden; looked for where the header does not say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError
from deepcoro_desktop.core.name_cover import NOT_KNOWN, Cover, cover_of_header, cover_of_pictures
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.picture import pixels_of
from deepcoro_desktop.ui.tasks import Lane, TaskContext, TaskRunner


class Covers(QObject):
    """Gives the cover of a clip, or nothing yet and a signal later.

    Parameters
    ----------
    tasks : TaskRunner
        Where pictures are looked at.
    """

    found = Signal(str)
    """The cover of this clip is known now."""

    def __init__(self, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._known: dict[str, Cover] = {}
        self._running: set[str] = set()

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
        self._running.clear()

    def of(self, clip: Clip) -> Cover | None:
        """Return the cover of a clip, None where its pictures must be looked at first."""
        uid = clip.sop_instance_uid
        if uid not in self._known and (cover := cover_of_header(clip)) is not None:
            self._known[uid] = cover
        return self._known.get(uid)

    def look(self, clip: Clip, pictures: Sequence[QImage], study_uid: str) -> None:
        """Look for the cover of a clip in its decoded pictures (RGB888, of one size), once."""
        uid = clip.sop_instance_uid
        if self.of(clip) is not None or uid in self._running:
            return
        self._running.add(uid)
        self._tasks.submit(
            Lane.FILES,
            partial(_look, tuple(pictures)),
            done=partial(self._keep, uid),
            failed=partial(self._on_failed, uid),
            study_uid=study_uid,
        )

    def _keep(self, uid: str, cover: Cover) -> None:
        if uid in self._running:
            self._running.discard(uid)
            self._known[uid] = cover
            self.found.emit(uid)

    def _on_failed(self, uid: str, error: DeepcoroError) -> None:
        if isinstance(error, CancelledError):
            self._running.discard(uid)
        else:
            self._keep(uid, NOT_KNOWN)


def _look(pictures: tuple[QImage, ...], _context: TaskContext) -> Cover:
    if not pictures:
        return NOT_KNOWN
    return cover_of_pictures(np.stack([pixels_of(picture) for picture in pictures]))
