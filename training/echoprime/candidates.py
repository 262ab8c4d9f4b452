"""The release's candidates: reports that were stored as numbers of phrases, their labels and their embeddings."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, overload

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
_BATCH: Final = 65536
"""Rows that are checked at a time."""

Vectors = npt.NDArray[np.float32]
Labels = Mapping[str, Mapping[str, float]]
"""Phenotype -> study -> value; values that are no number are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Reports of earlier studies and where they lie in the space of the clips."""

    reports: Sequence[PriorReport]
    """Each decoded when it is asked for: a million of them do not lie in memory as sentences."""
    embeddings: Vectors
    """float32, shape (N, 512), as the release has them: their length counts."""


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The phrases that a report is made of, by the numbers that stand for them."""

    sections: tuple[tuple[str, tuple[str, ...]], ...]
    """Name and phrases of each section, in the file's order: the headings' phrases one after another."""
    _made: dict[tuple[int, int], PriorSentence] = field(default_factory=dict, repr=False)
    """Reports share the sentences without slots: each of those is made once."""

    def decode(self, report: Sequence[Any]) -> tuple[PriorSentence, ...]:
        """Return the sentences of a report, stored as (section number, phrase number, value).

        The value fills the phrase's slots. Raises ValueError if a number stands for nothing.
        """
        sentences = (self._sentence(*entry) for entry in report)
        return tuple(sentence for sentence in sentences if sentence.text)

    def _sentence(self, section: Any, phrase: Any, value: Any) -> PriorSentence:
        key = (int(section), int(phrase))
        if (made := self._made.get(key)) is not None:
            return made
        name, phrases = self.sections[_place(key[0], len(self.sections), "section")]
        text = phrases[_place(key[1], len(phrases), f"phrase of {name}")]
        if slot := next((slot for slot in _SLOTS if slot in text), ""):
            return PriorSentence(name, text.replace(slot, str(value)))
        return self._made.setdefault(key, PriorSentence(name, text))


def section_name(raw: str) -> str:
    """Return a section's name in one spelling: the release's files need not have the same spaces."""
    return " ".join(raw.split())


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
    path = files.find(release, files.PHRASES)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        sections = tuple(
            (section_name(name), tuple(phrase for phrases in headings.values() for phrase in phrases))
            for name, headings in raw.items()
        )
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ArgumentError(f"{path.name} does not hold the phrases of each section.", _AGAIN) from error
    words = [word for name, phrases in sections for word in (name, *phrases)]
    if not words or not all(isinstance(word, str) and word for word in words):
        raise ArgumentError(f"{path.name} does not hold the phrases of each section.", _AGAIN)
    return Phrases(sections)


def read_labels(release: Path) -> Labels:
    """Return the candidates' labels.

    Raises
    ------
    ArgumentError
        If the file is not of the form phenotype -> {study: number}.
    """
    path = files.find(release, files.LABELS)
    raw = read_pickle(path)
    try:
        # Each is taken out as it is read: together they are gigabytes.
        return {str(name): _numbers(raw.pop(name)) for name in tuple(raw.keys())}
    except (AttributeError, TypeError, ValueError) as error:
        raise ArgumentError(f"{path.name} does not hold a number of each study by phenotype.", _AGAIN) from error


def _numbers(values: Mapping[Any, Any]) -> dict[str, float]:
    return {
        _study(study): float(value) for study, value in values.items() if value is not None and math.isfinite(value)
    }


def read_candidates(release: Path, labels: Labels) -> Candidates:
    """Return the candidates, after each report was decoded once.

    Raises
    ------
    ArgumentError
        If a file is not of the release's form, or they do not have the same number of studies.
    """
    studies = _read_studies(files.find(release, files.STUDIES))
    embeddings = _read_embeddings(release, len(studies))
    phrases, path = read_phrases(release), files.find(release, files.REPORTS)
    stored = read_pickle(path)
    if not isinstance(stored, list | tuple) or len(stored) != len(studies):
        count = len(stored) if isinstance(stored, list | tuple) else "no list of"
        raise ArgumentError(f"{path.name} holds {count} reports where {len(studies)} studies are named.", _AGAIN)
    for number, report in enumerate(stored, 1):
        try:
            phrases.decode(report)
        except (TypeError, ValueError) as error:
            raise ArgumentError(f"Report {number} of {path.name} cannot be decoded: {error}.", _AGAIN) from error
    return Candidates(_StoredReports(stored, studies, phrases, labels), embeddings)


class _StoredReports(Sequence[PriorReport]):
    """The candidates' reports, kept as they were stored and decoded when they are asked for."""

    def __init__(self, stored: Sequence[Any], studies: Sequence[str], phrases: Phrases, labels: Labels) -> None:
        self._stored, self._studies, self._phrases, self._labels = stored, studies, phrases, labels
        self._names = _unique(studies)

    def __len__(self) -> int:
        return len(self._stored)

    @overload
    def __getitem__(self, row: int) -> PriorReport: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[PriorReport, ...]: ...
    def __getitem__(self, row: int | slice) -> PriorReport | tuple[PriorReport, ...]:
        """Return a report, or those of a slice; raises IndexError past the end."""
        if isinstance(row, slice):
            return tuple(self[place] for place in range(len(self))[row])
        study, sentences = self._studies[row], self._phrases.decode(self._stored[row])
        own = {phenotype: values[study] for phenotype, values in self._labels.items() if study in values}
        return PriorReport(self._names[row], patient_key(f"echoprime {study}"), ReportOrigin.REAL, sentences, own)


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
        with path.open(encoding="utf-8-sig", newline="") as stream:
            studies = [_study(row["Study"]) for row in csv.DictReader(stream)]
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise ArgumentError(f"{path.name} has no column Study.", _AGAIN) from error
    if not studies or not all(studies):
        raise ArgumentError(f"{path.name} names no studies, or has rows without one.", _AGAIN)
    return studies


def _read_embeddings(release: Path, count: int) -> Vectors:
    parts = files.embedding_parts(release)
    names = " and ".join(path.name for path in parts)
    embeddings = np.empty((count, DIM), np.float32)
    have = 0
    for path in parts:
        tensor = load_tensor(path, DIM)  # one part at a time: all of them are gigabytes
        rows = embeddings[have : have + len(tensor)]
        rows[:] = tensor[: len(rows)].detach().float().numpy()
        have += len(tensor)
    if have != count:
        raise ArgumentError(
            f"{names} hold {have} candidates where {count} studies are named.",
            f"Put every part (candidate_embeddings_p1.pt, _p2.pt) into {Path(files.EMBEDDINGS).parent}."
            if have < count
            else f"Copy or download {Path(files.STUDIES).name} again.",
        )
    if not all(np.isfinite(embeddings[at : at + _BATCH]).all() for at in range(0, count, _BATCH)):
        raise ArgumentError(f"{names} hold values that are no numbers.", _AGAIN)
    return embeddings
