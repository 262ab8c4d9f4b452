"""A tiny bundle with a text encoder, and studies in memory that it can be measured on."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from deepcoro_desktop.core.bundle.bundle import Bundle, load_bundle
from deepcoro_desktop.core.bundle.files import bundle_file
from deepcoro_desktop.core.bundle.manifest import (
    Calibration,
    ModelRole,
    ModelSpec,
    PhenotypeSpec,
    ReportOrigin,
    TensorSpec,
)
from deepcoro_desktop.core.bundle.preprocess import preprocess
from deepcoro_desktop.core.bundle.report_index import PriorReport, PriorSentence, patient_key, write_report_index
from deepcoro_desktop.core.study import Region, RegionFormat, RegionUnit
from tests import bundle_factory
from tests.bundle_factory import DIM, PREPROCESS, SECTIONS, VIEW_IDS
from tests.dicom_factory import REGION, moving_disc
from training.datasets.clip_store import Sentence, StudyRecord

GRADES = ("none", "mild", "severe")
PRIOR_REPORTS = 30
NEIGHBOURS = 7


def record(number: int, rng: np.random.Generator, patient: str | None = None) -> StudyRecord:
    """Return an invented study's report and labels, which agree."""
    ef = float(rng.integers(20, 75))
    function = "normal" if ef >= 50 else "reduced"
    grade = GRADES[int(rng.integers(3))]
    effusion = bool(rng.random() < 0.4)
    sentences = (
        Sentence("Left ventricle", f"Left ventricular function is {function}.", f"lv.function={function}"),
        Sentence("Mitral valve", f"Mitral regurgitation is {grade}.", f"mv.regurgitation={grade}"),
        Sentence(
            "Pericardium",
            "Small effusion." if effusion else "No effusion.",
            f"pericardium.effusion={'small' if effusion else 'none'}",
        ),
    )
    labels = {"ef": ef, "pericardial_effusion": float(effusion), "mr": float(grade == "severe")}
    return StudyRecord(f"study-{number}", patient or f"patient-{number}", sentences, labels, {})


class MemoryStore:
    """Prepared clips without a disk; the surface of ClipStore that the evaluation uses."""

    def __init__(self, studies: list[StudyRecord], views: list[list[int]], seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.studies = studies
        self.study_of = np.asarray([study for study, row in enumerate(views) for _ in row], np.int64)
        self.view_of = np.asarray([view for row in views for view in row], np.int64)
        self.clips_of = [np.flatnonzero(self.study_of == study) for study in range(len(studies))]
        self.clips = np.stack([clip(max(view, 0), rng) for view in self.view_of])

    def __len__(self) -> int:
        return len(self.view_of)

    def read(self, clips: np.ndarray) -> np.ndarray:
        """Return a copy of clips."""
        return self.clips[clips].copy()


def clip(view: int, rng: np.random.Generator) -> np.ndarray:
    """Return a prepared clip of a view with speckle of its own; what is black stays black."""
    noise = rng.normal(1.0, 0.3, (PREPROCESS.frames, PREPROCESS.size, PREPROCESS.size, 1))
    return np.clip(_template(view) * noise, 0, 255).astype(np.uint8)


@lru_cache
def _template(view: int) -> np.ndarray:
    region = Region(*REGION, RegionFormat.TWO_D, 1, RegionUnit.CM, RegionUnit.CM, 0.15, 0.15)
    return preprocess(moving_disc(view, PREPROCESS.frames), (region,), PREPROCESS)


def store(studies: int = 12, seed: int = 3, clips: int = 4) -> MemoryStore:
    """Return studies of different patients; the last two share one patient and one report."""
    rng = np.random.default_rng(seed)
    records = [record(number, rng) for number in range(studies)]
    records[-1] = dataclasses.replace(records[-2], study_id="again")
    views = [[int(view) for view in rng.choice(len(VIEW_IDS), clips, replace=False)] for _ in records]
    return MemoryStore(records, views, seed)


def write_bundle(folder: Path) -> Bundle:
    """Write the tiny bundle with a text encoder, an index of reports like those of `record`, and load it."""
    bundle_factory.write_bundle(folder)
    rng = np.random.default_rng(11)
    records = [record(1000 + number, rng) for number in range(PRIOR_REPORTS)]
    words = sorted(
        {word for one in records for item in one.sentences for word in _words(f"{item.section} {item.text}")}
    )
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ":", *words]
    (folder / "vocab.txt").write_text("".join(f"{word}\n" for word in vocabulary), encoding="utf-8")
    table = rng.standard_normal((len(vocabulary), DIM)).astype(np.float32)
    encoder = _write_text_encoder(folder, table)
    place = {word: row for row, word in enumerate(vocabulary)}
    vectors = [
        table[[place[w] for item in one.sentences for w in _words(f"{item.section} {item.text}")]].mean(axis=0)
        for one in records
    ]
    reports = tuple(
        PriorReport(
            one.study_id,
            patient_key(one.patient_id),
            ReportOrigin.SYNTHETIC,
            tuple(PriorSentence(item.section, item.text, item.concept) for item in one.sentences),
            one.labels,
        )
        for one in records
    )
    index = write_report_index(folder, reports, np.stack(vectors), neighbours=NEIGHBOURS)
    manifest = load_manifest(folder)
    bundle_factory.rewrite_manifest(
        folder,
        models=(*manifest.models, encoder),
        vocabulary=bundle_file(folder, "vocab.txt"),
        report_index=index,
        metrics=(),
        calibration=Calibration(
            phenotypes=(
                PhenotypeSpec("pericardial_effusion", "binary", threshold=0.5),
                PhenotypeSpec("mr", "binary", threshold=0.5),
                PhenotypeSpec("ef", "number", unit="%"),
            ),
            view_threshold=0.1,
        ),
    )
    return load_bundle(folder)


def load_manifest(folder: Path) -> bundle_factory.Manifest:
    """Return the manifest in a folder, unchecked."""
    return bundle_factory.from_json((folder / bundle_factory.MANIFEST_NAME).read_text(encoding="utf-8"))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _write_text_encoder(folder: Path, table: np.ndarray) -> ModelSpec:
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["column"]),
        helper.make_node("Mul", ["tokens", "column"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "middle"], ["sum"], keepdims=0),
        helper.make_node("LpNormalization", ["sum"], ["embeddings"], axis=-1, p=2),
    ]
    constants = [
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array([2], np.int64), "last"),
        numpy_helper.from_array(np.array([1], np.int64), "middle"),
    ]
    shape = ("texts", "tokens")
    inputs = (TensorSpec("input_ids", "int64", shape), TensorSpec("attention_mask", "int64", shape))
    output = TensorSpec("embeddings", "float32", ("texts", DIM))
    graph = helper.make_graph(
        nodes,
        "text_encoder",
        [helper.make_tensor_value_info(one.name, TensorProto.INT64, list(shape)) for one in inputs],
        [helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["texts", DIM])],
        initializer=constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    (folder / "text_encoder.onnx").write_bytes(model.SerializeToString())
    return ModelSpec(ModelRole.TEXT_ENCODER, "float32", bundle_file(folder, "text_encoder.onnx"), inputs, (output,))


__all__ = [
    "NEIGHBOURS",
    "PRIOR_REPORTS",
    "SECTIONS",
    "VIEW_IDS",
    "MemoryStore",
    "clip",
    "record",
    "store",
    "write_bundle",
]
