"""The card of a prepared dataset: what is in it, in tables and plots, for whoever trains on it or reads of it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deepcoro_desktop.core.bundle.files import write_bytes
from training.datasets.dataset_plots import draw_bars, draw_histogram
from training.datasets.manifest import (
    CLIPS_NAME,
    LABELS_NAME,
    PROBLEMS_NAME,
    REPORTS_NAME,
    TRUTH_SOURCE,
    Dataset,
    data_hash,
    read_dataset,
    read_table,
)
from training.datasets.records import Split

CARD_NAME: Final = "DATASET_CARD.md"

_PLOTS: Final = (
    *("views.png", "scanners.png", "labels.png"),
    *("frame_rates.png", "clips_per_study.png", "missing_sections.png"),
)
_UNKNOWN: Final = "not known"
_RATE_EDGES: Final = (0.0, 20.0, 35.0, 50.0, 80.0, np.inf)

Counts = list[tuple[str, int]]
Cells = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class _Tables:
    """A manifest, and what several sections of the card need of it."""

    clips: pa.Table
    reports: pa.Table
    labels: pa.Table
    """Without the phantom's truth and values that are no numbers."""
    studies: pa.Table
    """study_key, clip_key_count, split_first, patient_key_first."""


def write_card(folder: Path) -> None:
    """Write DATASET_CARD.md and its plots into a prepared folder.

    Raises
    ------
    ArgumentError
        If the folder has no manifest.
    """
    dataset = read_dataset(folder)
    tables = _read(folder)
    if dataset is None:
        raise ValueError("a folder with a manifest says how it was prepared")
    views, scanners = _counts(tables.clips["view"]), _scanners(tables)
    flags, numbers = _flags(tables), _numbers(tables)
    rates, per_study, missing = _rates(tables), _per_study(tables), _missing_sections(tables)
    rate_plot = "frame_rates.png" if len(rates) else ""
    for name in _PLOTS:  # of an earlier card
        (folder / name).unlink(missing_ok=True)
    draw_bars(folder / "views.png", "Clips of each view", "clips", views)
    draw_bars(folder / "scanners.png", "Clips of each scanner", "clips", scanners)
    _draw(folder, flags, rates, per_study, missing)
    text = [
        *_head(folder, dataset, tables),
        *_section("Splits", ("side", "patients", "studies", "clips"), _splits(tables)),
        *_section("Views", ("view", "clips"), views, "views.png"),
        *_section("Who names the view", ("source", "clips"), _counts(tables.clips["view_source"])),
        *_section("Modalities", ("modality", "clips"), _counts(tables.clips["modality"])),
        *_section("Pathologies and normals", ("label", "present", "absent", "share present"), flags, "labels.png"),
        *_section("Measured values", ("label", "studies", "10 %", "median", "90 %", "unit"), numbers),
        *_section("Scanners", ("manufacturer and model", "clips"), scanners, "scanners.png"),
        *_section("Frame rates", ("frames per second", "clips"), _rate_rows(tables, rates), rate_plot),
        *_section("Clips per study", ("", "clips"), _spread(per_study), "clips_per_study.png"),
        *_section("Missing sections", ("section", "reports without it", "share"), missing, "missing_sections.png"),
        *_section("Problems", ("kind", "count"), _problems(folder)),
        f"`{PROBLEMS_NAME}` lists each problem with its reason.",
        "",
    ]
    write_bytes(folder / CARD_NAME, "\n".join(text).encode())


def _read(folder: Path) -> _Tables:
    clips, reports, labels = (read_table(folder, name) for name in (CLIPS_NAME, REPORTS_NAME, LABELS_NAME))
    known = pc.and_(pc.not_equal(labels["source"], TRUTH_SOURCE), pc.is_finite(labels["value"]))
    studies = clips.group_by("study_key", use_threads=False).aggregate(
        [("clip_key", "count"), ("split", "first"), ("patient_key", "first")]
    )
    return _Tables(clips, reports, labels.filter(known), studies)


def _draw(
    folder: Path,
    flags: list[tuple[str, int, int, float]],
    rates: npt.NDArray[np.float64],
    per_study: npt.NDArray[np.float64],
    missing: list[tuple[str, int, float]],
) -> None:
    draw_histogram(
        folder / "clips_per_study.png",
        "Clips of a study",
        ("clips", "studies"),
        per_study,
        np.arange(0.5, max(per_study.max(), 10.0) + 1.5, max(1.0, np.ceil(per_study.max() / 60.0))),
    )
    if flags:
        shares = [(name, share) for name, _, _, share in flags]
        draw_bars(folder / "labels.png", "Share of studies with each label", "%", shares, is_share=True)
    if len(rates):
        edges = np.arange(0.0, 125.0, 5.0)
        draw_histogram(
            folder / "frame_rates.png", "Frame rates of moving clips", ("frames per second", "clips"), rates, edges
        )
    if missing:
        shares = [(name, share) for name, _, share in missing]
        draw_bars(folder / "missing_sections.png", "Reports without the section", "%", shares, is_share=True)


