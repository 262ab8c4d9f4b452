"""A planted violation of each import contract is caught, and the tree as it stands breaks none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = [
    ("halves", "deepcoro_desktop/core/study.py", "import deepcoro_desktop.cli"),
    ("halves", "deepcoro_desktop/cli.py", "import deepcoro_desktop.ui.state"),
    ("halves", "deepcoro_desktop/utils.py", "X = 1"),
    ("core", "deepcoro_desktop/core/study.py", "import deepcoro_desktop.core.report.document"),
    ("core", "deepcoro_desktop/core/signing/__init__.py", "import deepcoro_desktop.core.storage"),
    ("core", "deepcoro_desktop/core/helpers.py", "X = 1"),
    ("headless", "deepcoro_desktop/core/progress.py", "import torch"),
    ("headless", "deepcoro_desktop/core/report/document.py", "from PySide6 import QtCore"),
    (
        "steps",
        "deepcoro_desktop/core/inference/step1_view_classification.py",
        "import deepcoro_desktop.core.inference.step2_embedding_generation",
    ),
    (
        "steps-callers",
        "deepcoro_desktop/core/workspace.py",
        "import deepcoro_desktop.core.inference.step4_report_retrieval",
    ),
    ("panels", "deepcoro_desktop/ui/browser/__init__.py", "import deepcoro_desktop.ui.viewer"),
    ("panels", "deepcoro_desktop/ui/state.py", "import deepcoro_desktop.ui.main_window"),
    ("panels", "deepcoro_desktop/ui/common.py", "X = 1"),
    ("desktop-training", "deepcoro_desktop/cli.py", "import training"),
    ("training-desktop", "training/config.py", "import deepcoro_desktop.ui.state"),
]


def lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; from importlinter.cli import lint_imports; "
        f"sys.exit(lint_imports(limit_to_contracts=({contract!r},), no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, ''); {code}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for package in ("deepcoro_desktop", "training"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "resources"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_catches_planted_violation(tree: Path, contract: str, file: str, line: str) -> None:
    module = tree / file
    text = module.read_text() if module.exists() else ""
    module.write_text(f"{text}\n{line}\n")
    result = lint(tree, contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout or "exhaustive" in result.stdout.lower(), result.stdout + result.stderr


@pytest.mark.parametrize("contract", sorted({contract for contract, _, _ in PLANTED}))
def test_tree_keeps_contract(tree: Path, contract: str) -> None:
    result = lint(tree, contract)
    assert result.returncode == 0, result.stdout + result.stderr
