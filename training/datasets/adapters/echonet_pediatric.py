"""EchoNet-Pediatric: apical four chamber and parasternal short axis clips of children, with ejection fraction.

Layout: in ``A4C/`` and ``PSAX/`` each a ``FileList.csv`` (FileName, EF, Sex, Age, Weight, Height, Split),
``VolumeTracings.csv`` and ``Videos/*.avi``; echonet.github.io/pediatric. Split is a fold from 0 to 9.

Licence: Stanford University Dataset Research Use Agreement: research only, no commercial use, no redistribution.

File names have three parts, "CR32a7555-CR32a7582-000039": the first is taken for the child, so that both views and
later examinations of a child stay together; a name of another form is a child of its own. Each clip is a study, because
the table gives an ejection fraction to each clip. The short axis is labelled "PSAX": the set does not say its level.
No degree of dysfunction is stated: the limits for adults do not hold for children.

References
----------
Reddy CD et al. J Am Soc Echocardiogr 2023;36:482-489.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.adapters.echonet_dynamic import clip_name, ef_text, read_ef
from training.datasets.adapters.splits import ListedClip, on_one_side
from training.datasets.records import Label, Problem, SourceClip, SourceSentence, SourceStudy, Split
from training.datasets.tables import Row, find_table, number, read_table

_VIEWS = (("A4C", "a4c"), ("PSAX", "PSAX"))
"""Folder -> view."""

_FOLDS = range(10)
_THREE_PARTS = re.compile(r"(?P<child>[^-]+)-[^-]+-\d+")


class EchoNetPediatric:
    """Reads EchoNet-Pediatric.

    Parameters
    ----------
    test_fold, validation_fold : int, 0 to 9
        Folds of these sides; the other eight are for training.

    Raises
    ------
    ArgumentError
        If they are not two of the ten folds.
    """

    name = "echonet-pediatric"
    licence = "Stanford University Dataset Research Use Agreement (research only, non-commercial)"

    def __init__(self, test_fold: int = 9, validation_fold: int = 8) -> None:
        if test_fold == validation_fold or not {test_fold, validation_fold} <= set(_FOLDS):
            raise ArgumentError(
                "The test fold and the validation fold must be two different folds.", "Give two numbers from 0 to 9."
            )
        self._sides = {test_fold: Split.TEST, validation_fold: Split.VALIDATION}

    def studies(self, root: Path, problems: list[Problem]) -> Iterator[SourceStudy]:
        """Yield a study for each clip of both lists whose file is there: A4C then PSAX, each in the order of the names.

        Raises
        ------
        ArgumentError
            If a FileList.csv or one of its columns is missing.
        """
        fractions: dict[str, str] = {}
        listed: list[ListedClip] = []
        for folder, view in _VIEWS:
            rows: dict[str, Row] = {}
            for row in read_table(find_table(root / folder, "FileList"), ("FileName", "EF", "Split")):
                key = f"{folder}/{clip_name(row['FileName'])}"
                if key in rows:
                    problems.append(Problem("duplicate row", key, key, "FileList.csv lists the clip again."))
                else:
                    rows[key] = row
            for key in sorted(rows):
                clip = self._listed(root, key, view, rows[key], problems)
                if clip is not None:
                    fractions[key] = rows[key]["EF"]
                    listed.append(clip)
        for clip in on_one_side(listed, problems):
            yield _study(clip, fractions[clip.study_key], problems)

    def _listed(self, root: Path, key: str, view: str, row: Row, problems: list[Problem]) -> ListedClip | None:
        folder, name = key.split("/", maxsplit=1)
        path = root / folder / "Videos" / f"{name}.avi"
        if not path.is_file():
            problems.append(Problem("missing file", key, key, "FileList.csv lists it, but Videos does not hold it."))
            return None
        fold = number(row["Split"])
        if fold is None or fold not in _FOLDS:
            problems.append(Problem("unknown split", key, key, f"The fold {row['Split']!r} is not 0 to 9."))
            return None
        split = self._sides.get(int(fold), Split.TRAIN)
        parts = _THREE_PARTS.fullmatch(name)
        return ListedClip(parts["child"] if parts else name, key, SourceClip(key, path, view), split)


def _study(listed: ListedClip, fraction: str, problems: list[Problem]) -> SourceStudy:
    percent = read_ef(fraction, listed.study_key, problems)
    sentences: tuple[SourceSentence, ...] = ()
    labels: tuple[Label, ...] = ()
    if percent is not None:
        sentences = (SourceSentence("Left ventricle", ef_text(percent)),)
        labels = (Label("ef", percent, "%", "FileList.csv EF"),)
    return SourceStudy(listed.study_key, listed.patient_key, (listed.clip,), sentences, labels, listed.split)
