"""Sides of the data by patient: the archive's own, else a hash of the patient."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deepcoro_desktop.core.errors import ArgumentError
from training.dataset_config import DatasetConfig
from training.datasets.records import Problem, Split


@dataclass(frozen=True, slots=True)
class Membership:
    """Which patient a study is of, and which side the archive puts it on."""

    study_key: str
    patient_key: str
    split: Split | None


def hashed_split(patient_key: str, config: DatasetConfig) -> Split:
    """Return the side that a patient's hash gives: the same for the same seed, whoever else is in the dataset."""
    digest = hashlib.sha256(f"{config.split_seed}\0{patient_key}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") / 2.0**64
    if place < config.test_share:
        return Split.TEST
    return Split.VALIDATION if place < config.test_share + config.validation_share else Split.TRAIN


def assign_splits(studies: Iterable[Membership], config: DatasetConfig, problems: list[Problem]) -> Mapping[str, Split]:
    """Return the side of each patient.

    Parameters
    ----------
    studies : iterable of Membership
        All studies of the dataset.
    config : DatasetConfig
        Rule, seed and shares.
    problems : list of Problem
        Receives each study of a patient whom the archive puts on several sides.

    Raises
    ------
    ArgumentError
        If there is such a patient and the rule is "archive".
    """
    by_patient: dict[str, list[Membership]] = {}
    for study in studies:
        by_patient.setdefault(study.patient_key, []).append(study)
    if config.split == "hash":
        return {patient: hashed_split(patient, config) for patient in by_patient}
    sides: dict[str, Split] = {}
    on_several = 0
    for patient, own in by_patient.items():
        named = {study.split for study in own if study.split is not None}
        if len(named) > 1:
            on_several += 1
            problems += [_on_several_sides(study, named) for study in own]
        sides[patient] = next(iter(named), None) or hashed_split(patient, config)
    if on_several:
        who = "One patient is" if on_several == 1 else f"{on_several} patients are"
        raise ArgumentError(
            f"{who} on two sides of the dataset's own split; problems.csv lists the studies.",
            'Correct the dataset\'s table, or set dataset.split = "hash" to split by patient anew.',
        )
    return sides


def _on_several_sides(study: Membership, sides: set[Split]) -> Problem:
    names = " and ".join(sorted(side.value for side in sides))
    side = study.split.value if study.split else "no side"
    return Problem(
        "patient on two sides", study.study_key, "", f"The study is on {side}, its patient's studies are on {names}."
    )
