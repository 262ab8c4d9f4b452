"""What ``python -m training phantom --out DIR`` writes: DICOM files with the phantom's report, phenotypes and truth.

Layout: ``clips.csv`` (study_uid, sop_instance_uid, file, view, fps), ``reports.csv`` (study_uid, patient_id, split),
``report_sentences.csv`` (study_uid, section, sentence_index, text, concept), ``phenotypes.csv`` (study_uid, a column
for each phenotype), ``truth.csv`` (study_uid, a column for each figure of the heart).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from training.datasets.adapters.splits import split_of
from training.datasets.phantom_truth import read_truth, truth_columns
from training.datasets.records import Label, Problem, SourceClip, SourceSentence, SourceStudy
from training.datasets.tables import Row, find_table, number, read_table
from training.phantom.reports import PHENOTYPES


class Phantom:
    """Reads a folder of phantom studies."""

    name = "phantom"
    licence = "Apache-2.0"

    def studies(self, root: Path, problems: list[Problem]) -> Iterator[SourceStudy]:
        """Yield the studies in the order of reports.csv.

        Raises
        ------
        ArgumentError
            If a table or a column is missing.
        """
        clips: dict[str, list[SourceClip]] = defaultdict(list)
        for row in _rows(root, "clips", ("sop_instance_uid", "file", "view", "fps")):
            fps = number(row["fps"])
            clips[row["study_uid"]].append(
                SourceClip(row["sop_instance_uid"], root / row["file"], row["view"], fps or None)
            )
        sentences: dict[str, list[SourceSentence]] = defaultdict(list)
        for row in _rows(root, "report_sentences", ("section", "text", "concept")):
            sentences[row["study_uid"]].append(SourceSentence(row["section"], row["text"], row["concept"] or None))
        labels = {row["study_uid"]: _labels(row) for row in _rows(root, "phenotypes", tuple(PHENOTYPES))}
        truth = {row["study_uid"]: read_truth(row) for row in _rows(root, "truth", (), truth_columns())}
        for row in _rows(root, "reports", ("patient_id", "split")):
            key = row["study_uid"]
            if key not in clips:
                problems.append(Problem("report without videos", key, "", "clips.csv lists no clip of this study."))
                continue
            yield SourceStudy(
                study_key=key,
                patient_key=row["patient_id"],
                clips=tuple(clips.pop(key)),
                sentences=tuple(sentences[key]),
                labels=labels.get(key, ()),
                split=split_of(row["split"]),
                truth=truth.get(key, {}),
            )
        for key in clips:
            problems.append(Problem("study without report", key, "", "reports.csv has no row for it."))


def _rows(root: Path, name: str, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[Row]:
    return read_table(find_table(root, name), ("study_uid", *columns), optional)


def _labels(row: Row) -> tuple[Label, ...]:
    values = {name: number(row[name]) for name in PHENOTYPES}
    return tuple(
        Label(name, value, "%" if name == "ef" else "", f"phenotypes.csv {name}")
        for name, value in values.items()
        if value is not None
    )
