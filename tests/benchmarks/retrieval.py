"""Retrieval from a corpus as large as the one of the EchoPrime paper: 1.23 million reports.

The corpus is invented: reports of 2,000 kinds, each near its kind's centre, every twentieth the copy of an earlier
one; each speaks of some two thirds of 15 sections. It is made once, in some
minutes, and kept under tests-output/ (2.7 GB). The memory shown holds the pages of the mapped file, 1.26 GB.
"""

from __future__ import annotations

import json
import time
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.files import check_file
from deepcoro_desktop.core.bundle.manifest import ReportIndexSpec, ReportOrigin
from deepcoro_desktop.core.bundle.report_index import (
    IndexWriter,
    PriorReport,
    PriorSentence,
    ReportIndex,
    patient_key,
)
from deepcoro_desktop.core.bundle.strict_json import decode, encode
from tests.benchmarks.line import Line, in_turns, peak_mb

FOLDER = Path(__file__).parents[2] / "tests-output" / "bench" / "retrieval"
SPEC = FOLDER / "index.json"
ROWS = 1_230_000
DIM = 512
KINDS = 2_000
BATCH = 10_000
NEIGHBOURS = 50
SEED = 20240517
SECTIONS = tuple(f"Section {letter}" for letter in "ABCDEFGHIJKLMNO")
BUFFER = 1 << 20
BLOCK = 65_536
PARSED = 20_000
"""Reports that the baseline of opening parses; its time is taken times ROWS / PARSED."""

Matrix = npt.NDArray[np.float32]


def vectors_of_kinds(rng: np.random.Generator, centres: Matrix, count: int) -> Matrix:
    """Return vectors near the centres of their kinds, of which every twentieth is the copy of one before it."""
    rows = centres[rng.integers(len(centres), size=count)]
    rows = rows + rng.standard_normal(rows.shape, np.float32) * np.float32(0.7 / DIM**0.5)
    rows[20::20] = rows[rng.integers(20, size=len(rows[20::20]))]
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def report(row: int, rng: np.random.Generator) -> PriorReport:
    """Return an invented report of two sentences for each section that it speaks of."""
    spoken = [name for name, said in zip(SECTIONS, rng.random(len(SECTIONS)) < 0.67, strict=True) if said]
    sentences = [PriorSentence(name, f"{name} is as it was in {row % 97} of 97 cases.") for name in spoken]
    key = patient_key(f"P{row // 2}")
    return PriorReport(f"R{row}", key, ReportOrigin.SYNTHETIC, tuple(sentences), {"ef": 40.0 + row % 30})


def corpus() -> ReportIndexSpec:
    """Return the corpus, made where it is not there yet."""
    if not SPEC.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        rng = np.random.Generator(np.random.PCG64(SEED))
        centres = rng.standard_normal((KINDS, DIM), np.float32) / np.float32(DIM**0.5)
        with IndexWriter(FOLDER) as writer:
            for begin in range(0, ROWS, BATCH):
                reports = [report(row, rng) for row in range(begin, begin + BATCH)]
                writer.add(reports, vectors_of_kinds(rng, centres, BATCH))
            spec = writer.finish(NEIGHBOURS)
        SPEC.write_text(json.dumps(encode(spec)), encoding="utf-8")
    spec = decode(ReportIndexSpec, json.loads(SPEC.read_text(encoding="utf-8")), "index")
    assert isinstance(spec, ReportIndexSpec)
    return spec


def study_queries(index: ReportIndex, study: int) -> Matrix:
    """Return a query for each section, the sum of some reports as a study's is of its clips."""
    rng = np.random.Generator(np.random.PCG64(SEED + 1 + study))
    picked = index.embeddings[rng.integers(ROWS, size=(len(SECTIONS), 4))].astype(np.float32).sum(axis=1)
    return np.asarray(picked / np.linalg.norm(picked, axis=1, keepdims=True), np.float32)


def read_once(path: Path) -> None:
    """Read a file from the first byte to the last into one small buffer: the least that any search must do."""
    buffer = bytearray(BUFFER)
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer):
            pass


def naive_search(embeddings: npt.NDArray[np.float16], queries: Matrix) -> npt.NDArray[np.intp]:
    """Return the nearest rows by a float32 product in numpy and a full sort; without sections and patients."""
    products = np.empty((len(queries), len(embeddings)), np.float32)
    for begin in range(0, len(embeddings), BLOCK):
        rows = embeddings[begin : begin + BLOCK].astype(np.float32)
        products[:, begin : begin + BLOCK] = queries @ rows.T
    return np.argsort(-products, axis=1)[:, :NEIGHBOURS]


def open_checked(spec: ReportIndexSpec) -> ReportIndex:
    """Return the index, opened as a bundle is: sizes and hashes first."""
    for file in (spec.reports, spec.embeddings, spec.rows):
        assert file is not None
        check_file(FOLDER, file)
    return ReportIndex.open(FOLDER, spec)


def seconds_to_parse(spec: ReportIndexSpec) -> float:
    """Return what it would take to parse every report, by the first ones."""
    began = time.perf_counter()
    with (FOLDER / spec.reports.file).open(encoding="utf-8") as lines:
        kept = [json.loads(line) for line, _ in zip(lines, range(PARSED), strict=False)]
    return (time.perf_counter() - began) * ROWS / len(kept)


def measure() -> list[Line]:
    """Return the search against reading the file and against a naive one, and opening against parsing."""
    spec = corpus()
    index = ReportIndex.open(FOLDER, spec)
    queries = study_queries(index, 0)
    search = partial(index.search, queries, NEIGHBOURS, "P17", SECTIONS)
    path = FOLDER / spec.embeddings.file
    searched, read = in_turns(search, partial(read_once, path), rounds=9)
    after_search = peak_mb()
    words = f"15 section queries over {ROWS / 1e6:.2f} million reports"
    naive, again = in_turns(partial(naive_search, index.embeddings, queries), search, rounds=2)
    opened = in_turns(partial(open_checked, spec), rounds=1)[0]
    return [
        Line(words, "reading the embeddings once from memory", searched, read, goal=2.0, peak_mb=after_search),
        Line(words, "float32 product and full sort in numpy", again, naive, goal=8.0, goal_is_least=True),
        Line(
            "opening that index, with hashes",
            "parsing its reports",
            opened,
            seconds_to_parse(spec),
            goal=2.0,
            goal_is_least=True,
        ),
    ]
