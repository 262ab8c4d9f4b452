"""`deepcoro-desktop demo` on a machine without a screen: the whole case, judged by independent programs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from deepcoro_desktop.core.report.document import SLOT

PICTURES = ("1-study-open.png", "2-analysis-done.png", "3-draft-edited.png", "4-signed.png")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the demo has written."""
    folder = tmp_path_factory.mktemp("demo")
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    } | {"HOME": str(folder / "home"), "XDG_CONFIG_HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "home")}
    result = subprocess.run(
        [sys.executable, "-m", "deepcoro_desktop", "demo", "--out", str(folder / "out")],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Look at:" in result.stdout
    assert not any((folder / "home").rglob("deepcoro.db")), "the demo must leave the user's own store alone"
    return folder / "out"


def test_analysis_covers_the_whole_sample_study(out: Path) -> None:
    found = json.loads((out / "analysis.json").read_text())
    assert len(found["clips"]) == 17
    assert all(clip["used"] or clip["reason"] for clip in found["clips"])
    assert len(found["sections"]) == 15
    assert any(section["statements"] for section in found["sections"])


def test_no_number_of_another_patient_is_in_the_draft(out: Path) -> None:
    found = json.loads((out / "analysis.json").read_text())
    texts = [statement["text"] for section in found["sections"] for statement in section["statements"]]
    assert texts
    assert [text for text in texts if any(c.isdigit() for c in SLOT.sub("", text))] == []


@pytest.mark.parametrize("name", PICTURES)
def test_picture_shows_the_window_at_full_size_and_is_not_empty(out: Path, name: str) -> None:
    with Image.open(out / name) as picture:
        assert picture.size == (1920, 1080)
        grey = picture.convert("L")
        bright = sum(grey.histogram()[128:]) / (1920 * 1080)
        assert 0.01 < bright < 0.5, "a dark window with pictures and text in it"


def test_pictures_differ(out: Path) -> None:
    assert len({(out / name).read_bytes() for name in PICTURES}) == len(PICTURES)


def test_verify_says_intact_and_demonstration(out: Path) -> None:
    said = (out / "verify.txt").read_text()
    assert said.startswith("INTACT")
    assert "demonstration identity" in said
    assert "DEMONSTRATION MODEL: trained on synthetic data, not for diagnosis." in said


def test_poppler_finds_the_signature_valid_over_the_whole_file(out: Path) -> None:
    assert shutil.which("pdfsig"), "poppler-utils is missing: packaging/system-deps.sh test installs it"
    said = subprocess.run(
        ["pdfsig", "-nocert", str(out / "report.pdf")], capture_output=True, text=True, timeout=60, check=False
    ).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_report_carries_the_banner_and_the_identity_on_every_page(out: Path) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", str(out / "report.pdf"), "-"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    for page in pages:
        assert "DEMONSTRATION MODEL" in page
        assert "P-123002132" in page
    assert "NOT SIGNED" not in text
