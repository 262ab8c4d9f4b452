"""Decoding a real cine: against libjpeg-turbo on the same streams, and against pydicom with its usual plugin."""

from __future__ import annotations

import imagecodecs
import numpy as np
import simplejpeg
from pydicom import dcmread

from deepcoro_desktop.core.crew import usual_threads
from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from tests.benchmarks.line import Line, in_turns
from tests.core.dicom.pictures import bundled
from tests.real_cine import CINE, encoded_frames

SHARE = 0.75
"""Of libjpeg-turbo's speed."""


def measure() -> list[Line]:
    """Return how fast all frames of the cine are decoded, and what its first picture costs."""
    path = bundled(CINE)
    clip = read_study(path).clips[0]
    streams = encoded_frames()
    pictures = np.empty((len(streams), clip.rows, clip.columns, 3), np.uint8)

    def by_imagecodecs() -> None:
        for stream, picture in zip(streams, pictures, strict=True):
            imagecodecs.jpeg8_decode(stream, out=picture)

    def by_simplejpeg() -> None:
        for stream, picture in zip(streams, pictures, strict=True):
            simplejpeg.decode_jpeg(stream, buffer=picture)

    def by_pydicom() -> object:
        return dcmread(path).pixel_array

    alone, one, other = in_turns(lambda: decode_frames(clip, threads=1), by_imagecodecs, by_simplejpeg, rounds=9)
    shared, pydicom = in_turns(lambda: decode_frames(clip), by_pydicom, rounds=4)
    first, whole = in_turns(lambda: decode_frames(clip, [0]), lambda: decode_frames(clip, threads=1), rounds=9)
    return [
        Line("JPEG cine of 120 frames, one thread", "libjpeg-turbo into one buffer", alone, min(one, other), 1 / SHARE),
        Line(
            f"JPEG cine of 120 frames, {usual_threads()} threads",
            "pydicom's pixel_array, pylibjpeg",
            shared,
            pydicom,
            goal=10,
            goal_is_least=True,
        ),
        Line("first picture of 120", "all of them, one thread", first, whole, goal=0.05),
    ]
