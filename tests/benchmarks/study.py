"""A study of 20 real clips: against its encoder alone, against itself again, and "what if" against the first time.

The encoder is mvit_v2_s (`large_bundle`), then the demonstration bundle's. A hundred clips with the latter tell the
memory. The study's files have lain for some seconds when they are first analysed, as those of an archive have.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory

from deepcoro_desktop.core.bundle.bundle import default_bundle_path, load_bundle
from deepcoro_desktop.core.bundle.manifest import ModelRole
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.inference.cache import EmbeddingCache
from deepcoro_desktop.core.inference.pipeline import analyse
from deepcoro_desktop.core.inference.preparation import prepare
from deepcoro_desktop.core.inference.session import Models
from deepcoro_desktop.core.progress import CancelToken
from tests.benchmarks.large_bundle import write_large_bundle
from tests.benchmarks.line import Line
from tests.real_cine import write_study

ROOT = Path(__file__).parents[2]
CLIPS = 20
MANY = 100
ENCODER_SHARE = 0.85
SMALL = """
import json, sys, time
from pathlib import Path

from deepcoro_desktop.core.bundle.bundle import default_bundle_path, load_bundle
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.inference.pipeline import analyse
from tests.benchmarks.line import peak_mb

began = time.perf_counter()
used = analyse(read_study(Path(sys.argv[1])), load_bundle(default_bundle_path()), device="cpu").used
print(json.dumps([(time.perf_counter() - began) / len(used), peak_mb()]))
"""


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes, once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def of_large_encoder(folder: Path, place: Path) -> list[Line]:
    """Return the lines of a study whose encoder is large."""
    bundle = write_large_bundle(folder / "bundle")
    study = read_study(place)
    models, cache = Models(bundle, "cpu"), EmbeddingCache(folder / "cache")
    clip = {"clips": prepare(study.clips[0], bundle.manifest.preprocess).tensor[None]}

    def encode() -> float:
        return seconds(lambda: models.run(ModelRole.VIDEO_ENCODER, clip, CancelToken()))

    encode()
    alone = [encode() for _ in range(3)]
    began = time.perf_counter()
    analysis = analyse(study, bundle, models=models, cache=cache)
    first = time.perf_counter() - began
    alone += [encode() for _ in range(3)]
    again = min(seconds(lambda: analyse(study, bundle, models=models, cache=cache)) for _ in range(5))
    uids, view = analysis.used, bundle.manifest.views[0].id
    what_if = max(
        seconds(
            lambda uid=uid: analyse(  # type: ignore[misc]
                study,
                bundle,
                models=models,
                overrides={uid: view},
                excluded=frozenset(uids[:1]),
                findings=analysis.findings,
            )
        )
        for uid in uids[1:6]
    )
    return [
        Line(f"study of {CLIPS} clips", "time in its encoder", first, analysis.timings.embed, goal=1 / ENCODER_SHARE),
        Line(f"study of {CLIPS} clips", "its encoder alone", first, CLIPS * mean(alone), goal=1 / ENCODER_SHARE),
        Line("the same study again", "the first time", again, first, goal=0.02),
        Line("a clip dropped, a view corrected", "the first time", what_if, first, goal=0.005),
    ]


def of_demonstration(folder: Path, place: Path) -> Line:
    """Return the time of the study with the demonstration bundle again, against the first time with opened graphs."""
    bundle, study = load_bundle(default_bundle_path()), read_study(place)
    models = Models(bundle, "cpu")
    analyse(study, bundle, models=models)
    first, again = [], []
    for number in range(3):
        cache = EmbeddingCache(folder / f"demonstration{number}")
        once = partial(analyse, study, bundle, models=models, cache=cache)
        first.append(seconds(once))
        again += [seconds(once) for _ in range(5)]
    name = "the same study again, demonstration bundle"
    return Line(name, "the first time", median(again), median(first), goal=0.02)


def of_many_clips(folder: Path, few_clips: Path) -> Line:
    """Return the time of one clip among a hundred against one among twenty, with the memory of the hundred."""
    few, many = (_in_a_process(place) for place in (few_clips, write_study(folder / str(MANY), MANY)))
    return Line(
        f"a clip in a study of {MANY}", f"in a study of {CLIPS}", many[0], few[0], goal=1.1, peak_mb=round(many[1])
    )


def _in_a_process(study: Path) -> tuple[float, float]:
    run = subprocess.run([sys.executable, "-c", SMALL, str(study)], stdout=subprocess.PIPE, check=True, cwd=ROOT)
    per_clip, peak = json.loads(run.stdout)
    return per_clip, peak


def measure() -> list[Line]:
    """Return the lines of all three."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        place = write_study(folder / "study", CLIPS)
        large = of_large_encoder(folder, place)
        return [*large, of_demonstration(folder, place), of_many_clips(folder, place)]
