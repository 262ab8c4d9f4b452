from __future__ import annotations

from pathlib import Path

import cv2
import imagecodecs
import numpy as np
import numpy.typing as npt
import pytest
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate

from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import UnreadableFileError
from deepcoro_desktop.core.inference.preparation import prepare
from tests.dicom_factory import clip_dataset, moving_disc, write_clip
from training.config import InputConfig
from training.datasets.media import TooShortError, read_media

Frames = npt.NDArray[np.uint8]

SPEC = InputConfig(frames=8, stride=2, size=64).preprocess()
FRAMES = 20


@pytest.fixture(scope="module")
def grey() -> Frames:
    """Return a moving clip without colour, uint8, (T, H, W, 3)."""
    return moving_disc(1, FRAMES)


@pytest.fixture(scope="module")
def colour(grey: Frames) -> Frames:
    """Return the clip with a coloured part that changes slowly from pixel to pixel, as flow does."""
    painted = grey.copy()
    rows = np.linspace(0, 255, 32).astype(np.uint8)
    painted[:, 40:72, 48:80, 0] = rows[:, None]
    painted[:, 40:72, 48:80, 2] = 255 - rows[:, None]
    painted[:, 40:72, 48:80, 1] = (np.arange(FRAMES) * 12).astype(np.uint8)[:, None, None]
    return painted


def _dicom(path: Path, pixels: Frames, **changes: object) -> Path:
    dataset = clip_dataset("media", 1, pixels, region=None)
    for keyword, value in changes.items():
        setattr(dataset, keyword, value)
    return write_clip(path, dataset)


def _one_sample(dataset: Dataset, samples: Frames, photometric: str) -> Dataset:
    dataset.SamplesPerPixel = 1
    del dataset.PlanarConfiguration
    dataset.PhotometricInterpretation = photometric
    dataset.PixelData = samples.tobytes()
    return dataset


