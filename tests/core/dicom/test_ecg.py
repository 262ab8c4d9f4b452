"""ECG of a clip: from its waveform, its R waves, or the trace in its pictures; never from less."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as DicomSequence

from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.dicom.ecg import MOST_POINTS, find_r_waves, read_ecg
from deepcoro_desktop.core.dicom.ecg_picture import chosen_frames, ecg_of_pictures
from deepcoro_desktop.core.dicom.ecg_trace import EcgSource
from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import UnreadableFileError
from deepcoro_desktop.core.study import Clip, ClipSource
from tests.dicom_factory import clip_dataset, moving_disc, write_clip

WAVES_MS = (180.0, 930.0, 1680.0)
FRAMES, STEP_MS = 60, 33.0


def heart(times_ms: np.ndarray, waves_ms: tuple[float, ...] = WAVES_MS) -> np.ndarray:
    """An ECG whose T wave is a third as high as its R wave and five times as wide."""
    value = np.zeros_like(times_ms)
    for wave in waves_ms:
        value += np.exp(-0.5 * ((times_ms - wave) / 9.0) ** 2)
        value += 0.33 * np.exp(-0.5 * ((times_ms - wave - 280.0) / 45.0) ** 2)
        value -= 0.2 * np.exp(-0.5 * ((times_ms - wave - 26.0) / 9.0) ** 2)
    return value


def test_r_waves_are_found_and_t_waves_are_not() -> None:
    times = np.arange(0.0, 2000.0, 4.0)
    noise = np.random.default_rng(3).normal(0.0, 0.03, len(times))
    assert find_r_waves(times, heart(times) + noise) == pytest.approx(WAVES_MS, abs=6.0)


def test_nothing_is_found_where_no_r_wave_is() -> None:
    times = np.arange(0.0, 500.0, 4.0)
    between = heart(times + 300.0)
    assert find_r_waves(times, between, tallest=1.2) == ()
    assert find_r_waves(times[:3], between[:3]) == ()
    assert find_r_waves(times, np.zeros(len(times))) == ()


def waveform(rate: float = 250.0, seconds: float = 2.0, channels: int = 2, **changes: object) -> Dataset:
    count = round(rate * seconds)
    samples = np.zeros((count, channels), "<i2")
    samples[:, 0] = np.rint(1000 * heart(np.arange(count) * 1000.0 / rate))
    item = Dataset()
    item.WaveformOriginality = "ORIGINAL"
    item.NumberOfWaveformChannels, item.NumberOfWaveformSamples = channels, count
    item.SamplingFrequency = rate
    item.WaveformBitsAllocated, item.WaveformSampleInterpretation = 16, "SS"
    item.WaveformData = samples.tobytes()
    for keyword, value in changes.items():
        setattr(item, keyword, value)
    return item


def clip_with(folder: Path, item: Dataset | None, **changes: object) -> Clip:
    dataset = clip_dataset("ecg", 1, moving_disc(0, frames=FRAMES))
    dataset.FrameTime = STEP_MS
    if item is not None:
        dataset.WaveformSequence = DicomSequence([item])
    for keyword, value in changes.items():
        setattr(dataset, keyword, value)
    write_clip(folder / "clip.dcm", dataset)
    return read_study(folder).clips[0]


def test_waveform_of_the_file_is_the_first_choice(tmp_path: Path) -> None:
    ecg = read_ecg(clip_with(tmp_path, waveform()))
    assert ecg is not None
    assert ecg.source is EcgSource.WAVEFORM
    assert ecg.r_wave_times_ms == pytest.approx(WAVES_MS, abs=4.0)
    assert np.allclose(ecg.values, np.rint(1000 * heart(np.array(ecg.times_ms))))


def test_long_waveform_is_thinned_without_losing_an_r_wave(tmp_path: Path) -> None:
    ecg = read_ecg(clip_with(tmp_path, waveform(rate=4000.0)))
    assert ecg is not None
    assert len(ecg.times_ms) <= MOST_POINTS
    assert max(ecg.values) == np.rint(1000 * heart(np.arange(0.0, 1980.0, 0.25))).max()
    assert all(later > earlier for earlier, later in zip(ecg.times_ms, ecg.times_ms[1:], strict=False))


def test_r_waves_of_the_header_go_before_those_that_are_found(tmp_path: Path) -> None:
    ecg = read_ecg(clip_with(tmp_path, waveform(), RWaveTimeVector=[200.0, 950.0]))
    assert ecg is not None
    assert ecg.source is EcgSource.WAVEFORM
    assert ecg.r_wave_times_ms == (200.0, 950.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"SamplingFrequency": 0.0}, {"NumberOfWaveformSamples": 99_999}, {"WaveformSampleInterpretation": "MB"},
        {"NumberOfWaveformChannels": 0}, {"MultiplexGroupTimeOffset": 60_000.0},
    ],
)  # fmt: skip
def test_malformed_waveform_falls_back_to_the_r_waves(tmp_path: Path, changes: dict[str, object]) -> None:
    clip = clip_with(tmp_path, waveform(**changes), RWaveTimeVector=[200.0, 950.0])
    ecg = read_ecg(clip)
    assert ecg is not None
    assert (ecg.source, ecg.values, ecg.r_wave_times_ms) == (EcgSource.R_WAVES, (), (200.0, 950.0))


def test_clip_without_any_has_none_and_a_lost_file_is_told(tmp_path: Path) -> None:
    clip = clip_with(tmp_path, None)
    assert read_ecg(clip) is None
    with pytest.raises(UnreadableFileError, match="can no longer be read"):
        read_ecg(replace(clip, source=ClipSource(str(tmp_path / "gone.dcm"))))


def write_object(folder: Path, item: Dataset, begun: str, study: str = "ecg", synchronised: str = "Y") -> None:
    dataset = clip_dataset(study, 9, moving_disc(0, frames=1))
    for keyword in ("PixelData", "Rows", "Columns", "NumberOfFrames", "SequenceOfUltrasoundRegions"):
        if keyword in dataset:
            delattr(dataset, keyword)
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.9.1.2"
    dataset.Modality = "ECG"
    dataset.AcquisitionDateTime = begun
    dataset.AcquisitionTimeSynchronized = synchronised
    dataset.WaveformSequence = DicomSequence([item])
    write_clip(folder / "ecg.dcm", dataset)


@pytest.fixture
def begun(tmp_path: Path) -> datetime:
    clip = clip_with(tmp_path, None)
    assert clip.acquired_at is not None
    return clip.acquired_at


def test_waveform_object_of_the_study_serves_the_clip_of_its_time(tmp_path: Path, begun: datetime) -> None:
    early = begun - timedelta(milliseconds=500)
    write_object(tmp_path, waveform(seconds=4.0), f"{early:%Y%m%d%H%M%S.%f}")
    study = read_study(tmp_path)
    assert study.skipped == ()
    ecg = read_ecg(study.clips[0], study.waveforms)
    assert ecg is not None
    assert ecg.source is EcgSource.WAVEFORM
    inside = [wave - 500.0 for wave in WAVES_MS if wave >= 500.0]
    assert [wave for wave in ecg.r_wave_times_ms if wave >= 0] == pytest.approx(inside, abs=4.0)
    assert min(ecg.times_ms) >= 0.0


@pytest.mark.parametrize("minutes", [-5, 5])
def test_waveform_of_another_time_serves_no_clip(tmp_path: Path, begun: datetime, minutes: int) -> None:
    write_object(tmp_path, waveform(), f"{begun + timedelta(minutes=minutes):%Y%m%d%H%M%S.%f}")
    study = read_study(tmp_path)
    assert len(study.waveforms) == 1
    assert read_ecg(study.clips[0], study.waveforms) is None


def test_waveform_by_another_clock_is_left_out_by_name(tmp_path: Path, begun: datetime) -> None:
    write_object(tmp_path, waveform(), f"{begun:%Y%m%d%H%M%S.%f}", synchronised="N")
    study = read_study(tmp_path)
    assert study.waveforms == ()
    assert [(file.name, file.reason) for file in study.skipped] == [
        ("ecg.dcm", "It is a waveform, not an ultrasound clip.")
    ]


def test_waveform_of_another_study_is_left_out_by_name(tmp_path: Path, begun: datetime) -> None:
    write_object(tmp_path, waveform(), f"{begun:%Y%m%d%H%M%S.%f}", study="another")
    study = read_study(tmp_path)
    assert study.waveforms == ()
    assert [(file.name, file.reason) for file in study.skipped] == [("ecg.dcm", "Its ECG belongs to another study.")]


# --- the trace in the picture


def screen(clip: Clip, frame: int, *, colour: tuple[int, int, int] = (90, 230, 120), bar: bool = True) -> np.ndarray:
    """A screen of 240 x 320 whose strip shows 2.2 s of ECG and a white bar at the moment of the frame."""
    picture = np.zeros((240, 320, 3), np.uint8)
    picture[20:150, 60:260] = np.random.default_rng(frame).integers(20, 200, (130, 200, 1), np.uint8)
    columns = np.arange(20, 300)
    rows = np.rint(225 - 45 * heart((columns - 20) * 2200.0 / 280.0)).astype(int)
    for before, after, x in zip(rows, rows[1:], columns[1:], strict=False):
        picture[min(before, after) : max(before, after) + 1, x] = colour
    if bar:
        x = 20 + round(clip.timing.frame_starts_ms[frame] * 280.0 / 2200.0)
        picture[175:238, x] = 235
    return picture


def read_from(clip: Clip, **how: object) -> object:
    return ecg_of_pictures(clip, {f: screen(clip, f, **how) for f in chosen_frames(clip)})  # type: ignore[arg-type]


@pytest.fixture
def silent(tmp_path: Path) -> Clip:
    return replace(clip_with(tmp_path, None), regions=())


@pytest.mark.parametrize("colour", [(90, 230, 120), (230, 210, 70), (70, 210, 230)], ids=["green", "yellow", "cyan"])
def test_trace_is_read_from_the_picture_and_labelled_so(silent: Clip, colour: tuple[int, int, int]) -> None:
    ecg = ecg_of_pictures(silent, {f: screen(silent, f, colour=colour) for f in chosen_frames(silent)})
    assert ecg is not None
    assert ecg.source is EcgSource.PICTURE
    assert "picture" in ecg.source.value
    assert ecg.r_wave_times_ms == pytest.approx(WAVES_MS, abs=16.0)


def test_trace_without_a_moving_bar_has_no_time(silent: Clip) -> None:
    ecg = ecg_of_pictures(silent, {f: screen(silent, f, bar=False) for f in chosen_frames(silent)})
    assert ecg is not None
    assert (ecg.source, ecg.times_ms, ecg.r_wave_times_ms) == (EcgSource.BURNED_IN, (), ())


def test_grey_picture_and_colour_doppler_hold_no_trace(silent: Clip) -> None:
    rng = np.random.default_rng(8)
    grey = {f: np.repeat(rng.integers(0, 255, (240, 320, 1), np.uint8), 3, axis=2) for f in chosen_frames(silent)}
    assert ecg_of_pictures(silent, grey) is None
    flow = {f: picture.copy() for f, picture in grey.items()}
    for picture in flow.values():
        picture[150:230, 40:280] = (200, 40, 10)
    assert ecg_of_pictures(silent, flow) is None


def test_trace_that_disagrees_with_the_heart_rate_is_not_believed(silent: Clip) -> None:
    assert read_from(replace(silent, heart_rate_bpm=80.0)) is not None
    assert read_from(replace(silent, heart_rate_bpm=140.0)) is None


def test_cursor_at_r_of_the_header_is_at_r_of_the_picture() -> None:
    """On the sample study the trace that is read agrees with the R waves that its header names."""
    clips = read_study(resource_path("samples", "phantom-study")).clips
    clip = next(c for c in clips if not c.is_still and c.r_wave_times_ms and 100 < c.r_wave_times_ms[0] < 800)
    frames = chosen_frames(clip)
    silent = replace(clip, r_wave_times_ms=())
    ecg = ecg_of_pictures(silent, dict(zip(frames, decode_frames(clip, list(frames)), strict=True)))
    assert ecg is not None
    assert ecg.source is EcgSource.PICTURE
    assert ecg.r_wave_times_ms == pytest.approx(clip.r_wave_times_ms, abs=8.0)
