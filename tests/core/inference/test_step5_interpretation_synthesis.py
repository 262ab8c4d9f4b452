"""The draft by votes: what is said, what is not, and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from deepcoro_desktop.core.bundle.bundle import Bundle
from deepcoro_desktop.core.bundle.manifest import (
    Calibration,
    Manifest,
    PhenotypeSpec,
    ReportOrigin,
    SectionSpec,
    SynthesisKind,
)
from deepcoro_desktop.core.inference.results import (
    ClipViews,
    DraftSection,
    PhenotypeResult,
    ReportMatch,
    ReportSentence,
    SectionMatches,
    ViewPrediction,
    Vote,
)
from deepcoro_desktop.core.inference.step5_interpretation_synthesis import read_phenotypes, synthesise

Said = tuple[str, str | None]
NORMAL: Said = ("LV function is normal.", "lv=normal")
REDUCED: Said = ("LV function is reduced.", "lv=reduced")
SILENT: tuple[Said, ...] = ()


def match(number: int, section: str, said: Sequence[Said], weight: float) -> ReportMatch:
    sentences = tuple(ReportSentence(section, text, concept) for text, concept in said)
    return ReportMatch(f"r{number}", ReportOrigin.SYNTHETIC, 1.0 - number / 100, weight, sentences)


def clip(uid: str, view: str, probability: float = 0.9, *, overridden: bool = False) -> ClipViews:
    return ClipViews(uid, (ViewPrediction(view, probability),), overridden)


def manifest_with(bundle: Bundle, *sections: SectionSpec) -> Manifest:
    return dataclasses.replace(bundle.manifest, sections=sections)


def draft(bundle: Bundle, *reports: Sequence[Said], weights: Sequence[float] | None = None) -> DraftSection:
    """Return the section that reports of equal weight make, nearest first."""
    shares = weights or [1 / len(reports)] * len(reports)
    matches = tuple(match(n, "LV", said, share) for n, (said, share) in enumerate(zip(reports, shares, strict=True)))
    manifest = manifest_with(bundle, SectionSpec("LV", ()))
    (section,) = synthesise([SectionMatches("LV", matches)], [clip("1", "a4c")], manifest)
    return section


def texts(section: DraftSection) -> list[str]:
    return [statement.text for statement in section.statements]


def test_most_votes_win_and_are_counted(bundle: Bundle) -> None:
    (statement,) = draft(bundle, [REDUCED], [NORMAL], [NORMAL], SILENT).statements
    assert statement.text == NORMAL[0]
    assert (statement.votes, statement.of, statement.concept) == (2, 4, "lv=normal")
    assert statement.dissent == (Vote(REDUCED[0], 1), Vote("says nothing", 1))
    assert statement.source_report_id == "r1"


def test_votes_count_by_weight(bundle: Bundle) -> None:
    section = draft(bundle, [REDUCED], [NORMAL], [NORMAL], weights=(0.6, 0.2, 0.2))
    assert texts(section) == [REDUCED[0]]
    assert section.statements[0].votes == 1


def test_wording_is_the_nearest_voters(bundle: Bundle) -> None:
    section = draft(bundle, [REDUCED], [("Normal LV, EF [__ %].", "lv=normal")], [NORMAL])
    (statement,) = section.statements
    assert statement.text == "Normal LV, EF [__ %]."
    assert statement.slots == ("%",)


def test_finding_that_most_are_silent_on_is_not_stated(bundle: Bundle) -> None:
    assert texts(draft(bundle, [REDUCED], SILENT, SILENT, SILENT)) == []


def test_finding_with_a_fair_share_is_stated(bundle: Bundle) -> None:
    assert texts(draft(bundle, [REDUCED], SILENT, SILENT)) == [REDUCED[0]]


def test_value_that_outweighs_the_silent_is_stated_even_when_votes_are_split(bundle: Bundle) -> None:
    values: list[list[Said]] = [[(f"LV is {v}.", f"lv={v}")] for v in ("a", "b", "b", "c", "d", "e")]
    assert texts(draft(bundle, *values, SILENT)) == ["LV is b."]


def test_one_value_per_finding(bundle: Bundle) -> None:
    section = draft(bundle, [NORMAL, REDUCED], [REDUCED], [NORMAL])
    assert texts(section) == [NORMAL[0]]


def test_equal_votes_have_a_fixed_winner(bundle: Bundle) -> None:
    assert texts(draft(bundle, [REDUCED], [NORMAL])) == texts(draft(bundle, [NORMAL], [REDUCED])) == [NORMAL[0]]


def test_free_text_is_compared_without_its_numbers(bundle: Bundle) -> None:
    said: list[list[Said]] = [[("The aorta is [__ cm].", None)], [("the aorta is [__].", None)], [("Other.", None)]]
    (statement,) = draft(bundle, *said).statements
    assert statement.text == "The aorta is [__ cm]."
    assert (statement.votes, statement.of) == (2, 3)


def test_free_text_without_agreement_is_the_nearest_reports_with_its_votes(bundle: Bundle) -> None:
    section = draft(bundle, SILENT, [("First.", None), ("Second.", None)], [("Third.", None)])
    assert texts(section) == ["First.", "Second."]
    assert [statement.votes for statement in section.statements] == [1, 1]


def test_same_sentence_for_two_findings_is_said_once(bundle: Bundle) -> None:
    section = draft(bundle, [("Normal LV.", "lv_size=normal"), ("Normal LV.", "lv=normal")])
    assert texts(section) == ["Normal LV."]


def test_sentences_come_in_the_neighbours_order(bundle: Bundle) -> None:
    said: list[Said] = [("Zebra.", "z=1st"), ("Apple.", "a=1st"), ("Mango.", "m=1st")]
    assert texts(draft(bundle, said, said)) == ["Zebra.", "Apple.", "Mango."]


def test_sentences_of_other_sections_do_not_count(bundle: Bundle) -> None:
    matches = (match(0, "Aorta", [NORMAL], 1.0),)
    manifest = manifest_with(bundle, SectionSpec("LV", ()))
    (section,) = synthesise([SectionMatches("LV", matches)], [clip("1", "a4c")], manifest)
    assert section == DraftSection("LV", assessed=True, reason="", statements=())


def test_no_neighbours_say_nothing(bundle: Bundle) -> None:
    manifest = manifest_with(bundle, SectionSpec("LV", ()))
    (section,) = synthesise([SectionMatches("LV", ())], [clip("1", "a4c")], manifest)
    assert section.assessed
    assert section.statements == ()


def test_two_sections_do_not_contradict_each_other(bundle: Bundle) -> None:
    manifest = manifest_with(bundle, SectionSpec("LV", ()), SectionSpec("Summary", ()))
    matches = [
        SectionMatches("LV", (match(0, "LV", [REDUCED], 0.9), match(1, "LV", [NORMAL], 0.1))),
        SectionMatches("Summary", (match(0, "Summary", [NORMAL], 0.6), match(1, "Summary", [REDUCED], 0.4))),
    ]
    left, summary = synthesise(matches, [clip("1", "a4c")], manifest)
    assert texts(left) == [REDUCED[0]]
    assert texts(summary) == []


def coverage(bundle: Bundle, required: tuple[str, ...], *views: ClipViews) -> DraftSection:
    manifest = manifest_with(bundle, SectionSpec("IVC", required))
    matches = SectionMatches("IVC", (match(0, "IVC", [("IVC is small.", "ivc=small")], 1.0),))
    (section,) = synthesise([matches], views, manifest)
    return section


def test_no_view_no_sentence(bundle: Bundle) -> None:
    section = coverage(bundle, ("subcostal_ivc",), clip("1", "a4c"), clip("2", "plax"))
    assert section == DraftSection("IVC", assessed=False, reason="no subcostal view", statements=())


def test_seen_view_is_assessed(bundle: Bundle) -> None:
    assert coverage(bundle, ("subcostal_ivc",), clip("1", "a4c"), clip("2", "subcostal_ivc")).assessed


def test_uncertain_view_is_not_seen_unless_the_reader_says_so(bundle: Bundle) -> None:
    threshold = bundle.manifest.calibration.view_threshold
    assert coverage(bundle, ("subcostal_ivc",), clip("1", "subcostal_ivc", threshold)).assessed
    assert not coverage(bundle, ("subcostal_ivc",), clip("1", "subcostal_ivc", threshold - 0.01)).assessed
    assert coverage(bundle, ("subcostal_ivc",), clip("1", "subcostal_ivc", 1.0, overridden=True)).assessed


def test_reason_names_all_windows(bundle: Bundle) -> None:
    section = coverage(bundle, ("plax", "psax_mv", "subcostal_ivc"), clip("1", "a4c"))
    assert section.reason == "no parasternal long, parasternal short or subcostal view"


def test_reason_names_the_view_where_its_window_was_seen(bundle: Bundle) -> None:
    section = coverage(bundle, ("a2c",), clip("1", "a4c"))
    label = next(view.label for view in bundle.manifest.views if view.id == "a2c")
    assert section.reason == f"no {label} view"


def test_reason_gives_examples_where_many_views_would_do(bundle: Bundle) -> None:
    labels = {view.id: view.label for view in bundle.manifest.views}
    required = ("plax", "psax_mv", "a2c", "subcostal_ivc", "av_cw")
    section = coverage(bundle, required, clip("1", "a4c"))
    assert section.reason == f"no view that shows it, such as {labels['plax']} or {labels['psax_mv']}"


def test_binary_phenotype_is_the_share_of_the_neighbours_that_have_it() -> None:
    calibration = Calibration((PhenotypeSpec("effusion", "binary"),))
    neighbours = [
        *(("", 0.7, {"effusion": 0.0}), ("", 0.2, {"effusion": 1.0})),
        *(("", 0.1, {"effusion": 1.0}), ("", 0.0, [])),
    ]
    assert read_phenotypes(neighbours, calibration) == (PhenotypeResult("effusion", 2 / 3, 2, 3),)


def test_number_phenotype_is_the_weighted_mean() -> None:
    calibration = Calibration((PhenotypeSpec("ef", "number", "%"),))
    (result,) = read_phenotypes([("", 0.6, {"ef": 60.0}), ("", 0.2, {"ef": 40.0}), ("", 0.2, {})], calibration)
    assert result == PhenotypeResult("ef", pytest.approx(55.0), 2, 3, "%")


def test_phenotype_without_labels_is_left_out() -> None:
    assert read_phenotypes([("", 1.0, {})], Calibration((PhenotypeSpec("ef", "number", "%"),))) == ()


def test_phenotype_is_read_from_the_neighbours_of_its_section() -> None:
    calibration = Calibration((PhenotypeSpec("ef", "number", "%", section="Left ventricle"),))
    neighbours = [("Aorta", 1.0, {"ef": 20.0}), ("Left ventricle", 1.0, {"ef": 60.0})]
    assert read_phenotypes(neighbours, calibration) == (PhenotypeResult("ef", 60.0, 1, 1, "%"),)


def nearest(bundle: Bundle, section: SectionMatches, *views: ClipViews) -> DraftSection:
    manifest = dataclasses.replace(manifest_with(bundle, SectionSpec("LV", ("a4c",))), synthesis=SynthesisKind.NEAREST)
    (drafted,) = synthesise([section], views, manifest)
    return drafted


def test_nearest_report_is_stated_whole_and_the_others_are_only_counted(bundle: Bundle) -> None:
    long: Said = ("The LV measures [__ cm].", None)
    said = ([long, REDUCED, long], [NORMAL], [NORMAL, ("The LV measures [__ mm].", None)], SILENT)
    matches = tuple(match(n, "LV", sentences, 0.25) for n, sentences in enumerate(said))
    section = nearest(bundle, SectionMatches("LV", matches, matches[0]), clip("1", "a4c"))
    assert texts(section) == [long[0], REDUCED[0]], "all of it once, in its order, though most say NORMAL"
    first, second = section.statements
    assert (first.votes, first.of, first.slots, first.source_report_id) == (2, 4, ("cm",), "r0")
    assert (second.votes, second.dissent) == (1, (Vote("says nothing", 3),))


def test_nearest_report_may_be_none_of_the_neighbours(bundle: Bundle) -> None:
    matches, far = (match(0, "LV", SILENT, 1.0),), match(7, "LV", [NORMAL], 0.0)
    (statement,) = nearest(bundle, SectionMatches("LV", matches, far), clip("1", "a4c")).statements
    assert (statement.text, statement.votes, statement.of, statement.source_report_id) == (NORMAL[0], 0, 1, "r7")


def test_without_a_report_that_speaks_or_a_view_nothing_is_stated(bundle: Bundle) -> None:
    matches = (match(0, "LV", [NORMAL], 1.0),)
    silent = nearest(bundle, SectionMatches("LV", matches, None), clip("1", "a4c"))
    assert (silent.assessed, silent.statements) == (True, ())
    unseen = nearest(bundle, SectionMatches("LV", matches, matches[0]), clip("1", "plax"))
    assert (unseen.assessed, unseen.statements) == (False, ())
