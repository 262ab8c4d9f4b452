"""ECG of a clip: the waveform in its file, else the R waves of its header, else the trace that its pictures show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset

from deepcoro_desktop.core.dicom.ecg_trace import Ecg, EcgSource
from deepcoro_desktop.core.dicom.files import open_source
from deepcoro_desktop.core.dicom.parse import read_dataset
from deepcoro_desktop.core.dicom.values import MALFORMED, integer, items, moment, number, quiet, text
from deepcoro_desktop.core.study import Clip, ClipSource, Waveform

MOST_POINTS: Final = 2000
"""Points of a trace that are kept: more than a screen has columns."""
_REFRACTORY_MS: Final = 240.0
_LEAST_PROMINENCE: Final = 0.45
"""An R wave rises above the points 60 ms around it by this share of the trace's range."""
_BESIDE_MS: Final = 60.0
_STEP_MS: Final = 2.0
_DTYPES: Final = {"SB": "i1", "UB": "u1", "SS": "i2", "US": "u2", "SL": "i4", "UL": "u4"}
"""Waveform Sample Interpretation (5400,1006), DICOM PS3.3 C.10.9.1.5."""


def read_waveform(source: ClipSource) -> Waveform | None:
    """Return the ECG object that a file holds; None where it is none, or its time is not that of the clips.

    References
    ----------
    DICOM PS3.3 A.34 (waveform IODs) and C.7.4.2 (Synchronization Module): Acquisition Time Synchronized (0018,1800).

    Raises
    ------
    UnreadableFileError
        If the file cannot be read.
    """
    with open_source(source) as stream:
        data, _ = read_dataset(stream)
    with quiet():
        when = moment(data)
        synchronised = text(data, "AcquisitionTimeSynchronized") == "Y"
        if when is None or not synchronised or not items(data, "WaveformSequence"):
            return None
        return Waveform(source, text(data, "StudyInstanceUID"), when)


def read_ecg(clip: Clip, waveforms: Sequence[Waveform] = ()) -> Ecg | None:
    """Return the ECG of a clip: the waveform in its file, one of the study's, else its R waves; None without.

    Parameters
    ----------
    clip : Clip
        The clip.
    waveforms : sequence of Waveform
        ECG objects of its study; one counts where its time overlaps the clip's.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read.
    """
    sources = [(clip.source, 0.0)]
    if clip.acquired_at is not None:
        began = clip.acquired_at
        sources += [(w.source, 1000.0 * (w.acquired_at - began).total_seconds()) for w in waveforms]
    for source, offset_ms in sources:
        with open_source(source) as stream:
            data, _ = read_dataset(stream)
        with quiet():
            for item in items(data, "WaveformSequence"):
                ecg = _from_waveform(item, clip, offset_ms)
                if ecg is not None:
                    return ecg
    if clip.r_wave_times_ms:
        return Ecg(EcgSource.R_WAVES, (), (), clip.r_wave_times_ms)
    return None


def _from_waveform(item: Dataset, clip: Clip, offset_ms: float) -> Ecg | None:
    """Return the first channel of a multiplex group as an ECG, None where it is malformed or of another time.

    References
    ----------
    DICOM PS3.3 C.10.9 (Waveform Module).
    """
    rate, channels, count = (
        number(item, "SamplingFrequency"),
        integer(item, "NumberOfWaveformChannels"),
        integer(item, "NumberOfWaveformSamples"),
    )
    kind = _DTYPES.get(text(item, "WaveformSampleInterpretation"))
    if not rate or rate <= 0 or not channels or channels < 1 or not count or count < 2 or kind is None:
        return None
    try:
        raw = bytes(item.get("WaveformData") or b"")
    except MALFORMED:
        return None
    kind = f"<{kind}"
    wanted = channels * count * np.dtype(kind).itemsize
    if len(raw) < wanted:
        return None
    samples = np.frombuffer(raw[:wanted], kind).reshape(count, channels)[:, 0].astype(np.float64)
    offset = offset_ms + (number(item, "MultiplexGroupTimeOffset") or 0.0)
    times = np.asarray(offset + np.arange(count) * 1000.0 / rate, np.float64)
    inside = (times >= 0.0) & (times <= clip.timing.duration_ms)
    if inside.sum() < 2 or not np.ptp(samples[inside]):
        return None
    waves = clip.r_wave_times_ms or find_r_waves(times, samples)
    return Ecg(EcgSource.WAVEFORM, *_thinned(times[inside], samples[inside]), waves, float(np.ptp(samples)))


def _thinned(
    times: npt.NDArray[np.float64], values: npt.NDArray[np.float64]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return at most `MOST_POINTS` points, with the highest and lowest of each stretch, so that no R wave is lost."""
    if len(times) <= MOST_POINTS:
        return tuple(times.tolist()), tuple(values.tolist())
    kept: set[int] = set()
    for part in np.array_split(np.arange(len(times)), MOST_POINTS // 2):
        kept |= {int(part[values[part].argmin()]), int(part[values[part].argmax()])}
    order = sorted(kept)
    return tuple(times[order].tolist()), tuple(values[order].tolist())


def _evenly(
    times: npt.NDArray[np.float64], values: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the trace every 2 ms, the highest point of each stretch where it is sampled more finely."""
    grid = np.arange(times[0], times[-1] + _STEP_MS / 2, _STEP_MS)
    even = np.interp(grid, times, values)
    np.maximum.at(even, np.clip(np.rint((times - times[0]) / _STEP_MS).astype(int), 0, len(grid) - 1), values)
    return grid, even


def find_r_waves(
    times_ms: npt.NDArray[np.float64], values: npt.NDArray[np.float64], tallest: float | None = None
) -> tuple[float, ...]:
    """Return the moments of the R waves in a trace: narrow peaks, at least 240 ms apart.

    Parameters
    ----------
    times_ms : ndarray of float, shape (N,)
        Rising moments.
    values : ndarray of float, shape (N,)
        Height of the trace, up is positive.
    tallest : float, optional
        Height that an R wave has, where more is known of the trace than `values`.
    """
    if len(values) < 5 or times_ms[-1] - times_ms[0] < 2 * _BESIDE_MS:
        return ()
    times_ms, values = _evenly(times_ms, values)
    span = round(_BESIDE_MS / _STEP_MS)
    padded = np.pad(values, span, mode="edge")
    lowest = np.lib.stride_tricks.sliding_window_view(padded, span).min(axis=1)
    # what rises above both its neighbourhoods is narrow: a T wave as high is not
    prominence = values - np.maximum(lowest[: len(values)], lowest[span + 1 :])
    limit = _LEAST_PROMINENCE * (tallest or float(np.ptp(values)))
    if limit <= 0:
        return ()
    found: list[int] = []
    for index in np.argsort(-prominence, kind="stable"):
        if prominence[index] < limit:
            break
        if all(abs(times_ms[index] - times_ms[other]) >= _REFRACTORY_MS for other in found):
            found.append(int(index))
    return tuple(float(times_ms[index]) for index in sorted(found))
