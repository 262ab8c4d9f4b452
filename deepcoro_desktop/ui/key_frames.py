"""KeyFrameKeeper: the frames that the reader keeps come with the study, and are stored as soon as they change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from deepcoro_desktop.core.bundle.views import scanner_view
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.report.key_pictures import KeyFrame, KeyPicture, key_pictures
from deepcoro_desktop.core.study import Study
from deepcoro_desktop.core.workspace import Workspace
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import Lane, TaskRunner


class KeyFrameKeeper(QObject):
    """Loads and stores key frames on the FILES lane.

    Parameters
    ----------
    workspace : Workspace
        Where they are kept.
    state : ViewerState
        Where the panels see them.
    tasks : TaskRunner
        Where work runs.
    """

    failed = Signal(object)
    """DeepcoroError: they could not be read or stored."""

    def __init__(
        self, workspace: Workspace, state: ViewerState, tasks: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._state = state
        self._tasks = tasks
        self._stored: tuple[KeyFrame, ...] = ()
        self._waiting: dict[str, tuple[KeyFrame, ...]] = {}
        """Study UID -> what is not stored yet."""
        self._storing = False
        state.study_changed.connect(self._load)
        state.key_frames_changed.connect(self._store)

    def pictures(self) -> Callable[[], tuple[KeyPicture, ...]]:
        """Return the work that makes the pictures of the key frames as they are now; it decodes, so it runs on a lane.

        It raises DocumentError as `key_pictures` does.
        """
        study = self._state.study
        if study is None or not self._state.key_frames:
            return tuple
        labels = self._workspace.views()
        names = {}
        for clip in study.clips:
            found = self._state.views_of(clip.sop_instance_uid)
            view = labels.get(found.best.view_id) if found is not None else None
            names[clip.sop_instance_uid] = view.short_label if view is not None else scanner_view(clip, labels)
        return partial(key_pictures, study, self._state.key_frames, names)

    def _load(self, study: Study | None) -> None:
        self._stored = ()
        if study is None:
            return
        uid = study.study_instance_uid

        def done(frames: tuple[KeyFrame, ...]) -> None:
            if self._state.study is study and not self._state.key_frames:  # else the reader was faster
                self._stored = frames
                self._state.set_key_frames(frames)

        self._tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.key_frames.of_study(uid),
            done=done,
            failed=self.failed.emit,
            study_uid=uid,
        )

    def _store(self, frames: tuple[KeyFrame, ...]) -> None:
        study = self._state.study
        if study is None or frames == self._stored:
            return
        self._stored = frames
        self._waiting[study.study_instance_uid] = frames
        self._store_next()

    def _store_next(self) -> None:
        """Store one list at a time, so that an older one never lands on a newer one."""
        if self._storing or not self._waiting:
            return
        uid = next(iter(self._waiting))
        frames = self._waiting.pop(uid)
        self._storing = True
        self._tasks.submit(
            Lane.FILES,
            lambda _context: self._workspace.key_frames.replace(uid, frames),
            done=lambda _nothing: self._ended(None),
            failed=self._ended,
        )

    def _ended(self, error: DeepcoroError | None) -> None:
        self._storing = False
        if error is not None:
            self.failed.emit(error)
        self._store_next()
