"""Which clips stand in which tiles when a study opens, and how the tiles are laid out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum

from PySide6.QtCore import QRect

from deepcoro_desktop.core.study import Clip


class Layout(Enum):
    """Rows and columns of tiles."""

    ONE = (1, 1)
    TWO = (1, 2)
    THREE = (1, 3)
    FOUR = (2, 2)
    NINE = (3, 3)
    SIXTEEN = (4, 4)

    @property
    def rows(self) -> int:
        """Rows of tiles."""
        return self.value[0]

    @property
    def columns(self) -> int:
        """Tiles side by side."""
        return self.value[1]

    @property
    def count(self) -> int:
        """Number of tiles."""
        return self.rows * self.columns

    @property
    def label(self) -> str:
        """The word on the button."""
        return "1" if self is Layout.ONE else f"{self.rows}×{self.columns}"

    def cells(self, area: QRect, gap: int) -> tuple[QRect, ...]:
        """Return the places of the tiles: all of one size, `gap` pixels apart, in the middle of the area."""
        width = max(1, (area.width() - gap * (self.columns - 1)) // self.columns)
        height = max(1, (area.height() - gap * (self.rows - 1)) // self.rows)
        left = area.left() + (area.width() - width * self.columns - gap * (self.columns - 1)) // 2
        top = area.top() + (area.height() - height * self.rows - gap * (self.rows - 1)) // 2
        return tuple(
            QRect(left + column * (width + gap), top + row * (height + gap), width, height)
            for row in range(self.rows)
            for column in range(self.columns)
        )


OFFERED = (Layout.ONE, Layout.TWO, Layout.FOUR, Layout.NINE, Layout.SIXTEEN)
"""What the bar has a button for."""
CYCLE = (Layout.ONE, Layout.FOUR, Layout.NINE)
"""What the key G goes through."""


def smallest_layout(rows: int, columns: int) -> Layout:
    """Return the smallest layout with at least so many rows and columns; the largest where none has."""
    wide = [layout for layout in Layout if layout.rows >= rows and layout.columns >= columns]
    return min(wide, key=lambda layout: layout.count, default=Layout.SIXTEEN)


def layout_for(clips: Sequence[Clip]) -> Layout:
    """Return the layout with which a study opens."""
    if len(clips) <= 1:
        return Layout.ONE
    return Layout.TWO if len(clips) == Layout.TWO.count else Layout.FOUR


def next_clips(clips: Sequence[Clip], shown: Collection[str], count: int) -> tuple[Clip, ...]:
    """Return the next clips to show: moving ones in the order of acquisition, stills only after them.

    Parameters
    ----------
    clips : sequence of Clip
        The study's clips in acquisition order.
    shown : collection of str
        SOP Instance UIDs that stand in tiles already.
    count : int
        How many at most.
    """
    free = [clip for clip in clips if clip.sop_instance_uid not in shown]
    return tuple(sorted(free, key=lambda clip: clip.is_still)[:count])
