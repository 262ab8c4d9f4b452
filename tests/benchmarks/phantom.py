"""The phantom at the model's input size: two processes against one."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import cv2

from tests.benchmarks.line import Line
from training.phantom import render_for_model, sample_study

SEED = 771
STUDIES = 12


def render(index: int) -> int:
    """Render every clip of a study, all modalities as they come, and return their number."""
    cv2.setNumThreads(1)
    study = sample_study(SEED, index)
    return sum(len(render_for_model(study, plan)) > 0 for plan in study.clips)


def seconds_per_clip(processes: int) -> float:
    """Return the seconds that a clip takes; the kernels are compiled before the clock starts."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(render, range(processes)))
        began = time.perf_counter()
        clips = sum(pool.map(render, range(100, 100 + STUDIES)))
        return (time.perf_counter() - began) / clips


def measure() -> list[Line]:
    """Return how much a second process speeds up the making of phantom clips."""
    one, two = seconds_per_clip(1), seconds_per_clip(2)
    return [Line("phantom clips, two processes", "one process", two, one, goal=1.6, goal_is_least=True)]
