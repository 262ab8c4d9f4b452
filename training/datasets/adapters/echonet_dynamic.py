"""EchoNet-Dynamic: apical four chamber clips with ejection fraction and volumes.

Layout: ``FileList.csv`` (FileName with or without .avi, EF, ESV, EDV, FrameHeight, FrameWidth, FPS, NumberOfFrames,
Split), ``VolumeTracings.csv`` (FileName, X1, Y1, X2, Y2, Frame), ``Videos/*.avi``; echonet.github.io/dynamic.

Licence: Stanford University Dataset Research Use Agreement: research only, no commercial use, no redistribution.

The set names no patients and says that each clip is another person's: one clip is one study of one patient.

References
----------
Ouyang D et al. Nature 2020;580:252-256.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.datasets.adapters.splits import split_of
from training.datasets.adapters.thresholds import EJECTION_FRACTION, REDUCED_EF
from training.datasets.records import Label, Problem, SourceClip, SourceSentence, SourceStudy
from training.datasets.tables import Row, find_table, has_table, number, read_table

_COLUMNS = ("FileName", "EF", "ESV", "EDV", "FPS", "NumberOfFrames", "Split")
_TABLE = "FileList.csv"


class EchoNetDynamic:
    """Reads EchoNet-Dynamic."""

    name = "echonet-dynamic"
    licence = "Stanford University Dataset Research Use Agreement (research only, non-commercial)"

    def studies(self, root: Path, problems: list[Problem]) -> Iterator[SourceStudy]:
        """Yield a study for each clip of the list whose file is there, in the order of the names.

        Labels: ef (%), esv and edv (ml), reduced_ef, and es_frame and ed_frame where the tracings are there.

        Raises
        ------
        ArgumentError
            If FileList.csv or one of its columns is missing.
        """
        rows: dict[str, Row] = {}
        for row in read_table(find_table(root, "FileList"), _COLUMNS):
            key = clip_name(row["FileName"])
            if key in rows:
                problems.append(Problem("duplicate row", key, key, f"{_TABLE} lists the clip again."))
            else:
                rows[key] = row
        traced = _traced_frames(root)
        for key in sorted(rows):
            study = _study(root, key, rows[key], traced.get(key), problems)
            if study is not None:
                yield study


def clip_name(file_name: str) -> str:
    """Return a file's name without .avi, however the table writes it."""
    return file_name[:-4] if file_name.casefold().endswith(".avi") else file_name


def ejection_fraction(percent: float, source: str) -> tuple[SourceSentence, tuple[Label, ...]]:
    """Return an adult's sentence of left ventricular function with its value, and the labels ef and reduced_ef."""
    value = EJECTION_FRACTION.value(percent)
    if value is None:
        sentence = SourceSentence("Left ventricle", ef_text(percent))
    else:
        words = value.replace("_", " ")
        text = f"Left ventricular systolic function is {words}, ejection fraction {percent:.0f} %."
        sentence = SourceSentence("Left ventricle", text, f"lv.function={value}")
    reduced = Label("reduced_ef", float(percent < REDUCED_EF), "", f"{source} below {REDUCED_EF:.0f} %")
    return sentence, (Label("ef", percent, "%", source), reduced)


def ef_text(percent: float) -> str:
    """Return the sentence that states the ejection fraction and no degree."""
    return f"Left ventricular ejection fraction is {percent:.0f} %."


def read_ef(text: str, key: str, problems: list[Problem]) -> float | None:
    """Return an ejection fraction in percent, None with a problem where the text is none."""
    percent = number(text)
    if percent is None:
        problems.append(Problem("not a number", key, key, f"EF is {text!r}."))
    elif not 0.0 <= percent <= 100.0:
        problems.append(Problem("implausible value", key, key, f"EF is {percent:g} %."))
        return None
    return percent


def _study(
    root: Path, key: str, row: Row, traced: tuple[int, ...] | None, problems: list[Problem]
) -> SourceStudy | None:
    path = root / "Videos" / f"{key}.avi"
    if not path.is_file():
        problems.append(Problem("missing file", key, key, f"{_TABLE} lists it, but Videos does not hold it."))
        return None
    split = split_of(row["Split"])
    if split is None:
        problems.append(Problem("unknown split", key, key, f"The split {row['Split']!r} is not TRAIN, VAL or TEST."))
        return None
    values = {column: number(row[column]) for column in ("ESV", "EDV", "FPS", "NumberOfFrames")}
    for column, value in values.items():
        if value is None:
            problems.append(Problem("not a number", key, key, f"{column} is {row[column]!r}."))
    sentences: tuple[SourceSentence, ...] = ()
    labels: tuple[Label, ...] = ()
    percent = read_ef(row["EF"], key, problems)
    if percent is not None:
        sentence, labels = ejection_fraction(percent, f"{_TABLE} EF")
        sentences = (sentence,)
    for column in ("ESV", "EDV"):
        volume = values[column]
        if volume is not None:
            labels += (Label(column.casefold(), volume, "ml", f"{_TABLE} {column}"),)
    if traced is not None:
        labels += _frame_labels(key, traced, values["NumberOfFrames"], problems)
    clip = SourceClip(key, path, "a4c", values["FPS"])
    return SourceStudy(key, key, (clip,), sentences, labels, split)


def _traced_frames(root: Path) -> dict[str, tuple[int, ...]]:
    """Return each clip's traced frames in the order of the table, which is by the traced area, smallest first."""
    if not has_table(root, "VolumeTracings"):
        return {}
    frames: dict[str, dict[int, None]] = {}
    for row in read_table(find_table(root, "VolumeTracings"), ("FileName", "Frame")):
        frame = number(row["Frame"])
        if frame is not None:
            frames.setdefault(clip_name(row["FileName"]), {})[int(frame)] = None
    return {key: tuple(found) for key, found in frames.items()}


def _frame_labels(
    key: str, traced: tuple[int, ...], frames: float | None, problems: list[Problem]
) -> tuple[Label, ...]:
    if frames is not None and not all(0 <= frame < frames for frame in traced):
        problems.append(Problem("traced frame outside clip", key, key, f"The clip has {frames:.0f} frames."))
        return ()
    if len(traced) < 2:
        return ()
    source = "VolumeTracings.csv Frame"
    return (Label("es_frame", float(traced[0]), "", source), Label("ed_frame", float(traced[-1]), "", source))
