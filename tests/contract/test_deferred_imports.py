"""The window opens without the libraries that only opening, analysing, signing and printing need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = {
    "pyhanko", "pyhanko_certvalidator", "asn1crypto", "cryptography", "requests", "aiohttp",
    "pydicom", "imagecodecs", "onnxruntime", "hnswlib", "pypdfium2", "qtpy",
}  # fmt: skip
OURS = {
    "deepcoro_desktop.core.dicom.reader", "deepcoro_desktop.core.dicom.pixels", "deepcoro_desktop.core.signing.signer",
    "deepcoro_desktop.core.inference.pipeline", "deepcoro_desktop.core.selftest", "deepcoro_desktop.core.unattended",
    "deepcoro_desktop.ui.walkthrough", "deepcoro_desktop.ui.rating_window",
}  # fmt: skip

WINDOW = """
import sys
from pathlib import Path
from deepcoro_desktop import __main__
from deepcoro_desktop.app import build_window, make_application, window_settings
from deepcoro_desktop.core.workspace import Workspace, WorkspacePaths
app = make_application()
paths = WorkspacePaths.under(Path(sys.argv[1]))
window = build_window(Workspace(paths), window_settings(paths))
window.show()
app.processEvents()
window.close()
"""
LOADED = "sys.stdout.write(' '.join(sys.modules))\n"


def loaded_after(code: str, folder: Path) -> set[str]:
    """Names of the modules that a process of its own has loaded once the code has run."""
    result = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}{LOADED}", str(folder)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


def test_the_window_opens_without_heavy_libraries(tmp_path: Path) -> None:
    loaded = loaded_after(WINDOW, tmp_path)
    assert "deepcoro_desktop.ui.main_window" in loaded
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
    assert loaded & OURS == set()


def test_a_library_that_is_loaded_is_seen(tmp_path: Path) -> None:
    loaded = loaded_after("from deepcoro_desktop.core.signing import signer\n", tmp_path)
    assert {"pyhanko", "cryptography"} <= loaded & HEAVY
