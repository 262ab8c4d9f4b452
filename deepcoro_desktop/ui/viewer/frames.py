"""FrameStore: decoded pictures of all clips under one cap of memory; what is looked at comes first."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError
from deepcoro_desktop.core.memory import return_freed_memory
from deepcoro_desktop.core.name_cover import Cover, frames_to_look_at
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.tasks import Lane, TaskContext, TaskHandle, TaskRunner
from deepcoro_desktop.ui.viewer.covers import Covers
from deepcoro_desktop.ui.viewer.decode import Chunk, Drawable, Fit, Opener, decode_chunk, fit_chunk, open_frames
from deepcoro_desktop.ui.viewer.look import Look
from deepcoro_desktop.ui.viewer.playback import Track

BUDGET_BYTES: Final = 1 << 30
"""Cap of memory for pictures: nine clips of 60 frames at 800 x 600, with their fitted copies."""
_LEAST_BUDGET_BYTES: Final = 384 << 20
"""The same beside the largest graphs."""
_AT_ONCE: Final = 3
"""Decoding threads at once: one of the FILES lane stays free for saving."""
_CHUNKS: Final = ((1, 1), (16, 8))
"""(frames there are, frames to decode next): the first picture at once, then more at a time."""
_CHUNK: Final = 24


def budget_beside(graph_bytes: int) -> int:
    """Return the cap of memory for pictures beside graphs of that size, bytes: both share that of a small computer."""
    return max(_LEAST_BUDGET_BYTES, BUDGET_BYTES - graph_bytes)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clip that stands in a tile."""

    clip: Clip
    size: QSize | None
    """Size of its picture on the screen, device pixels; None while it is not known."""
    look: Look = field(default_factory=Look)
    trim: tuple[int, int] | None = None
    """First and last frame that the reader wants, counted from 0; None for the header's."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw for a frame."""

    frame: int
    """The frame that the picture shows: the nearest one that is there."""
    image: QImage
    fitted: bool
    """Whether the image has the size and look asked for, pixel by pixel; else it is as it was decoded."""


@dataclass(slots=True)
class _Entry:
    """The pictures of one clip."""

    clip: Clip
    first: int
    """First frame to decode, counted from 0."""
    last: int
    level: int = 1
    fit: Fit | None = None
    """What its fitted pictures are ready for, or shall be."""
    sources: dict[int, QImage] = field(default_factory=dict)
    fitted: dict[int, QImage] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    damaged: dict[int, DeepcoroError] = field(default_factory=dict)
    error: DeepcoroError | None = None
    bytes: int = 0
    added: int = 0
    """Pictures that were added, and those that took an older one's place."""
    listed: tuple[object, tuple[int, ...]] | None = None
    """What the frames still to decode were last listed by, and they: each drawn frame asks for them."""

    @classmethod
    def of(cls, clip: Clip) -> _Entry:
        """Return the empty entry of a clip."""
        track = Track.of(clip)
        return cls(clip, track.first, track.last)

    def missing(self) -> tuple[int, ...]:
        """Return the frames still to decode, in order; they are listed again only when the entry has changed."""
        if self.error is not None:
            return ()
        state = (self.first, self.last, self.level, self.added, len(self.damaged))
        if self.listed is None or self.listed[0] != state:
            self.listed = state, self.list_missing()
        return self.listed[1]

    def list_missing(self) -> tuple[int, ...]:
        """Return the frames still to decode, looking at each."""
        rough = self.level + 1
        return tuple(
            frame
            for frame in range(self.first, self.last + 1)
            if self.levels.get(frame, rough) > self.level and frame not in self.damaged
        )

    def unfitted(self) -> list[int]:
        """Return the frames that are there, but not at the size of the tile."""
        return [] if self.fit is None else [frame for frame in self.order if frame not in self.fitted]

    def add(self, picture: Drawable, fit: Fit | None) -> None:
        frame = picture.frame
        self.added += 1
        if frame not in self.sources:
            insort(self.order, frame)
        if self.levels.get(frame) is None or self.levels[frame] >= self.level:
            self.bytes -= self.sources[frame].sizeInBytes() if frame in self.sources else 0
            self.sources[frame] = picture.source
            self.levels[frame] = self.level
            self.bytes += picture.source.sizeInBytes()
        if picture.fitted is not None and fit == self.fit:
            self.bytes -= self.fitted[frame].sizeInBytes() if frame in self.fitted else 0
            self.fitted[frame] = picture.fitted
            self.bytes += picture.fitted.sizeInBytes()

    def drop_fitted(self) -> None:
        self.bytes -= sum(image.sizeInBytes() for image in self.fitted.values())
        self.fitted.clear()


