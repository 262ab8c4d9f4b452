"""EV9V: clips of nine standard views, as folders of pictures.

Layout: ``labels.csv`` (video_name, label; the published loader reads the names "names" and "labels"), ``train.txt``,
``validation.txt`` and ``test.txt`` with one video a line, ``Images/<video>/frame_000001.jpg``.

Licence: CC BY 4.0; weights trained on it may be passed on with attribution.

Views are taken over where the card's name is certain: PLHLA (parasternal long axis), PMVLSA (short axis at the level of
the mitral valve), PPMLSA (papillary muscles), A4C, A5C and SC4C (subcostal four chamber). PASA, PMASA and PMPALA keep
their labels: of the first the card does not say the level, of the other two the card and the published code say
different things.

The set names no patients. A video's name begins with the time of its recording, "2022-07-01_10-07-13_320x240_1": videos
of one time are one study of one patient; another name is a study of its own.

References
----------
arXiv 2606.17437.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from deepcoro_desktop.core.errors import ArgumentError
from training.datasets.adapters.splits import ListedClip, on_one_side
from training.datasets.records import Problem, SourceClip, SourceStudy, Split
from training.datasets.tables import find_table, read_table

VIEWS = MappingProxyType(
    {
        "PLHLA": "plax",
        "PMVLSA": "psax_mv",
        "PPMLSA": "psax_papillary",
        "A4C": "a4c",
        "A5C": "a5c",
        "SC4C": "subcostal_4c",
    }
)
"""The set's label -> id in views.csv."""

_LISTS = (("train.txt", Split.TRAIN), ("validation.txt", Split.VALIDATION), ("test.txt", Split.TEST))
_RECORDING = re.compile(r"\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}")


class Ev9v:
    """Reads EV9V."""

    name = "ev9v"
    licence = "CC BY 4.0"

    def studies(self, root: Path, problems: list[Problem]) -> Iterator[SourceStudy]:
        """Yield a study for each recording, in the order of the names; clips in the order of theirs.

        Raises
        ------
        ArgumentError
            If labels.csv, one of its columns or one of the three lists is missing.
        """
        labels = _labels(root, problems)
        listed: dict[str, ListedClip] = {}
        for name, split in _LISTS:
            for video in _lines(root / name):
                if video in listed:
                    problems.append(Problem("duplicate row", _recording(video), video, f"{name} lists it again."))
                    continue
                if video not in labels:
                    reason = "labels.csv does not name it."
                    problems.append(Problem("clip without view label", _recording(video), video, reason))
                view = labels.get(video, "")
                clip = SourceClip(video, root / "Images" / video, VIEWS.get(view, view))
                listed[video] = ListedClip(_recording(video), _recording(video), clip, split)
        for video in sorted(labels.keys() - listed.keys()):
            problems.append(Problem("clip in no split", _recording(video), video, "None of the three lists names it."))
        there = [listed[video] for video in sorted(listed) if _has_pictures(listed[video], problems)]
        for key, clips in groupby(on_one_side(there, problems), key=lambda clip: clip.study_key):
            own = list(clips)
            yield SourceStudy(key, key, tuple(clip.clip for clip in own), split=own[0].split)


def _labels(root: Path, problems: list[Problem]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for row in read_table(find_table(root, "labels"), (("video_name", "names"), ("label", "labels"))):
        video = row["video_name"]
        if video in labels:
            problems.append(Problem("duplicate row", _recording(video), video, "labels.csv lists it again."))
        else:
            labels[video] = row["label"]
    return labels


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ArgumentError(
            f"The list {path.name} is missing.", "Give the folder that the dataset was unpacked into."
        ) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _recording(video: str) -> str:
    found = _RECORDING.match(video)
    return found[0] if found else video


def _has_pictures(listed: ListedClip, problems: list[Problem]) -> bool:
    folder = listed.clip.path
    if any(folder.glob("frame_*.jpg")):
        return True
    reason = "Its folder holds no pictures." if folder.is_dir() else "Images does not hold its folder."
    problems.append(Problem("missing file", listed.study_key, listed.clip.clip_key, reason))
    return False
