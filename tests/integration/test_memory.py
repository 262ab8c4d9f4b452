"""A large study fits into the memory of a small computer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.real_cine import write_study

ROOT = Path(__file__).parents[2]
MOST_MB = 1500
CLIPS = 100
WORK = """
import sys
from pathlib import Path

from deepcoro_desktop.core.bundle.bundle import default_bundle_path, load_bundle
from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.inference.cache import EmbeddingCache
from deepcoro_desktop.core.inference.pipeline import analyse
from tests.benchmarks.line import peak_mb

study = read_study(Path(sys.argv[1]))
thumbnails = [decode_frames(clip, [clip.frame_count // 2]) for clip in study.clips]
tiles = [decode_frames(clip) for clip in study.clips[:4]]
analysis = analyse(study, load_bundle(default_bundle_path()), device="cpu", cache=EmbeddingCache(Path(sys.argv[2])))
print(len(analysis.used), len(tiles) * len(tiles[0]), peak_mb())
"""


def test_a_hundred_clips_are_opened_and_analysed_under_one_and_a_half_gigabytes() -> None:
    with TemporaryDirectory() as place:  # not pytest's, which keeps its last ones: it is 300 MB
        folder, cache = write_study(Path(place) / "study", CLIPS), Path(place) / "cache"
        run = subprocess.run(
            [sys.executable, "-c", WORK, str(folder), str(cache)], capture_output=True, text=True, check=True, cwd=ROOT
        )
    used, frames, peak_mb = run.stdout.split()
    assert (int(used), int(frames)) == (CLIPS, 4 * 64)
    assert 0 < float(peak_mb) < MOST_MB
