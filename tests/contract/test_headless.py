"""Core and the command line run where neither Qt nor torch can be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

BLOCK = """
import importlib, importlib.abc, pkgutil, sys
class Block(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "qdarkstyle", "torch", "torchvision", "training"}:
            raise ImportError(f"{name} is not there")
        return None
sys.meta_path.insert(0, Block())
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCK + code], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


def test_every_core_module_imports_without_qt_and_torch() -> None:
    result = run(
        "import deepcoro_desktop.core as core\n"
        "names = [m.name for m in pkgutil.walk_packages(core.__path__, core.__name__ + '.')]\n"
        "for name in names + ['deepcoro_desktop.cli']:\n"
        "    importlib.import_module(name)\n"
        "print(len(names))\n"
    )
    assert result.returncode == 0, result.stderr
    on_disk = set((ROOT / "deepcoro_desktop" / "core").rglob("*.py")) - {ROOT / "deepcoro_desktop/core/__init__.py"}
    assert int(result.stdout) == len(on_disk)


def test_the_block_blocks() -> None:
    result = run("import torch\n")
    assert result.returncode != 0
    assert "torch is not there" in result.stderr
