"""Key frames on the report's last page: which pictures, with which words, and signed with the rest."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from pypdf import PdfReader

from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.errors import DocumentError
from deepcoro_desktop.core.report.document import PrintedFrame
from deepcoro_desktop.core.report.key_pictures import MOST_PICTURES, KeyFrame, KeyPicture, key_pictures
from deepcoro_desktop.core.report.pdf import render_pdf, render_preview
from deepcoro_desktop.core.study import Study
from tests.core.report.examples import ready
from tests.dicom_factory import clip_dataset, moving_disc, write_clip


@pytest.fixture
def study(tmp_path: Path) -> Study:
    for number in (1, 2):
        write_clip(tmp_path / f"{number}.dcm", clip_dataset("keys", number, moving_disc(number, frames=6)))
    return read_study(tmp_path)


def uid(study: Study, number: int) -> str:
    return study.clips[number - 1].sop_instance_uid


def test_pictures_are_the_frames_in_the_order_kept(study: Study) -> None:
    frames = (KeyFrame(uid(study, 2), 3), KeyFrame(uid(study, 1), 0))
    pictures = key_pictures(study, frames, {uid(study, 2): "A4C"})
    assert [picture.caption for picture in pictures] == ["A4C, frame 4 of 6", "Clip 1, frame 1 of 6"]
    start_ms = study.clips[1].timing.frame_starts_ms[3]
    assert start_ms > 0
    assert [picture.frame for picture in pictures] == [
        PrintedFrame(uid(study, 2), 4, round(start_ms, 3), "A4C, frame 4 of 6"),
        PrintedFrame(uid(study, 1), 1, 0.0, "Clip 1, frame 1 of 6"),
    ]
    assert pictures[0].alternative == "Echocardiogram: A4C, frame 4 of 6"
    shown = cv2.imdecode(np.frombuffer(pictures[0].jpeg, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1]
    exact = decode_frames(study.clips[1], [3])[0]
    assert np.abs(shown.astype(int) - exact.astype(int)).mean() < 6.0


def test_frames_of_other_studies_are_left_out_and_there_is_an_end(study: Study) -> None:
    foreign = (KeyFrame("1.2.3", 0), KeyFrame(uid(study, 1), 99))
    assert key_pictures(study, foreign, {}) == ()
    many = tuple(KeyFrame(uid(study, 1), n % 6) for n in range(40))
    assert len(key_pictures(study, many, {})) == MOST_PICTURES
    with pytest.raises(ValueError, match="frames count from 0"):
        KeyFrame("1.2", -1)


def test_frame_that_is_lost_is_said_and_not_left_out(study: Study) -> None:
    Path(study.clips[0].source.path).unlink()
    with pytest.raises(DocumentError, match="A key frame cannot be printed"):
        key_pictures(study, (KeyFrame(uid(study, 1), 0),), {})


def picture(caption: str) -> KeyPicture:
    done, coded = cv2.imencode(".jpg", np.full((60, 80, 3), 9 * len(caption), np.uint8))
    assert done
    return KeyPicture(coded.tobytes(), PrintedFrame("1.2.3", 4, 100.0, caption), 80, 60)


def images(data: bytes) -> int:
    return data.count(b"/DCTDecode")


def test_bookmark_lands_in_the_pdf() -> None:
    pictures = (picture("A4C, frame 4 of 6"), picture("PLAX, frame 12 of 60"))
    data = render_pdf(ready(), pictures)
    reader = PdfReader(BytesIO(data))
    words = reader.pages[-1].extract_text()
    assert "Key frames" in words
    assert "A4C, frame 4 of 6" in words
    assert "PLAX, frame 12 of 60" in words
    assert images(data) == 2
    assert render_pdf(ready(), pictures) == data, "the same input gives the same bytes"


def test_report_without_key_frames_has_no_such_heading() -> None:
    data = render_pdf(ready())
    assert images(data) == 0
    assert not any("Key frames" in page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def test_preview_shows_them_too() -> None:
    plain = render_preview(ready(), pixels_per_inch=40)
    shown = render_preview(ready(), pixels_per_inch=40, pictures=tuple(picture(f"clip {n}") for n in range(8)))
    assert len(shown) > len(plain) or shown[-1] != plain[-1]


def test_caption_with_characters_of_no_font_is_spelt_out() -> None:
    odd = picture("Ansicht \U0001f600")
    assert images(render_pdf(ready(), (odd,))) == 1
