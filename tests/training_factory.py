"""Prepared clips and settings so small that every training runs in a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.prepared_clips import Shard, write_shard
from training.config import Config, load_config
from training.datasets.clip_store import Sentence, StudyRecord

TINY = [
    *("threads=1", "input.size=32", "input.frames=4", "video.widths=[8,16,16]", "video.depths=[1,1]"),
    *("video.heads=[1,1]", "video.embedding=8", "views.width=4", "views.frames=[0,2]", "text.layers=1"),
    *("text.hidden=16", "text.heads=2", "text.vocabulary=120", "lock_trunk=false", 'device="cpu"'),
    *("train_views.steps=3", "train_views.batch=4", "warm_start.steps=0", "text_warm_start.steps=0"),
    *("pretrain.steps=4", "pretrain.batch=4", "pretrain.clips=2", "pretrain.bfloat16=false"),
    *("finetune.steps=2", "finetune.batch=4", "finetune.bfloat16=false", "attention.steps=2", "attention.batch=4"),
]

VIEWS = ("plax", "a4c", "mv_inflow_pw", "a4c_color_mv")
"""Of every study's four clips: two in 2d, one pw, one in colour."""


def tiny_config(*overrides: str, name: str = "demo") -> Config:
    """Return the demonstration's settings at a thousandth of their size."""
    return load_config(name, [*TINY, *overrides])


def write_clips(config: Config, folder: Path, studies: int = 8) -> None:
    """Write so many studies of four clips each; two studies say the same."""
    shape = config.input
    rng = np.random.default_rng(1)
    words = ["wide", "narrow", "calcified", "dilated", "torn", "smooth", "straight"]
    records = tuple(
        StudyRecord(
            f"s{place}",
            f"p{place}",
            (
                Sentence("Aorta", f"The root is {words[place % 7]}.", None),
                Sentence("Left Ventricle", f"EF is {40 + place % 7}.", None),
            ),
            {"ef": 40.0 + place % 7},
            {"ef": 40.0 + place % 7},
        )
        for place in range(studies)
    )
    clips = rng.integers(0, 255, (4 * studies, shape.frames, shape.size, shape.size, 3), dtype=np.uint8)
    clips[::4] = clips[::4, :1]  # stills
    study_of = tuple(place for place in range(studies) for _ in VIEWS)
    write_shard(folder, 0, Shard(clips, VIEWS * studies, study_of, records))
