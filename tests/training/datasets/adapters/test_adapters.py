from __future__ import annotations

from pathlib import Path

import pytest

from deepcoro_desktop.core.errors import ArgumentError
from tests.training.datasets.adapters.test_mimic_iv_echo import _set as miniature_mimic
from training.dataset_config import DatasetConfig
from training.datasets.adapters import NAMES, find_adapter
from training.datasets.records import Problem


@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_its_adapter(name: str) -> None:
    assert find_adapter(DatasetConfig(name, "in", "out")).name == name


def test_unknown_layout_is_a_sentence() -> None:
    with pytest.raises(ArgumentError, match="There is no adapter 'dicom'") as caught:
        find_adapter(DatasetConfig("dicom", "in", "out"))
    assert "archive" in caught.value.remedy


def test_folds_come_from_the_configuration() -> None:
    with pytest.raises(ArgumentError, match="two different folds"):
        find_adapter(DatasetConfig("echonet-pediatric", "in", "out", test_fold=8))


def test_kinds_of_examination_come_from_the_configuration(tmp_path: Path) -> None:
    miniature_mimic(tmp_path)

    def studies(*kinds: str) -> set[str]:
        adapter = find_adapter(DatasetConfig("mimic-iv-echo", str(tmp_path), "out", test_types=kinds))
        problems: list[Problem] = []
        return {study.study_key for study in adapter.studies(tmp_path, problems)}

    assert studies("tte") < studies("tte", "tee")
