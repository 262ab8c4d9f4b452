"""What stays of a picture where nobody may read the patient's name in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.name_cover import (
    FRAMES_LOOKED_AT,
    NOT_KNOWN,
    NOTHING_COVERED,
    Cover,
    cover_of_header,
    cover_of_pictures,
    frames_to_look_at,
)
from deepcoro_desktop.core.study import Clip, Region
from tests.dicom_factory import REGION, clip_dataset, moving_disc, write_clip


def clip_of(tmp_path: Path, *, frames: int = 6, burned_in: str | None = None) -> Clip:
    data = clip_dataset("cover", 1, moving_disc(0, frames))
    if burned_in is not None:
        data.BurnedInAnnotation = burned_in
    write_clip(tmp_path / "1.dcm", data)
    (clip,) = read_study(tmp_path).clips
    return clip


def box(clip: Clip, region: Region) -> tuple[tuple[float, float], ...]:
    left, right = region.x0 / clip.columns, (region.x1 + 1) / clip.columns
    top, bottom = region.y0 / clip.rows, (region.y1 + 1) / clip.rows
    return ((left, top), (right, top), (right, bottom), (left, bottom))


@pytest.mark.parametrize("burned_in", [None, "YES", "NO"])
def test_regions_stay_whatever_the_header_says_of_annotations(tmp_path: Path, burned_in: str | None) -> None:
    clip = clip_of(tmp_path, burned_in=burned_in)
    (region,) = clip.regions
    assert (region.x0, region.y0, region.x1, region.y1) == REGION
    assert cover_of_header(clip) == Cover((box(clip, region),))
    ecg = replace(region, y0=region.y1 - 9, data_type=10)
    two = replace(clip, regions=(region, ecg))
    assert cover_of_header(two) == Cover((box(clip, region), box(clip, ecg))), "an ECG in its region stays"


def test_header_that_denies_annotations_is_believed_where_there_are_no_regions(tmp_path: Path) -> None:
    clip = replace(clip_of(tmp_path, burned_in="NO"), regions=())
    assert not clip.may_show_name
    assert cover_of_header(clip) is NOTHING_COVERED


@pytest.mark.parametrize("burned_in", [None, "YES"])
def test_clip_without_regions_must_be_looked_at_and_a_still_is_not_known(tmp_path: Path, burned_in: str | None) -> None:
    clip = replace(clip_of(tmp_path, burned_in=burned_in), regions=())
    assert clip.may_show_name
    assert cover_of_header(clip) is None
    still = replace(clip, frame_count=1, timing=replace(clip.timing, frame_starts_ms=(0.0,)))
    assert cover_of_header(still) is NOT_KNOWN


def test_region_that_spans_the_picture_says_nothing(tmp_path: Path) -> None:
    clip = clip_of(tmp_path)
    whole = replace(clip.regions[0], x0=0, y0=0, x1=clip.columns - 1, y1=clip.rows - 1)
    assert cover_of_header(replace(clip, regions=(whole,))) is None


def shown(cover: Cover, rows: int, columns: int) -> npt.NDArray[np.bool_]:
    """Whether the middle of each pixel lies in a convex outline, edge by edge."""
    y, x = (np.mgrid[0:rows, 0:columns] + 0.5) / np.array([rows, columns])[:, None, None]
    found = np.zeros((rows, columns), bool)
    for outline in cover.shown:
        sides = [
            (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
            for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True)
        ]
        found |= np.all(np.stack(sides) >= -1e-12, axis=0) | np.all(np.stack(sides) <= 1e-12, axis=0)
    return found


def test_moving_sector_stays_and_the_words_beside_it_go() -> None:
    clip = next(c for c in read_study(resource_path("samples", "phantom-study")).clips if c.frame_count > 30)
    frames = decode_frames(clip, frames_to_look_at(clip.frame_count)).copy()
    moving = np.ptp(frames, axis=0).max(axis=-1) > 60
    assert moving.mean() > 0.05
    frames[:, 5:25, 10:200] = 230
    cover = cover_of_pictures(frames)
    assert cover.certain
    kept = shown(cover, clip.rows, clip.columns)
    assert not kept[5:25, 10:200].any(), "words that never move"
    region = clip.regions[0]
    inside = np.zeros_like(kept)
    inside[region.y0 : region.y1 + 1, region.x0 : region.x1 + 1] = True
    assert (kept & moving & inside).sum() > 0.97 * (moving & inside).sum()


def test_picture_in_which_nothing_moves_is_not_known() -> None:
    assert cover_of_pictures(np.full((4, 60, 80, 3), 90, np.uint8)) is NOT_KNOWN
    with pytest.raises(PixelError, match="not 8-bit RGB"):
        cover_of_pictures(np.zeros((4, 60, 80), np.uint8))


@pytest.mark.parametrize("count", [1, 2, 15, 16, 17, 400])
def test_frames_looked_at_are_spread_over_the_clip(count: int) -> None:
    frames = frames_to_look_at(count)
    assert len(set(frames)) == len(frames) == min(count, FRAMES_LOOKED_AT)
    assert frames[0] == 0
    assert frames[-1] == count - 1
