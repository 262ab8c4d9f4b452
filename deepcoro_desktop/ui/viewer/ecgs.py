"""EcgStore: the ECG of each clip that stands in a tile, and what its pictures say about its beats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from deepcoro_desktop.core.beats import Beat, Phases, beats_of, with_neighbours
from deepcoro_desktop.core.dicom.ecg_trace import Ecg
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.study import Clip, Study, Waveform
from deepcoro_desktop.ui.picture import pixels_of
from deepcoro_desktop.ui.tasks import Lane, TaskContext, TaskRunner
from deepcoro_desktop.ui.viewer.frames import FrameStore
from deepcoro_desktop.ui.viewer.timeline import r_waves_of


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is known of a clip's beats beside its header."""

    ecg: Ecg | None = None
    phases: Phases = field(default_factory=Phases)


class EcgStore(QObject):
    """Reads ECGs and phases on the FILES lane, one clip at a time.

    Parameters
    ----------
    tasks : TaskRunner
        Where they are read.
    frames : FrameStore
        Gives the decoded pictures, for a trace that is only in them and for the motion of the heart.
    """

    ready = Signal(str)
    """It is known whether this clip has an ECG, and when its systoles end."""

    def __init__(self, tasks: TaskRunner, frames: FrameStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._frames = frames
        self._known: dict[str, Rhythm] = {}
        self._running = ""
        self._waiting: dict[str, Clip] = {}
        self._study: Study | None = None

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
        self._waiting.clear()

    def get(self, sop_instance_uid: str) -> Ecg | None:
        """Return a clip's ECG, None where it has none or none is known yet."""
        return self._known.get(sop_instance_uid, Rhythm()).ecg

    def known(self, sop_instance_uid: str) -> bool:
        """Return whether a clip's ECG was looked for."""
        return sop_instance_uid in self._known

    def phases(self, sop_instance_uid: str) -> Phases:
        """Return what a clip's pictures say about its beats; nothing where that is unclear or not known yet."""
        return self._known.get(sop_instance_uid, Rhythm()).phases

    def beats(self, clip: Clip) -> tuple[Beat, ...]:
        """Return a clip's whole beats, from R waves, else from its pictures; none where they are not known yet."""
        phases = self.phases(clip.sop_instance_uid)
        waves = r_waves_of(clip, self.get(clip.sop_instance_uid)) or phases.end_diastoles_ms
        return beats_of(with_neighbours(clip, waves), phases.end_systoles_ms)

    def ask(self, clip: Clip, study: Study) -> None:
        """Ask for the ECG of a clip of a study, once its pictures are decoded; stills have none."""
        uid = clip.sop_instance_uid
        if clip.is_still or uid in self._known or uid == self._running:
            return
        self._waiting[uid], self._study = clip, study
        self._next()

    def _next(self) -> None:
        from deepcoro_desktop.core.dicom import ecg_picture  # the clip was read, so pydicom is loaded

        if self._running or not self._waiting or self._tasks.closed:
            return
        uid = next(iter(self._waiting))
        clip = self._waiting.pop(uid)
        self._running = uid
        traced, all_pictures = self._frames.sources(uid, ecg_picture.chosen_frames(clip)), self._frames.decoded(uid)
        self._tasks.submit(
            Lane.FILES,
            partial(_read, clip, self._study.waveforms if self._study is not None else (), traced, all_pictures),
            done=partial(self._keep, uid),
            failed=partial(self._on_failed, uid),
            study_uid=self._study.study_instance_uid if self._study is not None else "",
        )

    def _keep(self, uid: str, rhythm: Rhythm) -> None:
        self._running = ""
        self._known[uid] = rhythm
        self.ready.emit(uid)
        self._next()

    def _on_failed(self, uid: str, _error: DeepcoroError) -> None:
        self._keep(uid, Rhythm())


def _read(
    clip: Clip,
    waveforms: tuple[Waveform, ...],
    traced: Mapping[int, QImage],
    pictures: Mapping[int, QImage],
    context: TaskContext,
) -> Rhythm:
    from deepcoro_desktop.core.dicom.ecg import read_ecg
    from deepcoro_desktop.core.dicom.ecg_picture import ecg_of_pictures
    from deepcoro_desktop.core.dicom.phase_picture import phases_of_pictures

    ecg = read_ecg(clip, waveforms)
    if ecg is None and traced:
        context.cancel.check()
        ecg = ecg_of_pictures(clip, {frame: pixels_of(image) for frame, image in traced.items()})
    context.cancel.check()
    waves = with_neighbours(clip, r_waves_of(clip, ecg))
    return Rhythm(ecg, phases_of_pictures(clip, {f: pixels_of(image) for f, image in pictures.items()}, waves))
