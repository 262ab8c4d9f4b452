from __future__ import annotations

import pytest

from deepcoro_desktop.core.errors import ArgumentError
from training.dataset_config import DatasetConfig
from training.datasets.records import Problem, Split
from training.datasets.splits import Membership, assign_splits, hashed_split


def _config(**changes: object) -> DatasetConfig:
    return DatasetConfig("archive", "in", "out", **changes)  # type: ignore[arg-type]


def test_the_hash_keeps_to_the_shares_and_depends_on_the_seed() -> None:
    config = _config(validation_share=0.2, test_share=0.3)
    sides = [hashed_split(f"patient {number}", config) for number in range(4000)]
    shares = [sides.count(split) / len(sides) for split in (Split.TRAIN, Split.VALIDATION, Split.TEST)]
    assert shares == pytest.approx([0.5, 0.2, 0.3], abs=0.03)
    other = [hashed_split(f"patient {number}", _config(split_seed=1)) for number in range(4000)]
    assert sides != other


def test_a_patient_keeps_the_side_when_others_come() -> None:
    few = [Membership(f"s{n}", f"p{n}", None) for n in range(5)]
    many = [Membership(f"s{n}", f"p{n}", None) for n in range(100)]
    problems: list[Problem] = []
    before, after = (assign_splits(studies, _config(), problems) for studies in (few, many))
    assert before.items() <= after.items()
    assert problems == []


def test_several_patients_on_two_sides_are_counted() -> None:
    studies = [Membership(f"s{n}{k}", f"p{n}", split) for n in range(2) for k, split in enumerate(Split)]
    studies.append(Membership("s9", "p1", None))
    problems: list[Problem] = []
    with pytest.raises(ArgumentError, match="2 patients are on two sides"):
        assign_splits(studies, _config(), problems)
    assert len(problems) == 7
    assert problems[0].reason == "The study is on train, its patient's studies are on test and train and validation."
    assert set(assign_splits(studies, _config(split="hash"), [])) == {"p0", "p1"}
