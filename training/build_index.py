"""The report index: a corpus of reports, embedded by the text encoder, written in the desktop's format."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from deepcoro_desktop.core.bundle.manifest import ReportIndexSpec, ReportOrigin
from deepcoro_desktop.core.bundle.report_index import PriorReport, PriorSentence, patient_key, write_report_index
from training.config import Config
from training.contrastive import text_vectors
from training.datasets.clip_store import StudyRecord
from training.models.text_encoder import TextEncoder, Tokenizer


def prior_report(record: StudyRecord, origin: ReportOrigin) -> PriorReport:
    """Return a study's report as the index holds it; the patient is known by a hash alone."""
    sentences = tuple(PriorSentence(item.section, item.text, item.concept) for item in record.sentences)
    return PriorReport(record.study_id, patient_key(record.patient_id), origin, sentences, record.labels)


def build_index(
    config: Config,
    records: list[StudyRecord],
    text: TextEncoder,
    tokenizer: Tokenizer,
    folder: Path,
    origin: ReportOrigin,
) -> ReportIndexSpec:
    """Embed the reports of a corpus and write the index into a bundle's folder; return its entry of the manifest."""
    vectors = text_vectors(text, tokenizer, records)
    reports = [prior_report(record, origin) for record in records]
    return write_report_index(folder, reports, np.asarray(vectors, np.float32), neighbours=config.index.neighbours)
