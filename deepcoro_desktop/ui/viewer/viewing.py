"""Viewing: how the reader looks at one clip. It belongs to the clip, whichever tile the clip stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.viewer.geometry import Zoom
from deepcoro_desktop.ui.viewer.look import Look
from deepcoro_desktop.ui.viewer.playback import Track


@dataclass(frozen=True, slots=True)
class Viewing:
    """Zoom, look, trim and sweep; the default shows the clip as it was recorded."""

    zoom: Zoom = field(default_factory=Zoom)
    look: Look = field(default_factory=Look)
    trim: tuple[int, int] | None = None
    """First and last frame that play, counted from 0; None for what the header says."""
    sweep: bool | None = None
    """Whether it plays there and back; None for what the header says."""

    def track(self, clip: Clip) -> Track:
        """Return the pass through the clip that the reader wants."""
        return Track.of(clip, self.trim, self.sweep)