def _head(folder: Path, dataset: Dataset, tables: _Tables) -> list[str]:
    spec, clips = dataset.preprocess, tables.clips
    return [
        f"# Dataset card: {dataset.name}",
        "",
        f"{len(clips)} clips of {len(tables.studies)} studies of {len(pc.unique(clips['patient_key']))} patients; "
        f"{len(pc.unique(tables.reports['study_key']))} studies have a report, {len(tables.reports)} sentences in all.",
        "",
        f"- Licence: {dataset.licence or _UNKNOWN}",
        f"- Layout: {dataset.adapter}",
        f"- Clips: {spec.frames} frames, one of every {spec.stride}, {spec.size} x {spec.size} pixels, {spec.colour}; "
        f"preprocessing version {spec.version}",
        f"- Data hash: `{data_hash(folder)}`",
        "",
    ]


def _section(title: str, columns: Sequence[str], rows: Cells, plot: str = "") -> list[str]:
    if not rows:
        return [f"## {title}", "", "None.", ""]
    picture = [f"![{title}]({plot})", ""] if plot else []
    table = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    table += [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]
    return [f"## {title}", "", *picture, *table, ""]


def _cell(value: object) -> str:
    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|").replace("\n", " ") or _UNKNOWN


def _counts(column: pa.ChunkedArray) -> Counts:
    """Return how often each text occurs, most frequent first, then by name."""
    found = [(str(one["values"]) or _UNKNOWN, int(one["counts"])) for one in column.value_counts().to_pylist()]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def _splits(tables: _Tables) -> Cells:
    rows = []
    for split in Split:
        own = tables.studies.filter(pc.equal(tables.studies["split_first"], split.value))
        patients = len(pc.unique(own["patient_key_first"]))
        rows.append((split.value, patients, len(own), int(np.asarray(own["clip_key_count"]).sum())))
    return rows


def _values(tables: _Tables) -> dict[str, npt.NDArray[np.float64]]:
    """Return the values of each label, by name."""
    names, values = np.asarray(tables.labels["name"]), np.asarray(tables.labels["value"], np.float64)
    return {str(name): values[names == name] for name in sorted(set(names.tolist()))}


def _is_flag(values: npt.NDArray[np.float64]) -> bool:
    return bool(np.isin(values, (0.0, 1.0)).all())


def _flags(tables: _Tables) -> list[tuple[str, int, int, float]]:
    """Return the labels that are 0 or 1 in every study: name, present, absent, share; most frequent first."""
    rows = [
        (name, int(values.sum()), int((1.0 - values).sum()), float(values.mean()))
        for name, values in _values(tables).items()
        if _is_flag(values)
    ]
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def _numbers(tables: _Tables) -> Cells:
    """Return the other labels: name, studies, quantiles, unit."""
    units = dict(zip(tables.labels["name"].to_pylist(), tables.labels["unit"].to_pylist(), strict=True))
    return [
        (name, len(values), *(float(value) for value in np.quantile(values, (0.1, 0.5, 0.9))), units[name] or "-")
        for name, values in _values(tables).items()
        if not _is_flag(values)
    ]


def _scanners(tables: _Tables) -> Counts:
    makers, models = tables.clips["manufacturer"], tables.clips["model"]
    return _counts(pc.utf8_trim_whitespace(pc.binary_join_element_wise(makers, models, " ")))


def _rates(tables: _Tables) -> npt.NDArray[np.float64]:
    return np.asarray(tables.clips["fps"].drop_null(), np.float64)


def _rate_rows(tables: _Tables, rates: npt.NDArray[np.float64]) -> Cells:
    counts, _ = np.histogram(rates, _RATE_EDGES)
    ends = zip(_RATE_EDGES[:-1], _RATE_EDGES[1:], counts, strict=True)
    rows = [(f"{a:.0f} to {b:.0f}" if b < np.inf else f"{a:.0f} and more", int(count)) for a, b, count in ends]
    return [*rows, ("not known, or a still", len(tables.clips) - len(rates))]


def _per_study(tables: _Tables) -> npt.NDArray[np.float64]:
    return np.asarray(tables.studies["clip_key_count"], np.float64)


def _spread(counts: npt.NDArray[np.float64]) -> Cells:
    found = (("fewest", counts.min()), ("median", np.median(counts)), ("mean", counts.mean()), ("most", counts.max()))
    return [(name, float(value)) for name, value in found]


def _missing_sections(tables: _Tables) -> list[tuple[str, int, float]]:
    """Return how many of the reports do not have each section, most often missing first."""
    pairs = tables.reports.group_by(["study_key", "section"], use_threads=False).aggregate([])
    total = len(pc.unique(tables.reports["study_key"]))
    rows = [(name, total - count, (total - count) / total) for name, count in _counts(pairs["section"])]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _problems(folder: Path) -> Counts:
    with (folder / PROBLEMS_NAME).open(encoding="utf-8", newline="") as file:
        return sorted(Counter(row["kind"] for row in csv.DictReader(file)).items())
