"""A folder of phantom studies with tables of the truth, reports and phenotypes."""

from __future__ import annotations

import csv
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import Enum
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2

from training.phantom.anatomy import Heart
from training.phantom.cases import Mix
from training.phantom.dicom_writer import study_datetime, study_uid, write_study
from training.phantom.reports import PHENOTYPES, assessed_phenotypes, report_text
from training.phantom.study import PhantomStudy, sample_study

Row = dict[str, object]

_TRUTH_FIELDS: tuple[str, ...] = tuple(name for name in Heart.__slots__ if name not in ("segment_motion", "causes"))


def _cell(value: object) -> object:
    if isinstance(value, Enum):
        return value.name.lower()
    return round(value, 3) if isinstance(value, float) else value


def _truth_row(study: PhantomStudy) -> Row:
    h = study.heart
    row: Row = {
        "study_uid": study_uid(study),
        "study_key": study.study_key,
        "scanner": study.style,
        "causes": " ".join(h.causes),
    }
    row["lv_ef_pct"] = round(h.ef_pct, 2)
    for name in _TRUTH_FIELDS:
        row[name] = _cell(getattr(h, name))
    for i, motion in enumerate(h.segment_motion):
        row[f"segment_{i + 1:02d}_motion"] = round(motion, 2)
    return row


def split_of(index: int) -> str:
    """Return train, val or test: 80, 10 and 10 percent of the studies by number."""
    return {8: "val", 9: "test"}.get(index % 10, "train")


@dataclass(frozen=True, slots=True)
class _Rows:
    truth: Row
    clips: list[Row]
    report: Row
    sentences: list[Row]
    phenotypes: Row


def _one_study(out: Path, seed: int, scanner: str | None, mix: Mix, index: int) -> _Rows:
    cv2.setNumThreads(1)
    study = sample_study(seed, index, scanner, mix)
    key = study_uid(study)
    written = write_study(study, out / "studies" / f"S{index:05d}")
    clips: list[Row] = [
        {
            "study_uid": key,
            "sop_instance_uid": w.sop_instance_uid,
            "file": str(w.file.relative_to(out)),
            "view": w.plan.view_id,
            "frames": w.plan.frames,
            "fps": w.plan.fps if w.plan.frames > 1 else 0.0,
        }
        for w in written
    ]
    report: Row = {
        "study_uid": key,
        "patient_id": study.patient.patient_id,
        "study_datetime": study_datetime(study).isoformat(),
        "report_text": report_text(study.report),
        "split": split_of(index),
    }
    sentences: list[Row] = [
        {"study_uid": key, "section": s.section, "sentence_index": i, "text": s.text, "concept": s.concept}
        for i, s in enumerate(study.report)
    ]
    values = {name: round(v, 2) for name, v in assessed_phenotypes(study.heart, study.views).items()}
    row: Row = {"study_uid": key, **{name: values.get(name, "") for name in PHENOTYPES}}
    return _Rows(_truth_row(study), clips, report, sentences, row)


def _write_csv(path: Path, rows: list[Row]) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def phantom_command(
    out: Path, studies: int, seed: int, scanner: str | None = None, mix: Mix = Mix.INTERNAL, processes: int = 2
) -> None:
    """Write `studies` phantom studies and their tables below `out`.

    Parameters
    ----------
    out : pathlib.Path
        Receives studies/S00000/IM0001.dcm and on, truth.csv, clips.csv, reports.csv, report_sentences.csv and
        phenotypes.csv.
    studies : int
        Number of studies, at least 1.
    seed : int
        Defines the set; the same seed writes the same studies.
    scanner : str, optional
        Scanner style; the training styles mixed when left out.
    mix : Mix
        How often each disease is.
    processes : int
        Worker processes; 1 works in this process.
    """
    if studies < 1:
        raise ValueError("at least one study is needed")
    out.mkdir(parents=True, exist_ok=True)
    work = partial(_one_study, out, seed, scanner, mix)
    if processes > 1 and studies > 1:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            rows = list(pool.map(work, range(studies)))
    else:
        rows = [work(i) for i in range(studies)]
    _write_csv(out / "truth.csv", [r.truth for r in rows])
    _write_csv(out / "clips.csv", [c for r in rows for c in r.clips])
    _write_csv(out / "reports.csv", [r.report for r in rows])
    _write_csv(out / "report_sentences.csv", [s for r in rows for s in r.sentences])
    _write_csv(out / "phenotypes.csv", [r.phenotypes for r in rows])
