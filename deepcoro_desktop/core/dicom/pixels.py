"""Clip -> uint8 RGB frames, any of them without the others."""

from __future__ import annotations

import hashlib
import io
import mmap
import struct
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from types import TracebackType
from typing import IO, Final

import cv2
import imagecodecs
import numpy as np
import numpy.typing as npt
import pydicom

from deepcoro_desktop.core.crew import share_out
from deepcoro_desktop.core.dicom.codecs import decode, decode_ycc
from deepcoro_desktop.core.dicom.files import open_source, read_source
from deepcoro_desktop.core.dicom.frames import locate_frames
from deepcoro_desktop.core.dicom.layout import PixelLayout, read_layout
from deepcoro_desktop.core.dicom.parse import read_dataset
from deepcoro_desktop.core.dicom.syntaxes import VIDEO
from deepcoro_desktop.core.dicom.values import quiet
from deepcoro_desktop.core.dicom.video import VideoStream
from deepcoro_desktop.core.errors import DeepcoroError, PixelError
from deepcoro_desktop.core.progress import CancelToken
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.core.ycbcr import rgb_to_ycbcr

MOST_BYTES: Final = 4 << 30
"""Decoded frames that one call returns, bytes."""

DECODING_VERSION: Final = 3
"""Raised with every change of this program that alters a decoded pixel."""
DECODERS: Final = f"{DECODING_VERSION} {imagecodecs.__version__} {cv2.__version__} {pydicom.__version__}"
"""What the pixels depend on beside the file."""


class ClipReader:
    """Random access to the frames of one clip; a context manager. Safe to read from several threads.

    A file on disk is mapped, not read: a frame costs its own bytes. A zip's member is held in memory while open.

    Raises
    ------
    PixelError
        If the file has gone, or has changed since its header was read.
    """

    def __init__(self, clip: Clip) -> None:
        self._clip = clip
        self._stack = ExitStack()
        try:
            data, plain = read_dataset(self._stack.enter_context(_open(clip)))
            with quiet():
                self._layout = _with_word_order(read_layout(data, clip.transfer_syntax_uid), plain)
                self._layout = replace(self._layout, colours=clip.colours)
                self._frames = locate_frames(plain, self._layout)
            self._bytes = self._stack.enter_context(_view(plain))
        except DeepcoroError as error:
            self._stack.close()
            raise PixelError(error.message, error.remedy) from error
        if (self._layout.rows, self._layout.columns, len(self._frames)) != (clip.rows, clip.columns, clip.frame_count):
            self._stack.close()
            raise PixelError("The file has changed since the study was opened.", "Open the study again.")
        self._video: VideoStream | None = None
        if self._layout.syntax in VIDEO:
            self._video = VideoStream(self._stored(0), self._layout)
            self._stack.callback(self._video.close)

    def __enter__(self) -> ClipReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._stack.close()

    @property
    def clip(self) -> Clip:
        """The clip that was opened."""
        return self._clip

    @property
    def frame_count(self) -> int:
        """Frames of the clip."""
        return len(self._frames)

    def frame(self, index: int) -> npt.NDArray[np.uint8]:
        """Return one frame, counted from 0.

        Returns
        -------
        ndarray of uint8, shape (H, W, 3), RGB, 0 to 255

        Raises
        ------
        PixelError
            If there is no such frame, or its bytes are damaged; other frames can still be read.
        """
        self._require(index)
        return self._decode(index, None)

    def frame_ycc(self, index: int) -> npt.NDArray[np.uint8]:
        """Return one frame as full-range YCbCr, as it is stored where the clip holds such colours.

        Returns
        -------
        ndarray of uint8, shape (H, W, 3), 0 to 255

        Raises
        ------
        PixelError
            As `frame` does.
        """
        if self._video is not None:
            return rgb_to_ycbcr(self.frame(index))
        self._require(index)
        with self._place_named(index):
            return decode_ycc(self._stored(index), self._layout)

    def frames(
        self, indices: Sequence[int], *, cancel: CancelToken | None = None, threads: int | None = None
    ) -> npt.NDArray[np.uint8]:
        """Return some frames in the order wanted, as `decode_frames` does."""
        rows, columns = self._layout.rows, self._layout.columns
        if len(indices) * rows * columns * 3 > MOST_BYTES:
            raise PixelError(
                f"{len(indices)} frames of {columns} by {rows} pixels do not fit into memory.",
                "Decode fewer frames at a time.",
            )
        pictures = np.empty((len(indices), rows, columns, 3), np.uint8)

        def decode_into_place(place: int) -> None:
            if cancel is not None:
                cancel.check()
            self._require(indices[place])
            self._decode(indices[place], pictures[place])

        # the frames of a video build on each other: one thread reads them in turn
        share_out(decode_into_place, range(len(indices)), threads if self._video is None else 1)
        return pictures

    def stored_sha256(self, indices: Sequence[int]) -> str:
        """Return a hash of all that the pixels of some frames are made from, without decoding them.

        Into it go the stored bytes of the frames, every field of the layout that says how they are read (transfer
        syntax, size, samples, bits, colours, tables, window), and the versions of the decoders. So equal hashes mean
        equal pixels; bytes that differ and yet decode to the same pixels have another hash, which costs time only.

        Raises
        ------
        PixelError
            If there is no such frame.
        """
        digest = hashlib.sha256(DECODERS.encode())
        digest.update(self._layout.signature())
        if self._video is not None:  # every frame lies in the same bytes: their places tell them apart
            digest.update(struct.pack(f"<{len(indices)}Q", *indices))
        for index in indices:
            self._require(index)
            if self._video is None or index == indices[0]:
                stored = self._stored(index)
                digest.update(struct.pack("<Q", len(stored)))
                digest.update(stored)
        return digest.hexdigest()

    def _require(self, index: int) -> None:
        if not 0 <= index < len(self._frames):
            raise PixelError(f"The clip has no frame {index + 1}.", "Choose a frame of the clip.")

    def _stored(self, index: int) -> bytes:
        return b"".join(bytes(self._bytes[offset : offset + length]) for offset, length in self._frames[index])

    def _decode(self, index: int, out: npt.NDArray[np.uint8] | None) -> npt.NDArray[np.uint8]:
        with self._place_named(index):
            if self._video is None:
                return decode(self._stored(index), self._layout, out)
            picture = self._video.frame(index)
        if out is None:
            return picture
        out[...] = picture
        return out

    @contextmanager
    def _place_named(self, index: int) -> Iterator[None]:
        try:
            yield
        except PixelError as error:
            place = f"Frame {index + 1} of {len(self._frames)}: " if len(self._frames) > 1 else ""
            raise PixelError(f"{place}{error.message}", error.remedy) from error


