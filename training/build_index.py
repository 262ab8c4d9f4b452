"""The report index: a corpus of reports, embedded by the text encoder, written in the desktop's format."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from deepcoro_desktop.core.bundle.manifest import ReportIndexSpec, ReportOrigin
from deepcoro_desktop.core.bundle.report_index import IndexWriter, PriorReport, PriorSentence, patient_key
from training.config import Config
from training.contrastive import text_vectors
from training.datasets.clip_store import StudyRecord
from training.index_graph import with_graph
from training.models.text_encoder import TextEncoder, Tokenizer

BATCH: Final = 4096
"""Reports embedded before they are written."""


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
    """Embed the reports of a corpus and write the index into a bundle's folder; return its entry of the manifest.

    A large corpus gets a graph too, where that finds enough of the neighbours and saves time.
    """
    with IndexWriter(folder) as writer:
        for begin in range(0, len(records), BATCH):
            batch = records[begin : begin + BATCH]
            writer.add([prior_report(record, origin) for record in batch], text_vectors(text, tokenizer, batch))
        spec = writer.finish(config.index.neighbours)
    return with_graph(folder, spec, config.index.graph_from)
