"""The sample study that ships with the desktop: one phantom study, kept small.

``python -m training.phantom.sample --out resources/samples/phantom-study`` makes it again, the same to the byte.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Final

from training.phantom.dicom_writer import WrittenClip, write_study
from training.phantom.study import ClipPlan, PhantomStudy, sample_study

SEED: Final = 20261123
"""Apart from the seeds of training, validation and test."""
INDEX: Final = 2132
"""An anterior infarct with an ejection fraction of 35 % and moderate tricuspid regurgitation."""
QUALITY: Final = 62
"""JPEG quality; below it the blocks show in the wall."""
FASTEST_FPS: Final = 36.0
SHORTEST_CINE: Final = 32
"""Frames: all that the models sample at stride 2."""


def shipped_study() -> PhantomStudy:
    """Return the sample study, each cine cut to one beat."""
    study = sample_study(SEED, INDEX)
    return replace(study, clips=tuple(_one_beat(plan) for plan in study.clips))


def _one_beat(plan: ClipPlan) -> ClipPlan:
    if plan.frames == 1:
        return plan
    fps = min(plan.fps, FASTEST_FPS)
    return replace(plan, fps=fps, frames=max(SHORTEST_CINE, round(plan.rr_s[0] * fps)))


def write_sample(folder: Path) -> tuple[WrittenClip, ...]:
    """Write the sample study into `folder` and return what was written."""
    return write_study(shipped_study(), folder, QUALITY)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the sample study that ships with the desktop.")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    write_sample(parser.parse_args().out)