def open_clip(clip: Clip) -> ClipReader:
    """Return a reader of a clip's frames; close it, or use it in a with statement. Raises PixelError."""
    return ClipReader(clip)


def decode_frames(
    clip: Clip,
    frames: Sequence[int] | None = None,
    *,
    cancel: CancelToken | None = None,
    threads: int | None = None,
) -> npt.NDArray[np.uint8]:
    """Return some frames of a clip, or all.

    Parameters
    ----------
    clip : Clip
        As the reader returned it.
    frames : sequence of int, optional
        Frames to decode, counted from 0, in the order wanted; all by default.
    cancel : CancelToken, optional
        Polled once a frame.
    threads : int, optional
        At most so many share the frames; by default the processor's, up to four.

    Returns
    -------
    ndarray of uint8, shape (T, H, W, 3), RGB, 0 to 255

    Raises
    ------
    PixelError
        If one of the frames cannot be decoded.
    CancelledError
        If the work was cancelled.
    """
    with open_clip(clip) as reader:
        return reader.frames(range(clip.frame_count) if frames is None else frames, cancel=cancel, threads=threads)


def _with_word_order(layout: PixelLayout, stream: IO[bytes]) -> PixelLayout:
    """Return the layout, with what only the pixel data element itself tells; the stream stays in front of it."""
    place = stream.tell()
    representation = stream.read(6)[4:]
    stream.seek(place)
    return replace(layout, swapped_words=layout.big_endian and layout.bits_allocated == 8 and representation == b"OW")


@contextmanager
def _open(clip: Clip) -> Iterator[IO[bytes]]:
    if clip.source.member is not None:
        yield io.BytesIO(read_source(clip.source))
        return
    with open_source(clip.source) as stream:
        yield stream


@contextmanager
def _view(plain: IO[bytes]) -> Iterator[memoryview | mmap.mmap]:
    """Give the bytes behind a stream: those in memory, or a map of the file."""
    if isinstance(plain, io.BytesIO):
        yield plain.getbuffer()
    else:
        with mmap.mmap(plain.fileno(), 0, access=mmap.ACCESS_READ) as view:
            yield view
