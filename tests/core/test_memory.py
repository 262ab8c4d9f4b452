from __future__ import annotations

import subprocess
import sys

import pytest

WORK = """
import sys
from pathlib import Path

from deepcoro_desktop.core.memory import return_freed_memory


def resident_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


warm = bytes(20 * 2**20)
del warm  # from here on glibc by itself keeps what is smaller
before = resident_mb()
pictures, small = [], []
for number in range(200):
    pictures.append(bytearray(1 << 20))
    small.append(bytearray(b"s" * 2000))  # lies above the picture and holds the heap open
del pictures
if sys.argv[1] == "returned":
    return_freed_memory()
print(resident_mb() - before)
"""


def kept_mb(how: str) -> float:
    run = subprocess.run([sys.executable, "-c", WORK, how], capture_output=True, text=True, check=True)
    return float(run.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems are left as they are")
def test_pictures_go_back_to_the_system_when_they_are_freed() -> None:
    assert kept_mb("returned") < 20
    assert kept_mb("as it is") > 100, "if so, glibc needs not be told any more"


def test_it_may_be_called_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deepcoro_desktop.core.memory.sys.platform", "win32")
    monkeypatch.setattr("deepcoro_desktop.core.memory.ctypes.CDLL", lambda _name: 1 / 0)
    from deepcoro_desktop.core.memory import return_freed_memory

    return_freed_memory()
