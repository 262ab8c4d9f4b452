"""Hanging: presets by view, stress by stage and view, the open study beside an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize, Qt

from deepcoro_desktop.core.reported import CodedView
from deepcoro_desktop.core.study import Clip, Study
from deepcoro_desktop.ui.state import PriorStudy
from deepcoro_desktop.ui.viewer.layouts import Layout
from deepcoro_desktop.ui.viewer.presets import (
    BUILT_IN,
    Preset,
    Seen,
    fill,
    presets_from_json,
    presets_to_json,
    scanner_view_id,
    stress_matrix,
    view_id_of,
)
from tests.ui.evidence import case
from tests.ui.viewer.clips import even_clip, make_study, still
from tests.ui.viewer.desk import Desk

NAMES = ("PLAX", "A3C", "A4C", "A2C", "PSAX AV")
NAMED = make_study(*(even_clip(30, 30.0, number=n, view_name=name) for n, name in enumerate(NAMES, 1)))
STAGES, VIEWS = ("REST", "LOW", "PEAK", "RECOVERY"), ("A4C", "A2C", "PLAX", "PSAX")


def staged(number: int, stage: int, view: int, **changes: object) -> Clip:
    return even_clip(
        30, 30.0, number=number, stage_name=STAGES[stage], view_name=VIEWS[view], stage_number=stage + 1,
        view_number=view + 1, **changes,
    )  # fmt: skip


def stress(shuffled: bool = True) -> Study:
    clips = [staged(100 + 4 * stage + view, stage, view) for stage in range(4) for view in range(4)]
    return make_study(*(clips[::-1] if shuffled else clips))


def numbers(desk: Desk) -> list[int]:
    return [int(uid.rsplit(".", 1)[1]) if uid else 0 for uid in desk.uids()]


@pytest.mark.parametrize(("width", "layout"), [(820, Layout.FOUR), (1300, Layout.THREE)])
def test_apical_trio_fills_a4c_a2c_a3c(make_desk: Callable[..., Desk], width: int, layout: Layout) -> None:
    desk = make_desk(size=QSize(width, 700))
    desk.open(NAMED)
    desk.press(Qt.Key.Key_H)
    assert desk.panel.grid.shown_layout is layout
    assert numbers(desk)[:3] == [3, 4, 2]
    assert not any(numbers(desk)[3:])
    desk.settle()


def test_h_goes_on_to_the_next_preset_the_study_has_clips_for(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(NAMED)
    seen = []
    for _ in range(4):
        desk.press(Qt.Key.Key_H)
        seen.append((desk.panel.grid.shown_layout, numbers(desk)))
    assert seen[1] == (Layout.FOUR, [1, 5, 0, 0])
    assert seen[3][0] is Layout.NINE, "no clip is in colour"
    empty = desk.panel.grid.tiles[2]
    assert empty.invitation.startswith("No PSAX")
    desk.settle()


def test_study_without_known_views_says_so_and_stays_as_it_is(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(make_study(*(even_clip(30, 30.0, number=n) for n in range(1, 5))))
    before = desk.uids()
    desk.press(Qt.Key.Key_H)
    assert desk.uids() == before
    assert desk.active.remark == "the views are not known yet"


def test_moving_clip_of_the_surest_view_is_taken_and_none_twice() -> None:
    clips = [
        Seen(still(1), "a4c", 0.99), Seen(even_clip(9, 30.0, number=2), "a4c", 0.6),
        Seen(even_clip(9, 30.0, number=3), "a4c", 0.9), Seen(even_clip(9, 30.0, number=4), "a4c_lv", 1.0),
    ]  # fmt: skip
    preset = Preset("two", 2, 2, (("a4c", "a4c_lv"), ("a4c", "a4c_lv"), ("a2c",)))
    found = fill(preset, clips)
    assert [clip and clip.instance_number for clip in found] == [3, 2, None, None]


@pytest.mark.parametrize(
    ("name", "view_id"),
    [
        ("A4C", "a4c"), ("Apical 4-chamber", "a4c"), ("apical four chamber", "a4c"), ("A2C", "a2c"), ("AP 4CH", ""),
        ("PLAX", "plax"), ("parasternal long axis", "plax"), ("", ""), ("something else", ""),
    ],
)  # fmt: skip
def test_names_of_scanners_are_understood_where_they_are_plain(name: str, view_id: str) -> None:
    assert view_id_of(name, case.views()) == view_id


def test_view_code_hangs_a_clip_that_has_no_name_and_never_against_its_name() -> None:
    coded = CodedView("Apical two chamber", "a2c")
    views = case.views()
    assert scanner_view_id(even_clip(10, 30.0, coded_view=coded), views) == "a2c"
    assert scanner_view_id(even_clip(10, 30.0, coded_view=coded, view_name="A4C"), views) == "a4c"
    assert scanner_view_id(even_clip(10, 30.0, coded_view=coded, view_name="my view"), views) == "a2c"
    assert scanner_view_id(even_clip(10, 30.0, coded_view=CodedView("Off axis", "")), views) == ""


def test_stress_stages_find_their_views_by_code_where_they_have_no_names() -> None:
    clips = [
        even_clip(10, 30.0, number=n, stage_name=stage, coded_view=CodedView(words, ""))
        for n, (stage, words) in enumerate(product(("REST", "PEAK"), ("Apical four chamber", "Apical two chamber")), 1)
    ]
    matrix = stress_matrix(clips)
    assert matrix is not None
    assert matrix.views == ("Apical four chamber", "Apical two chamber")
    assert matrix.cells == ((clips[0], clips[1]), (clips[2], clips[3]))


def test_presets_of_the_reader_survive_a_restart(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    path = str(tmp_path / "viewer.ini")
    desk = make_desk(settings=QSettings(path, QSettings.Format.IniFormat))
    desk.open(NAMED)
    desk.panel.grid.set_layout(Layout.TWO)
    desk.panel.hanger.keep("  My pair ")
    later = make_desk(settings=QSettings(path, QSettings.Format.IniFormat))
    assert [preset.name for preset in later.panel.hanger.own] == ["My pair"]
    later.open(NAMED)
    later.panel.hanger.hang(later.panel.hanger.own[0])
    assert later.panel.grid.shown_layout is Layout.TWO
    assert numbers(later) == numbers(desk)
    later.panel.hanger.drop("My pair")
    assert later.panel.hanger.own == ()
    later.settle()
    desk.settle()


def test_the_chosen_layout_survives_a_restart(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "viewer.ini"), QSettings.Format.IniFormat)
    desk = make_desk(settings=settings)
    desk.open(NAMED)
    desk.panel.bar.layouts[Layout.NINE].click()
    later = make_desk(settings=settings)
    later.open(NAMED)
    assert later.panel.grid.shown_layout is Layout.NINE
    settings.setValue("viewer/layout", "HUNDRED")
    fresh = make_desk(settings=settings)
    fresh.open(NAMED)
    assert fresh.panel.grid.shown_layout is not Layout.NINE
    for panel in (desk, later, fresh):
        panel.settle()


def test_presets_are_read_back_as_written_and_other_forms_refused() -> None:
    assert presets_from_json(presets_to_json(BUILT_IN)) == BUILT_IN
    for text in ("[]", '{"schema_version": 2, "presets": []}', '{"schema_version": 1, "presets": [{"name": "x"}]}'):
        with pytest.raises(ValueError, match="presets"):
            presets_from_json(text)
    with pytest.raises(ValueError, match="no layout of 5 by 5"):
        Preset("large", 5, 5, ())
    with pytest.raises(ValueError, match="more views than tiles"):
        Preset("full", 1, 1, (("a4c",), ("a2c",)))


def test_stress_matrix_fills_four_by_four_from_tags(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(stress())
    desk.press(Qt.Key.Key_H, shift=True)
    assert desk.panel.grid.shown_layout is Layout.SIXTEEN
    assert numbers(desk) == list(range(100, 116))
    desk.panel.grid.set_active(1)
    desk.press(Qt.Key.Key_Y)
    assert numbers(desk) == [*range(104, 108), *range(100, 104), *range(108, 116)]
    assert desk.active.uid == "1.2.3.101", "the active clip goes with its row"
    desk.settle()


def test_stress_matrix_takes_the_repeat_leaves_gaps_and_counts_what_has_no_place() -> None:
    clips = [staged(1, 0, 0), staged(2, 0, 1), staged(3, 2, 0), staged(4, 2, 0)]
    matrix = stress_matrix(clips)
    assert matrix is not None
    assert (matrix.stages, matrix.views) == (("REST", "PEAK"), ("A4C", "A2C"))
    assert [clip and clip.instance_number for clip in matrix.clips] == [1, 2, 4, None]
    assert matrix.left_out == 1
    assert stress_matrix([staged(1, 0, 0), even_clip(9, 30.0)]) is None, "one stage is no stress study"


def test_stage_stands_over_the_picture(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(stress())
    assert desk.active.words is not None
    assert "rest" in [note.text for note in desk.active.words.notes]


def prior_of(study: Study, view: str) -> PriorStudy:
    clips = tuple(
        even_clip(30, 30.0, number=500 + n, view_name=None if n else "PLAX") for n, _clip in enumerate(study.clips)
    )
    earlier = make_study(*clips)
    earlier = replace(earlier, study_instance_uid="1.2.7", started_at=study.started_at.replace(year=2024))
    return PriorStudy(earlier, {"1.2.3.503": view})


def test_p_shows_the_same_view_of_the_earlier_study_and_back(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(NAMED)
    before = desk.uids()
    assert not desk.panel.bar.prior.isEnabled()
    desk.press(Qt.Key.Key_P)
    assert desk.active.remark == "no earlier study of this patient is known"
    desk.state.set_prior(prior_of(NAMED, "a4c"))
    assert desk.panel.bar.prior.isEnabled()
    desk.state.clip_open_requested.emit("1.2.3.3")
    desk.press(Qt.Key.Key_P)
    assert desk.panel.grid.shown_layout is Layout.TWO
    assert desk.uids() == ["1.2.3.3", "1.2.3.503"]
    prior = desk.panel.grid.tiles[1]
    assert prior.words is not None
    assert prior.words.view == "A4C"
    assert [note.text for note in prior.words.notes if note.warns] == ["earlier study of 2024-03-14"]
    assert prior.words.identity[1].startswith("2026-03-14"), "when the clip itself was acquired"
    assert desk.state.shown_clips == ("1.2.3.3",), "the others are told of the open study's clips only"
    assert desk.panel.bar.prior.isChecked()
    desk.press(Qt.Key.Key_P)
    assert desk.uids() == before
    assert not desk.panel.bar.prior.isChecked()
    desk.settle()


def test_earlier_study_without_that_view_says_so(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(NAMED)
    desk.state.set_prior(prior_of(NAMED, "a4c"))
    desk.state.clip_open_requested.emit("1.2.3.4")
    before = desk.uids()
    desk.press(Qt.Key.Key_P)
    assert desk.uids() == before
    assert desk.active.remark == "the study of 2024-03-14 has no clip that is known as A2C"
    prior = desk.state.prior
    assert prior is not None
    desk.state.set_prior(replace(prior, views={clip.sop_instance_uid: "a4c" for clip in prior.study.clips}))
    desk.press(Qt.Key.Key_P)
    assert desk.active.remark == "the study of 2024-03-14 has no A2C"


def test_another_study_forgets_the_earlier_one(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(NAMED)
    desk.state.set_prior(prior_of(NAMED, "a4c"))
    desk.open(stress())
    assert desk.state.prior is None
    assert not desk.panel.bar.prior.isEnabled()
    desk.settle()


def test_comparison_leaves_the_layout_of_the_next_study_alone(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(NAMED)
    before = desk.panel.grid.shown_layout
    desk.state.set_prior(prior_of(NAMED, "a4c"))
    desk.state.clip_open_requested.emit("1.2.3.3")
    desk.press(Qt.Key.Key_P)
    assert desk.panel.grid.shown_layout is Layout.TWO
    desk.open(replace(make_study(even_clip(30, 30.0, number=70)), study_instance_uid="1.2.70"))
    assert desk.panel.grid.shown_layout is Layout.ONE, "one clip fills the panel, for no layout was chosen"
    desk.open(replace(NAMED, study_instance_uid="1.2.71"))
    assert desk.panel.grid.shown_layout is before
    assert not desk.panel.hanger.comparing
