"""Frames that the reader keeps, and the pictures of them on the report's last page."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from deepcoro_desktop.core.errors import DocumentError, PixelError, UnreadableFileError
from deepcoro_desktop.core.report.document import PrintedFrame
from deepcoro_desktop.core.study import Clip, Study

MOST_PICTURES: Final = 24
"""More than a report needs; each adds about 100 kB to it."""
WIDEST_PX: Final = 1024
_JPEG_QUALITY: Final = 92


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """One frame that the reader keeps."""

    sop_instance_uid: str
    frame: int
    """Counted from 0."""

    def __post_init__(self) -> None:
        """Refuse a frame that no clip has."""
        if self.frame < 0:
            raise ValueError("frames count from 0")


@dataclass(frozen=True, slots=True)
class KeyPicture:
    """A key frame as it is printed."""

    jpeg: bytes
    frame: PrintedFrame
    """Which frame it is, as the report's JSON has it."""
    width_px: int
    height_px: int

    @property
    def caption(self) -> str:
        """Words under the picture: "A4C, frame 12 of 48"."""
        return self.frame.caption

    @property
    def svg(self) -> bytes:
        """The picture as an SVG file that holds the JPEG: typst-py 0.15 takes files from memory as text only."""
        coded = base64.b64encode(self.jpeg).decode("ascii")
        size = f'width="{self.width_px}" height="{self.height_px}"'
        head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        return f'{head} {size}><image {size} xlink:href="data:image/jpeg;base64,{coded}"/></svg>'.encode()

    @property
    def alternative(self) -> str:
        """What a screen reader says in place of the picture."""
        return f"Echocardiogram: {self.caption}"


def key_pictures(study: Study, frames: Sequence[KeyFrame], views: Mapping[str, str]) -> tuple[KeyPicture, ...]:
    """Return the pictures of a study's key frames, in the order in which they were kept.

    Parameters
    ----------
    study : Study
        The study; a key frame of a clip that is not in it is left out.
    frames : sequence of KeyFrame
        What was kept, at most `MOST_PICTURES` of them are printed.
    views : mapping of str to str
        SOP Instance UID -> the view's name; the clip's number stands for one that is missing.

    Raises
    ------
    DocumentError
        If a frame cannot be decoded: a report never lacks a picture in silence.
    """
    clips = {clip.sop_instance_uid: (number, clip) for number, clip in enumerate(study.clips, 1)}
    pictures = []
    for one in frames[:MOST_PICTURES]:
        number, clip = clips.get(one.sop_instance_uid, (0, None))
        if clip is None or one.frame >= clip.frame_count:
            continue
        place = "" if clip.is_still else f", frame {one.frame + 1} of {clip.frame_count}"
        caption = f"{views.get(one.sop_instance_uid) or f'Clip {number}'}{place}"
        time_ms = round(clip.timing.frame_starts_ms[one.frame], 3)
        pictures.append(_picture(clip, PrintedFrame(clip.sop_instance_uid, one.frame + 1, time_ms, caption)))
    return tuple(pictures)


def _picture(clip: Clip, frame: PrintedFrame) -> KeyPicture:
    import cv2

    from deepcoro_desktop.core.dicom.pixels import decode_frames

    try:
        pixels = np.asarray(decode_frames(clip, [frame.frame_number - 1])[0], np.uint8)
    except (PixelError, UnreadableFileError) as error:
        raise DocumentError(
            f"A key frame cannot be printed: {error.message}", "Take it from the key frames, or restore the file."
        ) from error
    if pixels.shape[1] > WIDEST_PX:
        size = (WIDEST_PX, max(1, round(pixels.shape[0] * WIDEST_PX / pixels.shape[1])))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    done, coded = cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not done:
        raise DocumentError("A key frame cannot be printed.", "Take it from the key frames.")
    return KeyPicture(coded.tobytes(), frame, pixels.shape[1], pixels.shape[0])
