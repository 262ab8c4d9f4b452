"""Clips per second of the phantom at the model's input size, by two processes; against one process in the same run.

``make bench`` runs it. The clips are those of whole studies, so every modality has its share.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import cv2

from training.phantom import render_for_model, sample_study

SEED = 771


def render(index: int) -> int:
    """Render every clip of a study and return their number."""
    cv2.setNumThreads(1)
    study = sample_study(SEED, index)
    return sum(len(render_for_model(study, plan)) > 0 for plan in study.clips)


def measure(processes: int, studies: int) -> float:
    """Return clips per second; the kernels are compiled before the clock starts."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(render, range(processes)))
        began = time.perf_counter()
        clips = sum(pool.map(render, range(100, 100 + studies)))
        return clips / (time.perf_counter() - began)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=12)
    studies = parser.parse_args().studies
    one, two = measure(1, studies), measure(2, studies)
    row = {
        "machine": platform.processor() or platform.machine(),
        "studies": studies,
        "clips_per_s_one_process": round(one, 1),
        "clips_per_s_two_processes": round(two, 1),
        "ratio_two_to_one": round(two / one, 2),
    }
    sys.stdout.write(json.dumps(row) + "\n")
