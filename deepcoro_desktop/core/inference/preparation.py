"""A clip on disk -> the tensor that the graphs take, and a key by which it is known without being decoded."""

from __future__ import annotations

import hashlib
import time

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.echoprime_profile import EchoprimeChain
from deepcoro_desktop.core.bundle.manifest import ECHOPRIME, PreprocessSpec
from deepcoro_desktop.core.bundle.preprocess import needed_frames, prepare_tensor, sampled_indices
from deepcoro_desktop.core.dicom.pixels import DECODERS, ClipReader, open_clip
from deepcoro_desktop.core.errors import PixelError
from deepcoro_desktop.core.inference.results import PreparedClip
from deepcoro_desktop.core.inference.stopwatch import Stopwatch
from deepcoro_desktop.core.progress import CancelToken
from deepcoro_desktop.core.study import Clip


def prepare(clip: Clip, spec: PreprocessSpec, cancel: CancelToken | None = None) -> PreparedClip:
    """Return a clip as the graphs take it; only the frames that it is made from are decoded.

    Raises
    ------
    PixelError
        If the clip is too short or cannot be decoded.
    CancelledError
        If the work was cancelled.
    """
    indices = frames_to_sample(clip, spec)
    with open_clip(clip) as reader:
        return prepare_opened(reader, indices, spec, cancel or CancelToken(), Stopwatch(time.perf_counter))


def frames_to_sample(clip: Clip, spec: PreprocessSpec) -> tuple[int, ...]:
    """Return `sampled_indices` of a clip that the models can use.

    Raises
    ------
    PixelError
        If it is a still or too short.
    """
    if clip.is_still and spec.min_frames > 1:
        raise PixelError("it is a still picture and the models look at motion", "Use a moving clip.")
    if clip.frame_count < spec.min_frames:
        raise PixelError(
            f"it has {clip.frame_count} frames and the models need at least {spec.min_frames}", "Use a longer clip."
        )
    return sampled_indices(clip.frame_count, spec)


def prepare_opened(
    reader: ClipReader,
    indices: tuple[int, ...],
    spec: PreprocessSpec,
    cancel: CancelToken,
    watch: Stopwatch,
) -> PreparedClip:
    """Return a clip as the graphs take it, from its opened file; raises as `prepare` does."""
    clip = reader.clip
    if spec.profile == ECHOPRIME:
        return PreparedClip(clip.sop_instance_uid, _echoprime(reader, indices, spec, cancel, watch), indices)
    with watch.measure("decode"):
        decoded = reader.frames(needed_frames(clip.frame_count, spec), cancel=cancel)
    with watch.measure("preprocess"):
        tensor = prepare_tensor(decoded, clip.frame_count, clip.regions, spec)
    return PreparedClip(clip.sop_instance_uid, tensor, indices)


def _echoprime(
    reader: ClipReader, indices: tuple[int, ...], spec: PreprocessSpec, cancel: CancelToken, watch: Stopwatch
) -> npt.NDArray[np.uint8]:
    """Return the tensor of the profile "echoprime", frame by frame: a long clip never lies decoded in memory."""
    chain = EchoprimeChain(indices, spec.size)
    for index in needed_frames(reader.clip.frame_count, spec):
        cancel.check()
        with watch.measure("decode"):
            frame = reader.frame_ycc(index)
        with watch.measure("preprocess"):
            chain.add(frame)
    with watch.measure("preprocess"):
        return chain.tensor()


def pixel_key(reader: ClipReader, indices: tuple[int, ...], spec: PreprocessSpec) -> str:
    """Return a hash of all that a clip's tensor is made from, without decoding anything.

    A tensor is a function of what the frames that it needs are decoded from (`ClipReader.stored_sha256`), of which
    frames are sampled, of the clip's trusted regions, which are the mask and the crop, and of the bundle's
    preprocessing with its version. All of them are in the key and nothing is asked of the file's name, size or date:
    clips with the same key have the same tensor, and a file that was changed in what matters has another key.
    """
    stored = reader.stored_sha256(needed_frames(reader.clip.frame_count, spec))
    return hashlib.sha256(repr((stored, indices, reader.clip.regions, spec)).encode()).hexdigest()


def file_key(state: str, clip: Clip, indices: tuple[int, ...], spec: PreprocessSpec) -> str:
    """Return a hash of the same, by the state of a file that lies still (`core.dicom.files.settled_state`).

    While the file's state is what it was, its bytes are, and with them what `pixel_key` would return: neither is read.
    What the program itself puts to them is in the key: the decoders, and what the clip's header was understood to say.
    """
    understood = (clip.transfer_syntax_uid, clip.rows, clip.columns, clip.frame_count, clip.colours, clip.regions)
    facts = (state, clip.source.member, DECODERS, understood, indices, spec)
    return hashlib.sha256(repr(facts).encode()).hexdigest()
