"""A clip of any kind as the tensor that the graphs take: DICOM, video file, or folder of pictures.

DICOM is read and every clip preprocessed by the desktop's own code; JPEG pictures go through its decoder too. Video and
pictures carry no ultrasound regions, so their picture is found by what moves, as in a DICOM file without regions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import PreprocessSpec
from deepcoro_desktop.core.bundle.preprocess import arrange, frames_to_decode, preprocess, sampled_indices
from deepcoro_desktop.core.dicom.codecs import decode
from deepcoro_desktop.core.dicom.codestream import read_codestream
from deepcoro_desktop.core.dicom.headers import LONGEST_SIDE, MOST_FRAMES, read_header
from deepcoro_desktop.core.dicom.layout import PixelLayout
from deepcoro_desktop.core.errors import PixelError, UnreadableFileError
from deepcoro_desktop.core.inference.preparation import prepare
from deepcoro_desktop.core.study import ClipSource

Frames = npt.NDArray[np.uint8]

VIDEO_SUFFIXES: Final = frozenset({".avi", ".mp4", ".m4v", ".mov"})
JPEG_SUFFIXES: Final = frozenset({".jpg", ".jpeg"})
PICTURE_SUFFIXES: Final = JPEG_SUFFIXES | {".png", ".bmp"}

_JPEG_SYNTAX: Final = "1.2.840.10008.1.2.4.50"
_FASTEST_FPS: Final = 1000.0
_COPY_AGAIN: Final = "Copy the file again from where it came."


class TooShortError(PixelError):
    """A clip has fewer frames than the models need."""


@dataclass(frozen=True, slots=True)
class Media:
    """A prepared clip and what its file says of it."""

    tensor: Frames
    """uint8, shape (T, H, W, 3), as `preprocess` returns it."""
    n_frames: int
    fps: float | None
    """Frames per second; None for a still and where the file does not say."""
    rows: int
    cols: int
    photometric: str
    """Photometric Interpretation of DICOM; "RGB" or "MONOCHROME2" of what a video or picture decodes to."""
    sop_class: str = ""
    manufacturer: str = ""
    model: str = ""


def read_media(path: Path, spec: PreprocessSpec) -> Media:
    """Return a clip as the graphs take it.

    Parameters
    ----------
    path : Path
        A folder of pictures in the order of their names, a video file by its suffix, else a DICOM file.
    spec : PreprocessSpec
        The preprocessing.

    Raises
    ------
    TooShortError
        If it has fewer than `spec.min_frames` frames.
    UnreadableFileError
        If the desktop would not show the clip, with its reason.
    """
    try:
        if path.is_dir():
            return _pictures(path, spec)
        if path.suffix.casefold() in VIDEO_SUFFIXES:
            return _video(path, spec)
        return _dicom(path, spec)
    except OSError as error:
        raise UnreadableFileError("It cannot be read from the disk.", "Check that you may read it.") from error


def _dicom(path: Path, spec: PreprocessSpec) -> Media:
    header = read_header(ClipSource(str(path)))
    clip = header.clip
    _require_length(clip.frame_count, spec)
    return Media(
        tensor=prepare(clip, spec).tensor,
        n_frames=clip.frame_count,
        fps=clip.timing.frames_per_second or None,
        rows=clip.rows,
        cols=clip.columns,
        photometric=clip.photometric,
        sop_class=clip.sop_class_uid,
        manufacturer=header.manufacturer,
        model=header.model,
    )


def _require_length(frame_count: int, spec: PreprocessSpec) -> None:
    if frame_count < spec.min_frames:
        what = "is a still picture" if frame_count == 1 else f"has {frame_count} frames"
        raise TooShortError(f"It {what}; at least {spec.min_frames} frames are wanted.", "Use a longer clip.")


def _from_frames(
    decoded: Callable[[tuple[int, ...]], Frames], frame_count: int, fps: float | None, spec: PreprocessSpec
) -> Media:
    _require_length(frame_count, spec)
    indices = sampled_indices(frame_count, spec)
    frames = decoded(frames_to_decode(indices))
    grey = bool((frames[..., :1] == frames).all())
    return Media(
        tensor=preprocess(arrange(frames, indices), (), spec),
        n_frames=frame_count,
        fps=fps,
        rows=frames.shape[1],
        cols=frames.shape[2],
        photometric="MONOCHROME2" if grey else "RGB",
    )


def _video(path: Path, spec: PreprocessSpec) -> Media:
    with path.open("rb") as file:
        head = file.read(12)
    # FFmpeg believes the content, not the name: a playlist under this name could make it open other files
    if not (head[:4] == b"RIFF" and head[8:] == b"AVI ") and head[4:8] != b"ftyp":
        raise UnreadableFileError("It is neither an AVI nor an MP4 file.", _COPY_AGAIN)
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    try:
        kept, count = _decode_video(capture, (spec.frames - 1) * spec.stride + 1)
        fps = float(capture.get(cv2.CAP_PROP_FPS))
        stated = float(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    finally:
        capture.release()
    # an MP4 may state its frames from its length: a few less than stated are no damage
    if count + 2 < 0.95 * stated:
        raise PixelError(f"It holds {count} whole frames of {stated:.0f}: the file was cut off.", _COPY_AGAIN)
    return _from_frames(
        lambda wanted: np.stack([kept[index] for index in wanted]),
        count,
        fps if 0.0 < fps <= _FASTEST_FPS and count > 1 else None,
        spec,
    )


def _decode_video(capture: cv2.VideoCapture, most: int) -> tuple[list[Frames], int]:
    """Return the first `most` frames, RGB, and how many frames there are: only decoding tells."""
    kept: list[Frames] = []
    count = 0
    while capture.grab():
        count += 1
        if count > MOST_FRAMES:
            raise UnreadableFileError("It claims an impossible number of frames.", _COPY_AGAIN)
        if len(kept) < most:
            whole, frame = capture.retrieve()
            if not whole or max(frame.shape[:2]) > LONGEST_SIDE:
                raise PixelError(f"Frame {count} cannot be decoded.", _COPY_AGAIN)
            kept.append(np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), np.uint8))
    if not kept:
        raise PixelError("The video holds no frame that can be decoded.", _COPY_AGAIN)
    return kept, count


def _pictures(folder: Path, spec: PreprocessSpec) -> Media:
    files = sorted(file for file in folder.iterdir() if file.suffix.casefold() in PICTURE_SUFFIXES)
    if not files:
        raise UnreadableFileError("Its folder holds no pictures.", "Copy the folder again from where it came.")

    def decoded(wanted: tuple[int, ...]) -> Frames:
        frames = [_picture(files[index]) for index in wanted]
        if len({frame.shape for frame in frames}) > 1:
            raise PixelError("Its pictures differ in size.", "Copy the folder again from where it came.")
        return np.stack(frames)

    return _from_frames(decoded, len(files), None, spec)


def _picture(file: Path) -> Frames:
    data = file.read_bytes()
    if file.suffix.casefold() in JPEG_SUFFIXES:
        head = read_codestream(data)
        layout = PixelLayout(
            rows=head.rows,
            columns=head.columns,
            frames=1,
            samples=head.components,
            photometric="MONOCHROME2" if head.components == 1 else "YBR_FULL_422",
            planar=False,
            bits_allocated=8,
            bits_stored=8,
            high_bit=7,
            signed=False,
            syntax=_JPEG_SYNTAX,
        )
        return decode(data, layout)
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    except cv2.error:  # a header that claims more pixels than OpenCV allows
        picture = None
    if picture is None:
        raise PixelError(f"{file.name} is no picture that can be decoded.", _COPY_AGAIN)
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
