"""EchoNet-LVH: parasternal long axis clips with wall thickness and cavity diameters.

Layout: ``MeasurementsList.csv``, a row for each measurement (HashedFileName, Calc, CalcValue in cm, Frame, X1, X2, Y1,
Y2, Frames, FPS, Width, Height, split), and ``Batch1/`` to ``Batch4/`` with ``HashedFileName.avi``;
echonet.github.io/lvh.

Licence: Stanford University Dataset Research Use Agreement: research only, no commercial use, no redistribution.

The set names no patients: one clip is one study of one patient. A quantity that was measured in several frames of a
clip has their mean.

References
----------
Duffy G et al. JAMA Cardiol 2022;7:386-395.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np

from training.datasets.adapters.splits import split_of
from training.datasets.adapters.thresholds import CAVITY, WALL, Scale
from training.datasets.records import Label, Problem, SourceClip, SourceSentence, SourceStudy
from training.datasets.tables import find_table, number, read_table

_TABLE = "MeasurementsList.csv"

_NOUNS = MappingProxyType(
    {
        "IVSd": "Interventricular septal thickness in diastole",
        "LVIDd": "Left ventricular internal diameter in diastole",
        "LVPWd": "Left ventricular posterior wall thickness in diastole",
        "IVSs": "Interventricular septal thickness in systole",
        "LVIDs": "Left ventricular internal diameter in systole",
        "LVPWs": "Left ventricular posterior wall thickness in systole",
    }
)
"""Calc -> what it is, in the order of the sentences."""

_PLAUSIBLE_CM = (0.1, 15.0)


@dataclass(slots=True)
class _Clip:
    """Rows of one file."""

    splits: set[str] = field(default_factory=set)
    fps: str = ""
    rows: set[tuple[str, str, str, str, str, str, str]] = field(default_factory=set)
    """Measurements as written, to tell a repeated row from a repeated measurement."""
    values_cm: dict[str, list[float]] = field(default_factory=dict)


class EchoNetLvh:
    """Reads EchoNet-LVH."""

    name = "echonet-lvh"
    licence = "Stanford University Dataset Research Use Agreement (research only, non-commercial)"

    def studies(self, root: Path, problems: list[Problem]) -> Iterator[SourceStudy]:
        """Yield a study for each clip of the list whose file is there, in the order of the names.

        Labels: each quantity under its Calc in cm; lvh and lv_dilated where the value decides it for both sexes.

        Raises
        ------
        ArgumentError
            If MeasurementsList.csv or one of its columns is missing.
        """
        clips = _read(find_table(root, "MeasurementsList"), problems)
        files: dict[str, Path] = {}
        for path in sorted(root.glob("Batch*/*.avi")):
            if path.stem in files:
                problems.append(Problem("duplicate file", path.stem, path.stem, f"{path.parent.name} holds it again."))
            else:
                files[path.stem] = path
        for key in sorted(clips):
            study = _study(key, clips[key], files.get(key), problems)
            if study is not None:
                yield study


def _read(path: Path, problems: list[Problem]) -> dict[str, _Clip]:
    clips: dict[str, _Clip] = {}
    unknown: dict[str, int] = {}
    columns = ("HashedFileName", "Calc", "CalcValue", "Frame", "X1", "X2", "Y1", "Y2", "FPS", "split")
    for row in read_table(path, columns):
        key, calc = row["HashedFileName"], row["Calc"]
        clip = clips.setdefault(key, _Clip(fps=row["FPS"]))
        clip.splits.add(row["split"])
        written = (calc, row["CalcValue"], row["Frame"], row["X1"], row["X2"], row["Y1"], row["Y2"])
        value = number(row["CalcValue"])
        if calc not in _NOUNS:
            unknown[calc] = unknown.get(calc, 0) + 1
        elif written in clip.rows:
            problems.append(Problem("duplicate row", key, key, f"{_TABLE} lists the same {calc} again."))
        elif value is None:
            problems.append(Problem("not a number", key, key, f"{calc} is {row['CalcValue']!r}."))
        elif not _PLAUSIBLE_CM[0] <= value <= _PLAUSIBLE_CM[1]:
            problems.append(Problem("implausible value", key, key, f"{calc} is {value:g} cm."))
        else:
            clip.values_cm.setdefault(calc, []).append(value)
        clip.rows.add(written)
    for calc, count in sorted(unknown.items()):
        problems.append(Problem("unknown measurement", "", "", f"{calc or '(no name)'} in {count} rows."))
    return clips


def _study(key: str, clip: _Clip, path: Path | None, problems: list[Problem]) -> SourceStudy | None:
    if path is None:
        problems.append(Problem("missing file", key, key, f"{_TABLE} lists it, but no batch holds it."))
        return None
    if len(clip.splits) > 1:
        problems.append(
            Problem("patient in two splits", key, key, f"Its rows name {' and '.join(sorted(clip.splits))}.")
        )
        return None
    word = next(iter(clip.splits))
    split = split_of(word)
    if split is None:
        problems.append(Problem("unknown split", key, key, f"The split {word!r} is not train, val or test."))
        return None
    fps = number(clip.fps)
    if fps is None:
        problems.append(Problem("not a number", key, key, f"FPS is {clip.fps!r}."))
    values = {calc: float(np.mean(clip.values_cm[calc])) for calc in _NOUNS if calc in clip.values_cm}
    sentences = [
        SourceSentence("Left ventricle", f"{noun} is {values[calc]:.1f} cm.")
        for calc, noun in _NOUNS.items()
        if calc in values
    ]
    labels = [Label(calc, value, "cm", f"{_TABLE} {calc}") for calc, value in values.items()]
    walls = [values[calc] for calc in ("IVSd", "LVPWd") if calc in values]
    if walls:
        _grade(WALL, max(walls), "lvh", "IVSd, LVPWd", sentences, labels)
    if "LVIDd" in values:
        _grade(CAVITY, values["LVIDd"], "lv_dilated", "LVIDd", sentences, labels)
    return SourceStudy(key, key, (SourceClip(key, path, "plax", fps),), tuple(sentences), tuple(labels), split)


def _grade(
    scale: Scale, value_cm: float, phenotype: str, calcs: str, sentences: list[SourceSentence], labels: list[Label]
) -> None:
    """Add the finding and the phenotype where the value decides them for both sexes."""
    word, abnormal = scale.value(value_cm), scale.abnormal(value_cm)
    if word is not None:
        text = _TEXTS[scale.finding, word]
        sentences.append(SourceSentence("Left ventricle", text, f"{scale.finding}={word}"))
    if abnormal is not None:
        labels.append(Label(phenotype, float(abnormal), "", f"{_TABLE} {calcs}"))


_TEXTS = MappingProxyType(
    {
        ("lv.wall", "normal"): "Left ventricular wall thickness is normal.",
        ("lv.wall", "mild_hypertrophy"): "Mild left ventricular hypertrophy.",
        ("lv.wall", "moderate_hypertrophy"): "Moderate left ventricular hypertrophy.",
        ("lv.wall", "severe_hypertrophy"): "Severe left ventricular hypertrophy.",
        ("lv.size", "normal"): "The left ventricle is not dilated.",
        ("lv.size", "dilated"): "The left ventricle is dilated.",
    }
)
