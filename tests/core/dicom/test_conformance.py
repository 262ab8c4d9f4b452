"""The conformance pack: every transfer syntax and object of the promise in one folder; each plays or gives a reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from pydicom.dataset import Dataset

from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.study import Study
from tests.core.dicom import pictures as p
from tests.core.dicom.test_video import reference as video_frames
from tests.dicom_factory import uid

FRAMES = p.reference_frames()
OBJECTS = {
    "us-multi-frame-retired": "1.2.840.10008.5.1.4.1.1.3",
    "us-multi-frame": "1.2.840.10008.5.1.4.1.1.3.1",
    "us-retired": "1.2.840.10008.5.1.4.1.1.6",
    "us": "1.2.840.10008.5.1.4.1.1.6.1",
    "secondary-capture": "1.2.840.10008.5.1.4.1.1.7",
    "secondary-capture-grey": "1.2.840.10008.5.1.4.1.1.7.2",
    "secondary-capture-colour": "1.2.840.10008.5.1.4.1.1.7.4",
}
NO_PICTURE = {"structured-report": "1.2.840.10008.5.1.4.1.1.88.33", "letter": "1.2.840.10008.5.1.4.1.1.104.1"}
VIDEO = {
    "mpeg2": (100, "mpeg2.mpg"),
    "mpeg4": (102, "h264.mp4"),
    "mpeg4-transport": (104, "h264.ts"),
    "hevc": (107, "hevc.mp4"),
}


def _lossless(frame: p.Frames) -> bytes:
    return bytes(imagecodecs.jpeg8_encode(frame, lossless=True, predictor=1, colorspace="RGB", outcolorspace="RGB"))


def _pack() -> dict[str, Dataset]:
    """Return the data sets of the pack by the names of their files."""
    native = FRAMES.tobytes()
    jpeg = [p.jpeg(frame) for frame in FRAMES]
    j2k = [bytes(imagecodecs.jpeg2k_encode(frame, mct=True, codecformat="j2k")) for frame in FRAMES]
    pack = {
        "implicit": p.dataset(native, p.IMPLICIT),
        "explicit": p.dataset(native),
        "deflated": p.dataset(native, p.DEFLATED),
        "big-endian": p.dataset(native, p.BIG_ENDIAN),
        "rle": p.dataset([p.rle(frame) for frame in FRAMES], p.RLE),
        "jpeg-baseline": p.dataset(jpeg, p.JPEG, "YBR_FULL_422"),
        "jpeg-extended": p.dataset(jpeg, p.JPEG_EXTENDED, "YBR_FULL_422"),
        "jpeg-lossless": p.dataset([_lossless(frame) for frame in FRAMES], p.LOSSLESS),
        "jpeg-lossless-sv1": p.dataset([_lossless(frame) for frame in FRAMES], p.LOSSLESS_SV1),
        "jpeg-ls": p.dataset([bytes(imagecodecs.jpegls_encode(frame)) for frame in FRAMES], p.JPEG_LS),
        "jpeg-ls-near": p.dataset([bytes(imagecodecs.jpegls_encode(f, level=1)) for f in FRAMES], p.JPEG_LS_NEAR),
        "jpeg-2000-reversible": p.dataset(j2k, p.JPEG_2000_REVERSIBLE, "YBR_RCT"),
        "jpeg-2000": p.dataset(j2k, p.JPEG_2000, "YBR_RCT"),
    }
    for name, sop_class in (OBJECTS | NO_PICTURE).items():
        pack[name] = p.dataset(native, SOPClassUID=sop_class)
    for name, (number, file) in VIDEO.items():
        stream = (Path(__file__).parent / "video" / file).read_bytes()
        pack[name] = p.dataset([stream], f"1.2.840.10008.1.2.4.{number}", "YBR_PARTIAL_420", frames=len(video_frames()))
    pack["unknown-syntax"] = p.dataset([b"\0\0"], "1.2.840.10008.1.2.4.201", frames=1)
    return pack


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack as a scanner exports it: files without an ending."""
    folder = tmp_path_factory.mktemp("pack")
    for number, (name, data) in enumerate(_pack().items()):
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = uid("pack", name)
        data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
        data.InstanceNumber = number
        p.write(folder / name, data)
    (folder / "readme").write_text("no DICOM at all")
    return folder


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    return read_study(folder)


def test_every_file_is_loaded_or_refused_by_name(folder: Path, study: Study) -> None:
    loaded = {clip.source.name for clip in study.clips}
    refused = {skip.name for skip in study.skipped}
    assert loaded | refused == {path.name for path in folder.iterdir()}
    assert not loaded & refused


def test_every_loaded_clip_plays_with_its_colours(study: Study) -> None:
    for clip in study.clips:
        frames = decode_frames(clip)
        wanted = video_frames() if clip.source.name in VIDEO else FRAMES
        assert frames.shape == wanted.shape, clip.source.name
        assert np.abs(frames.astype(int) - wanted).mean() < 6, clip.source.name


def test_every_promised_syntax_and_object_is_among_the_loaded(study: Study) -> None:
    loaded = {clip.source.name for clip in study.clips}
    assert loaded >= _pack().keys() - NO_PICTURE.keys() - {"unknown-syntax"}


def test_every_refused_file_gives_a_reason_and_a_remedy(study: Study) -> None:
    reasons = {skip.name: skip.reason for skip in study.skipped}
    assert all(skip.reason.endswith(".") and skip.remedy.endswith(".") for skip in study.skipped)
    assert "structured report" in reasons["structured-report"]
    assert "encapsulated document" in reasons["letter"]
    assert reasons["readme"]
    assert "1.2.840.10008.1.2.4.201" in reasons["unknown-syntax"]


def test_zip_and_dropped_files_give_the_same_clips_as_the_folder(folder: Path, study: Study, tmp_path: Path) -> None:
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in folder.iterdir():
            target.write(path, path.name)
    known = [clip.sop_instance_uid for clip in study.clips]
    assert [clip.sop_instance_uid for clip in read_study(archive).clips] == known
    assert [clip.sop_instance_uid for clip in read_study(sorted(folder.iterdir())).clips] == known
