"""Some frames of a clip for all of it."""

from __future__ import annotations


def evenly_chosen(frame_count: int, most: int) -> tuple[int, ...]:
    """Return at most `most` of so many frames, counted from 0, evenly spaced from the first to the last."""
    count = min(most, frame_count)
    return tuple(round(place * (frame_count - 1) / max(1, count - 1)) for place in range(count))
