"""View Code Sequence (0054,0220): what the codes of CID 12226 mean among the project's views, and what they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as DicomSequence
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

from deepcoro_desktop.core.bundle.views import scanner_view, standard_views
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.dicom.view_code import KNOWN, read_coded_view
from deepcoro_desktop.core.study import Clip, Region, RegionFormat, RegionUnit
from tests.dicom_factory import clip_dataset, moving_disc, write_clip

VIEWS = standard_views()


def item(code: Code, *modifiers: Code, scheme: str | None = None, value: str | None = None) -> Dataset:
    data = Dataset()
    data.CodeValue, data.CodingSchemeDesignator = value or code.value, scheme or code.scheme_designator
    data.CodeMeaning = code.meaning
    if modifiers:
        data.ViewModifierCodeSequence = DicomSequence([item(modifier) for modifier in modifiers])
    return data


def view_id(*items: Dataset, colour: bool = False, regions: tuple[Region, ...] = ()) -> str:
    data = Dataset()
    data.ViewCodeSequence = DicomSequence(items)
    data.UltrasoundColorDataPresent = int(colour)
    found = read_coded_view(data, regions)
    assert found is not None
    return found.view_id


@pytest.mark.parametrize(
    ("name", "grey", "colour"),
    [
        ("ParasternalLongAxis", "plax", ""),
        ("ParasternalShortAxisAtTheAorticValveLevel", "psax_av", ""),
        ("ParasternalShortAxisAtTheMitralValveLevel", "psax_mv", "psax_color_mv"),
        ("ParasternalShortAxisAtThePapillaryMuscleLevel", "psax_papillary", ""),
        ("RightVentricularInflowTractView", "rv_inflow", "rv_inflow_color"),
        ("ParasternalLongAxisViewOfTheRVInflowTract", "rv_inflow", "rv_inflow_color"),
        ("RightVentricularOutflowTractView", "rv_outflow", "rv_outflow_color"),
        ("ParasternalLongAxisViewOfTheRVOutflowTract", "rv_outflow", "rv_outflow_color"),
        ("ApicalFourChamber", "a4c", ""),
        ("ApicalFourChamberRVFocused", "a4c_rv", ""),
        ("ApicalTwoChamber", "a2c", "a2c_color_mv"),
        ("ApicalLongAxis", "a3c", "a3c_color"),
        ("SubcostalShortAxis", "subcostal_sax", ""),
        ("SubcostalShortAxisViewAtMitralValveLevel", "subcostal_sax", ""),
        ("SuprasternalLongAxisViewOfAorticArch", "ssn_arch", "ssn_color_arch"),
    ],
)
def test_code_of_the_standard_names_a_view_of_the_table(name: str, grey: str, colour: str) -> None:
    code = getattr(codes.cid12226, name)
    assert view_id(item(code)) == grey
    assert view_id(item(code), colour=True) == colour


@pytest.mark.parametrize(
    "name",
    [
        "ParasternalShortAxis", "ParasternalShortAxisAtTheLevelOfTheMitralChords", "SubcostalLongAxis",
        "TransesophagealShortAxisView", "ApicalFourChamberRVModified", "SuprasternalShortAxis",
    ],
)  # fmt: skip
def test_code_that_means_several_views_or_none_of_the_table_is_only_named(name: str) -> None:
    code = getattr(codes.cid12226, name)
    data = Dataset()
    data.ViewCodeSequence = DicomSequence([item(code)])
    found = read_coded_view(data, ())
    assert found is not None
    assert (found.view_id, found.meaning) == ("", code.meaning)


@pytest.mark.parametrize("scheme", ["SRT", "SNM3", "99SDM"])
@pytest.mark.parametrize(
    ("old", "wanted"), [("G-A19C", "a4c"), ("G-A19B", "a2c"), ("G-0395", "a3c"), ("G-0396", "plax")]
)
def test_old_snomed_codes_mean_the_same(scheme: str, old: str, wanted: str) -> None:
    assert view_id(item(codes.cid12226.ApicalFourChamber, scheme=scheme, value=old)) == wanted


def test_approach_and_orientation_together_name_a_view() -> None:
    four, subcostal = codes.cid6.FourChamber, codes.cid5.Subcostal
    assert view_id(item(subcostal, four)) == "subcostal_4c"
    assert view_id(item(four, subcostal)) == "subcostal_4c"
    assert view_id(item(codes.cid5.Apical, codes.cid6.LongAxis)) == "a3c"
    assert view_id(item(codes.cid4.Parasternal, codes.cid6.LongAxis)) == "plax"
    assert view_id(item(codes.cid4.Parasternal, codes.cid6.ShortAxis)) == ""


def test_modifier_that_is_not_known_makes_another_view_of_it() -> None:
    data = Dataset()
    data.ViewCodeSequence = DicomSequence([item(codes.cid12226.ApicalFourChamber, codes.cid6.OffAxis)])
    found = read_coded_view(data, ())
    assert found is not None
    assert (found.view_id, found.meaning) == ("", "Apical four chamber, Off axis")


def test_private_code_of_the_same_value_is_not_mapped() -> None:
    assert view_id(item(codes.cid12226.ApicalFourChamber, scheme="99GEMS")) == ""


def test_trace_taken_in_a_view_is_not_that_view() -> None:
    trace = Region(0, 0, 99, 49, RegionFormat.SPECTRAL, 3, RegionUnit.SECONDS, RegionUnit.CM_PER_S, 0.01, 1.0)
    assert view_id(item(codes.cid12226.ApicalFourChamber), regions=(trace,)) == ""


def test_colour_region_counts_where_the_header_does_not_say_colour() -> None:
    flow = Region(0, 0, 99, 49, RegionFormat.TWO_D, 2, RegionUnit.CM, RegionUnit.CM, 0.02, 0.02)
    assert view_id(item(codes.cid12226.ApicalTwoChamber), regions=(flow,)) == "a2c_color_mv"


def test_no_code_or_a_malformed_one_is_no_view() -> None:
    assert read_coded_view(Dataset(), ()) is None
    data = Dataset()
    data.ViewCodeSequence = DicomSequence([Dataset()])
    assert read_coded_view(data, ()) is None


def test_every_view_that_is_meant_stands_in_the_table_in_its_modality() -> None:
    for grey, colour in KNOWN.values():
        assert VIEWS[grey].modality == "2d"
        assert not colour or VIEWS[colour].modality == "color"


def read(folder: Path, **changes: object) -> Clip:
    dataset = clip_dataset("coded", 1, moving_disc(0))
    for keyword in ("ViewName", "ViewCodeSequence"):
        if keyword in dataset:
            delattr(dataset, keyword)
    for keyword, value in changes.items():
        setattr(dataset, keyword, value)
    write_clip(folder / "clip.dcm", dataset)
    return read_study(folder).clips[0]


def test_view_of_a_file_is_called_by_its_name_else_by_its_code(tmp_path: Path) -> None:
    coded = DicomSequence([item(codes.cid12226.ParasternalShortAxisAtTheMitralValveLevel)])
    clip = read(tmp_path, ViewCodeSequence=coded)
    assert clip.coded_view is not None
    assert (clip.view_name, clip.coded_view.view_id, scanner_view(clip, VIEWS)) == (None, "psax_mv", "PSAX MV")
    assert scanner_view(read(tmp_path, ViewCodeSequence=coded, ViewName="SAX base"), VIEWS) == "SAX base"
    vague = DicomSequence([item(codes.cid12226.ParasternalShortAxis)])
    assert scanner_view(read(tmp_path, ViewCodeSequence=vague), VIEWS) == "Parasternal short axis"
    assert scanner_view(read(tmp_path), VIEWS) == ""
