"""How the figures fall when pictures get worse or fewer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from training.evaluation import degradations
from training.evaluation.baselines import of_readings
from training.evaluation.bench import Bench
from training.evaluation.data import Places
from training.evaluation.degradations import Clip
from training.evaluation.encodings import Change, Encoder, Encodings
from training.evaluation.figures import Figures
from training.evaluation.readings import read_studies
from training.evaluation.retrieval import DIRECTIONS
from training.evaluation.views import view_figures

IN_TISSUE: Final = frozenset({"2d", "color"})
"""Kinds of picture with depth in them: a spectrum has no shadow."""


@dataclass(frozen=True, slots=True)
class _PictureCurve:
    """Pictures get worse."""

    name: str
    unit: str
    apply: Callable[[Clip, float, np.random.Generator], Clip]
    strengths: tuple[float, ...]
    modalities: frozenset[str] = frozenset()
    unchanged: float = 0
    """Strength at which nothing happens."""


@dataclass(frozen=True, slots=True)
class _StudyCurve:
    """Studies lose clips."""

    name: str
    unit: str
    keep: Callable[[npt.NDArray[np.str_], float, np.random.Generator], npt.NDArray[np.bool_]]
    strengths: tuple[float, ...]


PICTURE_CURVES: Final = (
    _PictureCurve(
        "depth_attenuation", "dB at the deepest pixel", degradations.depth_attenuation, (10, 20, 30, 40), IN_TISSUE
    ),
    _PictureCurve("shadow", "degrees wide", degradations.shadow, (10, 20, 30, 45), IN_TISSUE),
    _PictureCurve("gain", "dB", degradations.gain, (-20, -10, 10, 20)),
    _PictureCurve("frame_rate", "frames held", degradations.frame_rate, (2, 4, 8, 16), unchanged=1),
)
STUDY_CURVES: Final = (
    _StudyCurve("dropped_clips", "share of clips dropped", degradations.kept_clips, (0.2, 0.4, 0.6, 0.8)),
    _StudyCurve("dropped_windows", "windows dropped", degradations.kept_windows, (1, 2, 3, 4)),
)


def robustness_figures(encoder: Encoder, bench: Bench, unchanged: Encodings, seed: int) -> Figures:
    """Return a curve for each way of getting worse; every point has the same figures on the same studies.

    Parameters
    ----------
    encoder : Encoder
        Looks at the spoiled clips.
    bench : Bench
        The studies, usually a part of the set.
    unchanged : Encodings
        Of their clips as they are.
    seed : int
        Of shadows and of dropped clips. A larger strength drops what a smaller one drops, and more.
    """
    clips_of = bench.group.clips_of
    start = _point(encoder, bench, unchanged, clips_of)
    curves: Figures = {}
    for picture in PICTURE_CURVES:
        points = []
        for strength in picture.strengths:
            change = Change(picture.name, picture.apply, strength, seed, picture.modalities)
            spoiled = encoder.encode(bench.group, change)
            points.append({"strength": strength, **_point(encoder, bench, spoiled, clips_of)})
        curves[picture.name] = {
            "unit": picture.unit,
            "points": _with_start(points, {"strength": picture.unchanged, **start}),
        }
    for study in STUDY_CURVES:
        points = []
        for strength in study.strengths:
            kept = [_kept(bench, clips, study, strength, seed) for clips in clips_of]
            points.append({"strength": strength, **_point(encoder, bench, unchanged, kept)})
        curves[study.name] = {"unit": study.unit, "points": _with_start(points, {"strength": 0, **start})}
    return {"studies": len(bench.group), "pool": int(bench.reported.sum()), "curves": curves}


def _with_start(points: list[Figures], start: Figures) -> list[Figures]:
    """Return the points in the order of their strengths, with that of unchanged pictures."""
    return sorted([start, *points], key=lambda point: float(point["strength"]))


def _kept(bench: Bench, clips: Places, curve: _StudyCurve, strength: float, seed: int) -> Places:
    views = bench.bundle.manifest.views
    windows = np.asarray([views[view].window if view >= 0 else "unknown" for view in bench.group.store.view_of[clips]])
    return clips[curve.keep(windows, strength, np.random.default_rng((seed, int(clips[0]))))]


def _point(encoder: Encoder, bench: Bench, encodings: Encodings, clips_of: Sequence[Places]) -> Figures:
    """Return the figures of one strength, flat."""
    readings = read_studies(encoder, encodings, clips_of)
    best = encodings.probabilities.argmax(axis=1)
    views = view_figures(
        [bench.group.store.view_of[clips] for clips in clips_of],
        [best[encodings.rows(clips)] for clips in clips_of],
        bench.bundle.manifest.views,
        bench.counts,
    )
    measured = bench.measure(of_readings(readings))
    point: Figures = {"clips": sum(len(clips) for clips in clips_of)}
    _take(point, "views_top1", views, "top1")
    for direction in DIRECTIONS:
        _take(point, f"{direction}_r10", measured.get(direction, {}), "r10")
    _take(point, "ef_mae", measured.get("ef", {}), "mae")
    _take(point, "mean_auc", measured, "mean_auc")
    return point


def _take(point: Figures, name: str, figures: Figures, key: str) -> None:
    if key in figures:
        point[name] = figures[key]
        point[f"{name}_ci"] = figures.get(f"{key}_ci")
