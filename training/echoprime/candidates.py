"""The release's candidates: reports that were stored as numbers of phrases, their labels and their embeddings."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from deepcoro_desktop.core.bundle.manifest import ReportOrigin
from deepcoro_desktop.core.bundle.report_index import PriorReport, PriorSentence, patient_key
from deepcoro_desktop.core.errors import ArgumentError
from training.echoprime import files
from training.echoprime.pickles import read_pickle
from training.echoprime.weights import load_tensor

DIM: Final = 512

_AGAIN: Final = "Copy or download the release's file again."
_SLOTS: Final = ("<numerical>", "<string>")
Vectors = npt.NDArray[np.float32]
Labels = Mapping[str, Mapping[str, float]]
"""Phenotype -> study -> value; values that are no number are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Reports of earlier studies and where they lie in the space of the clips."""

    reports: tuple[PriorReport, ...]
    embeddings: Vectors
    """float32, shape (N, 512), as the release has them: their length counts."""


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The phrases that a report is made of, by the numbers that stand for them."""

    sections: tuple[tuple[str, tuple[str, ...]], ...]
    """Name and phrases of each section, in the file's order: the headings' phrases one after another."""
    _made: dict[tuple[int, int, str], PriorSentence] = field(default_factory=dict, repr=False)
    """Reports share most sentences: each is made once."""

    def decode(self, report: Sequence[Any]) -> tuple[PriorSentence, ...]:
        """Return the sentences of a report, stored as (section number, phrase number, value).

        The value fills the phrase's slots. Raises ValueError if a number stands for nothing.
        """
        return tuple(self._sentence(*entry) for entry in report)

    def _sentence(self, section: Any, phrase: Any, value: Any) -> PriorSentence:
        key = (int(section), int(phrase), str(value))
        if key not in self._made:
            name, phrases = self.sections[_place(key[0], len(self.sections), "section")]
            text = phrases[_place(key[1], len(phrases), f"phrase of {name}")]
            slot = next((slot for slot in _SLOTS if slot in text), "")
            self._made[key] = PriorSentence(name, text.replace(slot, key[2]) if slot else text)
        return self._made[key]


def _place(number: int, count: int, word: str) -> int:
    if not 0 <= number < count:
        raise ValueError(f"there is no {word} {number}")
    return number


def read_phrases(release: Path) -> Phrases:
    """Return the phrases of assets/all_phr.json: section -> heading -> phrases.

    Raises
    ------
    ArgumentError
        If the file is not of that form.
    """
    path = release / files.PHRASES
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        sections = tuple(
            (name, tuple(phrase for phrases in headings.values() for phrase in phrases))
            for name, headings in raw.items()
        )
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ArgumentError(f"{path.name} does not hold the phrases of each section.", _AGAIN) from error
    if not sections or not all(isinstance(phrase, str) and phrase for _, phrases in sections for phrase in phrases):
        raise ArgumentError(f"{path.name} does not hold the phrases of each section.", _AGAIN)
    return Phrases(sections)


def read_labels(release: Path) -> Labels:
    """Return the candidates' labels.

    Raises
    ------
    ArgumentError
        If the file is not of the form phenotype -> {study: number}.
    """
    path = release / files.LABELS
    raw = read_pickle(path)
    try:
        return {
            str(name): {
                _study(study): float(value)
                for study, value in values.items()
                if value is not None and math.isfinite(value)
            }
            for name, values in raw.items()
        }
    except (AttributeError, TypeError, ValueError) as error:
        raise ArgumentError(f"{path.name} does not hold a number of each study by phenotype.", _AGAIN) from error


def read_candidates(release: Path, labels: Labels) -> Candidates:
    """Return the candidates with decoded reports.

    Raises
    ------
    ArgumentError
        If a file is not of the release's form, or they do not have the same number of studies.
    """
    studies = _read_studies(release / files.STUDIES)
    embeddings = _read_embeddings(release, len(studies))
    phrases, path = read_phrases(release), release / files.REPORTS
    stored = read_pickle(path)
    if not isinstance(stored, list | tuple) or len(stored) != len(studies):
        count = len(stored) if isinstance(stored, list | tuple) else "no list of"
        raise ArgumentError(f"{path.name} holds {count} reports where {len(studies)} studies are named.", _AGAIN)
    return Candidates(tuple(_reports(stored, studies, phrases, labels, path.name)), embeddings)


def _reports(
    stored: Sequence[Any], studies: Sequence[str], phrases: Phrases, labels: Labels, file: str
) -> Iterator[PriorReport]:
    names = _unique(studies)
    for number, (name, study, report) in enumerate(zip(names, studies, stored, strict=True), 1):
        try:
            sentences = phrases.decode(report)
        except (TypeError, ValueError) as error:
            raise ArgumentError(f"Report {number} of {file} cannot be decoded: {error}.", _AGAIN) from error
        own = {phenotype: values[study] for phenotype, values in labels.items() if study in values}
        yield PriorReport(name, patient_key(f"echoprime {study}"), ReportOrigin.REAL, sentences, own)


def _unique(studies: Sequence[str]) -> list[str]:
    """Return each study's name, with its row behind it where it is not the first of that name."""
    seen: set[str] = set()
    names = []
    for row, study in enumerate(studies):
        names.append(f"{study} (row {row})" if study in seen else study)
        seen.add(study)
    return names


def _study(raw: Any) -> str:
    """Return a study's name in one spelling: the table holds texts, the labels may hold numbers."""
    text = str(raw).strip()
    return str(int(text)) if text.isdecimal() else text


def _read_studies(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            studies = [_study(row["Study"]) for row in csv.DictReader(stream)]
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise ArgumentError(f"{path.name} has no column Study.", _AGAIN) from error
    if not studies or not all(studies):
        raise ArgumentError(f"{path.name} names no studies, or has rows without one.", _AGAIN)
    return studies


def _read_embeddings(release: Path, count: int) -> Vectors:
    parts = files.embedding_parts(release)
    tensors = [load_tensor(path, DIM) for path in parts]
    embeddings = np.concatenate([tensor.float().numpy() for tensor in tensors])
    names = " and ".join(path.name for path in parts)
    if len(embeddings) != count:
        raise ArgumentError(
            f"{names} hold {len(embeddings)} candidates where {count} studies are named.",
            f"Put every part (candidate_embeddings_p1.pt, _p2.pt) into {Path(files.EMBEDDINGS).parent}.",
        )
    if not np.isfinite(embeddings).all():
        raise ArgumentError(f"{names} hold values that are no numbers.", _AGAIN)
    return embeddings
