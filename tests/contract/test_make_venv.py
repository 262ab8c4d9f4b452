"""The environment is made even where hnswlib, the one package that comes as source, cannot be built."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAND_IN = """#!/usr/bin/env bash
case "$*" in
*"-m venv"*) mkdir -p "${@: -1}/bin" && cp "$0" "${@: -1}/bin/python" ;;
*"pip install"*"hnswlib>="*) exit ${HNSWLIB_EXIT} ;;
*"pip install"*) echo "$*" ;;
*packaging/requirements.py*) exec "${REAL_PYTHON}" "$@" ;;
esac
"""


def make_venv(folder: Path, hnswlib_exit: int) -> subprocess.CompletedProcess[str]:
    """Run the script with stand-ins for Python, so that nothing is installed, and for the compiler."""
    for name, text in (("python", STAND_IN), ("c++", "#!/bin/sh\n")):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    environment = os.environ | {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "PYTHON": str(folder / "python"),
        "REAL_PYTHON": sys.executable,
        "HNSWLIB_EXIT": str(hnswlib_exit),
    }
    command = ["packaging/make-venv.sh", str(folder / "made"), ".[train]"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="the script is for bash")
def test_without_hnswlib_all_else_is_installed_and_said(tmp_path: Path) -> None:
    run = make_venv(tmp_path, hnswlib_exit=1)
    assert "hnswlib could not be built" in run.stderr
    assert "searched exactly" in run.stderr
    packages = (tmp_path / "made" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert {"onnxruntime>=1.20", "safetensors>=0.4"} <= set(packages)
    assert not any(one.startswith("hnswlib") or one.startswith("pytest") for one in packages)
    assert run.stdout.splitlines()[-2:] == [
        f"-m pip install --quiet --requirement {tmp_path}/made/requirements.txt",
        "-m pip install --quiet --no-deps --editable .",
    ]
    assert (tmp_path / "made" / "installed").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the script is for bash")
def test_with_hnswlib_the_requirement_is_installed_as_it_is(tmp_path: Path) -> None:
    run = make_venv(tmp_path, hnswlib_exit=0)
    assert run.stderr == ""
    assert run.stdout.splitlines()[-1] == "-m pip install --quiet --editable .[train]"