def _video(path: Path, pixels: Frames, fourcc: str = "FFV1", fps: float = 25.0) -> Path:
    rows, columns = pixels.shape[1:3]
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter_fourcc(*fourcc), fps, (columns, rows))
    assert writer.isOpened()
    for frame in pixels:
        writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def _folder(path: Path, pixels: Frames, suffix: str = ".png") -> Path:
    path.mkdir()
    for number, frame in enumerate(pixels, 1):
        assert cv2.imwrite(str(path / f"frame_{number:06d}{suffix}"), cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    return path


def test_a_dicom_file_gives_the_tensor_of_the_desktop(tmp_path: Path, colour: Frames) -> None:
    dataset = clip_dataset("media", 1, colour)
    dataset.ManufacturerModelName = "One"
    path = write_clip(tmp_path / "a.dcm", dataset)
    media = read_media(path, SPEC)
    clip = read_study(path).clips[0]
    np.testing.assert_array_equal(media.tensor, prepare(clip, SPEC).tensor)
    assert (media.n_frames, media.rows, media.cols) == (FRAMES, 96, 128)
    assert media.fps == pytest.approx(30.0, abs=0.01)
    assert (media.photometric, media.manufacturer, media.model) == ("RGB", "Test", "One")
    assert media.sop_class == "1.2.840.10008.5.1.4.1.1.3.1"


def test_dicom_video_and_pictures_give_the_same_tensor(tmp_path: Path, colour: Frames) -> None:
    dicom = read_media(_dicom(tmp_path / "a.dcm", colour), SPEC)
    video = read_media(_video(tmp_path / "a.avi", colour), SPEC)
    pictures = read_media(_folder(tmp_path / "a", colour), SPEC)
    assert dicom.tensor.max() > 200
    assert dicom.tensor.shape == (8, 64, 64, 3)
    np.testing.assert_array_equal(video.tensor, dicom.tensor)
    np.testing.assert_array_equal(pictures.tensor, dicom.tensor)
    assert (video.n_frames, pictures.n_frames) == (FRAMES, FRAMES)
    assert (video.fps, pictures.fps) == (25.0, None)
    assert (video.rows, video.cols, video.photometric) == (96, 128, "RGB")


@pytest.mark.parametrize("frames", [1, 5])
def test_short_clips_are_repeated_alike(tmp_path: Path, grey: Frames, frames: int) -> None:
    short = grey[:frames]
    dicom = read_media(_dicom(tmp_path / "a.dcm", short), SPEC).tensor
    np.testing.assert_array_equal(read_media(_video(tmp_path / "a.avi", short), SPEC).tensor, dicom)
    np.testing.assert_array_equal(read_media(_folder(tmp_path / "a", short), SPEC).tensor, dicom)


def test_jpeg_pictures_are_decoded_as_in_dicom(tmp_path: Path, colour: Frames) -> None:
    streams = [
        bytes(imagecodecs.jpeg8_encode(frame, level=92, colorspace="RGB", outcolorspace="YCbCr", subsampling="422"))
        for frame in colour
    ]
    folder = tmp_path / "a"
    folder.mkdir()
    for number, stream in enumerate(streams):
        (folder / f"{number:03d}.jpg").write_bytes(stream)
    dataset = clip_dataset("media", 1, colour, jpeg=True, region=None)
    dataset.PixelData = encapsulate(streams)
    dicom = read_media(write_clip(tmp_path / "a.dcm", dataset), SPEC)
    np.testing.assert_array_equal(read_media(folder, SPEC).tensor, dicom.tensor)


def test_an_mp4_differs_by_its_codec_alone(tmp_path: Path, grey: Frames) -> None:
    smooth = np.stack([cv2.GaussianBlur(frame, (0, 0), 3.0) for frame in grey])
    media = read_media(_video(tmp_path / "a.mp4", smooth, "mp4v"), SPEC)
    lossless = read_media(_video(tmp_path / "a.avi", smooth), SPEC)
    assert media.n_frames == FRAMES
    assert np.abs(media.tensor.astype(int) - lossless.tensor).mean() < 6.0


def test_grey_palette_and_rgb_give_the_same_tensor(tmp_path: Path, grey: Frames) -> None:
    rgb = read_media(_dicom(tmp_path / "rgb.dcm", grey), SPEC).tensor
    levels = grey[..., 0]
    plain = _one_sample(clip_dataset("media", 1, grey, region=None), levels, "MONOCHROME2")
    np.testing.assert_array_equal(read_media(write_clip(tmp_path / "grey.dcm", plain), SPEC).tensor, rgb)
    # the palette's entry i holds the level of index i, in another order than the levels
    order = np.random.default_rng(4).permutation(256).astype(np.uint8)
    palette = _one_sample(clip_dataset("media", 1, grey, region=None), np.argsort(order)[levels].astype(np.uint8), "")
    palette.PhotometricInterpretation = "PALETTE COLOR"
    for name in ("Red", "Green", "Blue"):
        setattr(palette, f"{name}PaletteColorLookupTableDescriptor", [256, 0, 16])
        words = (order.astype("<u2") << 8).tobytes()
        setattr(palette, f"{name}PaletteColorLookupTableData", words)
    np.testing.assert_array_equal(read_media(write_clip(tmp_path / "palette.dcm", palette), SPEC).tensor, rgb)


def test_ycc_gives_the_tensor_of_rgb_but_for_rounding(tmp_path: Path, colour: Frames) -> None:
    rgb = read_media(_dicom(tmp_path / "rgb.dcm", colour), SPEC).tensor
    ycc = np.stack([cv2.cvtColor(frame, cv2.COLOR_RGB2YCrCb)[..., [0, 2, 1]] for frame in colour])
    path = _dicom(tmp_path / "ycc.dcm", colour, PhotometricInterpretation="YBR_FULL", PixelData=ycc.tobytes())
    assert np.abs(read_media(path, SPEC).tensor.astype(int) - rgb).max() <= 3


def test_ycc_422_jpeg_gives_the_tensor_of_rgb_within_the_codecs_error(tmp_path: Path, colour: Frames) -> None:
    # with the scanner's region, which fixes the crop: without one, the crop follows the moving pixels to a pixel or two
    smooth = np.stack([cv2.GaussianBlur(frame, (0, 0), 1.5) for frame in colour])
    path = write_clip(tmp_path / "rgb.dcm", clip_dataset("media", 1, smooth))
    rgb = read_media(path, SPEC).tensor.astype(int)
    dataset = clip_dataset("media", 1, smooth, jpeg=True)
    assert dataset.PhotometricInterpretation == "YBR_FULL_422"
    jpeg = read_media(write_clip(tmp_path / "jpeg.dcm", dataset), SPEC).tensor.astype(int)
    assert np.abs(jpeg - rgb).mean() < 2.0
    # a swapped red and blue, or colours left as luminance and chroma, are far outside of that
    assert np.abs(jpeg[..., ::-1] - rgb).mean() > 4.0


def test_refuses_what_the_desktop_refuses_with_its_reason(tmp_path: Path, grey: Frames) -> None:
    path = _dicom(tmp_path / "a.dcm", grey)
    path.write_bytes(path.read_bytes()[:-50_000])
    with pytest.raises(UnreadableFileError, match="It holds 18 whole frames of 20: the file was cut off"):
        read_media(path, SPEC)
    with pytest.raises(UnreadableFileError, match="is a structured report, not an ultrasound clip"):
        read_media(_dicom(tmp_path / "b.dcm", grey, SOPClassUID="1.2.840.10008.5.1.4.1.1.88.33"), SPEC)
    with pytest.raises(UnreadableFileError, match="can no longer be read"):
        read_media(tmp_path / "none.dcm", SPEC)


def test_refuses_damaged_videos_and_pictures(tmp_path: Path, grey: Frames) -> None:
    noise = np.random.default_rng(0).integers(0, 255, grey.shape, dtype=np.uint8)
    video = _video(tmp_path / "a.avi", noise)
    video.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    with pytest.raises(UnreadableFileError, match=r"It holds \d+ whole frames of 20: the file was cut off"):
        read_media(video, SPEC)
    (tmp_path / "list.avi").write_text("#EXTM3U\nfile:///etc/hostname\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="neither an AVI nor an MP4"):
        read_media(tmp_path / "list.avi", SPEC)
    jpegs = _folder(tmp_path / "jpegs", grey, ".jpg")
    third = jpegs / "frame_000003.jpg"
    third.write_bytes(third.read_bytes()[:-200])
    with pytest.raises(UnreadableFileError, match="cut off"):
        read_media(jpegs, SPEC)
    pngs = _folder(tmp_path / "pngs", grey)
    (pngs / "frame_000003.png").write_bytes(b"")
    with pytest.raises(UnreadableFileError, match=r"frame_000003\.png is no picture"):
        read_media(pngs, SPEC)
    assert cv2.imwrite(str(pngs / "frame_000003.png"), grey[2, :50])
    with pytest.raises(UnreadableFileError, match="differ in size"):
        read_media(pngs, SPEC)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableFileError, match="holds no pictures"):
        read_media(tmp_path / "empty", SPEC)


@pytest.mark.parametrize(("frames", "reason"), [(1, "It is a still picture; at least 6"), (5, "It has 5 frames;")])
def test_refuses_clips_that_are_too_short(tmp_path: Path, grey: Frames, frames: int, reason: str) -> None:
    spec = InputConfig(frames=8, stride=2, size=64).preprocess(min_frames=6)
    short = grey[:frames]
    for path in (_dicom(tmp_path / "a.dcm", short), _video(tmp_path / "a.avi", short), _folder(tmp_path / "a", short)):
        with pytest.raises(TooShortError, match=reason):
            read_media(path, spec)
