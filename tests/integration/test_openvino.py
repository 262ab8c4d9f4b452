"""OpenVINO's execution provider, the real one, gives the draft that ONNX Runtime's own gives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deepcoro_desktop.core.bundle.bundle import default_bundle_path, load_bundle

ROOT = Path(__file__).parents[2]
PROVIDER = Path(sys.prefix) / "openvino"
"""Where `make test` puts ONNX Runtime with the provider."""

pytestmark = pytest.mark.skipif(
    not (PROVIDER / "onnxruntime").is_dir(), reason="onnxruntime-openvino is not installed: run make test"
)


def _analyse(folder: Path, device: str, *path: Path) -> tuple[dict[str, Any], str]:
    output = folder / f"{device}.json"
    command = [
        sys.executable,
        "-m",
        "deepcoro_desktop",
        "analyse",
        "resources/samples/phantom-study",
        "--device",
        device,
    ]
    python_path = os.pathsep.join(str(entry) for entry in (*path, ROOT))
    run = subprocess.run(
        [*command, "--json", str(output), "--no-cache"],
        env=os.environ | {"PYTHONPATH": python_path},
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return json.loads(output.read_text(encoding="utf-8")), run.stderr


def test_the_provider_is_taken_where_it_is_installed_and_gives_the_same_draft(tmp_path: Path) -> None:
    there, notice = _analyse(tmp_path, "auto", PROVIDER)
    here, _ = _analyse(tmp_path, "cpu")
    assert (there["device"], here["device"]) == ("openvino", "cpu")
    assert notice == ""
    tolerance = load_bundle(default_bundle_path()).manifest.golden.tolerance
    assert len(there["clips"]) == len(here["clips"]) > 0
    for mine, theirs in zip(here["clips"], there["clips"], strict=True):
        expected = {view["id"]: view["probability"] for view in mine["views"]}
        assert {view["id"]: view["probability"] for view in theirs["views"]} == pytest.approx(expected, abs=tolerance)
    assert [section["statements"] for section in there["sections"]] == [
        section["statements"] for section in here["sections"]
    ]


def test_without_the_provider_its_name_is_answered_by_a_notice(tmp_path: Path) -> None:
    found, notice = _analyse(tmp_path, "openvino")
    assert found["device"] == "cpu"
    assert notice.strip() == "The device openvino is not available on this computer; the models run on the cpu."
