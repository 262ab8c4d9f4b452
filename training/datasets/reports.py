"""A study's report as the text that the text encoder reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from training.datasets.clip_store import Sentence, StudyRecord


def by_section(sentences: Iterable[Sentence]) -> dict[str, list[str]]:
    """Return the sentences of each section, sections in the order of their first sentence."""
    sections: dict[str, list[str]] = {}
    for sentence in sentences:
        sections.setdefault(sentence.section, []).append(sentence.text)
    return sections


def report_text(record: StudyRecord) -> str:
    """Return the whole report: each section's name, a colon and its sentences."""
    return _join(by_section(record.sentences).items())


def section_text(record: StudyRecord, section: str) -> str:
    """Return one section's text, empty where the report does not have it."""
    sentences = by_section(record.sentences).get(section)
    return _join([(section, sentences)]) if sentences else ""


def varied_text(record: StudyRecord, rng: np.random.Generator, keep: float) -> str:
    """Return the report with sections in another order and each kept with probability `keep`, at least one."""
    sections = list(by_section(record.sentences).items())
    order = rng.permutation(len(sections))
    kept = [sections[place] for place in order if rng.random() < keep] or [sections[order[0]]]
    return _join((name, [sentences[place] for place in rng.permutation(len(sentences))]) for name, sentences in kept)


def _join(sections: Iterable[tuple[str, Sequence[str]]]) -> str:
    return " ".join(f"{name}: {' '.join(sentences)}" for name, sentences in sections)