class FrameStore(QObject):
    """Gives the picture of a frame, or the nearest one that is there, and decodes the rest behind.

    Parameters
    ----------
    tasks : TaskRunner
        Where clips are decoded.
    opener : callable
        Opens a clip.
    budget_bytes : int
        Cap of memory.
    """

    changed = Signal(str)
    """There is more of this clip: frames, or the reason why there are none."""

    def __init__(
        self,
        tasks: TaskRunner,
        opener: Opener = open_frames,
        budget_bytes: int = BUDGET_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._opener = opener
        self._budget = budget_bytes
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._running: dict[str, tuple[int, TaskHandle]] = {}
        """Clip -> its one piece of work, numbered, so that the end of an older one is not taken for it."""
        self._last_job = 0
        self._wanted: tuple[str, ...] = ()
        self._ahead: tuple[str, ...] = ()
        self._study_uid = ""
        self._covers = Covers(tasks, self)
        self._covers.found.connect(self.changed)

    @property
    def bytes_used(self) -> int:
        """Memory that the pictures take."""
        return sum(entry.bytes for entry in self._entries.values())

    def clear(self) -> None:
        """Stop all work and forget all pictures."""
        for _job, handle in self._running.values():
            handle.cancel()
        held = bool(self._entries)
        self._running.clear()
        self._entries.clear()
        self._covers.clear()
        self._wanted = self._ahead = ()
        if held:
            self._tasks.submit(Lane.FILES, lambda _: return_freed_memory(), done=_nothing, failed=_nothing)

    def show(self, wanted: Sequence[Wanted], ahead: Sequence[Clip], study_uid: str) -> None:
        """Tell which clips stand in tiles, and which ones may come next.

        Parameters
        ----------
        wanted : sequence of Wanted
            Clips in tiles; none of them is ever dropped.
        ahead : sequence of Clip
            Clips to decode when the others are done, as far as memory allows.
        study_uid : str
            Study that the work belongs to.
        """
        self._study_uid = study_uid
        self._wanted = tuple(dict.fromkeys(one.clip.sop_instance_uid for one in wanted))
        self._ahead = tuple(c.sop_instance_uid for c in ahead if c.sop_instance_uid not in self._wanted)
        share = self._budget // max(1, len(self._wanted))
        for one in wanted:
            self._prepare(one, share)
        for clip in ahead:
            if clip.sop_instance_uid not in self._entries:
                self._entries[clip.sop_instance_uid] = _Entry.of(clip)
        kept = {*self._wanted, *self._ahead}
        for uid, (_job, handle) in self._running.items():
            if uid not in kept:
                handle.cancel()
        self._pump()

    def picture(self, sop_instance_uid: str, frame: int, fit: Fit | None = None) -> Picture | None:
        """Return the picture of a frame or of the nearest one that is there; None where there is none yet."""
        entry = self._entries.get(sop_instance_uid)
        if entry is None or not entry.order:
            return None
        if frame not in entry.sources:
            frame = _nearest(entry.order, frame)
        fitted = entry.fitted.get(frame) if fit is not None and entry.fit == fit else None
        return Picture(frame, fitted or entry.sources[frame], fitted is not None)

    def sources(self, sop_instance_uid: str, frames: Sequence[int]) -> dict[int, QImage]:
        """Return the decoded pictures of some frames that are there at full size, RGB888."""
        entry = self._entries.get(sop_instance_uid)
        if entry is None:
            return {}
        return {frame: entry.sources[frame] for frame in frames if entry.levels.get(frame) == 1}

    def cover(self, clip: Clip) -> Cover | None:
        """Return what is covered of a clip while names are hidden, None while its pictures are to be looked at."""
        cover, entry = self._covers.of(clip), self._entries.get(clip.sop_instance_uid)
        if cover is None and entry is not None and not entry.missing():
            chosen = [entry.sources[entry.order[place]] for place in frames_to_look_at(len(entry.order))]
            alike = tuple(picture for picture in chosen if picture.size() == chosen[0].size())
            self._covers.look(clip, alike, self._study_uid)
        return cover

    def decoded(self, sop_instance_uid: str) -> dict[int, QImage]:
        """Return all decoded pictures of a clip, RGB888, at the size that memory allows."""
        entry = self._entries.get(sop_instance_uid)
        return {} if entry is None else dict(entry.sources)

    def complete(self, sop_instance_uid: str) -> bool:
        """Return whether nothing of the clip is left to decode."""
        entry = self._entries.get(sop_instance_uid)
        return entry is not None and not entry.missing()

    def error(self, sop_instance_uid: str) -> DeepcoroError | None:
        """Return why the clip has no picture at all; None where it has one or is still being decoded."""
        entry = self._entries.get(sop_instance_uid)
        if entry is None or entry.order or entry.missing():
            return None
        return entry.error or next(iter(entry.damaged.values()), None)

    def damaged(self, sop_instance_uid: str) -> tuple[int, ...]:
        """Return the frames that cannot be decoded, counted from 0."""
        entry = self._entries.get(sop_instance_uid)
        if entry is None:
            return ()
        lost = range(entry.first, entry.last + 1) if entry.error is not None else sorted(entry.damaged)
        return tuple(frame for frame in lost if frame not in entry.sources)

    def _prepare(self, one: Wanted, share: int) -> None:
        """Choose how large the clip's pictures may be within its share of the memory."""
        clip = one.clip
        entry = self._entries.get(clip.sop_instance_uid)
        if entry is None:
            entry = self._entries[clip.sop_instance_uid] = _Entry.of(clip)
        self._entries.move_to_end(clip.sop_instance_uid)
        if one.trim is not None:
            entry.first, entry.last = min(entry.first, one.trim[0]), max(entry.last, one.trim[1])
        frames = entry.last - entry.first + 1
        whole = frames * clip.rows * clip.columns * 3
        entry.level = max(1, math.ceil(math.sqrt(whole / share)))
        size = one.size
        if size is not None and (
            size.isEmpty() or whole / entry.level**2 + frames * 4 * size.width() * size.height() > share
        ):
            size = None
        fit = None if size is None else Fit(size, one.look)
        if fit != entry.fit:
            entry.drop_fitted()
            entry.fit = fit
        if self.bytes_used > self._budget and any(level < entry.level for level in entry.levels.values()):
            # more clips than before share the memory: these pictures come again, smaller
            self._entries[clip.sop_instance_uid] = _Entry(clip, entry.first, entry.last, entry.level, entry.fit)

    def _pump(self) -> None:
        """Start what is most needed, as far as threads are free."""
        self._make_room()
        while len(self._running) < _AT_ONCE and not self._tasks.closed:
            uid = self._next_wanted() or self._next_ahead()
            if uid is None:
                return
            self._start(self._entries[uid])

    def _next_wanted(self) -> str | None:
        idle = [uid for uid in self._wanted if uid not in self._running]
        missing = [uid for uid in idle if self._entries[uid].missing()]
        if missing:
            return min(missing, key=lambda uid: len(self._entries[uid].order))
        return next((uid for uid in idle if self._entries[uid].unfitted()), None)

    def _next_ahead(self) -> str | None:
        """Return a clip to decode ahead: one at a time, once the tiles have all they need."""
        if self._running:
            return None
        used = self.bytes_used
        for uid in self._ahead:
            entry = self._entries[uid]
            missing = len(entry.missing())
            if missing and used + missing * entry.clip.rows * entry.clip.columns * 3 <= self._budget:
                return uid
        return None

    def _start(self, entry: _Entry) -> None:
        frames = entry.missing()
        uid = entry.clip.sop_instance_uid
        work: Callable[[TaskContext], Chunk]
        if frames:
            have = len(entry.order)
            count = next((count for limit, count in _CHUNKS if have < limit), _CHUNK)
            chosen = frames[:count]
            work = partial(_decode, self._opener, entry.clip, chosen, entry.level, entry.fit)
        elif entry.fit is not None:
            sources = {frame: entry.sources[frame] for frame in entry.unfitted()[:_CHUNK]}
            work = partial(_fit, sources, entry.fit)
        else:
            return
        self._last_job += 1
        handle = self._tasks.submit(
            Lane.FILES,
            work,
            done=partial(self._on_chunk, entry, self._last_job, entry.fit),
            failed=partial(self._on_failed, entry, self._last_job),
            study_uid=self._study_uid,
        )
        self._running[uid] = (self._last_job, handle)

    def _forget_job(self, uid: str, job: int) -> None:
        if uid in self._running and self._running[uid][0] == job:
            del self._running[uid]

    def _on_chunk(self, entry: _Entry, job: int, fit: Fit | None, chunk: Chunk) -> None:
        uid = entry.clip.sop_instance_uid
        self._forget_job(uid, job)
        if self._entries.get(uid) is entry:
            for picture in chunk.pictures:
                entry.add(picture, fit)
            entry.damaged.update(chunk.damaged)
        self._pump()
        self.changed.emit(uid)

    def _on_failed(self, entry: _Entry, job: int, error: DeepcoroError) -> None:
        uid = entry.clip.sop_instance_uid
        self._forget_job(uid, job)
        if not isinstance(error, CancelledError):
            entry.error = error
        self._pump()
        self.changed.emit(uid)

    def _make_room(self) -> None:
        """Drop the clips looked at longest ago until the pictures fit."""
        used = self.bytes_used
        for uid in list(self._entries):
            if used <= self._budget:
                return
            if uid in self._wanted or uid in self._running:
                continue
            used -= self._entries.pop(uid).bytes
            self._ahead = tuple(other for other in self._ahead if other != uid)


def _decode(
    opener: Opener, clip: Clip, frames: tuple[int, ...], level: int, fit: Fit | None, context: TaskContext
) -> Chunk:
    return decode_chunk(opener, clip, frames, level, fit, context.cancel)


def _fit(sources: dict[int, QImage], fit: Fit, context: TaskContext) -> Chunk:
    return fit_chunk(sources, fit, context.cancel)


def _nothing(_answer: object) -> None:
    """Nobody waits for it."""


def _nearest(order: Sequence[int], frame: int) -> int:
    """Return the entry of a rising sequence that is nearest."""
    place = bisect_left(order, frame)
    candidates = order[max(0, place - 1) : place + 1]
    return min(candidates, key=lambda other: abs(other - frame))
