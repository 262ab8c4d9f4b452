"""Frames of a clip that is one video stream: MPEG-2, MPEG-4 AVC or HEVC, decoded in memory by OpenCV's FFmpeg.

References
----------
DICOM PS3.5 8.2.5 to 8.2.9 (video transfer syntaxes): the whole stream lies in the fragments of one frame.
"""

from __future__ import annotations

import io
import threading
from typing import Final

import cv2
import numpy as np

from deepcoro_desktop.core.dicom.colour import Picture
from deepcoro_desktop.core.dicom.layout import PixelLayout
from deepcoro_desktop.core.errors import PixelError

_REMEDY: Final = "Export the clip as JPEG or uncompressed."


class VideoStream:
    """Decodes forward; going back starts again from the first frame. Safe to read from several threads.

    Parameters
    ----------
    stream : bytes
        The whole stream: an elementary stream, or one in an MP4, a program or a transport stream.
    layout : PixelLayout
        Size and number of frames that the header names.
    """

    def __init__(self, stream: bytes, layout: PixelLayout) -> None:
        self._stream = stream
        self._layout = layout
        self._lock = threading.Lock()
        self._decoder: cv2.VideoCapture | None = None
        self._next = 0

    def close(self) -> None:
        """Let go of the decoder."""
        with self._lock:
            self._decoder = None  # not release(): OpenCV 5.0 then frees the stream without the interpreter's lock

    def frame(self, index: int) -> Picture:
        """Return one frame, counted from 0: ndarray of uint8, shape (H, W, 3), RGB, 0 to 255.

        Raises
        ------
        PixelError
            If the stream is damaged, ends before this frame, or has another size than the header names.
        """
        with self._lock:
            try:
                return self._decode(index)
            except cv2.error as error:
                raise PixelError("The video stream is damaged.", _REMEDY) from error

    def _decode(self, index: int) -> Picture:
        if self._decoder is None or index < self._next:
            self._open()
        decoder = self._decoder
        if decoder is None or not decoder.isOpened():
            raise PixelError("The video stream is damaged, or of a kind that is not known.", _REMEDY)
        while self._next < index:
            if not decoder.grab():
                raise self._ended()
            self._next += 1
        read, picture = decoder.read()
        if not read:
            raise self._ended()
        self._next += 1
        if picture.shape != (self._layout.rows, self._layout.columns, 3):
            raise PixelError("The video does not have the size that its header names.", _REMEDY)
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)

    def _open(self) -> None:
        # one thread: several clips play at once, and FFmpeg would take every core for each
        self._decoder = cv2.VideoCapture(  # type: ignore[call-overload]  # its stub does not know streams of Python
            io.BytesIO(self._stream), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1]
        )
        self._next = 0

    def _ended(self) -> PixelError:
        return PixelError(
            f"The video stream ends after {self._next} frames of {self._layout.frames}.", "Copy the file again."
        )
