from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from deepcoro_desktop.core.bundle.manifest import PhenotypeSpec, SectionSpec
from deepcoro_desktop.core.errors import ArgumentError
from tests.echoprime_release import SECTIONS, VIEW_IDS, dump, write_table
from training.echoprime.candidates import read_labels, read_phrases
from training.echoprime.tables import VIEWS, read_phenotypes, read_section_table

TABLE = "assets/MIL_weights.csv"


def test_views_are_the_eleven_of_the_classifier_in_its_order() -> None:
    assert tuple(view.id for view in VIEWS) == VIEW_IDS
    assert all(view.coarse_view == view.id for view in VIEWS)


def test_rows_and_columns_go_by_their_names(release: Path) -> None:
    weights = np.random.default_rng(4).uniform(0, 1, (15, 11)).round(3)
    write_table(release, weights)
    plain = read_section_table(release)
    assert np.allclose(plain.weights, weights)
    assert tuple(section.name for section in plain.sections) == SECTIONS
    order = tuple(np.random.default_rng(5).permutation(15))
    write_table(release, weights, order)
    lines = [line.split(",") for line in (release / TABLE).read_text().splitlines()]
    (release / TABLE).write_text("\n".join(",".join([line[0], *reversed(line[1:])]) for line in lines))
    shuffled = read_section_table(release)
    by_name = dict(zip((section.name for section in shuffled.sections), shuffled.weights, strict=True))
    assert by_name == dict(zip(SECTIONS, plain.weights, strict=True))


def test_section_needs_a_view_that_has_a_weight_for_it(release: Path) -> None:
    weights = np.ones((15, 11))
    weights[0, :9] = 0.0
    weights[1] = 0.0
    write_table(release, weights)
    sections = read_section_table(release).sections
    assert sections[0] == SectionSpec("Left Ventricle", ("SSN", "Subcostal"))
    assert sections[1].required_views == ()
    assert sections[2].required_views == VIEW_IDS


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("A2C", "A2X", "no column A2C"),
        ("Left Ventricle,", "Right Ventricle,", "a section twice"),
        ("Left Ventricle,", ",", "without a name"),
        ("IVC,", "IVC,-", "below 0 for IVC"),
        ("IVC,", "IVC,x", "has 'x[^']*' where a number belongs"),
        ("IVC,", "IVC\n,", "has nothing where a number belongs"),
        ("IVC,", "IVC,nan,", "where a number belongs"),
    ],
)
def test_table_of_another_form_is_refused(old: str, new: str, message: str, release: Path) -> None:
    text = (release / TABLE).read_text()
    (release / TABLE).write_text(text.replace(old, new, 1))
    with pytest.raises(ArgumentError, match=message):
        read_section_table(release)


def test_phenotypes_have_the_section_of_their_name_and_their_threshold(
    whole_release: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sections = read_section_table(whole_release).sections
    with caplog.at_level(logging.WARNING):
        found = read_phenotypes(whole_release, read_labels(whole_release), sections)
    assert found == (
        PhenotypeSpec("effusion", "binary", threshold=0.375, section="Pericardium"),
        PhenotypeSpec("dilated", "binary", threshold=0.125, section="Right Ventricle"),
        PhenotypeSpec("ejection_fraction", "number", "%", section="Left Ventricle"),
    )
    assert "unlabelled" in caplog.text


def test_without_thresholds_nothing_is_called_present(release: Path) -> None:
    (release / "assets/roc_thresholds.csv").unlink()
    found = read_phenotypes(release, read_labels(release), read_section_table(release).sections)
    assert [phenotype.threshold for phenotype in found] == [None] * 3


@pytest.mark.parametrize(
    ("value", "message"),
    [({"Spleen": ["size"]}, "names sections without weights: Spleen"), ([1], "list of phenotypes by section")],
)
def test_phenotypes_of_another_form_are_refused(value: object, message: str, release: Path) -> None:
    dump(release / "assets/section_to_phenotypes.pkl", value)
    with pytest.raises(ArgumentError, match=message):
        read_phenotypes(release, read_labels(release), read_section_table(release).sections)


def test_thresholds_without_their_columns_are_refused(release: Path) -> None:
    (release / "assets/roc_thresholds.csv").write_text("name,value\na,1\n")
    with pytest.raises(ArgumentError, match="no columns feature and threshold"):
        read_phenotypes(release, read_labels(release), read_section_table(release).sections)


@pytest.mark.parametrize("heading", ["feature,threshold", "phenotype,threshold", ",threshold"])
def test_thresholds_go_by_the_phenotypes_however_their_column_is_called(heading: str, release: Path) -> None:
    (release / "assets/roc_thresholds.csv").write_text(f"{heading}\neffusion,0.375\n")
    sections = read_section_table(release).sections
    specs = {spec.name: spec for spec in read_phenotypes(release, read_labels(release), sections)}
    assert specs["effusion"].threshold == 0.375


def test_sections_that_pandas_wrote_as_an_index_are_read(release: Path) -> None:
    expected = read_section_table(release)
    text = (release / TABLE).read_text()
    (release / TABLE).write_text(text.replace("Section,", ",", 1))
    assert read_section_table(release) == expected


def test_section_is_the_same_whatever_its_spaces(release: Path) -> None:
    table = (release / TABLE).read_text()
    (release / TABLE).write_text(table.replace("Left Ventricle", " Left  Ventricle "))
    phrases = (release / "assets/all_phr.json").read_text()
    (release / "assets/all_phr.json").write_text(phrases.replace('"Left Ventricle"', '"Left Ventricle "'))
    dump(release / "assets/section_to_phenotypes.pkl", {"Left\u00a0Ventricle": ["ejection_fraction"]})
    sections = read_section_table(release).sections
    (phenotype,) = read_phenotypes(release, read_labels(release), sections)
    spoken = {name for name, _ in read_phrases(release).sections}
    assert phenotype.section == "Left Ventricle"
    assert {section.name for section in sections} <= spoken


def test_phenotype_whose_threshold_is_empty_has_none(release: Path) -> None:
    (release / "assets/roc_thresholds.csv").write_text("feature,threshold\neffusion,\ndilated,0.25\n")
    found = read_phenotypes(release, read_labels(release), read_section_table(release).sections)
    assert [phenotype.threshold for phenotype in found] == [None, 0.25, None]
